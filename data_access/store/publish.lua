-- Publishes one tick, if the caller still holds the ticker's lease, and renews the lease.
-- KEYS 1 lease  2 snapshot
-- ARGV 1 fencing token  2 lease in milliseconds  3 channel  4 message  5 new snapshot, or '' to keep the old one
-- Returns 1, or 0 when another worker holds the lease.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[5] ~= '' then redis.call('SET', KEYS[2], ARGV[5]) end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
