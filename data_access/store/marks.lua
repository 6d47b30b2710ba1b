-- Adds an entry to the mark of a case, unless somebody else was faster.
-- KEYS[1] hash of marks · ARGV[1] case id · ARGV[2] entries that the caller saw · ARGV[3] the new list, JSON
-- Returns 1 when it was written, 0 when the mark has another number of entries by now.
local stored = redis.call('HGET', KEYS[1], ARGV[1])
local seen = 0
if stored then seen = #cjson.decode(stored) end
if seen ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
