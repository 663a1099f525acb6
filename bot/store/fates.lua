-- Folds what platforms tell of our messages: each only moves forward, however late and often it is told.
-- KEYS: today's fates, yesterday's fates, the tally.
-- ARGV: seconds that fates live, seconds the tally lives, then of each report: a fingerprint of the message, how far
--   it came (0: that it is an alert, as we tell ourselves), the name under which that is counted, and the name under
--   which an alert that was read is counted.
-- Returns for each report 1 if it was news, else 0. The tally counts each message once, by how far it has come.
local READ = 5
local news = {}
local function known_of(field) return redis.call('HGET', KEYS[1], field) or redis.call('HGET', KEYS[2], field) end
for at = 3, #ARGV, 4 do
  local message, far, count, read = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], ARGV[at + 3]
  local before = known_of(message)
  local known, counted = 0, nil
  if before then
    known, counted = string.match(before, '^(%d+) (.*)$')
    known = tonumber(known)
  end
  local mark = message .. '!'
  local is_news = far > known
  if far == 0 then
    is_news = not known_of(mark)
    if is_news then
      redis.call('HSET', KEYS[1], mark, '1')
      if known == READ then redis.call('HINCRBY', KEYS[3], read, 1) end
    end
  elseif is_news then
    redis.call('HSET', KEYS[1], message, ARGV[at + 1] .. ' ' .. count)
    redis.call('HDEL', KEYS[2], message)
    redis.call('HINCRBY', KEYS[3], count, 1)
    if counted then redis.call('HINCRBY', KEYS[3], counted, -1) end
    if far == READ and known_of(mark) then redis.call('HINCRBY', KEYS[3], read, 1) end
  end
  news[#news + 1] = is_news and 1 or 0
end
for key, life in pairs({[KEYS[1]] = ARGV[1], [KEYS[3]] = ARGV[2]}) do
  if redis.call('TTL', key) == -1 then redis.call('EXPIRE', key, life) end
end
return news
