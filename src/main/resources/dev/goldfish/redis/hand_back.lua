#!lua flags=allow-oom
-- Gives a running job back to the queue, as a replica does that stops; it costs no attempt.
-- KEYS: lease
-- ARGV: doorbell, member, fence
-- returns 1 when written, 0 when the job was no longer this worker's
-- include: _jobs.lua
local job = held(ARGV[2], ARGV[3])
if not job then return 0 end
give_back(job)
return 1
