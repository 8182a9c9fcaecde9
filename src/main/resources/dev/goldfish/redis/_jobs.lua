-- What all job scripts share. Every one of them has the same key and first argument:
-- KEYS[1] lease set of the partition; all other keys are made from its prefix, with its hash tag
-- ARGV[1] the channel of rings
local lease, doorbell = KEYS[1], ARGV[1]
local prefix = string.sub(lease, 1, -6)
-- All live jobs by deadline.
local due = prefix .. 'due'
-- How many jobs ended how since they were last counted, by '<state> <tool>'.
local ended_key = prefix .. 'ended'
local OWNER_LENGTH = 22

-- While a slot of a Redis Cluster moves, some of its keys are here and some there. Redis says so to whoever asks for two that
-- exist nowhere: before anything is written, since a script that stops later would leave its work half done.
local settled = redis.pcall('EXISTS', prefix .. 'nowhere', prefix .. 'neither')
if type(settled) == 'table' then
  local moving = string.find(settled.err, 'non local key', 1, true)
  return moving and redis.error_reply('MOVING this hash slot is on its way to another node') or settled
end

local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)

local function job_key(member) return prefix .. 'job:' .. member end
local function payload_key(member) return prefix .. 'payload:' .. member end
-- Waiting jobs have a set for each tool, so that those of a tool without workers are in nobody's way.
local function ready_key(tool) return prefix .. 'ready:' .. tool end
-- Clients take turns: of each tool there is a set of those that wait, by when their turn comes, in microseconds; and each of
-- them has a line of its own, of its waiting jobs.
local function turns_key(tool) return prefix .. 'turns:' .. tool end
local function line_key(owner, tool) return prefix .. 'line:' .. owner .. ':' .. tool end
local function owner_of(member) return string.sub(member, 1, OWNER_LENGTH) end
local function owner_key(kind, member) return prefix .. kind .. ':' .. owner_of(member) end

-- Starts and claims that their replicas have given up, by when: their packets may arrive later all the same.
local withdrawn = prefix .. 'withdrawn'

-- How many jobs wait: those that live and do not run.
local function waiting() return redis.call('ZCARD', due) - redis.call('ZCARD', lease) end

-- Puts a job into its client's line. A client that waits already keeps its turn.
local function line_up(member, tool, visible_at)
  local owner = owner_of(member)
  redis.call('ZADD', line_key(owner, tool), visible_at, member)
  redis.call('ZADD', turns_key(tool), 'LT', math.max(now_us, visible_at * 1000), owner)
end

-- Has a job wait to be claimed.
local function wait(member, tool, visible_at)
  redis.call('ZADD', ready_key(tool), visible_at, member)
  line_up(member, tool, visible_at)
end

local function wait_no_more(member, tool)
  redis.call('ZREM', ready_key(tool), member)
  redis.call('ZREM', line_key(owner_of(member), tool), member)
end

-- Has a job wait no more without a turn of its client.
local function leave_line(member, tool)
  wait_no_more(member, tool)
  local owner = owner_of(member)
  if redis.call('EXISTS', line_key(owner, tool)) == 0 then redis.call('ZREM', turns_key(tool), owner) end
end

-- A hint: what happened has happened, also where nobody may be told.
local function ring(kind, member) redis.pcall('PUBLISH', doorbell, kind .. ' ' .. member) end

-- A job as transitions need it, and the values of further fields; nil where there is none.
local function look(member, ...)
  local of = redis.call('HMGET', job_key(member),
    'state', 'fence', 'attempt', 'attempts', 'deadline', 'retention', 'tool', 'kind', 'cancel', 'size', ...)
  if not of[1] then return nil end
  return { member = member, state = of[1], fence = of[2], attempt = tonumber(of[3]), attempts = tonumber(of[4]),
    deadline = tonumber(of[5]), retention = tonumber(of[6]), tool = of[7], kind = of[8], cancel = of[9],
    size = tonumber(of[10]), further = { of[11], of[12] } }
end

-- A running job whose worker has this fence; nil where it is no longer that worker's.
local function held(member, fence)
  local job = look(member)
  return job and job.state == 'RUNNING' and job.fence == fence and job or nil
end

-- Keeps something of a client until all of its jobs are gone, and longer than needed, so that few have to prolong it.
local function keep(key, gone, spare)
  if redis.call('PEXPIRETIME', key) < gone then redis.call('PEXPIREAT', key, gone + spare) end
end

-- The bytes that a client takes are counted in all, and by the step of time with which they go: so the count heals itself.
local STEP_MS = 300000
-- What a job takes beside its arguments and its result, also as a tombstone.
local OF_ITSELF = 1000
-- Where jobs are kept for long, a step takes several of those: there are a few hundred at the most, however long that is.
local STEPS = 100
local function step(gone, retention)
  local of = math.max(1, math.ceil(2 * retention / STEPS / STEP_MS))
  return math.ceil(gone / STEP_MS / of) * of
end

-- More than that do not fit onto Lua's stack together.
local MOST_VALUES = 1000

