#!lua flags=allow-oom
-- Ends running jobs with what their workers say; a worker whose fence is old changes nothing.
-- KEYS: lease
-- ARGV: doorbell, most_bytes of a client (0 for a share of the memory), (member, fence, state, reason, result)...
-- returns for each: 1 when written, 0 when the job was no longer this worker's, or its result is more than its client may keep
-- include: _jobs.lua
local most_bytes = tonumber(ARGV[2])

local function complete(member, fence, state, reason, result)
  local job = look(member)
  if not job or job.fence ~= fence then return 0 end
  -- Sent again, since the answer was lost: it is written already.
  if job.state == state then return 1 end
  if job.state ~= 'RUNNING' then return 0 end
  return finish(job, state, reason, state == 'DONE' and result or nil, most_bytes) == state and 1 or 0
end

local answers = {}
for i = 3, #ARGV, 5 do answers[#answers + 1] = complete(unpack(ARGV, i, i + 4)) end
return answers
