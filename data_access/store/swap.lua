-- Replaces records that are still what was read, each for itself; rows stay as they are.
-- KEYS  1 records    ARGV  n × (case id, record read before, new record)
-- Returns how many were replaced (the others have changed meanwhile), their bytes before, and after.
local done, before, after = 0, 0, 0
for i = 1, #ARGV, 3 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
    done, before, after = done + 1, before + #ARGV[i + 1], after + #ARGV[i + 2]
  end
end
return {done, before, after}
