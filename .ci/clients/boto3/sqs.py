"""What boto3 sees of the SQS face: each action over the wire format that the installed botocore speaks.

usage: FOREBAY_ENDPOINT=http://127.0.0.1:PORT sqs.py
Old botocore (Debian's) speaks the Query protocol, newer ones AWS JSON; both must pass.
"""

import itertools
import json
import os
import time
import unittest
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["FOREBAY_ENDPOINT"]
NUMBERS = itertools.count(1)


def fresh_name(stem="boto"):
    return f"{stem}-{os.getpid()}-{next(NUMBERS)}"


def client():
    return boto3.client(
        "sqs",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}, max_pool_connections=40),
    )


class SqsCase(unittest.TestCase):
    def setUp(self):
        self.sqs = client()
        self.addCleanup(self.sqs.close)
        self.url = self.create()

    def create(self, attributes=None, **more):
        suffix = ".fifo" if (attributes or {}).get("FifoQueue") else ""
        return self.sqs.create_queue(
            QueueName=fresh_name() + suffix, Attributes=attributes or {}, **more
        )["QueueUrl"]

    def send(self, body, url=None, **more):
        return self.sqs.send_message(QueueUrl=url or self.url, MessageBody=body, **more)

    def receive(self, most=1, url=None, wait=10, **more):
        answer = self.sqs.receive_message(
            QueueUrl=url or self.url,
            MaxNumberOfMessages=most,
            WaitTimeSeconds=wait,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
            **more,
        )
        return answer.get("Messages", [])

    def receive_one(self, url=None):
        messages = self.receive(url=url)
        self.assertEqual(1, len(messages))
        return messages[0]

    def attributes(self, url=None, names=("All",)):
        return self.sqs.get_queue_attributes(
            QueueUrl=url or self.url, AttributeNames=list(names)
        )["Attributes"]

    def delete(self, message, url=None):
        self.sqs.delete_message(QueueUrl=url or self.url, ReceiptHandle=message["ReceiptHandle"])

    def visible_in(self, seconds, message, url=None):
        self.sqs.change_message_visibility(
            QueueUrl=url or self.url,
            ReceiptHandle=message["ReceiptHandle"],
            VisibilityTimeout=seconds,
        )

    def assert_refused(self, code, call, *args, status=400, **kwargs):
        with self.assertRaises(ClientError) as caught:
            call(*args, **kwargs)
        error = caught.exception.response
        self.assertIn(code, error["Error"]["Code"])
        self.assertEqual(status, error["ResponseMetadata"]["HTTPStatusCode"])
        self.assertTrue(error["Error"]["Message"])
        return caught.exception


