-- When the memory of the Redis process that runs this began; nobody can tell what was spent before.
-- A process has a memory of its own: one that was restarted or promoted may have lost what the one before it knew.
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)

local function epoch(key, allowance_ms)
  local process = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
  local known, since = string.match(redis.call('GET', key) or '', '^(%x+) (%d+)$')
  -- One that lies farther ahead is of a clock that was set back since.
  if known == process and tonumber(since) <= now + allowance_ms then return tonumber(since) end
  redis.call('SET', key, process .. ' ' .. string.format('%.0f', now + allowance_ms))
  return now + allowance_ms
end
