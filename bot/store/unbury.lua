-- Puts what was buried back at the end of the line, once: what two people do at the same time happens one time.
-- KEYS: buried, inbound, outbound. ARGV: the id of what is buried. Answers 1, or 0 when it is not there any more.
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return 0 end
local name, payload = found[1][2][1], found[1][2][2]
redis.call('XDEL', KEYS[1], ARGV[1])
redis.call('XADD', name == 'm' and KEYS[2] or KEYS[3], '*', name, payload)
return 1
