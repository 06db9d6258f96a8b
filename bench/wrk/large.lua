-- SendMessageBatch over AWS JSON 1.0: ten messages with bodies of 10,000 bytes.
-- arguments after "--": queue name (default bench).
function init(args)
  local url = "http://127.0.0.1:" .. wrk.port .. "/000000000000/" .. (args[1] or "bench")
  local entries = {}
  for i = 1, 10 do
    entries[i] = '{"Id":"' .. i .. '","MessageBody":"' .. string.rep("forebay 10", 1000) .. '"}'
  end
  local headers = {
    ["Content-Type"] = "application/x-amz-json-1.0",
    ["X-Amz-Target"] = "AmazonSQS.SendMessageBatch",
  }
  local body = '{"QueueUrl":"' .. url .. '","Entries":[' .. table.concat(entries, ",") .. "]}"
  batch = wrk.format("POST", "/", headers, body)
end

function request()
  return batch
end

-- One line that a program can read: requests, errors, microseconds, p50, p99, max in microseconds.
function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n",
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max))
end
