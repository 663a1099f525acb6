-- Folds what platforms tell of our messages: each only moves forward, however late and often it is told.
-- KEYS: today's fates, yesterday's fates, the tally.
-- ARGV: seconds that fates live, seconds the tally lives, then of each report: a fingerprint of the message, how far
--   it came, and the name under which that is counted.
-- Returns for each report 1 if it was news, else 0. The tally counts each message once, by how far it has come.
local news = {}
for at = 3, #ARGV, 3 do
  local message, far, count = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2]
  local before = redis.call('HGET', KEYS[1], message) or redis.call('HGET', KEYS[2], message)
  local known, counted = 0, nil
  if before then
    known, counted = string.match(before, '^(%d+) (.*)$')
  end
  if far > tonumber(known) then
    redis.call('HSET', KEYS[1], message, ARGV[at + 1] .. ' ' .. count)
    redis.call('HDEL', KEYS[2], message)
    redis.call('HINCRBY', KEYS[3], count, 1)
    if counted then redis.call('HINCRBY', KEYS[3], counted, -1) end
    news[#news + 1] = 1
  else
    news[#news + 1] = 0
  end
end
for key, life in pairs({[KEYS[1]] = ARGV[1], [KEYS[3]] = ARGV[2]}) do
  if redis.call('TTL', key) == -1 then redis.call('EXPIRE', key, life) end
end
return news
