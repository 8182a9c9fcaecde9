#!lua flags=allow-oom
-- Ends running jobs with what their workers say; a worker whose fence is old changes nothing.
-- KEYS: lease
-- ARGV: doorbell, most_bytes of a client (0 for a share of the memory), (member, fence, state, reason, result)...
-- returns for each: 'WRITTEN' | 'TOO_LATE' where the job was no longer this worker's | 'TOO_MANY_BYTES' where it failed, as
--       its result is more than its client may keep
-- include: _jobs.lua
local most_bytes = tonumber(ARGV[2])

local function complete(member, fence, state, reason, result)
  local job = look(member)
  if not job or job.fence ~= fence then return 'TOO_LATE' end
  -- Sent again, since the answer was lost: it is written already.
  if job.state == state then return 'WRITTEN' end
  if job.state ~= 'RUNNING' then return 'TOO_LATE' end
  local ended = finish(job, state, reason, state == 'DONE' and result or nil, most_bytes)
  return ended == state and 'WRITTEN' or 'TOO_MANY_BYTES'
end

local answers = {}
for i = 3, #ARGV, 5 do answers[#answers + 1] = complete(unpack(ARGV, i, i + 4)) end
return answers
