-- Notes a sign of life of a worker and forgets those that gave none for too long.
-- KEYS 1 workers    ARGV 1 name of the worker  2 seconds after which a silent worker is forgotten
-- Returns how many workers there are.
if redis.replicate_commands then redis.replicate_commands() end
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
return redis.call('ZCARD', KEYS[1])
