"""What Celery's worker and kombu's AMQP transport see of the AMQP face.

usage: FOREBAY_AMQP=amqp://127.0.0.1:PORT tests.py
"""

import os
import subprocess
import sys
import tempfile
import time
import unittest

import celery
import kombu

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 60

sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
FOLDER = tempfile.TemporaryDirectory()
os.environ["FOREBAY_NOTES"] = NOTES = os.path.join(FOLDER.name, "notes")

import tasks  # noqa: E402 - it reads the environment


def lines():
    if not os.path.exists(NOTES):
        return []
    with open(NOTES, encoding="utf-8") as notes:
        return notes.read().splitlines()


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Worker:
    """A worker process; it knows its own number, so that a task can kill it."""

    def __init__(self, name):
        self.log = os.path.join(FOLDER.name, name + ".log")
        starts = (
            "import os, sys; os.environ['FOREBAY_WORKER'] = str(os.getpid());"
            "from celery.__main__ import main; sys.exit(main())"
        )
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", starts, "-A", "tasks", "worker", "--pool=threads",
                 "--concurrency=4", "--loglevel=INFO", "-n", name + "@forebay"],
                cwd=HERE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Tasks(unittest.TestCase):
    def setUp(self):
        self.worker = Worker("first")
        self.addCleanup(lambda: self.worker.stop())

    def expect(self, *wanted):
        if not wait_until(lambda: set(lines()) >= set(wanted)):
            with open(self.worker.log, encoding="utf-8") as log:
                self.fail(f"the worker did {lines()}, not {wanted}; its log:\n{log.read()}")

    def left(self):
        with kombu.Connection(os.environ["FOREBAY_AMQP"] + "//") as connection:
            return connection.channel().queue_declare("celery-work", passive=True).message_count

    def test_tasks_are_run_retried_delayed_requeued_and_survive_their_worker(self):
        results = [tasks.add.delay(number, 1) for number in range(50)]
        self.assertEqual([number + 1 for number in range(50)], [each.get(PATIENCE) for each in results])
        # Its remote control goes through a fan-out and an answer to a queue of the caller's own.
        answers = tasks.app.control.ping(timeout=PATIENCE, limit=1)
        self.assertEqual([{"first@forebay": {"ok": "pong"}}], answers)
        begun = time.monotonic()
        tasks.echo.apply_async(("later",), countdown=1)
        tasks.echo.delay("grüße 世界 <&>")
        tasks.fails_twice.delay("stubborn")
        tasks.refused_once.delay()
        done = ["later", "grüße 世界 <&>", "stubborn after 2 retries", "requeued"]
        self.expect(*done)
        self.assertEqual(len(done), len(lines()))
        self.assertGreater(time.monotonic() - begun, 0.9)
        tasks.kills_its_worker_once.delay()
        self.worker.process.wait(PATIENCE)
        self.worker = Worker("second")
        self.expect("killed", "survived")
        self.assertTrue(wait_until(lambda: self.left() == 0))


class Kombu(unittest.TestCase):
    def test_what_is_put_is_got_in_order_and_counted(self):
        with kombu.Connection(os.environ["FOREBAY_AMQP"] + "//") as connection:
            with connection.SimpleQueue("kombu-simple") as simple:
                for number in range(20):
                    simple.put({"number": number}, compression="zlib" if number % 2 else None)
                self.assertEqual(20, simple.qsize())
                for number in range(20):
                    message = simple.get(timeout=PATIENCE)
                    self.assertEqual({"number": number}, message.payload)
                    message.ack()
                with self.assertRaises(simple.Empty):
                    simple.get(timeout=0.1)


if __name__ == "__main__":
    print(f"celery {celery.__version__}, kombu {kombu.__version__}")
    unittest.main(warnings="ignore")
