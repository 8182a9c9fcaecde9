#!lua flags=allow-oom
-- Ends jobs whose deadline has passed, and takes jobs from workers whose lease has run out.
-- KEYS: lease, due
-- ARGV: prefix, most, backoff_ms, may_take_over (1 | 0: ends only what is beyond its deadline), (tool)...
-- returns {queued, running, how long the oldest one of these tools waits in ms, {'<state> <tool>', number, ...} ended}
-- include: _jobs.lua
local most, backoff_ms, may_take_over = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local overdue = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, most)
for _, member in ipairs(overdue) do
  local job = look(member)
  if job and (job.state == 'QUEUED' or job.state == 'RUNNING') then
    finish(job, job.cancel and 'CANCELLED' or 'TIMED_OUT', '')
  else
    for _, set in ipairs({ lease, due, owner_key('live', member) }) do redis.call('ZREM', set, member) end
  end
end
local lost = may_take_over and redis.call('ZRANGEBYSCORE', lease, '-inf', now, 'LIMIT', 0, most) or {}
for _, member in ipairs(lost) do
  local job = look(member)
  if job and job.state == 'RUNNING' then
    lose(job, backoff_ms)
  else
    redis.call('ZREM', lease, member)
  end
end

local oldest = now
for i = 5, #ARGV do
  local first = redis.call('ZRANGE', ready_key(ARGV[i]), 0, 0, 'WITHSCORES')
  if first[2] then oldest = math.min(oldest, tonumber(first[2])) end
end
-- Whoever reads what ended is the one to count it.
local ended = redis.call('HGETALL', ended_key)
redis.call('DEL', ended_key)
return { waiting(), redis.call('ZCARD', lease), now - oldest, ended }
