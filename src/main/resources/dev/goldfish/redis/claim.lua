#!lua flags=allow-oom
-- Gives waiting jobs to a replica, oldest first, of those tools that it has.
-- KEYS: ready, lease, due
-- ARGV: prefix, lease_ms, claim_id, most, (tool)...
-- returns {{member, client, tool, fence, attempt, attempts, deadline_ms, args}, ...}
-- include: _jobs.lua
local lease_ms, claim_id, most = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local PAGE, MOST_LOOKED_AT = 50, 1000
local tools = {}
for i = 5, #ARGV do tools[ARGV[i]] = true end

local claimed, skipped, looked_at = {}, 0, 0
while #claimed < most and looked_at < MOST_LOOKED_AT do
  local page = redis.call('ZRANGEBYSCORE', ready, '-inf', now, 'LIMIT', skipped, PAGE)
  if #page == 0 then break end
  for _, member in ipairs(page) do
    looked_at = looked_at + 1
    local job = redis.call('HMGET', job_key(member), 'state', 'tool', 'deadline', 'attempts', 'client')
    if job[1] ~= 'QUEUED' then
      redis.call('ZREM', ready, member)
    elseif now >= tonumber(job[3]) then
      finish(member, 'TIMED_OUT', '', nil)
    elseif tools[job[2]] and #claimed < most then
      local args = redis.call('GET', payload_key(member))
      if args then
        local fence, attempt, deadline_ms = run(member, lease_ms, claim_id)
        claimed[#claimed + 1] = { member, job[5], job[2], fence, attempt, tonumber(job[4]), deadline_ms, args }
      else
        finish(member, 'FAILED', 'internal error: the arguments are gone from Redis', nil)
      end
    else
      skipped = skipped + 1
    end
  end
end
return claimed
