"""Has a Prometheus scrape the server, and evaluates what alerts and dashboards ask for."""

import http.client
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse

ENDPOINT = urllib.parse.urlsplit(os.environ["FOREBAY_ENDPOINT"])
MONITORING = pathlib.Path(__file__).parents[3] / "monitoring"
PAGES = {
    "forebay": "/metrics",
    "forebay-queues": "/metrics/queues",
    "forebay-compat": "/metrics/compat",
}
PATIENCE = 60
SCRAPES = 4


def ask(address, method, path, body=None):
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(text) if text and is_json else None
    finally:
        connection.close()


def forebay(method, path, body=None):
    status, answer = ask(ENDPOINT.netloc, method, path, body)
    assert status < 300, (path, status, answer)
    return answer


def traffic():
    """A queue with limits, an objective, dead letters, and messages in each state."""
    forebay("POST", "/v1/queues", {"name": "dead"})
    settings = {"maxDepth": 100, "maxBytes": 10_000, "ageObjectiveMillis": 1,
                "deadLetter": {"queue": "dead", "maxAttempts": 1}}
    forebay("POST", "/v1/queues", {"name": "orders", "settings": settings})
    for number in range(5):
        forebay("POST", "/v1/queues/orders/messages", {"body": number})
    leases = forebay("POST", "/v1/queues/orders/receive", {"max": 3})["messages"]
    settle = [{"lease": leases[0]["lease"], "outcome": "ack"},
              {"lease": leases[1]["lease"], "outcome": "reject", "reason": "no"}]
    forebay("POST", "/v1/queues/orders/settle", {"settlements": settle})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Monitoring(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        traffic()
        cls.folder = tempfile.TemporaryDirectory()
        config = pathlib.Path(cls.folder.name, "prometheus.json")
        config.write_text(json.dumps({
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(MONITORING / "prometheus" / "rules.yaml")],
            "scrape_configs": [
                {"job_name": job, "metrics_path": page,
                 "static_configs": [{"targets": [ENDPOINT.netloc]}]}
                for job, page in PAGES.items()],
        }))
        cls.address = f"127.0.0.1:{free_port()}"
        cls.log = open(pathlib.Path(cls.folder.name, "log"), "w+")
        cls.prometheus = subprocess.Popen(
            ["prometheus", f"--config.file={config}", f"--web.listen-address={cls.address}",
             f"--storage.tsdb.path={cls.folder.name}/data"],
            stdout=cls.log, stderr=subprocess.STDOUT)
        cls.addClassCleanup(cls.stop)
        end = time.monotonic() + PATIENCE
        while cls.scraped() < SCRAPES:
            if time.monotonic() > end or cls.prometheus.poll() is not None:
                cls.log.seek(0)
                raise AssertionError("nothing was scraped:\n" + cls.log.read())
            time.sleep(0.2)

    @classmethod
    def stop(cls):
        cls.prometheus.terminate()
        cls.prometheus.wait()
        cls.log.close()
        cls.folder.cleanup()

    @classmethod
    def scraped(cls):
        """How often every page was, so far."""
        try:
            found = cls.query("sum_over_time(up[5m])")
        except OSError:
            return 0
        return min((float(each["value"][1]) for each in found), default=0) \
            if len(found) == len(PAGES) else 0

    @classmethod
    def query(cls, expression):
        path = "/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        status, answer = ask(cls.address, "GET", path)
        if status == 503:  # it says so in plain text as long as it starts
            return []
        assert status == 200, (expression, answer)
        return answer["data"]["result"]

    def expressions(self, name):
        board = json.loads((MONITORING / "grafana" / f"{name}.json").read_text())
        for panel in board["panels"]:
            for target in panel.get("targets", []):
                expression = target["expr"].replace("$__rate_interval", "1m")
                expression = expression.replace("$instance", ".*").replace("$queue", "orders")
                yield panel["title"], expression

    def test_dashboards_show_something_everywhere(self):
        for name in ("overview", "queue"):
            for title, expression in self.expressions(name):
                with self.subTest(board=name, panel=title, expression=expression):
                    found = self.query(expression)
                    if not expression.endswith("> 0"):
                        self.assertTrue(found)

    def test_rules_are_evaluated_without_error(self):
        status, answer = ask(self.address, "GET", "/api/v1/rules")
        self.assertEqual(200, status)
        rules = [rule for group in answer["data"]["groups"] for rule in group["rules"]]
        self.assertGreater(len(rules), 10)
        for rule in rules:
            self.assertEqual("", rule.get("lastError", ""), rule["name"])
        states = {rule["name"]: rule["state"] for rule in rules}
        self.assertIn(states["ForebayAgeObjectiveMissed"], ("pending", "firing"))
        self.assertEqual("inactive", states["ForebayDown"])

    def test_names_of_rabbitmq_are_found(self):
        ready = self.query('rabbitmq_queue_messages_ready{queue="orders",vhost="/"}')
        self.assertEqual("2", ready[0]["value"][1])
        joined = self.query(
            "sum(rabbitmq_queue_messages_ready * on(instance) group_left(rabbitmq_cluster) "
            "rabbitmq_identity_info)")
        self.assertTrue(joined)


if __name__ == "__main__":
    unittest.main()
