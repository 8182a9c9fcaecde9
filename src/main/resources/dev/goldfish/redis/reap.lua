#!lua flags=allow-oom
-- Ends jobs whose deadline has passed, and takes jobs from workers whose lease has run out.
-- KEYS: lease, due
-- ARGV: prefix, most, backoff_ms
-- returns {number of jobs reaped, length of the queue}
-- include: _jobs.lua
local most, backoff_ms = tonumber(ARGV[2]), tonumber(ARGV[3])
local overdue = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most)
for _, member in ipairs(overdue) do
  local job = redis.call('HMGET', job_key(member), 'state', 'cancel')
  if not job[1] then
    for _, set in ipairs({ lease, due, owner_key('live', member) }) do redis.call('ZREM', set, member) end
  else
    finish(member, job[2] and 'CANCELLED' or 'TIMED_OUT', '', nil)
  end
end
local lost = redis.call('ZRANGEBYSCORE', lease, '-inf', now, 'LIMIT', 0, most)
for _, member in ipairs(lost) do lose(member, backoff_ms) end
return { #overdue + #lost, waiting() }
