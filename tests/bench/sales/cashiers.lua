-- SPDX-License-Identifier: MIT
-- wrk: each thread is a cashier at a till of his own, with one connection. Arguments: the file with their tokens, the
-- round. Each sale has its own key.
local count = 0

function setup(thread)
  count = count + 1
  thread:set("cashier", count)
end

function init(arguments)
  local number = 0
  for token in io.lines(arguments[1]) do
    number = number + 1
    if number == cashier then bearer = "Bearer " .. token end
  end
  prefix = string.format("wrk-%s-%d-", arguments[3], cashier)
  body = string.format('{"roundId":%s,"lines":[{"market":"win","selection":"6","stake":2500},{"market":"win","selection":"54","stake":3000}]}', arguments[2])
  sold = 0
end

function request()
  sold = sold + 1
  return wrk.format("POST", nil, {
    ["Authorization"] = bearer, ["Content-Type"] = "application/json", ["Idempotency-Key"] = prefix .. sold }, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"max":%f,"refused":%d,"broken":%d}\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
