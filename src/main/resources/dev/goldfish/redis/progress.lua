#!lua flags=allow-oom
-- Notes how far a running job is.
-- KEYS: lease, due
-- ARGV: prefix, member, fence, fraction, message
-- returns 'OK' | 'CANCEL' | 'LOST'
-- include: _jobs.lua
local member, fence = ARGV[2], ARGV[3]
local job = redis.call('HMGET', job_key(member), 'state', 'fence', 'cancel')
if job[1] ~= 'RUNNING' or job[2] ~= fence then return 'LOST' end
redis.call('HSET', job_key(member), 'progress', ARGV[4], 'message', ARGV[5])
return job[3] and 'CANCEL' or 'OK'
