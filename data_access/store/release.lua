-- Gives a lease back, if the caller holds it.
-- KEYS 1 lease    ARGV 1 fencing token    Returns 1 when it was given back.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
