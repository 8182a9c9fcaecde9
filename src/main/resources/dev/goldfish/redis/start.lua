#!lua
-- Starts jobs, each once: a repeat finds the first one.
-- KEYS: lease
-- ARGV: doorbell, lease_ms, retention_ms, queue_limit, queued_elsewhere, confirm (1 | 0), most_bytes of a client (0 for a
--       share of the memory), (member, client, tool, digest, args, kind (job | call), claim_id ('' where it has to wait), runtime_ms, attempts, live_limit, trace)...
-- returns for each: {'RUNNING', fence, attempt, deadline_ms} | {'QUEUED'} | {'KNOWN', snapshot...} | {'REUSED'} | {'QUOTA'}
--       | {'BUSY'} | {'BYTES'} | {'WITHDRAWN'}
-- include: _jobs.lua
local lease_ms, retention_ms = tonumber(ARGV[2]), tonumber(ARGV[3])
local queue_limit, queued_elsewhere, confirm = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6] == '1'
local most_bytes = tonumber(ARGV[7])
local MOST_FORGOTTEN = 2

-- Whether a client has as many unfinished jobs as it may have.
local function full(live, limit)
  if redis.call('ZCARD', live) < limit then return false end
  -- Those beyond their deadline have ended, whether or not somebody has noticed.
  redis.call('ZREMRANGEBYSCORE', live, '-inf', now)
  return redis.call('ZCARD', live) >= limit
end

-- Lets a client list a job; those that are gone leave as new ones come.
local function make_listed(member, gone)
  local index = owner_key('index', member)
  for _ = 1, MOST_FORGOTTEN do
    local oldest = redis.call('ZRANGE', index, 0, 0, 'WITHSCORES')
    -- None goes sooner than that after its start.
    if not oldest[1] or tonumber(oldest[2]) + 2 * retention_ms > now then break end
    if redis.call('EXISTS', job_key(oldest[1])) == 1 then break end
    redis.call('ZREM', index, oldest[1])
  end
  redis.call('ZADD', index, now, member)
  keep(index, gone, retention_ms)
end

local function start(member, client, tool, digest, args, kind, claim_id, runtime_ms, attempts, live_limit, trace)
  local job, slot = job_key(member), claim_id ~= ''
  local known = redis.call('HGET', job, 'digest')
  if known then
    if known ~= digest then return { 'REUSED' } end
    -- Redis tells which of its replicas have a write, not which have the job.
    if confirm then redis.call('HSET', job, 'confirmed', now) end
    return { 'KNOWN', unpack(snapshot(member, kind == 'call')) }
  end
  if slot and redis.call('ZSCORE', withdrawn, claim_id) then return { 'WITHDRAWN' } end
  local live = owner_key('live', member)
  if kind == 'job' then
    if full(live, tonumber(live_limit)) then return { 'QUOTA' } end
    if not slot and waiting() + queued_elsewhere >= queue_limit then return { 'BUSY' } end
  end

  local deadline = now + tonumber(runtime_ms)
  -- Should nobody ever end it, it goes by itself: nothing of it is kept for ever.
  local gone, size = deadline + 2 * retention_ms, #args + OF_ITSELF
  if not take_bytes(member, size, gone, retention_ms, most_bytes) then return { 'BYTES' } end
  -- With a slot it is born running, as if it had been claimed at once.
  local given = slot and 1 or 0
  redis.call('HSET', job, 'state', slot and 'RUNNING' or 'QUEUED', 'fence', given, 'attempt', given, 'attempts', attempts,
    'deadline', deadline, 'retention', retention_ms, 'tool', tool, 'kind', kind, 'claim_id', claim_id, 'client', client,
    'created', now, 'digest', digest, 'progress', '0', 'message', '', 'trace', trace, 'size', size)
  redis.call('PEXPIREAT', job, gone)
  redis.call('SET', payload_key(member), args, 'PXAT', gone)
  redis.call('ZADD', due, deadline, member)
  if kind == 'job' then
    redis.call('ZADD', live, deadline, member)
    keep(live, gone, retention_ms)
    make_listed(member, gone)
  end
  if slot then
    redis.call('ZADD', lease, math.min(now + lease_ms, deadline), member)
    return { 'RUNNING', given, given, deadline - now }
  end
  wait(member, tool, now)
  ring('ready', member)
  return { 'QUEUED' }
end

local answers = {}
for i = 8, #ARGV, 11 do answers[#answers + 1] = start(unpack(ARGV, i, i + 10)) end
return answers
