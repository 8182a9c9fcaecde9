#!lua
-- Starts a job, once: a repeat finds the first one.
-- KEYS: lease, due
-- ARGV: prefix, member, client, tool, digest, args, kind (job | call), claim_id ('' where it has to wait), lease_ms,
--       runtime_ms, attempts, retention_ms, live_limit, queue_limit, queued_elsewhere, confirm (1 | 0), trace
-- returns {'RUNNING', fence, attempt, deadline_ms} | {'QUEUED'} | {'KNOWN', snapshot...} | {'REUSED'} | {'QUOTA'} | {'BUSY'}
-- include: _jobs.lua
local member, client, tool, digest, args, kind, claim_id = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local lease_ms, runtime_ms, attempts, retention_ms = tonumber(ARGV[9]), tonumber(ARGV[10]), ARGV[11], tonumber(ARGV[12])
local live_limit, queue_limit, queued_elsewhere = tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15])
local confirm, slot = ARGV[16] == '1', claim_id ~= ''
local OLDEST = 2
local job, live = job_key(member), owner_key('live', member)

local known = redis.call('HGET', job, 'digest')
if known then
  if known ~= digest then return { 'REUSED' } end
  -- Redis tells which of its replicas have a write, not which have the job.
  if confirm then redis.call('HSET', job, 'confirmed', now) end
  return { 'KNOWN', unpack(snapshot(member, kind == 'call')) }
end
if kind == 'job' then
  redis.call('ZREMRANGEBYSCORE', live, '-inf', now)
  if redis.call('ZCARD', live) >= live_limit then return { 'QUOTA' } end
  if not slot and waiting() + queued_elsewhere >= queue_limit then return { 'BUSY' } end
end

local deadline = now + runtime_ms
-- Should nobody ever end it, it goes by itself: nothing of it is kept for ever.
local gone = deadline + 2 * retention_ms
-- With a slot it is born running, as if it had been claimed at once.
local given = slot and 1 or 0
redis.call('HSET', job, 'client', client, 'tool', tool, 'digest', digest, 'kind', kind, 'created', now, 'deadline', deadline,
  'attempts', attempts, 'retention', retention_ms, 'fence', given, 'attempt', given, 'progress', '0', 'message', '',
  'trace', ARGV[17], 'state', slot and 'RUNNING' or 'QUEUED', 'claim_id', claim_id)
redis.call('PEXPIREAT', job, gone)
redis.call('SET', payload_key(member), args, 'PXAT', gone)
redis.call('ZADD', due, deadline, member)
if kind == 'job' then
  local index = owner_key('index', member)
  redis.call('ZADD', live, deadline, member)
  keep_until(live, gone)
  -- Those whose jobs are gone leave the index as new ones come.
  for _, oldest in ipairs(redis.call('ZRANGE', index, 0, OLDEST - 1)) do
    if redis.call('EXISTS', job_key(oldest)) == 0 then redis.call('ZREM', index, oldest) end
  end
  redis.call('ZADD', index, now, member)
  keep_until(index, gone)
end
if slot then
  redis.call('ZADD', lease, math.min(now + lease_ms, deadline), member)
  return { 'RUNNING', given, given, runtime_ms }
end
redis.call('ZADD', ready_key(tool), now, member)
ring('ready', member)
return { 'QUEUED' }
