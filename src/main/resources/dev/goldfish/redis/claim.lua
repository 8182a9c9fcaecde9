#!lua flags=allow-oom
-- Gives waiting jobs to a replica, oldest first, of those tools that it has.
-- KEYS: lease, due
-- ARGV: prefix, lease_ms, claim_id, most, (tool)...
-- returns {{member, client, tool, fence, attempt, attempts, deadline_ms, args, trace}, ...}
-- include: _jobs.lua
local lease_ms, claim_id, most = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

-- What waits longest, as {member, visible_at, tool}.
local function oldest(count)
  local found = {}
  for i = 5, #ARGV do
    local of = redis.call('ZRANGEBYSCORE', ready_key(ARGV[i]), '-inf', now, 'WITHSCORES', 'LIMIT', 0, count)
    for j = 1, #of, 2 do found[#found + 1] = { of[j], tonumber(of[j + 1]), ARGV[i] } end
  end
  table.sort(found, function(a, b) return a[2] < b[2] or a[2] == b[2] and a[1] < b[1] end)
  return found
end

-- Gives a job to the worker; claim_id names this one giving.
local function run(job, args)
  local member, fence, attempt = job.member, tonumber(job.fence) + 1, job.attempt + 1
  redis.call('HSET', job_key(member), 'state', 'RUNNING', 'fence', fence, 'attempt', attempt, 'claim_id', claim_id,
    'progress', '0', 'message', '')
  redis.call('ZREM', ready_key(job.tool), member)
  redis.call('ZADD', lease, math.min(now + lease_ms, job.deadline), member)
  local of = redis.call('HMGET', job_key(member), 'client', 'trace')
  -- Jobs of an older version have no trace.
  return { member, of[1], job.tool, fence, attempt, job.attempts, job.deadline - now, args, of[2] or '' }
end

local function claim(member, tool)
  local job = look(member)
  if not job or job.state ~= 'QUEUED' then
    redis.call('ZREM', ready_key(tool), member)
  elseif now >= job.deadline then
    finish(job, 'TIMED_OUT', '')
  else
    local args = redis.call('GET', payload_key(member))
    if args then return run(job, args) end
    finish(job, 'FAILED', 'internal error: the arguments are gone from Redis')
  end
end

local claimed = {}
repeat
  -- Each of them leaves its ready set, whatever becomes of it.
  local candidates = oldest(most - #claimed)
  for _, candidate in ipairs(candidates) do
    if #claimed < most then claimed[#claimed + 1] = claim(candidate[1], candidate[3]) end
  end
until #claimed == most or #candidates == 0
return claimed
