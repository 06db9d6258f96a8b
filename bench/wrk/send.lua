-- SendMessage over AWS JSON 1.0 with a body of 200 bytes and the headers that an AWS SDK sends
-- (the signature is not checked while no users are configured).
-- arguments after "--": queue name (default bench), number of queues (default 1: the name alone).
function init(args)
  local name = args[1] or "bench"
  local queues = tonumber(args[2] or "1")
  local headers = {
    ["Content-Type"] = "application/x-amz-json-1.0",
    ["X-Amz-Target"] = "AmazonSQS.SendMessage",
    ["X-Amz-Date"] = "20260101T000000Z",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sqs/aws4_request, "
      .. "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;"
      .. "x-amz-content-sha256;x-amz-date;x-amz-target;x-amzn-query-mode, Signature=" .. string.rep("0123456789abcdef", 4),
    ["User-Agent"] = "aws-sdk-java/2.54.14 md/io#sync md/http#UrlConnection ua/2.1 api/SQS#2.54.x "
      .. "os/Linux lang/java#25 md/OpenJDK_64-Bit_Server_VM cfg/auth-source#stat m/D,N",
    ["amz-sdk-invocation-id"] = "7d0d1f6e-2b8b-4b61-9d0f-3c1f0d3b7c11",
    ["amz-sdk-request"] = "attempt=1; max=4",
    ["x-amz-content-sha256"] = string.rep("fedcba9876543210", 4),
    ["x-amzn-query-mode"] = "true",
  }
  local text = string.rep("forebay ", 25)
  requests = {}
  for i = 1, queues do
    local queue = queues == 1 and name or (name .. "-" .. i)
    local url = "http://127.0.0.1:" .. wrk.port .. "/000000000000/" .. queue
    local body = '{"QueueUrl":"' .. url .. '","MessageBody":"' .. text .. '"}'
    requests[i] = wrk.format("POST", "/", headers, body)
  end
  at = 0
end

function request()
  at = at % #requests + 1
  return requests[at]
end

-- One line that a program can read: requests, errors, microseconds, p50, p99, max in microseconds.
function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n",
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max))
end
