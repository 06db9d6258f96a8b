"""The recipes of docs/idempotency.md: a consumer dies between commit and ack, so that its message comes twice; its effect
is there once.

usage: with-server recipes.py
"""

import contextlib
import json
import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import boto3
import pages
import postgres
import psycopg2

PAGE = "docs/idempotency.md"
HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"
KILLED = (137, -9)
PATIENCE = 60
PAYMENT = {"id": "payment-17", "account": "ann", "amount": 42}


class Recipes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        variables = cls.enterClassContext(postgres.cluster("shop"))
        cls.scratch = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="forebay-recipes-")))
        (cls.scratch / "node_modules").symlink_to(HERE / "node_modules")
        cls.environment = os.environ | variables
        cls.database = cls.connect()
        cls.database.autocommit = True
        cls.sqs = boto3.client(
            "sqs", endpoint_url=os.environ["FOREBAY_ENDPOINT"], region_name="us-east-1", aws_access_key_id="any",
            aws_secret_access_key="any")
        cls.addClassCleanup(cls.sqs.close)

    @classmethod
    def connect(cls):
        database = psycopg2.connect(
            host=cls.environment["PGHOST"], user=cls.environment["PGUSER"], dbname=cls.environment["PGDATABASE"])
        cls.addClassCleanup(database.close)
        return database

    def setUp(self):
        self.execute("DROP TABLE IF EXISTS inbox, account")
        self.execute(pages.block(PAGE, language="sql", heading="The table").text)
        self.queue = self.sqs.create_queue(QueueName="payments", Attributes={"VisibilityTimeout": "1"})["QueueUrl"]
        self.addCleanup(self.sqs.delete_queue, QueueUrl=self.queue)

    def execute(self, sql):
        with self.database.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def balance(self):
        return self.execute("SELECT balance FROM account WHERE name = 'ann'")[0][0]

    def figures(self):
        answer = subprocess.run(
            ["curl", "-sSf", f"{os.environ['FOREBAY_ENDPOINT']}/v1/queues/payments/stats"], capture_output=True, check=True)
        return json.loads(answer.stdout)

    def send(self):
        self.sqs.send_message(QueueUrl=self.queue, MessageBody=json.dumps(PAYMENT))

    def save(self, file):
        recipe = pages.to_this_server(pages.block(PAGE, file=file).text)
        path = self.scratch / file
        path.write_text(recipe, encoding="utf-8")
        return path

    def test_python(self):
        recipe = self.save("inbox.py")
        self.holds([PYTHON, HERE / "crash_at_ack.py", recipe], [PYTHON, recipe])

    def test_node(self):
        recipe = self.save("inbox.mjs")
        self.holds(["node", "--require", HERE / "crash_at_ack.cjs", recipe], ["node", recipe])

    def test_one_that_has_the_message_at_the_same_time_is_waited_for(self):
        recipe = self.save("inbox.py")
        other = self.connect()
        self.addCleanup(other.close)
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO inbox (consumer, message) VALUES ('payments', %s)", (PAYMENT["id"],))
        self.send()
        with self.consumer([PYTHON, recipe]) as consumer:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            self.until(lambda: self.execute(waiting)[0][0] == 1, consumer)
            self.assertEqual(0, self.figures()["acked"])
            other.commit()
            self.until(lambda: self.figures()["acked"] == 1, consumer)
        self.assertEqual(0, self.balance(), "it was the other one's to do")

    def test_without_an_inbox_the_effect_is_there_twice(self):
        """Else the other tests would show nothing."""
        recipe = self.save("inbox.py")
        code = recipe.read_text(encoding="utf-8")
        condition = "if inbox.rowcount == 1:"
        self.assertIn(condition, code)
        recipe.write_text(code.replace(condition, "if True:"), encoding="utf-8")
        self.crashes([PYTHON, HERE / "crash_at_ack.py", recipe])
        self.settles([PYTHON, recipe])
        self.assertEqual(2 * PAYMENT["amount"], self.balance())

    def holds(self, crashing, command):
        self.crashes(crashing)
        self.assertEqual(PAYMENT["amount"], self.balance(), "the effect of the first delivery")
        self.settles(command)
        self.assertEqual(PAYMENT["amount"], self.balance())
        # What was sent twice is another message with the same meaning.
        self.send()
        self.settles(command)
        self.assertEqual(PAYMENT["amount"], self.balance())
        self.assertEqual([(1,)], self.execute("SELECT count(*) FROM inbox"))

    def crashes(self, command):
        self.send()
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertIn(done.returncode, KILLED, done.stderr)
        self.assertEqual((0, 1), (self.figures()["acked"], self.figures()["delivered"]))

    def settles(self, command):
        """Runs the consumer until it has acked one more."""
        acked = self.figures()["acked"]
        with self.consumer(command) as consumer:
            self.until(lambda: self.figures()["acked"] > acked, consumer)

    @contextlib.contextmanager
    def consumer(self, command):
        process = subprocess.Popen(command, env=self.environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def until(self, condition, consumer):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertIsNone(consumer.poll(), "the consumer ended")
            self.assertLess(time.monotonic(), deadline, self.figures())
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main(verbosity=2)
