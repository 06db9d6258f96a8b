"""The tasks that sqs.py has a worker run; results go to a file, since SQS is no result backend."""

import os

from celery import Celery
from celery.exceptions import Reject

app = Celery("forebay", broker=os.environ["FOREBAY_BROKER"])
app.conf.update(
    broker_transport_options={
        "region": "us-east-1",
        "is_secure": False,
        "queue_name_prefix": "celery-",
        "visibility_timeout": 30,
        "wait_time_seconds": 2,
        "polling_interval": 0.1,
    },
    # SQS has no fan-out, which these need.
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    task_acks_late=True,
    task_default_queue="work",
)


def note(line):
    with open(os.environ["FOREBAY_RESULTS"], "a", encoding="utf-8") as results:
        results.write(line + "\n")


@app.task
def add(left, right):
    note(f"{left}+{right}={left + right}")


@app.task
def echo(text):
    note(text)


@app.task(bind=True, max_retries=3)
def fails_twice(self, name):
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    note(f"{name} after {self.request.retries} retries")


@app.task(bind=True)
def refused_once(self, name):
    if not self.request.delivery_info.get("redelivered") and not os.path.exists(name):
        open(name, "x", encoding="utf-8").close()
        raise Reject("try again", requeue=True)
    note("requeued")
