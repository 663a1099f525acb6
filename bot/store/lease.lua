-- Takes or renews the lease of one partition.
-- KEYS: the lease, the marker that it has not been given back.
-- ARGV: who asks, milliseconds it lasts.
-- Returns 0 somebody else has it, 1 renewed, 2 newly taken, 3 newly taken from one who did not give it back.
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if holder then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 1 then return 3 end
redis.call('SET', KEYS[2], '1')
return 2
