-- Changes keys of one slot together, if what was read still stands there.
-- KEYS: all that is looked at or changed.
-- ARGV[1]: msgpack {checks, changes}; then the values, which those name by their place in ARGV.
--   check: {place in KEYS, place of the field or 0, place of the value or 0 for nothing}
--   change: {command, place in KEYS, places of its other arguments...}
-- Returns 1 changed, 0 something else stands there now.
local checks, changes = unpack(cmsgpack.unpack(ARGV[1]))
for _, check in ipairs(checks) do
  local key, field, value = KEYS[check[1]], check[2], check[3]
  local found
  if field > 0 then
    found = redis.call('HGET', key, ARGV[field])
  elseif value > 0 then
    found = redis.call('GET', key)
  else
    found = redis.call('EXISTS', key) == 1
  end
  if found ~= (ARGV[value] or false) then return 0 end
end
for _, change in ipairs(changes) do
  local words = {change[1], KEYS[change[2]]}
  for at = 3, #change do words[at] = ARGV[change[at]] end
  redis.call(unpack(words))
end
return 1
