#!lua
-- Lets messages in, one after another: each that is of now, that this memory would know if it had come before, has not
-- come before, and is within the rate of its client. Redis' clock alone decides. Whoever is refused leaves no trace.
-- KEYS: epoch, window, (nonce, bucket)...
-- ARGV: allowance_ms, window_ms, (ts_ms, interval_us, burst_us, cost)...
-- An interval of 0 is no limit. A message takes cost tokens.
-- returns for each message: 'FRESH' | 'STALE' | 'FORGOTTEN <wait_ms>' | 'REPLAYED' | 'OVER_RATE <wait_ms>'; for
--       none the first or third, as for one that is signed now
-- include: _epoch.lua
local window_ms = tonumber(ARGV[2])
local known_since, longest_ms = memory(KEYS[1], KEYS[2], tonumber(ARGV[1]), window_ms)

local function forgotten(ts_ms)
  local too_old_by = known_since - ts_ms
  return too_old_by >= 0 and string.format('FORGOTTEN %.0f', too_old_by + 1)
end

-- A token bucket: the time at which it will be full again, the interval of its tokens, and when it was written.
local function bucket(key, interval_us, most_us, taken_us)
  local full_at, interval, at = string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (%d+)$')
  full_at = math.max(tonumber(full_at or 0), now_us)
  local unlike = tonumber(interval) ~= interval_us or tonumber(at) > now_us
  -- What is left of another rate, or of a clock that was set back since, is no more than makes this message the only one.
  if unlike and full_at > now_us + most_us then full_at = now_us + most_us - taken_us end
  return full_at
end

local function admit(nonce, rate, ts_ms, interval_us, burst_us, cost)
  if math.abs(now - ts_ms) > window_ms then return 'STALE' end
  local too_old = forgotten(ts_ms)
  if too_old then return too_old end
  local lifetime_ms = string.format('%.0f', ts_ms + longest_ms - now + MINUTE)
  if not redis.call('SET', nonce, '1', 'PX', lifetime_ms, 'NX') then return 'REPLAYED' end

  if interval_us > 0 then
    local taken_us = interval_us * cost
    -- One that takes more tokens than a full bucket holds waits until it is full, and leaves a debt to all that follow.
    local most_us = math.max(burst_us, taken_us)
    local full_at = bucket(rate, interval_us, most_us, taken_us) + taken_us
    local wait_us = full_at - now_us - most_us
    if wait_us > 0 then
      redis.call('DEL', nonce)
      return string.format('OVER_RATE %.0f', math.ceil(wait_us / 1000))
    end
    redis.call('SET', rate, string.format('%.0f %.0f %.0f', full_at, interval_us, now_us),
      'PX', math.ceil((full_at - now_us) / 1000))
  end
  return 'FRESH'
end

if #KEYS == 2 then return { forgotten(now) or 'FRESH' } end
local answers = {}
for i = 3, #KEYS, 2 do
  local of = (i - 3) / 2 * 4 + 3
  answers[#answers + 1] = admit(KEYS[i], KEYS[i + 1],
    tonumber(ARGV[of]), tonumber(ARGV[of + 1]), tonumber(ARGV[of + 2]), tonumber(ARGV[of + 3]))
end
return answers
