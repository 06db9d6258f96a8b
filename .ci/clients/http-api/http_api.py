"""Drives the HTTP API as a program without any library would.

usage: FOREBAY_ENDPOINT=http://127.0.0.1:PORT http_api.py
"""

import http.client
import json
import os
import unittest
import urllib.parse

ADDRESS = urllib.parse.urlsplit(os.environ["FOREBAY_ENDPOINT"]).netloc
LINES = 50_000


class HttpApi(unittest.TestCase):
    def setUp(self):
        self.connection = http.client.HTTPConnection(ADDRESS, timeout=60)
        self.addCleanup(self.connection.close)

    def ask(self, status, method, path, body=None):
        headers = {} if body is None else {"Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        self.connection.request(method, path, text, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.assertEqual(answer.status, status, content)
        return json.loads(content) if content else None

    def test_a_message_goes_round(self):
        self.ask(201, "POST", "/v1/queues", {"name": "round"})
        sent = self.ask(201, "POST", "/v1/queues/round/messages", {"body": {"n": 1}})
        got = self.ask(200, "POST", "/v1/queues/round/receive", {"waitMillis": 5000})
        message = got["messages"][0]
        self.assertEqual(message["id"], sent["id"])
        self.assertEqual(message["body"], {"n": 1})
        self.ask(204, "POST", f"/v1/queues/round/leases/{message['lease']}/ack")
        stats = self.ask(200, "GET", "/v1/queues/round/stats")
        self.assertEqual((stats["acked"], stats["ready"]), (1, 0))
        self.ask(204, "DELETE", "/v1/queues/round")
        self.ask(404, "GET", "/v1/queues/round")

    def test_a_stream_of_lines_is_stored(self):
        self.ask(201, "POST", "/v1/queues", {"name": "stream"})
        lines = ((json.dumps({"body": "x" * 100, "key": str(i)}) + "\n").encode() for i in range(LINES))
        self.connection.request(
            "POST",
            "/v1/queues/stream/messages",
            lines,
            {"Content-Type": "application/x-ndjson"},
            encode_chunked=True,
        )
        answer = self.connection.getresponse()
        last = json.loads(answer.read().splitlines()[-1])
        self.assertEqual(last["done"], {"lines": LINES, "sent": LINES, "duplicates": 0, "failed": 0})
        stats = self.ask(200, "GET", "/v1/queues/stream/stats")
        self.assertEqual(stats["ready"], LINES)

    def test_deliveries_come_as_events(self):
        self.ask(201, "POST", "/v1/queues", {"name": "events"})
        self.ask(201, "POST", "/v1/queues/events/messages", {"body": "hello"})
        reader = http.client.HTTPConnection(ADDRESS, timeout=60)
        self.addCleanup(reader.close)
        reader.request("GET", "/v1/queues/events/deliveries?credit=1", headers={"Accept": "text/event-stream"})
        events = reader.getresponse()
        names = []
        while "message" not in names:
            line = events.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                names.append(line[len("event: ") :])
        delivered = json.loads(events.readline().decode()[len("data: ") :])
        self.assertEqual(names, ["open", "message"])
        self.assertEqual(delivered["body"], "hello")

    def test_it_describes_itself(self):
        document = self.ask(200, "GET", "/v1/openapi.json")
        self.assertEqual(document["openapi"], "3.1.0")
        self.assertIn("/v1/queues/{queue}/messages", document["paths"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
