#!lua flags=allow-oom
-- Cancels a job: at once while it waits; a running one is told to stop, and is ended when its grace time is over.
-- KEYS: lease
-- ARGV: doorbell, member, grace_ms
-- returns snapshot | nil where there is no such job
-- include: _jobs.lua
local member, grace_ms = ARGV[2], tonumber(ARGV[3])
local job = look(member)
if job and job.state == 'QUEUED' then
  finish(job, 'CANCELLED', '')
elseif job and job.state == 'RUNNING' and not job.cancel then
  local forced_at = now + grace_ms
  local lease_end = tonumber(redis.call('ZSCORE', lease, member) or forced_at)
  redis.call('HSET', job_key(member), 'cancel', forced_at)
  redis.call('ZADD', lease, math.min(lease_end, forced_at), member)
  ring('cancel', member)
end
return snapshot(member, true)
