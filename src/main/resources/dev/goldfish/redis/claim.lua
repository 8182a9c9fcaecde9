#!lua flags=allow-oom
-- Gives waiting jobs to a replica, oldest first, of those tools that it has.
-- KEYS: lease, due
-- ARGV: prefix, lease_ms, claim_id, most, (tool)...
-- returns {{member, client, tool, fence, attempt, attempts, deadline_ms, args}, ...}
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

local function claim(member, tool)
  local job = redis.call('HMGET', job_key(member), 'state', 'deadline', 'attempts', 'client')
  if job[1] ~= 'QUEUED' then
    redis.call('ZREM', ready_key(tool), member)
  elseif now >= tonumber(job[2]) then
    finish(member, 'TIMED_OUT', '', nil)
  else
    local args = redis.call('GET', payload_key(member))
    if args then
      local fence, attempt, deadline_ms = run(member, lease_ms, claim_id)
      return { member, job[4], tool, fence, attempt, tonumber(job[3]), deadline_ms, args }
    end
    finish(member, 'FAILED', 'internal error: the arguments are gone from Redis', nil)
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
