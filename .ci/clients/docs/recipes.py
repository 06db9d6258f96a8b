"""The recipes of docs/idempotency.md: a consumer dies between commit and ack, so that its message comes twice; its effect
is there once.

usage: with-server recipes.py
"""

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
        cls.database = psycopg2.connect(host=variables["PGHOST"], user=variables["PGUSER"], dbname=variables["PGDATABASE"])
        cls.database.autocommit = True
        cls.addClassCleanup(cls.database.close)
        cls.sqs = boto3.client(
            "sqs", endpoint_url=os.environ["FOREBAY_ENDPOINT"], region_name="us-east-1", aws_access_key_id="any",
            aws_secret_access_key="any")
        cls.addClassCleanup(cls.sqs.close)

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
        """Runs the consumer until nothing is left in the queue."""
        acked = self.figures()["acked"]
        consumer = subprocess.Popen(command, env=self.environment)
        try:
            deadline = time.monotonic() + PATIENCE
            while self.figures()["acked"] == acked:
                self.assertIsNone(consumer.poll(), "the consumer ended")
                self.assertLess(time.monotonic(), deadline, self.figures())
                time.sleep(0.05)
        finally:
            consumer.kill()
            consumer.wait()


if __name__ == "__main__":
    unittest.main(verbosity=2)
