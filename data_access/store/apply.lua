-- Writes the records and rows of a batch of one shard, all or nothing, if nobody changed them meanwhile.
-- KEYS  1 records  2 state  3 block versions  4 row feed  5 long ids
--       6.. row blocks touched, then as many id blocks, in the same order
-- ARGV  1 rows known (count before)  2 rows after  3 newest action time (µs)  4 feed length kept
--       5 changed row numbers (packed u32)  6 number of cases n  7 number of runs m
--       8 bytes of a row  9 bytes of an id  10 number of long ids l
--       11 channel that is told the new version
--       then n × (case id, record read before or "", new record)
--       then m × (index of block among KEYS, byte offset, bytes): runs of rows, and of ids of new rows
--       then l × (row number, case id)
--       then the block number of each row block, then the rows that each must have room for
-- Returns 0 and the new version, or 1 when a record or the row count has changed since it was read.
if redis.replicate_commands then redis.replicate_commands() end
local n, m, l = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[10])
-- Who takes no new row does not mind that others took some.
if ARGV[2] ~= ARGV[1] and (redis.call('HGET', KEYS[2], 'rows') or '0') ~= ARGV[1] then return {1, 0} end
local ids, p = {}, 12
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
local blocks = (#KEYS - 5) / 2
-- A block gets the room that it is said to need at once: growing it row by row would leave half of it empty.
local function grow(key, bytes)
  local held = redis.call('STRLEN', key)
  if held == 0 then redis.call('SETRANGE', key, bytes - 1, '\0')
  elseif held < bytes then
    redis.call('SET', key, redis.call('GET', key) .. string.rep('\0', bytes - held))
  end
end
for i = 1, blocks do
  local room = tonumber(ARGV[p + 3 * n + 3 * m + 2 * l + blocks + i - 1])
  grow(KEYS[5 + i], room * ARGV[8])
  grow(KEYS[5 + blocks + i], room * ARGV[9])
end
p = p + 3 * n
for i = 1, m do
  local q = p + (i - 1) * 3
  redis.call('SETRANGE', KEYS[tonumber(ARGV[q])], ARGV[q + 1], ARGV[q + 2])
end
p = p + 3 * m
for i = 1, l do redis.call('HSET', KEYS[5], ARGV[p + 2 * i - 2], ARGV[p + 2 * i - 1]) end
p = p + 2 * l
local version = redis.call('HINCRBY', KEYS[2], 'version', 1)
local versions = {}
for i = 1, blocks do
  versions[#versions + 1] = ARGV[p + i - 1]
  versions[#versions + 1] = version
end
redis.call('HSET', KEYS[3], unpack(versions))
local newest = tonumber(redis.call('HGET', KEYS[2], 'newest') or '0')
if tonumber(ARGV[3]) > newest then redis.call('HSET', KEYS[2], 'newest', ARGV[3]) end
if ARGV[2] ~= ARGV[1] then redis.call('HSET', KEYS[2], 'rows', ARGV[2]) end
redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[4], '*', 'version', version, 'rows', ARGV[5])
-- Wakes who waits for rows: one connection hears the shards of every node of a cluster.
redis.call('PUBLISH', ARGV[11], version)
return {0, version}
