-- Renews a lease, if the caller still holds it.
-- KEYS 1 lease    ARGV 1 fencing token  2 lease in milliseconds    Returns 1, or 0 when the lease is lost.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
