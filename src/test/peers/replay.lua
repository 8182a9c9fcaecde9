-- Replays the requests of a file, each behind its length in eight digits: so those of any server cost the same to make.
-- wrk -t1 -s replay.lua URL -- FILE [jobs]; its last line is a JSON object. Two threads would send everything twice.
-- Each thread has a state of its own, and what is to be told in the end has to be global there.
repeated, jobs_accepted, jobs_done, jobs_other = 0, 0, 0, 0

local file, only_thread

function setup(thread)
  only_thread = thread
end

local function count(status, headers, body)
  if status == 202 then
    jobs_accepted = jobs_accepted + 1
  elseif string.find(body, '"status":"done"', 1, true) then
    jobs_done = jobs_done + 1
  else
    jobs_other = jobs_other + 1
  end
end

function init(args)
  file = assert(io.open(args[1], "rb"))
  -- Looking at answers costs time, and a call that did not work shows in its HTTP status.
  if args[2] == "jobs" then response = count end
end

local function read()
  local length = file:read(8)
  if not length then
    repeated = repeated + 1
    file:seek("set")
    length = file:read(8)
  end
  return file:read(tonumber(length))
end

-- wrk asks for a first request to look at, which it does not send: it gets the same again.
local looked_at

function request()
  if looked_at == nil then
    looked_at = read()
    return looked_at
  elseif looked_at then
    local first = looked_at
    looked_at = false
    return first
  end
  return read()
end

local function told(name)
  return only_thread:get(name)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"not_2xx":%d,"socket_errors":%d,'
      .. '"repeated":%d,"jobs_accepted":%d,"jobs_done":%d,"jobs_other":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    told("repeated"), told("jobs_accepted"), told("jobs_done"), told("jobs_other")))
end
