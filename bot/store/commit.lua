-- Makes turns true: each wholly, or not at all.
-- KEYS: inbound, outbound, the hour's tally, strikes, buried, who wrote on this day, in this month, in this year, who
--   came back in each of them, then every record that a turn touches.
-- ARGV: seconds that live the tally, what is buried, and who wrote on a day, in a month, in a year; a msgpack list of
--   turns, then the values they speak of
--   (sealed bytes, which cmsgpack cannot carry; a turn names them by their place in ARGV, or 0 for none). A turn is
--   {entry ('' when no message asked for it), name to count the person by or '', writes, drops, deliveries, counts,
--    struck, payload to bury, operations}
--   writes: {place in KEYS, value as read, new value, seconds to live}
--   drops: places in KEYS of what goes whatever it holds
--   operations: {what, place in KEYS, ...}: what else is to be written, the same whenever it is written again
-- Returns for each turn: 1 made true, 0 was true already (its entry is gone), 2 something read has changed since.
local INBOUND, OUTBOUND, TALLY, STRIKES, BURIED, PEOPLE, RETURNING = 1, 2, 3, 4, 5, 6, 9
local TURNS = 6
local turns = cmsgpack.unpack(ARGV[TURNS])
local results, sums, order, people, returning = {}, {}, {}, {}, {}

local function unchanged(writes)
  for _, write in ipairs(writes) do
    if redis.call('GET', KEYS[write[1]]) ~= (ARGV[write[2]] or false) then return false end
  end
  return true
end

local operate = {
  field = function(key, field, value, life)  -- of a hash; no value: it goes
    if value > 0 then
      redis.call('HSET', key, field, ARGV[value])
      redis.call('EXPIRE', key, life)
    else
      redis.call('HDEL', key, field)
    end
  end,
  score = function(key, member, score, life)  -- in a sorted set; below 0: it goes
    if score < 0 then
      redis.call('ZREM', key, member)
    else
      redis.call('ZADD', key, score, member)
      redis.call('EXPIRE', key, life)
    end
  end,
  order = function(key, value) redis.call('XADD', key, '*', 'm', ARGV[value]) end,  -- to a person: as if it came in
  bulk = function(key, value) redis.call('XADD', key, '*', 'd', ARGV[value]) end,  -- a delivery behind all replies
  join = function(key, member, life)  -- at the end of a sorted set, where '#' counts the places given
    redis.call('ZADD', key, redis.call('ZINCRBY', key, 1, '#'), member)
    redis.call('EXPIRE', key, life)
  end,
  set = function(key, value, life) redis.call('SET', key, ARGV[value], 'EX', life) end,
  sample = function(key, value, most, life)  -- in a list that goes so long after its first
    local long = redis.call('RPUSHX', key, ARGV[value])
    if long == 0 then
      redis.call('RPUSH', key, ARGV[value])
      redis.call('EXPIRE', key, life)
    elseif long > most then
      redis.call('RPOP', key)
    end
  end,
  note = function(key, name, value, most, life)  -- in a stream that keeps the newest
    redis.call('XADD', key, 'MAXLEN', '~', most, '*', name, value)
    redis.call('EXPIRE', key, life)
  end,
}

local function carry_out(writes, drops, deliveries, operations)
  for _, write in ipairs(writes) do
    if write[3] > 0 then
      redis.call('SET', KEYS[write[1]], ARGV[write[3]], 'EX', write[4])
    elseif write[2] > 0 then
      redis.call('DEL', KEYS[write[1]])
    end
  end
  for _, drop in ipairs(drops) do redis.call('DEL', KEYS[drop]) end
  for _, delivery in ipairs(deliveries) do redis.call('XADD', KEYS[OUTBOUND], '*', 'd', ARGV[delivery]) end
  for _, operation in ipairs(operations) do
    operate[operation[1]](KEYS[operation[2]], unpack(operation, 3))
  end
end

for at, turn in ipairs(turns) do
  local entry, person, writes, drops, deliveries, counts, struck, payload, operations = unpack(turn)
  if not unchanged(writes) then
    results[at] = (entry == '' or #redis.call('XRANGE', KEYS[INBOUND], entry, entry) > 0) and 2 or 0
  elseif entry ~= '' and redis.call('XDEL', KEYS[INBOUND], entry) == 0 then
    results[at] = 0
  else
    results[at] = 1
    carry_out(writes, drops, deliveries, operations)
    if struck then redis.call('HDEL', KEYS[STRIKES], entry) end
    if payload > 0 then
      redis.call('XADD', KEYS[BURIED], '*', 'm', ARGV[payload])
      redis.call('EXPIRE', KEYS[BURIED], ARGV[2])
    end
    for _, count in ipairs(counts) do
      if not sums[count] then
        sums[count] = 0
        order[#order + 1] = count
      end
      sums[count] = sums[count] + 1
      if count == 'return' then returning[#returning + 1] = person end
    end
    if person ~= '' then people[#people + 1] = person end
  end
end

if #order > 0 then
  for _, count in ipairs(order) do redis.call('HINCRBY', KEYS[TALLY], count, sums[count]) end
  redis.call('EXPIRE', KEYS[TALLY], ARGV[1])
end
local function note(first, names)
  if #names == 0 then return end
  for span = 0, 2 do
    if redis.call('PFADD', KEYS[first + span], unpack(names)) == 1 then
      redis.call('EXPIRE', KEYS[first + span], ARGV[3 + span])
    end
  end
end
note(PEOPLE, people)
note(RETURNING, returning)
return results
