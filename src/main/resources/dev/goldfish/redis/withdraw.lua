#!lua flags=allow-oom
-- Takes back what a start or a claim gave to a replica that never got the answer: a job waits again, a call is forgotten.
-- One that has not arrived yet gives nothing when it does.
-- KEYS: lease
-- ARGV: doorbell, (claim_id)...
-- returns the number of jobs and calls taken back
-- include: _jobs.lua
-- Longer than a TCP that gets no answer sends its packets again.
local LIFE_OF_A_PACKET_MS = 20 * 60000
local unanswered, count = {}, 0
for i = 2, #ARGV do
  unanswered[ARGV[i]] = true
  redis.call('ZADD', withdrawn, now, ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', withdrawn, '-inf', now - LIFE_OF_A_PACKET_MS)
redis.call('PEXPIRE', withdrawn, LIFE_OF_A_PACKET_MS)

for _, member in ipairs(redis.call('ZRANGE', lease, 0, -1)) do
  local job = unanswered[redis.call('HGET', job_key(member), 'claim_id')] and look(member)
  if job and job.state == 'RUNNING' then
    count = count + 1
    if job.kind == 'call' then
      redis.call('ZREM', lease, member)
      redis.call('ZREM', due, member)
      redis.call('DEL', job_key(member), payload_key(member))
      if job.size then give_bytes_back(job, job.size) end
    else
      give_back(job)
    end
  end
end
return count
