"""What rabbitmqadmin sees of the management API, and forebay import.

usage: FOREBAY_ENDPOINT=http://127.0.0.1:PORT RABBITMQADMIN=FILE DEFINITIONS=FILE FOREBAY=./forebay admin.py
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import urlparse

SERVER = urlparse(os.environ["FOREBAY_ENDPOINT"])


def admin(*arguments, vhost="/"):
    """Runs rabbitmqadmin; gives what it prints."""
    command = [sys.executable, os.environ["RABBITMQADMIN"], "-H", SERVER.hostname, "-P", str(SERVER.port)]
    if vhost:
        command += ["-V", vhost]
    done = subprocess.run(command + list(arguments), capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise AssertionError(f"{arguments}: {done.stdout}{done.stderr}")
    return done.stdout


def listed(*what, vhost="/"):
    return json.loads(admin("-f", "raw_json", *what, vhost=vhost))


def forebay(*arguments):
    return subprocess.run(
        [os.environ["FOREBAY"], *arguments, "--url", os.environ["FOREBAY_ENDPOINT"]],
        capture_output=True,
        text=True,
        timeout=120,
    )


class Admin(unittest.TestCase):
    def test_1_a_queue_through_its_life(self):
        admin("declare", "queue", "name=life", 'arguments={"x-max-length": 5}')
        admin("declare", "exchange", "name=events", "type=topic")
        admin("declare", "binding", "source=events", "destination=life", "routing_key=a.#")
        admin("publish", "exchange=events", "routing_key=a.b", "payload=hello")
        admin("publish", "routing_key=life", "payload=again")
        [queue] = [one for one in listed("list", "queues") if one["name"] == "life"]
        self.assertEqual(2, queue["messages"])
        self.assertIn("hello", admin("get", "queue=life", "ackmode=ack_requeue_false"))
        self.assertEqual(["again"], [one["payload"] for one in listed("get", "queue=life", "count=5")])
        admin("purge", "queue", "name=life")
        [queue] = [one for one in listed("list", "queues") if one["name"] == "life"]
        self.assertEqual(0, queue["messages"])
        [binding] = [one for one in listed("list", "bindings") if one["source"] == "events"]
        admin(
            "delete",
            "binding",
            "source=events",
            "destination_type=queue",
            "destination=life",
            f"properties_key={binding['properties_key']}",
        )
        admin("delete", "exchange", "name=events")
        admin("delete", "queue", "name=life")
        self.assertEqual([], [one for one in listed("list", "queues") if one["name"] == "life"])

    def test_2_policies_hosts_and_tables(self):
        admin("declare", "vhost", "name=stage", vhost=None)
        admin("declare", "queue", "name=orders", vhost="stage")
        admin(
            "declare", "policy", "name=short", "pattern=^orders$", 'definition={"max-length": 3}', "priority=7", vhost="stage"
        )
        [policy] = [one for one in listed("list", "policies") if one["vhost"] == "stage"]
        self.assertEqual((7, {"max-length": 3}), (policy["priority"], policy["definition"]))
        self.assertEqual(["short"], [one["policy"] for one in listed("list", "queues", vhost="stage")])
        for table in ("connections", "channels", "consumers", "exchanges", "users", "vhosts", "permissions", "nodes", "parameters"):
            admin("list", table)
        self.assertIn("4.1.0", admin("show", "overview"))
        admin("delete", "policy", "name=short", vhost="stage")
        admin("delete", "vhost", "name=stage", vhost=None)
        with self.assertRaises(AssertionError):
            admin("delete", "queue", "name=orders", vhost="stage")

    def test_3_definitions_move_in_and_out(self):
        before = listed("list", "queues")
        tried = forebay("import", "rabbitmq", "--dry-run", os.environ["DEFINITIONS"])
        self.assertIn("would create  queue 'orders' in vhost 'tenant/one'", tried.stdout, tried.stderr)
        self.assertIn("Nothing was changed.", tried.stdout)
        self.assertEqual(before, listed("list", "queues"))
        admin("declare", "queue", "name=kept")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "definitions.json")
            admin("export", path, vhost=None)
            admin("delete", "queue", "name=kept")
            admin("import", path, vhost=None)
        self.assertIn("kept", [one["name"] for one in listed("list", "queues")])
        # Last, since users come with it.
        taken = forebay("import", "rabbitmq", os.environ["DEFINITIONS"])
        self.assertIn("created       user 'alice'", taken.stdout, taken.stderr)
        self.assertEqual(["administrator"], [one["tags"][0] for one in listed("list", "users") if one["name"] == "guest"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
