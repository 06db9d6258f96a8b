"""The tasks that tests.py has workers run; what they did is a line in a file."""

import os
import signal

from celery import Celery
from celery.exceptions import Reject

app = Celery("forebay", broker=os.environ["FOREBAY_AMQP"] + "//", backend="rpc://")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="celery-work",
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)


def note(line):
    with open(os.environ["FOREBAY_NOTES"], "a", encoding="utf-8") as notes:
        notes.write(line + "\n")


@app.task
def add(left, right):
    return left + right


@app.task
def echo(text):
    note(text)


@app.task(bind=True, max_retries=3)
def fails_twice(self, name):
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    note(f"{name} after {self.request.retries} retries")


@app.task(bind=True)
def refused_once(self):
    if not self.request.delivery_info.get("redelivered"):
        raise Reject("try again", requeue=True)
    note("requeued")


@app.task(bind=True)
def kills_its_worker_once(self):
    if not self.request.delivery_info.get("redelivered"):
        note("killed")
        os.kill(int(os.environ["FOREBAY_WORKER"]), signal.SIGKILL)
    else:
        note("survived")
