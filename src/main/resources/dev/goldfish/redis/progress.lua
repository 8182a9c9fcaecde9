#!lua flags=allow-oom
-- Notes how far a running job is.
-- KEYS: lease
-- ARGV: doorbell, member, fence, fraction, message
-- returns 'OK' | 'CANCEL' | 'LOST'
-- include: _jobs.lua
local job = held(ARGV[2], ARGV[3])
if not job then return 'LOST' end
redis.call('HSET', job_key(job.member), 'progress', ARGV[4], 'message', ARGV[5])
return job.cancel and 'CANCEL' or 'OK'
