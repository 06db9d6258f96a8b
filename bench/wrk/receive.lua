-- ReceiveMessage and then DeleteMessage, or ReceiveMessage of ten and then DeleteMessageBatch, over AWS JSON 1.0.
-- What one connection received is deleted by whichever asks next: each request is one or the other.
-- arguments after "--": queue name (default bench), messages a request (1 or 10).
local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

local function head(action)
  return "POST / HTTP/1.1\r\nHost: 127.0.0.1:" .. wrk.port
    .. "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS." .. action
    .. "\r\nContent-Length: "
end

function init(args)
  local queue = '{"QueueUrl":"http://127.0.0.1:' .. wrk.port .. "/000000000000/" .. (args[1] or "bench") .. '",'
  per = tonumber(args[2] or "1")
  local body = queue .. '"MaxNumberOfMessages":' .. per .. "}"
  receive = head("ReceiveMessage") .. #body .. "\r\n\r\n" .. body
  delete = head(per == 1 and "DeleteMessage" or "DeleteMessageBatch")
  opening = queue .. (per == 1 and '"ReceiptHandle":"' or '"Entries":[')
  handles = {}
  deleted = 0
end

local function take()
  local handle = handles[#handles]
  handles[#handles] = nil
  return handle
end

local function deletion()
  if per == 1 then
    return opening .. take() .. '"}'
  end
  local entries = {}
  for i = 1, per do
    entries[i] = '{"Id":"' .. i .. '","ReceiptHandle":"' .. take() .. '"}'
  end
  return opening .. table.concat(entries, ",") .. "]}"
end

function request()
  if #handles < per then
    return receive
  end
  deleted = deleted + per
  local body = deletion()
  return delete .. #body .. "\r\n\r\n" .. body
end

function response(_, _, body)
  for handle in string.gmatch(body, '"ReceiptHandle":"([^"]+)"') do
    handles[#handles + 1] = handle
  end
end

-- One line that a program can read: messages deleted, errors, microseconds, p50, p99, max in microseconds.
function done(summary, latency, _)
  local e = summary.errors
  local messages = 0
  for _, thread in ipairs(threads) do
    messages = messages + thread:get("deleted")
  end
  io.write(string.format("RESULT %d %d %d %d %d %d\n",
    messages, e.connect + e.read + e.write + e.status + e.timeout, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max))
end
