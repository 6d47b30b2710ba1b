-- Publishes one tick, if the caller still holds the ticker's lease, and renews the lease.
-- KEYS 1 lease  2.. snapshots that changed
-- ARGV 1 fencing token  2 lease in milliseconds  3 seconds a snapshot is kept  4 channel  5 message
--      6.. the new snapshots, in the order of their keys
-- Returns 1, or 0 when another worker holds the lease.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
for i = 2, #KEYS do redis.call('SET', KEYS[i], ARGV[i + 4], 'EX', ARGV[3]) end
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 1
