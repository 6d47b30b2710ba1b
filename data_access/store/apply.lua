-- Writes the records and rows of a batch of one shard, all or nothing, if nobody changed them meanwhile.
-- KEYS  1 records  2 state  3 block versions  4 row feed  5.. row blocks touched
-- ARGV  1 rows known (count before)  2 rows after  3 newest action time (µs)  4 feed length kept
--       5 changed row numbers (packed u32)  6 number of cases n  7 number of row runs m
--       8 bytes of a full block
--       then n × (case id, record read before or "", new record)
--       then m × (index of block among KEYS, byte offset, bytes)
--       then the block number of each of KEYS 5..
-- Returns 0 and the new version, or 1 when a record or the row count has changed since it was read.
if redis.replicate_commands then redis.replicate_commands() end
local n, m = tonumber(ARGV[6]), tonumber(ARGV[7])
-- Who takes no new row does not mind that others took some.
if ARGV[2] ~= ARGV[1] and (redis.call('HGET', KEYS[2], 'rows') or '0') ~= ARGV[1] then return {1, 0} end
local ids, p = {}, 9
for i = 1, n do ids[i] = ARGV[p + (i - 1) * 3] end
local current = redis.call('HMGET', KEYS[1], unpack(ids))
for i = 1, n do
  if (current[i] or '') ~= ARGV[p + (i - 1) * 3 + 1] then return {1, 0} end
end
local fields = {}
for i = 1, n do
  fields[2 * i - 1] = ids[i]
  fields[2 * i] = ARGV[p + (i - 1) * 3 + 2]
end
redis.call('HSET', KEYS[1], unpack(fields))
for i = 5, #KEYS do
  -- A new block gets its full length at once: growing it row by row would leave it half empty.
  if redis.call('STRLEN', KEYS[i]) == 0 then redis.call('SETRANGE', KEYS[i], ARGV[8] - 1, '\0') end
end
p = p + 3 * n
for i = 1, m do
  local q = p + (i - 1) * 3
  redis.call('SETRANGE', KEYS[tonumber(ARGV[q])], ARGV[q + 1], ARGV[q + 2])
end
p = p + 3 * m
local version = redis.call('HINCRBY', KEYS[2], 'version', 1)
local versions = {}
for i = 5, #KEYS do
  versions[#versions + 1] = ARGV[p + i - 5]
  versions[#versions + 1] = version
end
redis.call('HSET', KEYS[3], unpack(versions))
local newest = tonumber(redis.call('HGET', KEYS[2], 'newest') or '0')
if tonumber(ARGV[3]) > newest then redis.call('HSET', KEYS[2], 'newest', ARGV[3]) end
if ARGV[2] ~= ARGV[1] then redis.call('HSET', KEYS[2], 'rows', ARGV[2]) end
redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[4], '*', 'version', version, 'rows', ARGV[5])
return {0, version}
