-- Looks at all jobs at one moment, and names every one whose state and indexes disagree.
-- returns {{contradiction...}, {job, state, attempt, ended, kind, ...}, ready, leased, due, queue...}
local PREFIX = 'goldfish:{j%02d}:'
local contradictions, jobs = {}, {}
local sizes = { ready = 0, lease = 0, due = 0 }
local sets = {}

local function members(name, keys)
  local found = {}
  for _, key in ipairs(keys) do
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      found[member] = true
      sizes[name] = sizes[name] + 1
    end
  end
  return found
end

for i = 0, 15 do
  local prefix = string.format(PREFIX, i)
  sets[prefix] = {
    ready = members('ready', redis.call('KEYS', prefix .. 'ready:*')),
    lease = members('lease', { prefix .. 'lease' }),
    due = members('due', { prefix .. 'due' }),
  }
end

local function expect(member, set, is, should, state)
  if (is or false) ~= should then
    contradictions[#contradictions + 1] = member .. ' is ' .. state .. (is and ' and' or ' and not') .. ' in ' .. set
  end
end

for _, key in ipairs(redis.call('KEYS', 'goldfish:{j*}:job:*')) do
  local prefix, member = string.match(key, '^(goldfish:{j%d%d}:)job:(.*)$')
  local job = redis.call('HMGET', key, 'state', 'attempt', 'ended', 'fence')
  local of, state = sets[prefix], job[1]
  expect(member, 'ready', of.ready[member], state == 'QUEUED', state)
  expect(member, 'lease', of.lease[member], state == 'RUNNING', state)
  expect(member, 'due', of.due[member], state == 'QUEUED' or state == 'RUNNING', state)
  of.ready[member], of.lease[member], of.due[member] = nil, nil, nil
  jobs[#jobs + 1] = string.sub(member, 24)
  jobs[#jobs + 1] = state
  jobs[#jobs + 1] = job[2]
  jobs[#jobs + 1] = job[3] or ''
  jobs[#jobs + 1] = job[4]
end

for prefix, of in pairs(sets) do
  for name, left in pairs(of) do
    for member in pairs(left) do contradictions[#contradictions + 1] = member .. ' is no job but in ' .. name end
  end
end
return { contradictions, jobs, sizes.ready, sizes.lease, sizes.due }
