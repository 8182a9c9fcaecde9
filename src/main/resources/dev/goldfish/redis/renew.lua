#!lua flags=allow-oom
-- Extends the leases of running jobs, never past a deadline nor past the end of a cancelled job's grace time.
-- KEYS: lease
-- ARGV: doorbell, lease_ms, (member, fence)...
-- returns {'OK' | 'CANCEL' | 'LOST', ...} in the same order
-- include: _jobs.lua
local lease_ms = tonumber(ARGV[2])
local answers = {}
for i = 3, #ARGV, 2 do
  local job = held(ARGV[i], ARGV[i + 1])
  local answer = 'LOST'
  if job then
    local until_ms = math.min(now + lease_ms, job.deadline)
    answer = 'OK'
    if job.cancel then
      until_ms = math.min(until_ms, tonumber(job.cancel))
      answer = 'CANCEL'
    end
    redis.call('ZADD', lease, until_ms, job.member)
  end
  answers[#answers + 1] = answer
end
return answers
