"""What Celery's worker and kombu's SQS transport see of the SQS face.

usage: FOREBAY_ENDPOINT=http://127.0.0.1:PORT sqs.py
The worker polls over its own asynchronous HTTP client (pycurl), everything else goes through boto3.
"""

import os
import queue
import subprocess
import sys
import tempfile
import time
import unittest

import boto3
import celery
import kombu

ENDPOINT = os.environ["FOREBAY_ENDPOINT"]
BROKER = ENDPOINT.replace("http://", "sqs://key:secret@")
HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 60

os.environ.update(AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret", FOREBAY_BROKER=BROKER)


def sqs():
    return boto3.client("sqs", endpoint_url=ENDPOINT, region_name="us-east-1")


def left_in(name):
    client = sqs()
    counts = client.get_queue_attributes(
        QueueUrl=client.get_queue_url(QueueName=name)["QueueUrl"], AttributeNames=["All"]
    )["Attributes"]
    return {key: counts["ApproximateNumberOfMessages" + key] for key in ("", "NotVisible", "Delayed")}


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class Kombu(unittest.TestCase):
    def connection(self):
        return kombu.Connection(
            BROKER,
            transport_options={
                "region": "us-east-1",
                "is_secure": False,
                "wait_time_seconds": 1,
                "visibility_timeout": 30,
            },
        )

    def test_messages_are_put_taken_and_acknowledged(self):
        bodies = ["plain", {"text": "grüße 世界", "list": [1, None, 2.5]}, "x" * 100_000]
        with self.connection() as connection, connection.SimpleQueue("simple") as simple:
            for body in bodies:
                simple.put(body)
            while bodies:
                message = simple.get(timeout=PATIENCE)
                self.assertIn(message.payload, bodies)
                bodies.remove(message.payload)
                message.ack()
        self.assertEqual({"0"}, set(left_in("simple").values()))

    def test_what_is_requeued_comes_back(self):
        with self.connection() as connection, connection.SimpleQueue("again") as simple:
            simple.put("once more")
            simple.get(timeout=PATIENCE).requeue()
            message = simple.get(timeout=PATIENCE)
            self.assertEqual("once more", message.payload)
            message.ack()

    def test_a_fifo_queue_keeps_order(self):
        with self.connection() as connection, connection.SimpleQueue("ordered.fifo") as simple:
            for number in range(20):
                simple.put(number)
            for number in range(20):
                message = simple.get(timeout=PATIENCE)
                self.assertEqual(number, message.payload)
                message.ack()

    def test_an_empty_queue_says_so(self):
        with self.connection() as connection, connection.SimpleQueue("nothing") as simple:
            with self.assertRaises(queue.Empty):
                simple.get(timeout=1)
            simple.put("purged")
            self.assertEqual(1, simple.qsize())
            simple.clear()
            self.assertEqual(0, simple.qsize())


class Worker(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.results = os.path.join(self.folder, "results")
        os.environ["FOREBAY_RESULTS"] = self.results
        self.log = os.path.join(self.folder, "worker.log")
        with open(self.log, "w", encoding="utf-8") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tasks", "worker", "--concurrency=4",
                 "--pool=threads", "--without-gossip", "--without-mingle", "--loglevel=INFO"],
                cwd=HERE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
        self.addCleanup(self.stop)
        sys.path.insert(0, HERE)
        sys.dont_write_bytecode = True
        import tasks

        self.tasks = tasks

    def stop(self):
        self.worker.terminate()
        try:
            self.worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.worker.kill()
            self.worker.wait()

    def lines(self):
        if not os.path.exists(self.results):
            return []
        with open(self.results, encoding="utf-8") as results:
            return results.read().splitlines()

    def expect(self, wanted):
        done = wait_until(lambda: len(self.lines()) >= len(wanted))
        if not done:
            with open(self.log, encoding="utf-8") as log:
                self.fail(f"the worker did {self.lines()}, not {wanted}; its log:\n{log.read()}")
        self.assertEqual(sorted(wanted), sorted(self.lines()))

    def test_tasks_are_run_once_retried_delayed_and_requeued(self):
        for number in range(50):
            self.tasks.add.delay(number, 1)
        self.tasks.echo.delay("grüße 世界 <&>")
        self.tasks.echo.apply_async(("later",), countdown=1)
        self.tasks.fails_twice.delay("stubborn")
        self.tasks.refused_once.delay(os.path.join(self.folder, "seen"))
        self.expect(
            [f"{number}+1={number + 1}" for number in range(50)]
            + ["grüße 世界 <&>", "later", "stubborn after 2 retries", "requeued"]
        )
        self.assertTrue(wait_until(lambda: set(left_in("celery-work").values()) == {"0"}))


if __name__ == "__main__":
    print(f"celery {celery.__version__}, kombu {kombu.__version__}, against {ENDPOINT}")
    # kombu leaves its sockets to the collector, which Python warns of.
    unittest.main(warnings="ignore")
