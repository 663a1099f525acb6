-- Says "I am here" and returns who else is, in a fixed order. The clock is Redis's own.
-- KEYS: the set of members. ARGV: who says it, milliseconds until it is forgotten.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if tonumber(ARGV[2]) > 0 then
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end
redis.call('PEXPIRE', KEYS[1], 60000)
local all = redis.call('ZRANGE', KEYS[1], 0, -1)
table.sort(all)
return all