class Queues(SqsCase):
    def test_a_queue_is_found_by_name(self):
        name = self.url.rsplit("/", 1)[1]
        self.assertEqual(f"{ENDPOINT}/000000000000/{name}", self.url)
        self.assertEqual(self.url, self.sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def test_listing_by_prefix_and_in_pages(self):
        prefix = fresh_name("listed") + "-"
        made = {self.sqs.create_queue(QueueName=f"{prefix}{i}")["QueueUrl"] for i in range(5)}
        self.assertEqual(made, set(self.sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"]))
        pages = self.sqs.get_paginator("list_queues").paginate(
            QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2}
        )
        listed = [page["QueueUrls"] for page in pages]
        self.assertEqual([2, 2, 1], [len(page) for page in listed])
        self.assertEqual(made, set(itertools.chain(*listed)))
        none = self.sqs.list_queues(QueueNamePrefix=prefix + "none")
        self.assertEqual([], none.get("QueueUrls", []))

    def test_attributes(self):
        fresh = self.attributes()
        self.assertEqual("30", fresh["VisibilityTimeout"])
        self.assertEqual("1048576", fresh["MaximumMessageSize"])
        self.assertEqual("345600", fresh["MessageRetentionPeriod"])
        self.assertRegex(fresh["QueueArn"], r"^arn:aws:sqs:us-east-1:000000000000:boto-")
        changed = {"VisibilityTimeout": "7", "DelaySeconds": "3", "KmsMasterKeyId": "alias/mine"}
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes=changed)
        self.assertEqual(changed, self.attributes(names=changed))

    def test_creating_again(self):
        name = fresh_name()
        attributes = {"VisibilityTimeout": "5"}
        first = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        again = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.assertEqual(first, again)
        self.assert_refused(
            "QueueAlreadyExists",
            self.sqs.create_queue,
            QueueName=name,
            Attributes={"VisibilityTimeout": "6"},
        )

    def test_tags(self):
        url = self.create(tags={"team": "a", "cost": "1"})
        self.sqs.tag_queue(QueueUrl=url, Tags={"team": "b", "new": "yes"})
        self.sqs.untag_queue(QueueUrl=url, TagKeys=["cost"])
        self.assertEqual(
            {"team": "b", "new": "yes"}, self.sqs.list_queue_tags(QueueUrl=url)["Tags"]
        )

    def test_purge(self):
        self.send("gone")
        self.sqs.purge_queue(QueueUrl=self.url)
        self.assertEqual([], self.receive(wait=0))
        self.assert_refused(
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            self.sqs.purge_queue,
            status=403,
            QueueUrl=self.url,
        )

    def test_delete(self):
        self.sqs.delete_queue(QueueUrl=self.url)
        error = self.assert_refused(
            "AWS.SimpleQueueService.NonExistentQueue", self.send, "too late"
        )
        self.assertIsInstance(error, self.sqs.exceptions.QueueDoesNotExist)

    def test_bad_values_are_refused(self):
        self.assert_refused(
            "InvalidAttributeValue",
            self.sqs.set_queue_attributes,
            QueueUrl=self.url,
            Attributes={"VisibilityTimeout": "43201"},
        )
        self.assert_refused(
            "InvalidAttributeName",
            self.sqs.set_queue_attributes,
            QueueUrl=self.url,
            Attributes={"Nonsense": "1"},
        )

    def test_permissions(self):
        self.sqs.add_permission(
            QueueUrl=self.url,
            Label="l",
            AWSAccountIds=["123456789012"],
            Actions=["SendMessage", "ReceiveMessage"],
        )
        statement = json.loads(self.attributes()["Policy"])["Statement"]
        self.assertIn("123456789012", json.dumps(statement))
        self.sqs.remove_permission(QueueUrl=self.url, Label="l")
        self.assertNotIn("123456789012", self.attributes().get("Policy", ""))
        self.assert_refused(
            "InvalidParameterValue", self.sqs.remove_permission, QueueUrl=self.url, Label="l"
        )


class Messages(SqsCase):
    def test_bodies_come_back(self):
        for body in ("plain", "<a b=\"&amp;\">]]></a>", " a\tb\r\nc ", "grüße 世界 \U0001F680"):
            with self.subTest(body=body):
                sent = self.send(body)
                received = self.receive_one()
                self.assertEqual(body, received["Body"])
                self.assertEqual(sent["MessageId"], received["MessageId"])
                self.assertEqual(sent["MD5OfMessageBody"], received["MD5OfBody"])
                self.delete(received)

    def test_characters_that_xml_forbids(self):
        self.assert_refused("InvalidMessageContents", self.send, "bell \u0007")

    def test_attributes_come_back(self):
        attributes = {
            "text": {"DataType": "String", "StringValue": "grüße"},
            "number": {"DataType": "Number.int", "StringValue": "7"},
            "bytes": {"DataType": "Binary.gif", "BinaryValue": b"\x00\xff\x7f"},
        }
        trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-a-b"}}
        sent = self.send("b", MessageAttributes=attributes, MessageSystemAttributes=trace)
        received = self.receive_one()
        self.assertEqual(attributes, received["MessageAttributes"])
        self.assertEqual(sent["MD5OfMessageAttributes"], received["MD5OfMessageAttributes"])
        self.assertEqual("Root=1-a-b", received["Attributes"]["AWSTraceHeader"])
        self.assertEqual("1", received["Attributes"]["ApproximateReceiveCount"])

    def test_a_mebibyte(self):
        body = "x" * (1 << 20)
        self.send(body)
        self.assertEqual(body, self.receive_one()["Body"])
        self.assert_refused("InvalidParameterValue", self.send, body + "x")

    def test_delay(self):
        self.send("later", DelaySeconds=1)
        self.assertEqual([], self.receive(wait=0))
        self.assertEqual("later", self.receive_one()["Body"])

    def test_visibility(self):
        self.send("again")
        first = self.receive_one()
        self.assertEqual([], self.receive(wait=0))
        self.visible_in(0, first)
        second = self.receive_one()
        self.assertEqual("2", second["Attributes"]["ApproximateReceiveCount"])
        self.delete(second)
        self.delete(second)
        self.assert_refused(
            "ReceiptHandleIsInvalid",
            self.sqs.delete_message,
            status=404,
            QueueUrl=self.url,
            ReceiptHandle="nonsense",
        )

    def test_a_long_poll_ends_when_a_message_comes(self):
        with ThreadPoolExecutor() as pool:
            poll = pool.submit(self.receive, wait=20)
            sent = time.monotonic()
            self.send("now")
            self.assertEqual(1, len(poll.result(timeout=10)))
            self.assertLess(time.monotonic() - sent, 5)

    def test_many_clients_at_once(self):
        with ThreadPoolExecutor(max_workers=20) as pool:
            sent = set(pool.map(lambda i: self.send(f"m{i}")["MessageId"], range(200)))
        self.assertEqual(200, len(sent))
        received = set()
        while len(received) < 200:
            messages = self.receive(10, wait=5)
            self.assertTrue(messages)
            received.update(message["MessageId"] for message in messages)
        self.assertEqual(sent, received)

    def test_batches(self):
        entries = [{"Id": f"i{i}", "MessageBody": f"m{i}"} for i in range(9)]
        bad = {"Id": "bad", "MessageBody": "bell \u0007"}
        answer = self.sqs.send_message_batch(QueueUrl=self.url, Entries=entries + [bad])
        self.assertEqual(9, len(answer["Successful"]))
        self.assertEqual(["bad"], [failed["Id"] for failed in answer["Failed"]])
        self.assertTrue(answer["Failed"][0]["SenderFault"])
        received = self.receive(10)
        self.assertEqual(9, len(received))
        handles = [
            {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]}
            for i, message in enumerate(received)
        ]
        changed = self.sqs.change_message_visibility_batch(
            QueueUrl=self.url, Entries=[{**handle, "VisibilityTimeout": 60} for handle in handles]
        )
        self.assertEqual(9, len(changed["Successful"]))
        deleted = self.sqs.delete_message_batch(QueueUrl=self.url, Entries=handles)
        self.assertEqual(9, len(deleted["Successful"]))
        self.assert_refused(
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            self.sqs.send_message_batch,
            QueueUrl=self.url,
            Entries=[entries[0], entries[0]],
        )
        self.assert_refused(
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            self.sqs.send_message_batch,
            QueueUrl=self.url,
            Entries=[{"Id": str(i), "MessageBody": "m"} for i in range(11)],
        )


