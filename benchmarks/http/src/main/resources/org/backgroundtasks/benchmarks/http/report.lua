-- one line of JSON at the end; WRK_PACE makes each connection wait so many milliseconds before each request
local pace = tonumber(os.getenv("WRK_PACE"))
if pace then
  delay = function() return pace end
end

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"errors":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
