"""Runs the README's examples against a server, each on its own queue, and looks at what they did.

usage: with-server readme.py NODE_MODULES
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

import boto3
import pages
import session

PAGE = "README.md"
ENDPOINT = os.environ["FOREBAY_ENDPOINT"]
NODE_MODULES = Path(sys.argv[1])


def example(language, heading):
    """The code below a bold heading, with this server's address in the place of the usual one."""
    code = pages.block(PAGE, language=language, heading=heading).text
    assert pages.HTTP in code, f"the example under {heading} names no endpoint"
    return pages.to_this_server(code)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}:\n{done.stderr}"
    return done.stdout


class Readme(unittest.TestCase):
    def setUp(self):
        self.sqs = boto3.client(
            "sqs",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
        )
        self.addCleanup(self.sqs.close)
        self.addCleanup(self.delete_hello)

    def delete_hello(self):
        for url in self.sqs.list_queues(QueueNamePrefix="hello").get("QueueUrls", []):
            self.sqs.delete_queue(QueueUrl=url)

    def counts(self):
        url = self.sqs.get_queue_url(QueueName="hello")["QueueUrl"]
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return tuple(int(found[name]) for name in names)

    def test_start_and_what_it_says(self):
        start, ready = pages.blocks(PAGE)[:2]
        self.assertEqual("./forebay start\n", start.text)
        session.check([start, ready])

    def test_aws_command_line(self):
        script = "shopt -s expand_aliases\n" + example("sh", "aws command line")
        said = run("bash", "-e", "-c", script)
        self.assertIn('"Body": "Hi there"', said)
        self.assertEqual((0, 1), self.counts())

    def test_python(self):
        said = run("/usr/bin/python3", "-c", example("python", "Python (boto3)"))
        self.assertEqual("Hi there\n", said)
        self.assertEqual((0, 0), self.counts())

    def test_javascript(self):
        # Node finds the SDK from where the module lies.
        module = NODE_MODULES / "readme-example.mjs"
        module.write_text(example("js", "JavaScript (@aws-sdk/client-sqs)"), encoding="utf-8")
        self.addCleanup(module.unlink)
        run("node", str(module))
        self.assertEqual((1, 0), self.counts())

    def test_curl(self):
        answers = run("bash", "-e", "-c", example("sh", "curl"))
        self.assertIn('"name":"hello"', answers)
        self.assertIn('"body":"Hi there"', answers)
        self.assertEqual((0, 1), self.counts())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
