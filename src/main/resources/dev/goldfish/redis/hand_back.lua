#!lua flags=allow-oom
-- Gives a running job back to the queue, as a replica does that stops; it costs no attempt.
-- KEYS: lease, due
-- ARGV: prefix, member, fence
-- returns 1 when written, 0 when the job was no longer this worker's
-- include: _jobs.lua
local member, fence = ARGV[2], ARGV[3]
local job = redis.call('HMGET', job_key(member), 'state', 'fence', 'cancel')
if job[1] ~= 'RUNNING' or job[2] ~= fence then return 0 end
give_back(member, job[3])
return 1
