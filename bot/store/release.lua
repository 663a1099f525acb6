-- Gives a lease back, with nothing left in hand.
-- KEYS: the lease, the marker that it has not been given back. ARGV: who gives.
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 0
