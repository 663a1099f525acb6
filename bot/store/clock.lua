-- What time it is for Redis itself, in Unix seconds. KEYS: any, to say which node is asked.
return redis.call('TIME')[1]
