-- Lets a number of things through within some time, counted exactly: the times of the last ones are kept.
-- KEYS: a list for each count. ARGV: now in ms, then for each count how many, within how many ms.
-- Returns 0 when all let it through, else how many ms to wait.
local now, wait = tonumber(ARGV[1]), 0
for at, key in ipairs(KEYS) do
  local most, within = tonumber(ARGV[2 * at]), tonumber(ARGV[2 * at + 1])
  local oldest = redis.call('LINDEX', key, most - 1)
  if oldest then wait = math.max(wait, tonumber(oldest) + within - now) end
end
if wait > 0 then return wait end
for at, key in ipairs(KEYS) do
  redis.call('LPUSH', key, now)
  redis.call('LTRIM', key, 0, tonumber(ARGV[2 * at]) - 1)
  redis.call('PEXPIRE', key, ARGV[2 * at + 1])
end
return 0
