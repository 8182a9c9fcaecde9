#!lua flags=allow-oom
-- Gives waiting jobs of those tools that a replica has to it. Clients take turns; of each client the oldest job comes first.
-- KEYS: lease
-- ARGV: doorbell, lease_ms, claim_id, most, (tool)...
-- returns {{member, client, tool, fence, attempt, attempts, deadline_ms, args, trace}, ...}
-- include: _jobs.lua
local lease_ms, claim_id, most = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
if redis.call('ZSCORE', withdrawn, claim_id) then return {} end

-- By tool, whose turn is next.
local heads, turns_taken = {}, 0
-- Redis does nothing else meanwhile: so many jobs that cannot be claimed are passed over by one claim.
local MOST_PASSED_OVER = 100

local function head_of(tool)
  if not heads[tool] then
    local first = redis.call('ZRANGE', turns_key(tool), 0, 0, 'WITHSCORES')
    heads[tool] = { owner = first[1], at = tonumber(first[2] or math.huge), tool = tool }
  end
  return heads[tool]
end

-- The earliest turn of all tools; nil where nobody's has come.
local function next_turn()
  local first
  for i = 5, #ARGV do
    local head = head_of(ARGV[i])
    if head.at <= now_us + turns_taken and (not first or head.at < first.at) then first = head end
  end
  return first
end

-- Has a client take its turn: gives the job, if one may be claimed, and lines the client up behind all others.
local function take(turn)
  local line = redis.call('ZRANGE', line_key(turn.owner, turn.tool), 0, 1, 'WITHSCORES')
  local member, visible_at, again_at = line[1], tonumber(line[2]), tonumber(line[4])
  local earliest
  if member and visible_at > now then
    -- Its worker lost it a moment ago. Whoever can take a turn now comes first, so that this loop ends.
    member, again_at, earliest = nil, visible_at, now_us + turns_taken + 1
  elseif member then
    turns_taken = turns_taken + 1
    earliest = now_us + turns_taken
    wait_no_more(member, turn.tool)
  end
  if again_at then
    redis.call('ZADD', turns_key(turn.tool), math.max(earliest, again_at * 1000), turn.owner)
  else
    redis.call('ZREM', turns_key(turn.tool), turn.owner)
  end
  heads[turn.tool] = nil
  return member
end

-- Gives a job to the worker; claim_id names this one giving.
local function run(job, args)
  local member, fence, attempt = job.member, tonumber(job.fence) + 1, job.attempt + 1
  redis.call('HSET', job_key(member), 'state', 'RUNNING', 'fence', fence, 'attempt', attempt, 'claim_id', claim_id,
    'progress', '0', 'message', '')
  redis.call('ZADD', lease, math.min(now + lease_ms, job.deadline), member)
  local client, trace = unpack(job.further)
  -- Jobs of an older version have no trace.
  return { member, client, job.tool, fence, attempt, job.attempts, job.deadline - now, args, trace or '' }
end

local function claim(member)
  local job = look(member, 'client', 'trace')
  -- An older version leaves jobs in line that it claimed or ended.
  if not job or job.state ~= 'QUEUED' then return nil end
  if now >= job.deadline then
    finish(job, 'TIMED_OUT', '')
    return nil
  end
  local args = redis.call('GET', payload_key(member))
  if args then return run(job, args) end
  finish(job, 'FAILED', 'internal error: the arguments are gone from Redis')
end

local claimed, passed_over = {}, 0
while #claimed < most do
  local turn = next_turn()
  if not turn then break end
  local member = take(turn)
  local given = member and claim(member)
  if given then
    claimed[#claimed + 1] = given
  else
    passed_over = passed_over + 1
    if passed_over == MOST_PASSED_OVER + most then
      -- More may wait behind them, for the next claim.
      ring('ready', turn.owner .. ':')
      break
    end
  end
end
return claimed
