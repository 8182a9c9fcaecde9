-- Looks at all jobs at one moment, and names every one whose state and indexes disagree.
-- ARGV: (hash tag of a partition)...
-- returns {{contradiction...}, {job, state, attempt, ended, kind, ...}, ready, leased, due, queue...}
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

local ready_keys = {}
for _, key in ipairs(redis.call('KEYS', 'goldfish:{j*}:ready:*')) do
  local prefix = string.match(key, '^goldfish:{j%d%d}:')
  ready_keys[prefix] = ready_keys[prefix] or {}
  table.insert(ready_keys[prefix], key)
end
for _, tag in ipairs(ARGV) do
  local prefix = 'goldfish:' .. tag .. ':'
  sets[prefix] = {
    ready = members('ready', ready_keys[prefix] or {}),
    lease = members('lease', { prefix .. 'lease' }),
    due = members('due', { prefix .. 'due' }),
  }
end

local function expect(member, set, is, should, state)
  if (is or false) ~= should then
    contradictions[#contradictions + 1] = member .. ' is ' .. state .. (is and ' and' or ' and not') .. ' in ' .. set
  end
end

local function look(key, member, of)
  local job = redis.call('HMGET', key, 'state', 'attempt', 'ended', 'fence')
  local state = job[1]
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

for _, key in ipairs(redis.call('KEYS', 'goldfish:{j*}:job:*')) do
  local prefix, member = string.match(key, '^(goldfish:{j%d%d}:)job:(.*)$')
  look(key, member, sets[prefix])
end

for prefix, of in pairs(sets) do
  for name, left in pairs(of) do
    for member in pairs(left) do contradictions[#contradictions + 1] = member .. ' is no job but in ' .. name end
  end
end
return { contradictions, jobs, sizes.ready, sizes.lease, sizes.due }
