// What @aws-sdk/client-sqs sees of the SQS face. FOREBAY_ENDPOINT names the server, http://host:port.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  AddPermissionCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueueTagsCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
  paginateListQueues,
} from "@aws-sdk/client-sqs";

const endpoint = process.env.FOREBAY_ENDPOINT ?? assert.fail("FOREBAY_ENDPOINT is not set");
const sqs = new SQSClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  maxAttempts: 1,
});

let made = 0;
const freshName = (stem = "js") => `${stem}-${process.pid}-${++made}`;

async function create(Attributes = {}, tags = undefined) {
  const suffix = Attributes.FifoQueue ? ".fifo" : "";
  const answer = await sqs.send(
    new CreateQueueCommand({ QueueName: freshName() + suffix, Attributes, tags }));
  return answer.QueueUrl;
}

const send = (QueueUrl, MessageBody, more = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

async function receive(QueueUrl, MaxNumberOfMessages = 1, WaitTimeSeconds = 10) {
  const answer = await sqs.send(new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages,
    WaitTimeSeconds,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  }));
  return answer.Messages ?? [];
}

async function receiveOne(queue) {
  const messages = await receive(queue);
  assert.equal(messages.length, 1);
  return messages[0];
}

const visibleIn = (seconds, QueueUrl, { ReceiptHandle }) =>
  sqs.send(new ChangeMessageVisibilityCommand({
    QueueUrl, ReceiptHandle, VisibilityTimeout: seconds }));

const remove = (QueueUrl, { ReceiptHandle }) =>
  sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

async function attributes(QueueUrl) {
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return answer.Attributes;
}

let queue;
beforeEach(async () => {
  queue = await create();
});

test("a queue is found by name", async () => {
  const QueueName = queue.slice(queue.lastIndexOf("/") + 1);
  assert.equal(queue, `${endpoint}/000000000000/${QueueName}`);
  const found = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  assert.equal(found.QueueUrl, queue);
});

test("queues are listed by prefix and in pages", async () => {
  const QueueNamePrefix = freshName("listed") + "-";
  for (let i = 0; i < 5; i++) {
    await sqs.send(new CreateQueueCommand({ QueueName: QueueNamePrefix + i }));
  }
  const whole = await sqs.send(new ListQueuesCommand({ QueueNamePrefix }));
  assert.equal(whole.QueueUrls.length, 5);
  const pages = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 2 }, { QueueNamePrefix })) {
    pages.push(page.QueueUrls.length);
  }
  assert.deepEqual(pages, [2, 2, 1]);
});

test("attributes are kept and checked", async () => {
  const changed = { VisibilityTimeout: "7", MaximumMessageSize: "2048" };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: changed }));
  const { VisibilityTimeout, MaximumMessageSize } = await attributes(queue);
  assert.deepEqual({ VisibilityTimeout, MaximumMessageSize }, changed);
  await assert.rejects(
    sqs.send(new SetQueueAttributesCommand({
      QueueUrl: queue, Attributes: { VisibilityTimeout: "43201" } })),
    { name: "InvalidAttributeValue" });
});

test("tags are set, changed and removed", async () => {
  const QueueUrl = await create({}, { team: "a", cost: "1" });
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: "b" } }));
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["cost"] }));
  const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  assert.deepEqual(Tags, { team: "b" });
});

test("bodies and attributes come back; the SDK checks their MD5", async () => {
  const MessageAttributes = {
    text: { DataType: "String", StringValue: "grüße" },
    number: { DataType: "Number", StringValue: "-1.5" },
    bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 127]) },
  };
  for (const body of ["plain", " <a b=\"&amp;\">\t\r\n ", "世界 🚀"]) {
    const sent = await send(queue, body, { MessageAttributes });
    const received = await receiveOne(queue);
    assert.equal(received.Body, body);
    assert.equal(received.MessageId, sent.MessageId);
    assert.deepEqual(received.MessageAttributes, MessageAttributes);
    assert.equal(received.Attributes.ApproximateReceiveCount, "1");
    await remove(queue, received);
  }
});

test("a body with forbidden characters is refused", async () => {
  await assert.rejects(send(queue, "bell \u0007"), { name: "InvalidMessageContents" });
});

test("a message is hidden while in flight and comes back", async () => {
  await send(queue, "again");
  const first = await receiveOne(queue);
  assert.deepEqual(await receive(queue, 1, 0), []);
  await visibleIn(0, queue, first);
  const second = await receiveOne(queue);
  assert.equal(second.Attributes.ApproximateReceiveCount, "2");
  await remove(queue, second);
  await remove(queue, second);
  await assert.rejects(remove(queue, { ReceiptHandle: "nonsense" }),
    { name: "ReceiptHandleIsInvalid" });
});

