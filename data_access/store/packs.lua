-- Gives a version of the city pack the number that rows carry. The first one of a store comes into force at once.
-- KEYS  1 packs  2 meta  3 history of versions in force
-- ARGV  1 version  2 its code lists  3 "1" to number it anew even when it is known  4 history entry
--       5 how many numbers there are
-- Returns the ordinal (the number is its remainder), or -1 while rows may still carry every number.
local known = redis.call('HGET', KEYS[1], 'version:' .. ARGV[1])
if known and ARGV[3] ~= '1' then return tonumber(known) end
local ordinal = tonumber(redis.call('HGET', KEYS[1], 'last') or '-1') + 1
local numbers = tonumber(ARGV[5])
if ordinal - tonumber(redis.call('HGET', KEYS[1], 'oldest') or '0') >= numbers then return -1 end
local number = ordinal % numbers
local before = redis.call('HGET', KEYS[1], 'name:' .. number)
if before then redis.call('HDEL', KEYS[1], 'version:' .. before) end
redis.call('HSET', KEYS[1], 'last', ordinal, 'version:' .. ARGV[1], ordinal, 'name:' .. number, ARGV[1],
  'codes:' .. number, ARGV[2])
if redis.call('HSETNX', KEYS[2], 'pack', ARGV[1]) == 1 then redis.call('RPUSH', KEYS[3], ARGV[4]) end
return ordinal
