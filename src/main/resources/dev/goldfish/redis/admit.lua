#!lua
-- Lets a message in: one that this memory would know if it had come before, has not come before, and is within the rate
-- of its client. Whoever is refused leaves no trace.
-- KEYS: epoch, nonce, rate
-- ARGV: allowance_ms, age_ms, lifetime_ms, interval_us (0 for no limit), burst_us
-- returns {'FRESH'} | {'FORGOTTEN', wait_ms} | {'REPLAYED'} | {'OVER_RATE', wait_ms}
-- include: _epoch.lua
local nonce, rate = KEYS[2], KEYS[3]
local age_ms, lifetime_ms = tonumber(ARGV[2]), tonumber(ARGV[3])
local interval_us, burst_us = tonumber(ARGV[4]), tonumber(ARGV[5])

local too_old_by = epoch(KEYS[1], tonumber(ARGV[1])) - (now - age_ms)
if too_old_by >= 0 then return { 'FORGOTTEN', too_old_by + 1 } end
if redis.call('EXISTS', nonce) == 1 then return { 'REPLAYED' } end

-- A token bucket as one number: the time at which it will be full again. Each message moves it by one interval.
if interval_us > 0 then
  local full_at = tonumber(redis.call('GET', rate) or 0)
  full_at = math.min(math.max(full_at, now_us), now_us + burst_us) + interval_us
  local wait_us = full_at - now_us - burst_us
  if wait_us > 0 then return { 'OVER_RATE', math.ceil(wait_us / 1000) } end
  redis.call('SET', rate, string.format('%.0f', full_at), 'PX', math.ceil((full_at - now_us) / 1000))
end
redis.call('SET', nonce, '1', 'PX', lifetime_ms)
return { 'FRESH' }
