-- Moves an alert that waits behind the replies to their end, once; who wants no more alerts by then gets none.
-- KEYS: where it waits, outbound, the person's subscription. ARGV: its id. Answers 1 when it was moved, else 0.
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return 0 end
redis.call('XDEL', KEYS[1], ARGV[1])
if redis.call('EXISTS', KEYS[3]) == 0 then return 0 end
redis.call('XADD', KEYS[2], '*', found[1][2][1], found[1][2][2])
return 1
