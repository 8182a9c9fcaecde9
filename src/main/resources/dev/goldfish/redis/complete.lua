#!lua flags=allow-oom
-- Ends a running job with what its worker says; a worker whose fence is old changes nothing.
-- KEYS: lease, due
-- ARGV: prefix, member, fence, state, error, result
-- returns 1 when written, 0 when the job was no longer this worker's
-- include: _jobs.lua
local member, fence, state, error, result = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local job = redis.call('HMGET', job_key(member), 'state', 'fence')
-- Sent again, since the answer was lost: it is written already.
if job[1] == state and job[2] == fence then return 1 end
if job[1] ~= 'RUNNING' or job[2] ~= fence then return 0 end
if state == 'DONE' then
  finish(member, state, error, result)
else
  finish(member, state, error, nil)
end
return 1
