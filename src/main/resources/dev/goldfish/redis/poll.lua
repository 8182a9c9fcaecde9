#!lua flags=allow-oom
-- Reads a job. One whose lease or deadline has passed is reaped first, so that a poll wakes what nobody else watches.
-- KEYS: lease, due
-- ARGV: prefix, member, may_reap (1 | 0), backoff_ms
-- returns snapshot | nil where there is no such job
-- include: _jobs.lua
local member = ARGV[2]
if ARGV[3] == '1' then
  local job = redis.call('HMGET', job_key(member), 'state', 'deadline')
  if job[1] == 'RUNNING' then
    if tonumber(redis.call('ZSCORE', lease, member) or 0) <= now then lose(member, tonumber(ARGV[4])) end
  elseif job[1] == 'QUEUED' and now >= tonumber(job[2]) then
    finish(member, 'TIMED_OUT', '', nil)
  end
end
return snapshot(member, true)
