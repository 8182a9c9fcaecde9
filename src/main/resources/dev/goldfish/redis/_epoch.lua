-- When the memory of the Redis that runs this began; nobody can tell what was spent before.
-- Every restart and every promotion gives Redis a new replication id: it may have lost what the one before it knew.
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)

local function epoch(key, allowance_ms)
  local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  local known, since = string.match(redis.call('GET', key) or '', '^(%x+) (%d+)$')
  -- One that lies farther ahead is of a clock that was set back since.
  if known == history and tonumber(since) <= now + allowance_ms then return tonumber(since) end
  redis.call('SET', key, history .. ' ' .. string.format('%.0f', now + allowance_ms))
  return now + allowance_ms
end
