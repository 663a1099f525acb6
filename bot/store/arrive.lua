-- Queues messages that have not been seen before; those delivered again are dropped.
-- KEYS: the inbound stream, then the days' sets of seen message ids, today's first.
-- ARGV: seconds a day's set lives, then a fingerprint and a payload for each message.
-- Returns how many were new.
local new = 0
for i = 2, #ARGV, 2 do
  local known = false
  for day = 3, #KEYS do
    if redis.call('SISMEMBER', KEYS[day], ARGV[i]) == 1 then known = true end
  end
  if not known and redis.call('SADD', KEYS[2], ARGV[i]) == 1 then
    redis.call('XADD', KEYS[1], '*', 'm', ARGV[i + 1])
    new = new + 1
  end
end
if new > 0 then redis.call('EXPIRE', KEYS[2], ARGV[1]) end
return new
