-- Writes documents for everybody in one step, if the caller still holds the ticker's lease.
-- KEYS 1 lease  2 version counter  3.. documents
-- ARGV 1 fencing token  2 channel  3 message, empty for silence  4.. of each document: its content (empty
--      takes it away) and the seconds that it is kept (0 for good)
-- Returns 1, or 0 when another worker holds the lease.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 3, #KEYS do
  local content, seconds = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if content == '' then
    redis.call('DEL', KEYS[i])
  elseif seconds == '0' then
    redis.call('SET', KEYS[i], content)
  else
    redis.call('SET', KEYS[i], content, 'EX', seconds)
  end
end
if ARGV[3] ~= '' then
  redis.call('INCR', KEYS[2])
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return 1
