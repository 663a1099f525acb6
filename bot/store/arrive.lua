-- Queues messages that have not been seen before; those delivered again are dropped. The day is by Redis's own clock.
-- KEYS: the inbound stream, then four sets of seen message ids, in turns one for each day.
-- ARGV: seconds a day's set lives, then a fingerprint and a payload for each message.
-- Returns how many were new.
local day = math.floor(redis.call('TIME')[1] / 86400)
local function set_of(number) return KEYS[2 + number % 4] end
local today, new = set_of(day), 0
for i = 2, #ARGV, 2 do
  local known = false
  for ago = 1, 2 do
    if redis.call('SISMEMBER', set_of(day - ago), ARGV[i]) == 1 then known = true end
  end
  if not known and redis.call('SADD', today, ARGV[i]) == 1 then
    redis.call('XADD', KEYS[1], '*', 'm', ARGV[i + 1])
    new = new + 1
  end
end
if new > 0 then redis.call('EXPIRE', today, ARGV[1]) end
return new
