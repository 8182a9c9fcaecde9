#!lua
-- Starts a job, once: a repeat finds the first one.
-- KEYS: ready, lease, due
-- ARGV: prefix, member, client, tool, digest, args, kind (job | call), slot (1 | 0), lease_ms, runtime_ms, attempts,
--       retention_ms, live_limit, queue_limit, queued_elsewhere
-- returns {'RUNNING', fence, attempt, deadline_ms} | {'QUEUED'} | {'KNOWN', snapshot...} | {'REUSED'} | {'QUOTA'} | {'BUSY'}
-- include: _jobs.lua
local member, client, tool, digest, args, kind, slot = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8] == '1'
local lease_ms, runtime_ms, attempts, retention_ms = tonumber(ARGV[9]), tonumber(ARGV[10]), ARGV[11], tonumber(ARGV[12])
local live_limit, queue_limit, queued_elsewhere = tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15])
local job, live = job_key(member), owner_key('live', member)

local known = redis.call('HGET', job, 'digest')
if known then
  if known ~= digest then return { 'REUSED' } end
  return { 'KNOWN', unpack(snapshot(member)) }
end
if kind == 'job' then
  redis.call('ZREMRANGEBYSCORE', live, '-inf', now)
  if redis.call('ZCARD', live) >= live_limit then return { 'QUOTA' } end
  if not slot and redis.call('ZCARD', ready) + queued_elsewhere >= queue_limit then return { 'BUSY' } end
end

local deadline = now + runtime_ms
-- Should nobody ever end it, it goes by itself: nothing of it is kept for ever.
local gone = deadline + 2 * retention_ms
redis.call('HSET', job, 'client', client, 'tool', tool, 'digest', digest, 'kind', kind, 'created', now, 'deadline', deadline,
  'attempts', attempts, 'retention', retention_ms, 'fence', 0, 'attempt', 0, 'progress', '0', 'message', '')
redis.call('PEXPIREAT', job, gone)
redis.call('SET', payload_key(member), args, 'PXAT', gone)
redis.call('ZADD', due, deadline, member)
if kind == 'job' then
  local index = owner_key('index', member)
  redis.call('ZADD', live, deadline, member)
  redis.call('PEXPIREAT', live, gone)
  -- Each start adds one and takes out up to two that are gone, or the index of a client that never lists would only grow.
  for _, old in ipairs(redis.call('ZRANGE', index, 0, 1)) do
    if redis.call('EXISTS', job_key(old)) == 0 then redis.call('ZREM', index, old) end
  end
  redis.call('ZADD', index, now, member)
  redis.call('PEXPIREAT', index, gone)
end
if slot then return { 'RUNNING', run(member, lease_ms) } end
enqueue(member, now)
return { 'QUEUED' }