test("a delayed message comes later", async () => {
  await send(queue, "later", { DelaySeconds: 1 });
  assert.deepEqual(await receive(queue, 1, 0), []);
  assert.equal((await receiveOne(queue)).Body, "later");
});

test("a long poll ends when a message comes", async () => {
  const poll = receive(queue, 1, 20);
  await send(queue, "now");
  assert.equal((await poll).length, 1);
});

test("an aborted long poll takes no message with it", async () => {
  const abort = new AbortController();
  const poll = sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 20 }),
    { abortSignal: abort.signal });
  await receive(queue, 1, 0);
  abort.abort();
  await assert.rejects(poll, { name: "AbortError" });
  await send(queue, "for another");
  await receiveOne(queue);
});

test("batches succeed and fail entry by entry", async () => {
  const answer = await sqs.send(new SendMessageBatchCommand({
    QueueUrl: queue,
    Entries: [{ Id: "good", MessageBody: "fine" }, { Id: "bad", MessageBody: "bell \u0007" }],
  }));
  assert.deepEqual(answer.Successful.map((s) => s.Id), ["good"]);
  assert.deepEqual(answer.Failed.map((f) => [f.Id, f.SenderFault]), [["bad", true]]);
  const { ReceiptHandle } = await receiveOne(queue);
  const deleted = await sqs.send(new DeleteMessageBatchCommand({
    QueueUrl: queue, Entries: [{ Id: "a", ReceiptHandle }, { Id: "b", ReceiptHandle: "bad" }] }));
  assert.deepEqual(deleted.Successful.map((s) => s.Id), ["a"]);
  assert.equal(deleted.Failed[0].Code, "ReceiptHandleIsInvalid");
  await assert.rejects(
    sqs.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: [] })),
    (e) => e.name.endsWith("EmptyBatchRequest"));
});

test("a purge empties a queue", async () => {
  await send(queue, "gone");
  await sqs.send(new PurgeQueueCommand({ QueueUrl: queue }));
  assert.deepEqual(await receive(queue, 1, 0), []);
  await assert.rejects(sqs.send(new PurgeQueueCommand({ QueueUrl: queue })),
    (e) => e.name.endsWith("PurgeQueueInProgress"));
});

test("a deleted queue does not exist", async () => {
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queue }));
  await assert.rejects(send(queue, "too late"), (e) => {
    assert.ok(e.name.endsWith("QueueDoesNotExist"), e.name);
    assert.equal(e.$metadata.httpStatusCode, 400);
    return true;
  });
});

test("a FIFO queue keeps order within groups and drops duplicates", async () => {
  const fifo = await create({ FifoQueue: "true", ContentBasedDeduplication: "true" });
  const sent = [];
  for (let i = 0; i < 5; i++) {
    sent.push(await send(fifo, `m${i}`, { MessageGroupId: "g" }));
  }
  const again = await send(fifo, "m0", { MessageGroupId: "g" });
  assert.equal(again.MessageId, sent[0].MessageId);
  assert.equal(again.SequenceNumber, sent[0].SequenceNumber);
  const received = await receive(fifo, 10);
  assert.deepEqual(received.map((m) => m.Body), ["m0", "m1", "m2", "m3", "m4"]);
  assert.deepEqual(received.map((m) => m.Attributes.SequenceNumber),
    sent.map((s) => s.SequenceNumber));
});

test("a message that fails too often is dead-lettered", async () => {
  const { QueueArn } = await attributes(queue);
  const source = await create({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 1 }) });
  const sent = await send(source, "poison");
  await visibleIn(0, source, await receiveOne(source));
  await receive(source, 1, 0);
  const buried = await receiveOne(queue);
  assert.equal(buried.MessageId, sent.MessageId);
  assert.equal(buried.Attributes.DeadLetterQueueSourceArn, (await attributes(source)).QueueArn);
  const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: queue }));
  assert.deepEqual(sources.queueUrls, [source]);
});

test("permissions", async () => {
  await sqs.send(new AddPermissionCommand({
    QueueUrl: queue, Label: "l", AWSAccountIds: ["123456789012"], Actions: ["SendMessage"] }));
  assert.match((await attributes(queue)).Policy, /123456789012/);
  await sqs.send(new RemovePermissionCommand({ QueueUrl: queue, Label: "l" }));
  assert.doesNotMatch((await attributes(queue)).Policy ?? "", /123456789012/);
});