class Fifo(SqsCase):
    def setUp(self):
        super().setUp()
        self.url = self.create({"FifoQueue": "true", "ContentBasedDeduplication": "true"})

    def test_order_and_deduplication(self):
        sent = [self.send(f"m{i}", MessageGroupId="g") for i in range(5)]
        again = self.send("m0", MessageGroupId="g")
        self.assertEqual(sent[0]["MessageId"], again["MessageId"])
        self.assertEqual(sent[0]["SequenceNumber"], again["SequenceNumber"])
        received = self.receive(10)
        self.assertEqual([f"m{i}" for i in range(5)], [m["Body"] for m in received])
        numbers = [m["Attributes"]["SequenceNumber"] for m in received]
        self.assertEqual([s["SequenceNumber"] for s in sent], numbers)
        self.assertEqual({"g"}, {m["Attributes"]["MessageGroupId"] for m in received})

    def test_a_blocked_group(self):
        self.send("a1", MessageGroupId="a")
        first = self.receive_one()
        self.send("a2", MessageGroupId="a")
        self.send("b1", MessageGroupId="b")
        self.assertEqual(["b1"], [m["Body"] for m in self.receive(10)])
        self.delete(first)
        self.assertEqual("a2", self.receive_one()["Body"])

    def test_a_group_is_needed(self):
        self.assert_refused("MissingParameter", self.send, "no group")


class FairQueue(SqsCase):
    def test_a_quiet_group_beside_a_noisy_one(self):
        for i in range(30):
            self.send(f"noise {i}", MessageGroupId="noisy")
        self.send("quiet", MessageGroupId="quiet")
        self.send("none")
        received = [self.receive_one() for _ in range(4)]
        bodies = [message["Body"] for message in received]
        self.assertLessEqual({"quiet", "none"}, set(bodies))
        quiet = received[bodies.index("quiet")]
        self.assertEqual("quiet", quiet["Attributes"]["MessageGroupId"])
        self.assertNotIn("MessageGroupId", received[bodies.index("none")]["Attributes"])

    def test_a_deduplication_id_is_for_fifo_queues(self):
        self.assert_refused(
            "InvalidParameterValue", self.send, "b", MessageGroupId="g", MessageDeduplicationId="d"
        )


class DeadLetters(SqsCase):
    def test_the_last_failure_buries_a_message(self):
        dead_arn = self.attributes()["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
        source = self.create({"RedrivePolicy": policy})
        sent = self.send("poison", source)
        for _ in range(2):
            self.visible_in(0, self.receive_one(source), source)
        self.assertEqual([], self.receive(url=source, wait=0))
        buried = self.receive_one()
        self.assertEqual(sent["MessageId"], buried["MessageId"])
        self.assertEqual(
            self.attributes(source)["QueueArn"],
            buried["Attributes"]["DeadLetterQueueSourceArn"],
        )
        sources = self.sqs.list_dead_letter_source_queues(QueueUrl=self.url)
        self.assertEqual([source], sources["queueUrls"])


class Metrics(SqsCase):
    def test_metrics_count_what_was_sent(self):
        self.send("counted")
        with urllib.request.urlopen(f"{ENDPOINT}/metrics") as answer:
            self.assertIn("forebay_messages_accepted_total", answer.read().decode())


if __name__ == "__main__":
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__}, against {ENDPOINT}")
    unittest.main()
