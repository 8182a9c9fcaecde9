#!lua flags=allow-oom
-- Notes the beginning of a new memory before the first message comes, so that this one need not be refused for it.
-- KEYS: epoch, window
-- ARGV: allowance_ms, window_ms
-- returns when the memory of the partition begins to be trusted, in milliseconds of Redis' clock
-- include: _epoch.lua
return (memory(KEYS[1], KEYS[2], tonumber(ARGV[1]), tonumber(ARGV[2])))
