#!lua flags=no-writes,allow-oom
-- Tells what this Redis is, and which commands scripts call that the user who runs them may not call.
-- KEYS: any key of a partition
-- ARGV: channel
-- returns {'master' | 'slave', the name of such a command in lower case, ...}
local key, channel = KEYS[1], ARGV[1]
local calls = {
  { 'del', key }, { 'exists', key }, { 'get', key }, { 'hget', key, '' }, { 'hgetall', key }, { 'hincrby', key, '', 1 },
  { 'hmget', key, '' }, { 'hset', key, '', '' }, { 'info', '' }, { 'pexpire', key, 1 }, { 'pexpireat', key, 1 },
  { 'pexpiretime', key }, { 'publish', channel, '' }, { 'set', key, '' }, { 'time' }, { 'zadd', key, 1, '' },
  { 'zcard', key }, { 'zrange', key, 0, 0 }, { 'zrangebyscore', key, 0, 0 }, { 'zrem', key, '' },
  { 'zremrangebyscore', key, 0, 0 }, { 'zrevrangebyscore', key, 0, 0 }, { 'zscore', key, '' } }
local found = { string.match(redis.call('INFO', 'replication'), 'role:(%a+)') }
for _, call in ipairs(calls) do
  if not redis.acl_check_cmd(unpack(call)) then found[#found + 1] = call[1] end
end
return found
