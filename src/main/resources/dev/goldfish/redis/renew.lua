#!lua flags=allow-oom
-- Extends the leases of running jobs, never past a deadline nor past the end of a cancelled job's grace time.
-- KEYS: lease, due
-- ARGV: prefix, lease_ms, (member, fence)...
-- returns {'OK' | 'CANCEL' | 'LOST', ...} in the same order
-- include: _jobs.lua
local lease_ms = tonumber(ARGV[2])
local answers = {}
for i = 3, #ARGV, 2 do
  local member, fence = ARGV[i], ARGV[i + 1]
  local job = redis.call('HMGET', job_key(member), 'state', 'fence', 'deadline', 'cancel')
  local answer = 'LOST'
  if job[1] == 'RUNNING' and job[2] == fence then
    local until_ms = math.min(now + lease_ms, tonumber(job[3]))
    answer = 'OK'
    if job[4] then
      until_ms = math.min(until_ms, tonumber(job[4]))
      answer = 'CANCEL'
    end
    redis.call('ZADD', lease, until_ms, member)
  end
  answers[#answers + 1] = answer
end
return answers
