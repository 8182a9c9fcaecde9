#!lua flags=allow-oom
-- Extends the lease of one running job by its own key alone, which can be written while the others are on their way to
-- another node of a Redis Cluster.
-- KEYS: job
-- ARGV: fence, lease_ms
-- returns 'OK' | 'CANCEL' | 'LOST'
local of = redis.call('HMGET', KEYS[1], 'state', 'fence', 'deadline', 'cancel')
if of[1] ~= 'RUNNING' or of[2] ~= ARGV[1] then return 'LOST' end
local time = redis.call('TIME')
local until_ms = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2])
-- What is out of time, or was cancelled, is not extended.
local last_ms = math.min(tonumber(of[3]), tonumber(of[4] or of[3]))
redis.call('HSET', KEYS[1], 'held', string.format('%.0f', math.min(until_ms, last_ms)))
return of[4] and 'CANCEL' or 'OK'
