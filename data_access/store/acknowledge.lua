-- Takes entries out of a lane that have been applied, if the caller still holds the lane, and renews its lease.
-- KEYS 1 lease  2 intake stream
-- ARGV 1 fencing token  2 lease in milliseconds  3 id after the last entry applied
-- Returns how many entries were taken out, or -1 when the lease is lost.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('XTRIM', KEYS[2], 'MINID', ARGV[3])
