#!lua flags=allow-oom
-- Lists a client's jobs, newest first.
-- KEYS: lease
-- ARGV: doorbell, owner, status ('' | running | done | error), limit, cursor ('' | created:member)
-- returns {cursor of the next page or '', {member, snapshot without its result...}, ...}
-- include: _jobs.lua
local index, status, limit, cursor = prefix .. 'index:' .. ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local live = prefix .. 'live:' .. ARGV[2]
-- However few are wanted: who wants more goes on with the cursor.
local PAGE, MOST_LOOKED_AT = 100, 250
local WIRE = { QUEUED = 'running', RUNNING = 'running', DONE = 'done' }

local from, after = string.match(cursor, '^(%d+):(.+)$')
local page, offset, looked_at = { '' }, 0, 0
while true do
  local members = redis.call('ZREVRANGEBYSCORE', index, from or '+inf', '-inf', 'WITHSCORES', 'LIMIT', offset, PAGE)
  if #members == 0 then return page end
  for i = 1, #members, 2 do
    local member, created = members[i], members[i + 1]
    if not (from and created == from and member >= after) then
      looked_at = looked_at + 1
      -- Costs less than to read it.
      local wanted = status == '' or (status == 'running') == (redis.call('ZSCORE', live, member) ~= false)
      local job = wanted and snapshot(member, false)
      if wanted and not job then
        redis.call('ZREM', index, member)
        offset = offset - 1
      elseif wanted and job[9] == 0 and (status == '' or status == (WIRE[job[1]] or 'error')) then
        job[10] = nil
        page[#page + 1] = { member, unpack(job) }
      end
      if #page > limit or looked_at >= MOST_LOOKED_AT then
        page[1] = created .. ':' .. member
        return page
      end
    end
  end
  offset = offset + PAGE
end
