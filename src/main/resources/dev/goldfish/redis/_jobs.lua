-- What all job scripts share. Every one of them has the same first keys and argument:
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

-- Ends a job. The callers make sure that it has not ended yet: the first terminal state written stays.
local function finish(member, state, error, result)
  local job = job_key(member)
  local of = redis.call('HMGET', job, 'retention', 'tool', 'kind')
  local retention = tonumber(of[1])
  redis.call('ZREM', ready_key(of[2]), member)
  redis.call('ZREM', lease, member)
  redis.call('ZREM', due, member)
  redis.call('ZREM', owner_key('live', member), member)
  if result then
    redis.call('HSET', job, 'state', state, 'error', error, 'ended', now, 'expires', now + retention,
      'progress', '1', 'message', '')
    redis.call('SET', payload_key(member), result, 'PXAT', now + retention)
  else
    redis.call('HSET', job, 'state', state, 'error', error, 'ended', now, 'expires', now + retention)
    redis.call('DEL', payload_key(member))
  end
  -- Kept for as long again as a tombstone, so that its owner learns "expired" and not "unknown".
  redis.call('PEXPIREAT', job, now + 2 * retention)
  if of[3] == 'job' then
    local first = redis.call('HINCRBY', ended_key, state .. ' ' .. of[2], 1) == 1
    if first then redis.call('PEXPIRE', ended_key, retention) end
  end
  ring('ended', member)
end

-- Makes a job wait to be claimed.
local function enqueue(member, visible_at)
  local job = job_key(member)
  redis.call('HSET', job, 'state', 'QUEUED')
  redis.call('ZREM', lease, member)
  redis.call('ZADD', ready_key(redis.call('HGET', job, 'tool')), visible_at, member)
  ring('ready', member)
end

-- Puts a running job back whose tool has not begun or was stopped in time: it costs no attempt.
local function give_back(member, cancelled)
  if cancelled then
    finish(member, 'CANCELLED', '', nil)
  else
    redis.call('HINCRBY', job_key(member), 'attempt', -1)
    enqueue(member, now)
  end
end

-- Gives a job to a worker; claim_id names this one giving. Returns fence, attempt, and the milliseconds to its deadline.
local function run(member, lease_ms, claim_id)
  local job = job_key(member)
  local of = redis.call('HMGET', job, 'deadline', 'tool')
  local deadline = tonumber(of[1])
  local fence = redis.call('HINCRBY', job, 'fence', 1)
  local attempt = redis.call('HINCRBY', job, 'attempt', 1)
  redis.call('HSET', job, 'state', 'RUNNING', 'claim_id', claim_id, 'progress', '0', 'message', '')
  redis.call('ZREM', ready_key(of[2]), member)
  redis.call('ZADD', lease, math.min(now + lease_ms, deadline), member)
  return fence, attempt, deadline - now
end

-- Decides what becomes of a running job whose lease has run out.
local function lose(member, backoff_ms)
  local job = redis.call('HMGET', job_key(member), 'state', 'deadline', 'cancel', 'attempt', 'attempts')
  if job[1] ~= 'RUNNING' then
    redis.call('ZREM', lease, member)
  elseif job[3] then
    finish(member, 'CANCELLED', '', nil)
  elseif now >= tonumber(job[2]) then
    finish(member, 'TIMED_OUT', '', nil)
  elseif tonumber(job[4]) < tonumber(job[5]) then
    enqueue(member, now + backoff_ms * 2 ^ (tonumber(job[4]) - 1))
  else
    finish(member, 'WORKER_LOST', '', nil)
  end
end

-- Lets a key live until a time, or longer where it does already.
local function keep_until(key, time_ms)
  if redis.call('PEXPIRETIME', key) < time_ms then redis.call('PEXPIREAT', key, time_ms) end
end

-- What a reader may know of a job; false where there is none. The result is read only where it is wanted.
-- Returns state, tool, attempt, progress, message, error, created, ended, expired (1 or 0), result or ''.
local function snapshot(member, with_result)
  local job = redis.call('HMGET', job_key(member),
    'state', 'tool', 'attempt', 'progress', 'message', 'error', 'created', 'ended', 'expires')
  if not job[1] then return false end
  local expired = 0
  if job[9] and now >= tonumber(job[9]) then expired = 1 end
  local result = ''
  if with_result and job[1] == 'DONE' and expired == 0 then
    result = redis.call('GET', payload_key(member)) or ''
  end
  return { job[1], job[2], tonumber(job[3]), job[4], job[5], job[6] or '', tonumber(job[7]), tonumber(job[8] or 0),
    expired, result }
end
