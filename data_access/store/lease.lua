-- Gives a lease out, if nobody holds it.
-- KEYS 1 lease  2 fence (how often it was given out)
-- ARGV 1 lease in milliseconds  2 a random number below 2^20
-- Returns the fencing token, or 0 while another holds the lease.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
-- Grows with every holder. Its low bits are random, because a failover that loses the last count would else
-- give the same token to two holders.
local token = string.format('%.0f', redis.call('INCR', KEYS[2]) * 1048576 + tonumber(ARGV[2]))
redis.call('SET', KEYS[1], token, 'PX', ARGV[1])
return tonumber(token)
