// What amqplib sees of the AMQP face. FOREBAY_AMQP names the server, amqp://host:port.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, beforeEach, test } from "node:test";
import amqp from "amqplib";

const url = process.env.FOREBAY_AMQP ?? assert.fail("FOREBAY_AMQP is not set");
const patience = { timeout: 20_000 };

let connection;
let channel;
let made = 0;
const freshName = (stem = "node") => `${stem}-${process.pid}-${++made}`;

before(async () => {
  connection = await amqp.connect(url);
});

beforeEach(async () => {
  channel = await connection.createConfirmChannel();
  channel.on("error", () => {});
});

after(() => connection.close());

async function queue(args = {}) {
  return (await channel.assertQueue(freshName(), { durable: true, arguments: args })).queue;
}

async function next(from, on = channel, options = {}) {
  let given;
  const arrived = new Promise((resolve) => {
    given = resolve;
  });
  const { consumerTag } = await on.consume(from, given, options);
  const message = await arrived;
  await on.cancel(consumerTag);
  return message;
}

test("a confirmed message is consumed with all it had, and acked", patience, async () => {
  const to = await queue();
  const headers = { n: 1, text: "grüße", deep: { list: [1, "two", true] }, long: 2 ** 40 };
  channel.sendToQueue(to, Buffer.from("grüße"), {
    persistent: true,
    contentType: "text/plain",
    correlationId: "c",
    priority: 3,
    headers,
  });
  await channel.waitForConfirms();
  const message = await next(to);
  assert.equal(message.content.toString(), "grüße");
  assert.deepEqual({ ...message.properties.headers }, headers);
  assert.equal(message.properties.contentType, "text/plain");
  assert.equal(message.properties.priority, 3);
  assert.equal(message.fields.redelivered, false);
  channel.ack(message);
  assert.equal((await channel.checkQueue(to)).messageCount, 0);
});

test("an unroutable message comes back, a full queue refuses", patience, async () => {
  const back = once(channel, "return");
  channel.publish("", "nowhere", Buffer.from("x"), { mandatory: true });
  const [returned] = await back;
  assert.equal(returned.fields.replyCode, 312);
  const full = await queue({ "x-max-length": 1, "x-overflow": "reject-publish" });
  channel.sendToQueue(full, Buffer.from("1"));
  await channel.waitForConfirms();
  channel.sendToQueue(full, Buffer.from("2"));
  await assert.rejects(channel.waitForConfirms());
});

test("what is given back comes again marked, what is rejected is dead-lettered", patience, async () => {
  const dead = await queue();
  const work = await queue({ "x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead });
  channel.sendToQueue(work, Buffer.from("x"));
  channel.nack(await next(work));
  const again = await channel.get(work);
  assert.equal(again.fields.redelivered, true);
  channel.reject(again, false);
  const given = await next(dead);
  assert.equal(given.properties.headers["x-death"][0].reason, "rejected");
  channel.ack(given);
});

test("topics, headers and exchange bindings lead where they should", patience, async () => {
  const topic = freshName("topic");
  const all = freshName("all");
  await channel.assertExchange(topic, "topic");
  await channel.assertExchange(all, "fanout");
  await channel.bindExchange(all, topic, "a.#");
  const one = await queue();
  await channel.bindQueue(one, all, "");
  channel.publish(topic, "a.b.c", Buffer.from("yes"));
  channel.publish(topic, "b", Buffer.from("no"));
  await channel.waitForConfirms();
  assert.equal((await channel.get(one)).content.toString(), "yes");
  assert.equal(await channel.get(one), false);
});

test("prefetch bounds a consumer, and the rest follows its acks", patience, async () => {
  const work = await queue();
  for (let i = 0; i < 20; i++) channel.sendToQueue(work, Buffer.from(String(i)));
  await channel.waitForConfirms();
  await channel.prefetch(3);
  const seen = [];
  let most = 0;
  let open = 0;
  await new Promise((resolve) => {
    channel.consume(work, (message) => {
      seen.push(Number(message.content));
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        channel.ack(message);
        if (seen.length === 20) resolve();
      });
    });
  });
  assert.deepEqual(seen, [...Array(20).keys()]);
  assert.ok(most <= 3, `${most} at once`);
});

test("a call is answered over direct reply-to", patience, async () => {
  const calls = await queue();
  await channel.consume(
    calls,
    (call) =>
      channel.sendToQueue(call.properties.replyTo, Buffer.from(`${call.content}!`), {
        correlationId: call.properties.correlationId,
      }),
    { noAck: true },
  );
  const answered = new Promise((resolve) => {
    channel.consume("amq.rabbitmq.reply-to", resolve, { noAck: true });
  });
  channel.sendToQueue(calls, Buffer.from("hello"), {
    replyTo: "amq.rabbitmq.reply-to",
    correlationId: "7",
  });
  const answer = await answered;
  assert.equal(answer.content.toString(), "hello!");
  assert.equal(answer.properties.correlationId, "7");
});

test("what differs closes the channel and not the connection", patience, async () => {
  const there = await queue({ "x-message-ttl": 60_000 });
  const wrong = await connection.createChannel();
  wrong.on("error", () => {});
  await assert.rejects(
    wrong.assertQueue(there, { durable: true, arguments: { "x-message-ttl": 1 } }),
    /406.*x-message-ttl/,
  );
  assert.equal((await channel.checkQueue(there)).consumerCount, 0);
});

test("a large body arrives whole", patience, async () => {
  const to = await queue();
  const body = Buffer.alloc(3_000_000, 7);
  channel.sendToQueue(to, body);
  assert.ok((await next(to, channel, { noAck: true })).content.equals(body));
});
