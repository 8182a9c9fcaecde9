#!lua flags=allow-oom
-- Reads jobs. One whose lease or deadline has passed is reaped first, so that a poll wakes what nobody else watches.
-- KEYS: lease
-- ARGV: doorbell, may_take_over (1 | 0: ends only what is beyond its deadline), backoff_ms, (member)...
-- returns for each: snapshot | nil where there is no such job
-- include: _jobs.lua
local may_take_over, backoff_ms = ARGV[2] == '1', tonumber(ARGV[3])

-- Ends or takes back a job that is overdue; returns whether it was.
local function reaped(member)
  local job = look(member)
  if job.state == 'RUNNING' then
    if not may_take_over and now < job.deadline then return false end
    if tonumber(redis.call('ZSCORE', lease, member) or 0) > now then return false end
    lose(job, backoff_ms)
    return true
  elseif job.state == 'QUEUED' and now >= job.deadline then
    finish(job, 'TIMED_OUT', '')
    return true
  end
  return false
end

local function poll(member)
  local seen = snapshot(member, true)
  -- Its eighth value is when it ended: only what has not needs a second look.
  local unfinished = seen and seen[8] == 0
  if unfinished and reaped(member) then return snapshot(member, true) end
  return seen
end

local answers = {}
for i = 4, #ARGV do answers[#answers + 1] = poll(ARGV[i]) end
return answers
