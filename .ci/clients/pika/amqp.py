"""What pika sees of the AMQP face.

usage: FOREBAY_AMQP=amqp://127.0.0.1:PORT amqp.py
"""

import itertools
import os
import unittest
import uuid

import pika
from pika.exceptions import ChannelClosedByBroker, NackError, UnroutableError

ADDRESS = os.environ["FOREBAY_AMQP"]
NUMBERS = itertools.count(1)


def fresh_name(stem="pika"):
    return f"{stem}-{os.getpid()}-{next(NUMBERS)}"


def connect():
    return pika.BlockingConnection(pika.URLParameters(f"{ADDRESS}/%2F"))


class Session(unittest.TestCase):
    def setUp(self):
        self.connection = connect()
        self.channel = self.connection.channel()
        self.addCleanup(self.end)

    def end(self):
        if self.connection.is_open:
            self.connection.close()

    def queue(self, **arguments):
        name = fresh_name()
        self.channel.queue_declare(name, durable=True, arguments=arguments)
        return name

    def test_a_confirmed_message_is_consumed_and_acked(self):
        queue = self.queue()
        self.channel.confirm_delivery()
        properties = pika.BasicProperties(
            content_type="text/plain", delivery_mode=2, headers={"n": 1, "deep": {"list": [1, "two"]}}
        )
        self.channel.basic_publish("", queue, "Grüße".encode(), properties, mandatory=True)
        for method, got, body in self.channel.consume(queue, inactivity_timeout=20):
            self.assertIsNotNone(method)
            self.assertEqual("Grüße", body.decode())
            self.assertEqual("text/plain", got.content_type)
            self.assertEqual({"n": 1, "deep": {"list": [1, "two"]}}, got.headers)
            self.channel.basic_ack(method.delivery_tag)
            break
        self.channel.cancel()
        self.assertEqual(0, self.channel.queue_declare(queue, passive=True).method.message_count)

    def test_an_unroutable_mandatory_message_comes_back(self):
        self.channel.confirm_delivery()
        with self.assertRaises(UnroutableError):
            self.channel.basic_publish("", fresh_name("nowhere"), b"", mandatory=True)

    def test_a_full_queue_refuses(self):
        queue = self.queue(**{"x-max-length": 1, "x-overflow": "reject-publish"})
        self.channel.confirm_delivery()
        self.channel.basic_publish("", queue, b"1")
        with self.assertRaises(NackError):
            self.channel.basic_publish("", queue, b"2")

    def test_topics_reach_their_queues(self):
        exchange = fresh_name("events")
        self.channel.exchange_declare(exchange, "topic", durable=True)
        errors = self.queue()
        self.channel.queue_bind(errors, exchange, "*.error.#")
        self.channel.confirm_delivery()
        self.channel.basic_publish(exchange, "db.error.disk", b"yes")
        self.channel.basic_publish(exchange, "db.info", b"no")
        method, _, body = self.channel.basic_get(errors, auto_ack=True)
        self.assertEqual((exchange, "db.error.disk", b"yes"), (method.exchange, method.routing_key, body))
        self.assertEqual((None, None, None), self.channel.basic_get(errors))

    def test_what_is_given_back_comes_again_marked(self):
        queue = self.queue()
        self.channel.confirm_delivery()
        self.channel.basic_publish("", queue, b"again")
        first, _, _ = self.channel.basic_get(queue)
        self.assertFalse(first.redelivered)
        self.channel.basic_nack(first.delivery_tag, requeue=True)
        second, _, _ = self.channel.basic_get(queue)
        self.assertTrue(second.redelivered)
        self.channel.basic_ack(second.delivery_tag)

    def test_a_lost_connection_gives_back_what_it_held(self):
        queue = self.queue()
        self.channel.confirm_delivery()
        self.channel.basic_publish("", queue, b"held")
        other = connect()
        self.assertIsNotNone(other.channel().basic_get(queue)[0])
        other.close()
        method, _, body = self.channel.basic_get(queue, auto_ack=True)
        self.assertEqual(b"held", body)
        self.assertTrue(method.redelivered)

    def test_a_call_and_its_answer(self):
        calls = self.queue()
        answers = self.channel.queue_declare("", exclusive=True).method.queue
        self.channel.confirm_delivery()
        wish = str(uuid.uuid4())
        self.channel.basic_publish(
            "", calls, b"2+2", pika.BasicProperties(reply_to=answers, correlation_id=wish)
        )
        method, properties, _ = self.channel.basic_get(calls)
        self.channel.basic_publish(
            "", properties.reply_to, b"4", pika.BasicProperties(correlation_id=properties.correlation_id)
        )
        self.channel.basic_ack(method.delivery_tag)
        _, properties, body = self.channel.basic_get(answers, auto_ack=True)
        self.assertEqual((wish, b"4"), (properties.correlation_id, body))

    def test_a_call_and_its_answer_without_a_queue(self):
        calls = self.queue()
        answers = []
        self.channel.basic_consume(
            "amq.rabbitmq.reply-to",
            lambda _channel, _method, properties, body: answers.append((properties.correlation_id, body)),
            auto_ack=True,
        )
        self.channel.basic_publish(
            "", calls, b"2+2", pika.BasicProperties(reply_to="amq.rabbitmq.reply-to", correlation_id="7")
        )
        worker = connect()
        self.addCleanup(worker.close)
        working = worker.channel()
        method, properties, _ = next(working.consume(calls, inactivity_timeout=20))
        working.basic_publish(
            "", properties.reply_to, b"4", pika.BasicProperties(correlation_id=properties.correlation_id)
        )
        working.basic_ack(method.delivery_tag)
        while not answers:
            self.connection.process_data_events(time_limit=20)
        self.assertEqual([("7", b"4")], answers)

    def test_a_consumer_of_a_higher_priority_is_served_first(self):
        queue = self.queue()
        got = []

        def consumer(name):
            return lambda channel, method, _properties, body: got.append((name, body))

        self.channel.basic_consume(queue, consumer("low"))
        self.channel.basic_consume(queue, consumer("high"), arguments={"x-priority": 1})
        for body in (b"1", b"2", b"3"):
            self.channel.basic_publish("", queue, body)
        while len(got) < 3:
            self.connection.process_data_events(time_limit=20)
        self.assertEqual([("high", b"1"), ("high", b"2"), ("high", b"3")], got)

    def test_a_channel_that_ends_with_an_unread_queue_leaves_it_whole(self):
        queue = self.queue()
        self.channel.confirm_delivery()
        for number in range(100):
            self.channel.basic_publish("", queue, str(number).encode())
        other = self.connection.channel()
        other.basic_qos(prefetch_count=10)
        for method, _, body in other.consume(queue, inactivity_timeout=20):
            self.assertEqual(b"0", body)
            break
        other.close()
        self.assertEqual(100, self.channel.queue_declare(queue, passive=True).method.message_count)

    def test_a_transaction(self):
        queue = self.queue()
        self.channel.tx_select()
        self.channel.basic_publish("", queue, b"never")
        self.channel.tx_rollback()
        self.channel.basic_publish("", queue, b"committed")
        self.channel.tx_commit()
        self.assertEqual(b"committed", self.channel.basic_get(queue, auto_ack=True)[2])

    def test_what_differs_is_refused_and_the_connection_goes_on(self):
        queue = self.queue(**{"x-message-ttl": 60_000})
        with self.assertRaises(ChannelClosedByBroker) as refused:
            self.channel.queue_declare(queue, durable=True, arguments={"x-message-ttl": 1})
        self.assertEqual(406, refused.exception.reply_code)
        self.assertIn("x-message-ttl", refused.exception.reply_text)
        self.connection.channel().queue_declare(queue, passive=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