-- Forgets the steps that are over; returns what is left in all.
local function recount(key)
  local counted, kept, all = redis.call('HGETALL', key), {}, 0
  for i = 1, #counted, 2 do
    if (tonumber(counted[i]) or 0) > now / STEP_MS then
      all = all + tonumber(counted[i + 1])
      kept[#kept + 1] = counted[i]
      kept[#kept + 1] = counted[i + 1]
    end
  end
  local gone = redis.call('PEXPIRETIME', key)
  redis.call('DEL', key)
  if #kept > 0 then redis.call('HSET', key, 'all', all) end
  for i = 1, #kept, MOST_VALUES do
    redis.call('HSET', key, unpack(kept, i, math.min(#kept, i + MOST_VALUES - 1)))
  end
  if gone > 0 then redis.call('PEXPIREAT', key, gone) end
  return all
end

-- Counts bytes until they are gone, and keeps the count for as long at least.
local function count(key, bytes, gone, retention)
  local at = step(gone, retention)
  redis.call('HINCRBY', key, 'all', bytes)
  local first = redis.call('HINCRBY', key, at, bytes) == bytes
  keep(key, at * STEP_MS, retention)
  return first
end

-- What a client may take: so many bytes or, for 0, a part of what Redis may take, which is asked for every few seconds only.
local FREE, SHARE, SHARE_WITHOUT_LIMIT, ASKED_MS = 16777216, 4, 1073741824, 10000
local function allowed(most)
  if most > 0 then return most end
  local key = prefix .. 'share'
  local share = redis.call('GET', key)
  if not share then
    local limit = tonumber(string.match(redis.call('INFO', 'memory'), 'maxmemory:(%d+)'))
    share = limit > 0 and math.max(FREE, math.floor(limit / SHARE)) or SHARE_WITHOUT_LIMIT
    redis.call('SET', key, share, 'PX', ASKED_MS)
  end
  return tonumber(share)
end

local function beyond(all, most) return all > (most > 0 and most or FREE) and all > allowed(most) end

-- Counts what a client takes until it is gone; false, and nothing is counted, where that is more than it may take (most).
local function take_bytes(member, bytes, gone, retention, most)
  local key = owner_key('bytes', member)
  local all = tonumber(redis.call('HGET', key, 'all') or 0)
  if beyond(all + bytes, most) and beyond(recount(key) + bytes, most) then return false end
  if count(key, bytes, gone, retention) then recount(key) end
  return true
end

local function give_bytes_back(job, bytes)
  local key = owner_key('bytes', job.member)
  -- Whose count is gone is charged for nothing.
  if redis.call('EXISTS', key) == 0 then return 0 end
  redis.call('HINCRBY', key, step(job.deadline + 2 * job.retention, job.retention), -bytes)
  return redis.call('HINCRBY', key, 'all', -bytes)
end

-- At a job's end its arguments take nothing any more, and its result does. Small differences are not worth counting.
-- False where a client's results would take as much once more as it may take in all (most).
local function exchange_bytes(job, result, expires, most)
  -- One of an older version was not counted.
  local before, after = (job.size or OF_ITSELF) - OF_ITSELF, result and #result or 0
  if not job.size or math.abs(after - before) < OF_ITSELF then return true end
  local all = give_bytes_back(job, before) + after
  if after > 0 then
    if most and beyond(all, most) and all > 2 * allowed(most) then return false end
    count(owner_key('bytes', job.member), after, expires, job.retention)
  end
  return true
end

-- Ends a job, which is as look() just told. The callers make sure that it is queued or running: the first terminal state
-- written stays. Its result is kept for a while; without one, reason tells what happened. A client's results may take once
-- more what it may take in all (most): beyond that they are lost.
-- Returns the state.
local function finish(job, state, reason, result, most)
  local member, expires = job.member, now + job.retention
  if not exchange_bytes(job, result, expires, most) then
    job.size = nil
    return finish(job, 'FAILED', 'tool failed: its client keeps too many bytes of jobs, results and remembered calls')
  end
  if result then
    -- First of all, so that nothing can pass for a result that is none.
    redis.call('SET', payload_key(member), result, 'PXAT', expires)
    redis.call('HSET', job_key(member), 'state', state, 'ended', now, 'expires', expires, 'progress', '1', 'message', '')
  else
    redis.call('HSET', job_key(member), 'state', state, 'ended', now, 'expires', expires, 'error', reason)
    redis.call('DEL', payload_key(member))
  end
  if job.state == 'RUNNING' then redis.call('ZREM', lease, member) else leave_line(member, job.tool) end
  redis.call('ZREM', due, member)
  -- Kept for as long again as a tombstone, so that its owner learns "expired" and not "unknown".
  redis.call('PEXPIREAT', job_key(member), expires + job.retention)
  if job.kind == 'job' then
    redis.call('ZREM', owner_key('live', member), member)
    local first = redis.call('HINCRBY', ended_key, state .. ' ' .. job.tool, 1) == 1
    if first then redis.call('PEXPIRE', ended_key, job.retention) end
  end
  ring('ended', member)
  return state
end

-- Makes a running job wait to be claimed.
local function enqueue(job, visible_at)
  -- What was held belongs to the worker that had it.
  redis.call('HSET', job_key(job.member), 'state', 'QUEUED', 'held', 0)
  redis.call('ZREM', lease, job.member)
  wait(job.member, job.tool, visible_at)
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

-- Decides what becomes of a running job whose lease has run out, unless it was renewed while its slot moved.
local function lose(job, backoff_ms)
  local held = tonumber(redis.call('HGET', job_key(job.member), 'held') or 0)
  -- It may have been cancelled since.
  if job.cancel then held = math.min(held, tonumber(job.cancel)) end
  if held > now then
    redis.call('ZADD', lease, held, job.member)
  elseif job.cancel then
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
