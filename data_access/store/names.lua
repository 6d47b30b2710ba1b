-- Gives new names the next free numbers.
-- KEYS 1 names hash    ARGV names    Returns the numbers in the order asked for.
local numbers = {}
for i = 1, #ARGV do
  redis.call('HSETNX', KEYS[1], ARGV[i], redis.call('HLEN', KEYS[1]))
  numbers[i] = tonumber(redis.call('HGET', KEYS[1], ARGV[i]))
end
return numbers
