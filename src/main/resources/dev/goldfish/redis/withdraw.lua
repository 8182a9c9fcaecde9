#!lua flags=allow-oom
-- Takes back what a start or a claim gave to a replica that never got the answer: a job waits again, a call is forgotten.
-- KEYS: lease, due
-- ARGV: prefix, (claim_id)...
-- returns the number of jobs and calls taken back
-- include: _jobs.lua
local unanswered, count = {}, 0
for i = 2, #ARGV do unanswered[ARGV[i]] = true end

for _, member in ipairs(redis.call('ZRANGE', lease, 0, -1)) do
  local job = redis.call('HMGET', job_key(member), 'state', 'claim_id', 'kind', 'cancel')
  if job[1] == 'RUNNING' and unanswered[job[2]] then
    count = count + 1
    if job[3] == 'call' then
      redis.call('ZREM', lease, member)
      redis.call('ZREM', due, member)
      redis.call('DEL', job_key(member), payload_key(member))
    else
      give_back(member, job[4])
    end
  end
end
return count
