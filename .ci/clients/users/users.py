"""What boto3 and the aws command line see of a server that has users: who signs rightly does what
he may, everybody else is refused in Amazon's words.

usage: FOREBAY_ENDPOINT=... TEST_KEY=... TEST_SECRET=... TEST_PASSWORD=... users.py
"""

import json
import os
import subprocess
import unittest
import urllib.error
import urllib.request

import boto3
import botocore
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["FOREBAY_ENDPOINT"]
KEY = os.environ["TEST_KEY"]
SECRET = os.environ["TEST_SECRET"]
PASSWORD = os.environ["TEST_PASSWORD"]


def client(key=KEY, secret=SECRET, **config):
    return boto3.client(
        "sqs",
        endpoint_url=ENDPOINT,
        region_name="eu-central-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 0}, **config),
    )


def aws(secret, *arguments):
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_DEFAULT_REGION": "eu-central-1",
    }
    return subprocess.run(
        ["/usr/bin/aws", "--endpoint-url", ENDPOINT, "sqs", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )


def api(path, body, headers=None):
    request = urllib.request.Request(
        f"{ENDPOINT}/v1/{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **(headers or {})},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer), answer.headers


class Users(unittest.TestCase):
    def setUp(self):
        self.sqs = client()
        self.addCleanup(self.sqs.close)
        self.url = self.sqs.create_queue(QueueName="signed")["QueueUrl"]

    def assert_refused(self, code, call, *args, **kwargs):
        with self.assertRaises(ClientError) as caught:
            call(*args, **kwargs)
        self.assertIn(code, caught.exception.response["Error"]["Code"])

    def test_whoever_signs_rightly_is_let_in(self):
        sent = self.sqs.send_message(QueueUrl=self.url, MessageBody="grüße & <more>")
        got = self.sqs.receive_message(QueueUrl=self.url, WaitTimeSeconds=5)["Messages"][0]
        self.assertEqual(sent["MessageId"], got["MessageId"])
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=got["ReceiptHandle"])

    def test_a_wrong_secret_and_an_unknown_key(self):
        self.assert_refused("SignatureDoesNotMatch", client(secret="wrong" * 5).list_queues)
        self.assert_refused("InvalidClientTokenId", client(key="FBAKNOBODYSKEY").list_queues)

    def test_a_request_that_is_not_signed(self):
        self.assert_refused("MissingAuthenticationToken", client(signature_version=UNSIGNED).list_queues)

    def test_a_signature_in_the_address(self):
        url = self.sqs.generate_presigned_url("list_queues", ExpiresIn=60, HttpMethod="GET")
        if "X-Amz-Signature" not in url or "Action=" not in url:
            self.skipTest("this botocore presigns no Query requests")
        with urllib.request.urlopen(url) as answer:
            self.assertIn(self.url, answer.read().decode())
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url.replace("ListQueues", "PurgeQueue"))
        self.assertEqual(403, caught.exception.code)

    def test_a_policy_opens_a_queue_to_everybody(self):
        url = self.sqs.create_queue(QueueName="mailbox")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        statement = {
            "Sid": "anyone",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "sqs:SendMessage",
            "Resource": arn["Attributes"]["QueueArn"],
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        stranger = client(signature_version=UNSIGNED)
        stranger.send_message(QueueUrl=url, MessageBody="from outside")
        self.assert_refused("MissingAuthenticationToken", stranger.receive_message, QueueUrl=url)
        self.sqs.remove_permission(QueueUrl=url, Label="anyone")
        self.assert_refused(
            "MissingAuthenticationToken", stranger.send_message, QueueUrl=url, MessageBody="again"
        )

    def test_a_key_that_was_made_over_the_http_api(self):
        session, headers = api("session", {"user": "admin", "password": PASSWORD})
        signed_in = {
            "Cookie": headers["Set-Cookie"].split(";")[0],
            "X-Forebay-Csrf": session["csrf"],
        }
        grants = [{"queues": "out*", "rights": ["send"]}]
        api("users", {"name": "sender", "grants": grants}, signed_in)
        key, _ = api("users/sender/keys", {}, signed_in)
        sender = client(key["key"], key["secret"])
        url = self.sqs.create_queue(QueueName="outbox")["QueueUrl"]
        sender.send_message(QueueUrl=url, MessageBody="may")
        self.assertEqual([url], sender.list_queues()["QueueUrls"])
        self.assert_refused("AccessDenied", sender.receive_message, QueueUrl=url)
        self.assert_refused("AccessDenied", sender.create_queue, QueueName="other")

    def test_the_command_line(self):
        listed = aws(SECRET, "list-queues")
        self.assertEqual(0, listed.returncode, listed.stderr)
        self.assertIn(self.url, json.loads(listed.stdout)["QueueUrls"])
        refused = aws("wrong" * 5, "list-queues")
        self.assertNotEqual(0, refused.returncode)
        self.assertIn("SignatureDoesNotMatch", refused.stderr)


if __name__ == "__main__":
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__}, against {ENDPOINT}")
    unittest.main()
