#!lua flags=allow-oom
-- Ends jobs whose deadline has passed, and takes jobs from workers whose lease has run out.
-- KEYS: lease
-- ARGV: doorbell, most, backoff_ms, may_take_over (1 | 0: ends only what is beyond its deadline), (tool)...
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

-- Lines up what an older version has put in no line: sooner or later it is the oldest.
local function line_up_all(tool)
  local waiting_jobs = redis.call('ZRANGE', ready_key(tool), 0, most, 'WITHSCORES')
  for i = 1, #waiting_jobs, 2 do line_up(waiting_jobs[i], tool, tonumber(waiting_jobs[i + 1])) end
end

local oldest = now
for i = 5, #ARGV do
  local tool = ARGV[i]
  local first = redis.call('ZRANGE', ready_key(tool), 0, 0, 'WITHSCORES')
  if first[1] then
    oldest = math.min(oldest, tonumber(first[2]))
    if not redis.call('ZSCORE', line_key(owner_of(first[1]), tool), first[1]) then line_up_all(tool) end
  end
end
-- Whoever reads what ended is the one to count it.
local ended = redis.call('HGETALL', ended_key)
redis.call('DEL', ended_key)
return { waiting(), redis.call('ZCARD', lease), now - oldest, ended }
