-- What all job scripts share. Every one of them has the same keys and first argument:
-- KEYS[1] lease set of the partition, KEYS[2] set of all live jobs by deadline
-- ARGV[1] key prefix of the partition, with its hash tag; keys of single jobs, clients and tools are made from it
local lease, due = KEYS[1], KEYS[2]
local prefix = ARGV[1]
-- How many jobs ended how since they were last counted, by '<state> <tool>'.
local ended_key = prefix .. 'ended'
local DOORBELL = 'goldfish:doorbell'
local OWNER_LENGTH = 22

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function job_key(member) return prefix .. 'job:' .. member end
local function payload_key(member) return prefix .. 'payload:' .. member end
-- Waiting jobs have a set for each tool, so that those of a tool without workers are in nobody's way.
local function ready_key(tool) return prefix .. 'ready:' .. tool end
local function owner_key(kind, member) return prefix .. kind .. ':' .. string.sub(member, 1, OWNER_LENGTH) end

-- How many jobs wait: those that live and do not run.
local function waiting() return redis.call('ZCARD', due) - redis.call('ZCARD', lease) end

local function ring(kind, member) redis.call('PUBLISH', DOORBELL, kind .. ' ' .. member) end

-- A job as transitions need it; nil where there is none.
local function look(member)
  local of = redis.call('HMGET', job_key(member),
    'state', 'fence', 'attempt', 'attempts', 'deadline', 'retention', 'tool', 'kind', 'cancel')
  if not of[1] then return nil end
  return { member = member, state = of[1], fence = of[2], attempt = tonumber(of[3]), attempts = tonumber(of[4]),
    deadline = tonumber(of[5]), retention = tonumber(of[6]), tool = of[7], kind = of[8], cancel = of[9] }
end

-- A running job whose worker has this fence; nil where it is no longer that worker's.
local function held(member, fence)
  local job = look(member)
  return job and job.state == 'RUNNING' and job.fence == fence and job or nil
end

-- Ends a job, which is as look() just told. The callers make sure that it is queued or running: the first terminal state
-- written stays. Its result is kept for a while; without one, reason tells what happened.
local function finish(job, state, reason, result)
  local member, expires = job.member, now + job.retention
  redis.call('ZREM', job.state == 'RUNNING' and lease or ready_key(job.tool), member)
  redis.call('ZREM', due, member)
  if result then
    redis.call('HSET', job_key(member), 'state', state, 'ended', now, 'expires', expires, 'progress', '1', 'message', '')
    redis.call('SET', payload_key(member), result, 'PXAT', expires)
  else
    redis.call('HSET', job_key(member), 'state', state, 'ended', now, 'expires', expires, 'error', reason)
    redis.call('DEL', payload_key(member))
  end
  -- Kept for as long again as a tombstone, so that its owner learns "expired" and not "unknown".
  redis.call('PEXPIREAT', job_key(member), expires + job.retention)
  if job.kind == 'job' then
    redis.call('ZREM', owner_key('live', member), member)
    local first = redis.call('HINCRBY', ended_key, state .. ' ' .. job.tool, 1) == 1
    if first then redis.call('PEXPIRE', ended_key, job.retention) end
  end
  ring('ended', member)
end

-- Makes a running job wait to be claimed.
local function enqueue(job, visible_at)
  redis.call('HSET', job_key(job.member), 'state', 'QUEUED')
  redis.call('ZREM', lease, job.member)
  redis.call('ZADD', ready_key(job.tool), visible_at, job.member)
  ring('ready', job.member)
end

-- Puts a running job back whose tool has not begun or was stopped in time: it costs no attempt.
local function give_back(job)
  if job.cancel then
    finish(job, 'CANCELLED', '')
  else
    redis.call('HINCRBY', job_key(job.member), 'attempt', -1)
    enqueue(job, now)
  end
end

-- Decides what becomes of a running job whose lease has run out.
local function lose(job, backoff_ms)
  if job.cancel then
    finish(job, 'CANCELLED', '')
  elseif now >= job.deadline then
    finish(job, 'TIMED_OUT', '')
  elseif job.attempt < job.attempts then
    enqueue(job, now + backoff_ms * 2 ^ (job.attempt - 1))
  else
    finish(job, 'WORKER_LOST', '')
  end
end

-- What a reader may know of a job; false where there is none. The result is read only where it is wanted.
-- Returns state, tool, attempt, progress, message, error, created, ended, expired (1 or 0), result or ''.
local function snapshot(member, with_result)
  local job = redis.call('HMGET', job_key(member),
    'state', 'tool', 'attempt', 'progress', 'message', 'error', 'created', 'ended', 'expires')
  if not job[1] then return false end
  local expired = job[9] and now >= tonumber(job[9])
  local result = ''
  if with_result and job[1] == 'DONE' and not expired then
    result = redis.call('GET', payload_key(member)) or ''
  end
  return { job[1], job[2], tonumber(job[3]), job[4], job[5], job[6] or '', tonumber(job[7]), tonumber(job[8] or 0),
    expired and 1 or 0, result }
end
