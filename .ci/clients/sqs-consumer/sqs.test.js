// What sqs-consumer sees of the SQS face. FOREBAY_ENDPOINT names the server, http://host:port.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";

const endpoint = process.env.FOREBAY_ENDPOINT ?? assert.fail("FOREBAY_ENDPOINT is not set");
const sqs = new SQSClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  maxAttempts: 1,
});

let made = 0;
async function create(Attributes = {}) {
  const QueueName = `consumer-${process.pid}-${++made}` + (Attributes.FifoQueue ? ".fifo" : "");
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
}

async function attributes(QueueUrl) {
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return answer.Attributes;
}

async function send(QueueUrl, bodies, more = {}) {
  for (let at = 0; at < bodies.length; at += 10) {
    const Entries = bodies.slice(at, at + 10).map(
      (MessageBody, i) => ({ Id: `m${i}`, MessageBody, ...more }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    assert.equal(answer.Successful.length, Entries.length);
  }
}

// Runs a consumer until `until` says that it has seen enough; errors of the client fail the test.
function consume(queueUrl, options, until) {
  return new Promise((resolve, reject) => {
    let late;
    const consumer = Consumer.create({ queueUrl, sqs, waitTimeSeconds: 5, ...options });
    const end = (settle) => {
      clearTimeout(late);
      consumer.once("stopped", settle);
      consumer.stop();
    };
    late = setTimeout(() => end(() => reject(new Error("nothing more came in 60 s"))), 60_000);
    consumer.on("error", (error) => end(() => reject(error)));
    consumer.on("timeout_error", (error) => end(() => reject(error)));
    const look = () => until() && end(resolve);
    consumer.on("response_processed", look);
    consumer.on("message_processed", look);
    consumer.start();
  });
}

async function assertEmpty(queueUrl) {
  const now = await attributes(queueUrl);
  assert.equal(now.ApproximateNumberOfMessages, "0");
  assert.equal(now.ApproximateNumberOfMessagesNotVisible, "0");
}

const numbered = (count) => Array.from({ length: count }, (_, i) => `message ${i} ünïcode <&>`);

test("messages are handled one by one and deleted", async () => {
  const queue = await create();
  const bodies = numbered(25);
  await send(queue, bodies);
  const seen = [];
  await consume(
    queue,
    { batchSize: 10, handleMessage: async (message) => (seen.push(message.Body), message) },
    () => seen.length >= bodies.length);
  assert.deepEqual(seen.sort(), bodies.sort());
  await assertEmpty(queue);
});

test("messages are handled in batches and deleted", async () => {
  const queue = await create();
  const bodies = numbered(30);
  await send(queue, bodies);
  const seen = [];
  await consume(
    queue,
    {
      batchSize: 10,
      handleMessageBatch: async (messages) => {
        seen.push(...messages.map((message) => message.Body));
        return messages;
      },
    },
    () => seen.length >= bodies.length);
  assert.deepEqual(seen.sort(), bodies.sort());
  await assertEmpty(queue);
});

test("a failed message comes back at once when its visibility is ended", async () => {
  const queue = await create();
  await send(queue, ["stubborn"]);
  const counts = [];
  const failures = [];
  await new Promise((resolve, reject) => {
    const consumer = Consumer.create({
      queueUrl: queue,
      sqs,
      waitTimeSeconds: 5,
      terminateVisibilityTimeout: true,
      attributeNames: ["ApproximateReceiveCount"],
      handleMessage: async (message) => {
        counts.push(message.Attributes.ApproximateReceiveCount);
        if (counts.length < 3) {
          throw new Error("not yet");
        }
        return message;
      },
    });
    consumer.on("processing_error", (error) => failures.push(error));
    consumer.on("error", reject);
    consumer.on("message_processed", () => consumer.stop());
    consumer.on("stopped", resolve);
    consumer.start();
  });
  assert.deepEqual(counts, ["1", "2", "3"]);
  assert.equal(failures.length, 2);
  await assertEmpty(queue);
});

test("a heartbeat keeps a slow message from others", async () => {
  const queue = await create();
  await send(queue, ["slow"]);
  let handled = 0;
  await consume(
    queue,
    {
      visibilityTimeout: 2,
      heartbeatInterval: 1,
      handleMessage: async (message) => {
        handled++;
        // Longer than the message is hidden without a heartbeat.
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        return message;
      },
    },
    () => handled >= 1);
  assert.equal(handled, 1);
  await assertEmpty(queue);
});

test("attributes arrive, and a FIFO queue keeps its order", async () => {
  const queue = await create({ FifoQueue: "true", ContentBasedDeduplication: "true" });
  const bodies = numbered(20);
  for (const MessageBody of bodies) {
    await sqs.send(new SendMessageCommand({
      QueueUrl: queue,
      MessageBody,
      MessageGroupId: "g",
      MessageAttributes: { kind: { DataType: "String", StringValue: "k" } },
    }));
  }
  const seen = [];
  await consume(
    queue,
    {
      suppressFifoWarning: true,
      messageAttributeNames: ["kind"],
      messageSystemAttributeNames: ["MessageGroupId"],
      handleMessage: async (message) => {
        assert.equal(message.MessageAttributes.kind.StringValue, "k");
        assert.equal(message.Attributes.MessageGroupId, "g");
        seen.push(message.Body);
        return message;
      },
    },
    () => seen.length >= bodies.length);
  assert.deepEqual(seen, bodies);
});
