#!lua
-- Lets messages in, one after another: each that this memory would know if it had come before, has not come before, and
-- is within the rate of its client. Whoever is refused leaves no trace.
-- KEYS: epoch, (nonce, rate)...
-- ARGV: allowance_ms, (age_ms, lifetime_ms, interval_us (0 for no limit), burst_us)...
-- returns for each message: 'FRESH' | 'FORGOTTEN <wait_ms>' | 'REPLAYED' | 'OVER_RATE <wait_ms>'
-- include: _epoch.lua
local known_since = epoch(KEYS[1], tonumber(ARGV[1]))

-- What Redis takes as text stays text: as numbers they would be formatted again.
local function admit(nonce, rate, age_ms, lifetime_ms, interval, burst)
  local too_old_by = known_since - (now - age_ms)
  if too_old_by >= 0 then return string.format('FORGOTTEN %.0f', too_old_by + 1) end
  if not redis.call('SET', nonce, '1', 'PX', lifetime_ms, 'NX') then return 'REPLAYED' end

  -- A token bucket as one number: the time at which it will be full again. Each message moves it by one interval.
  if interval ~= '0' then
    local interval_us, burst_us = tonumber(interval), tonumber(burst)
    local full_at = tonumber(redis.call('GET', rate) or 0)
    full_at = math.min(math.max(full_at, now_us), now_us + burst_us) + interval_us
    local wait_us = full_at - now_us - burst_us
    if wait_us > 0 then
      redis.call('DEL', nonce)
      return string.format('OVER_RATE %.0f', math.ceil(wait_us / 1000))
    end
    redis.call('SET', rate, string.format('%.0f', full_at), 'PX', math.ceil((full_at - now_us) / 1000))
  end
  return 'FRESH'
end

local answers = {}
for i = 2, #KEYS, 2 do
  local of = 2 * i - 2
  answers[#answers + 1] = admit(KEYS[i], KEYS[i + 1], tonumber(ARGV[of]), ARGV[of + 1], ARGV[of + 2], ARGV[of + 3])
end
return answers
