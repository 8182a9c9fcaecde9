-- When the memory of the Redis that runs this began; nobody can tell what was spent before.
-- Every restart and every promotion gives Redis a new replication id: it may have lost what the one before it knew.
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)
-- How far a clock that is set back may go unnoticed; nonces are remembered for as much longer than they need be.
local MINUTE = 60000

local function set_epoch(key, history, since)
  redis.call('SET', key, history .. ' ' .. string.format('%.0f', since))
  return since
end

-- returns since when nonces are remembered, and for how long after their ts_ms: the longest time window in use. A window
-- grows at once. It shrinks when nobody has asked for it for longer than it lasts.
local function memory(epoch, window, allowance_ms, window_ms)
  local latest = now + math.max(allowance_ms, 0)
  local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  local known, since = string.match(redis.call('GET', epoch) or '', '^(%x+) (%d+)$')
  since = tonumber(since)
  -- One that lies farther ahead is of a clock that was set back since.
  local begins = known ~= history or since > latest
  if begins then since = set_epoch(epoch, history, now + allowance_ms) end

  local longest, asked_at = string.match(redis.call('GET', window) or '', '^(%d+) (%d+)$')
  longest, asked_at = tonumber(longest or 0), tonumber(asked_at or now)
  local grows, set_back = window_ms > longest, asked_at > now
  if (grows or set_back) and not begins then
    -- What was signed before this may have been spent and forgotten under the old window, or while the clock was ahead.
    local remembered_from = math.max(asked_at, now) - longest
    if remembered_from > since then since = set_epoch(epoch, history, math.min(remembered_from, latest)) end
  end
  local unasked = now - asked_at
  local shrinks = unasked > longest + 2 * MINUTE
  if grows or shrinks then longest = window_ms end
  if grows or shrinks or set_back or (window_ms == longest and unasked > MINUTE) then
    redis.call('SET', window, string.format('%.0f %.0f', longest, now))
  end
  return since, longest
end
