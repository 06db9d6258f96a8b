/** What to type to send to a queue and receive from it, by client: `{curl: '…', …}`. */

/**
 * With the queue made first.
 *
 * @param base the server's address as the page has it
 * @param amqp how it is reached over AMQP, as amqpAddress gives it; null when it is not
 */
export function toBegin(base, queue, amqp) {
    const endpoint = base.replace(/\/$/, '');
    return {
        curl: `# make the queue, send, receive
curl -X POST ${endpoint}/v1/queues ${JSON_TYPE} -d '{"name": "${queue}"}'
${overHttp(endpoint, queue)}`,
        'aws, boto3': boto3(endpoint, `create_queue(QueueName=${literal(queue)})`),
        ...overAmqp(amqp, queue, { pika: 'durable=True', java: (name) => `queueDeclare(${name}, true, false, false, Map.of())` }),
        'Java, SQS': java(endpoint, `createQueue(r -> r.queueName(${literal(queue)}))`),
    };
}

/** For a queue that is there, whatever its settings. */
export function toUse(base, queue, amqp) {
    const endpoint = base.replace(/\/$/, '');
    return {
        curl: overHttp(endpoint, queue),
        'aws, boto3': boto3(endpoint, `get_queue_url(QueueName=${literal(queue)})`),
        ...overAmqp(amqp, queue, { pika: 'passive=True', java: (name) => `queueDeclarePassive(${name})` }),
        'Java, SQS': java(endpoint, `getQueueUrl(r -> r.queueName(${literal(queue)}))`),
    };
}

/** Where clients of AMQP find the server: `{host, port, secure}`, or null when it speaks none. */
export function amqpAddress(base, ports) {
    const open = ports.find(({ protocol }) => protocol === 'amqp') ?? ports.find(({ protocol }) => protocol === 'amqps');
    return open ? { host: new URL(base).hostname, port: open.port, secure: open.protocol === 'amqps' } : null;
}

function overAmqp(amqp, queue, declare) {
    if (!amqp) {
        return {};
    }
    const [, vhost = '/', name = queue] = /^@([^/]+)\/(.*)$/s.exec(queue) ?? [];
    return { pika: pika(amqp, vhost, name, declare.pika), 'Java, AMQP': rabbit(amqp, vhost, name, declare.java(literal(name))) };
}

/** A name may hold anything, and people paste this into a shell. */
const inUrl = (name) => encodeURIComponent(name).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);

/** A text in Python and in Java. */
const literal = (name) => JSON.stringify(name);

const JSON_TYPE = "-H 'Content-Type: application/json'";

const overHttp = (endpoint, queue) => `curl -X POST ${endpoint}/v1/queues/${inUrl(queue)}/messages ${JSON_TYPE} -d '{"body": "Hi there"}'
curl -X POST ${endpoint}/v1/queues/${inUrl(queue)}/receive ${JSON_TYPE} -d '{"waitMillis": 5000}'`;

const boto3 = (endpoint, call) => `# pip install boto3
import boto3

sqs = boto3.client("sqs", endpoint_url="${endpoint}", region_name="us-east-1",
                   aws_access_key_id="x", aws_secret_access_key="x")
url = sqs.${call}["QueueUrl"]
sqs.send_message(QueueUrl=url, MessageBody="Hi there")
for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get("Messages", []):
    print(message["Body"])
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])`;

function pika({ host, port, secure }, vhost, queue, how) {
    const more = (vhost === '/' ? '' : `, virtual_host=${literal(vhost)}`)
        + (secure ? `,\n    ssl_options=pika.SSLOptions(ssl.create_default_context(), "${host}")` : '');
    return `# pip install pika
import pika${secure ? ', ssl' : ''}

connection = pika.BlockingConnection(pika.ConnectionParameters("${host}", ${port}${more}))
channel = connection.channel()
channel.queue_declare(${literal(queue)}, ${how})
channel.confirm_delivery()
channel.basic_publish("", ${literal(queue)}, b"Hi there")
method, properties, body = channel.basic_get(${literal(queue)})
print(body)
channel.basic_ack(method.delivery_tag)`;
}

function rabbit({ host, port, secure }, vhost, queue, declare) {
    return `// com.rabbitmq:amqp-client
var factory = new ConnectionFactory();
factory.setHost("${host}");
factory.setPort(${port});${vhost === '/' ? '' : `
factory.setVirtualHost(${literal(vhost)});`}${secure ? `
factory.useSslProtocol(SSLContext.getDefault());` : ''}
try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
    channel.${declare};
    channel.confirmSelect();
    channel.basicPublish("", ${literal(queue)}, null, "Hi there".getBytes(UTF_8));
    channel.waitForConfirmsOrDie();
    var got = channel.basicGet(${literal(queue)}, false);
    System.out.println(new String(got.getBody(), UTF_8));
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
}`;
}

const java = (endpoint, call) => `// software.amazon.awssdk:sqs
var sqs = SqsClient.builder().endpointOverride(URI.create("${endpoint}")).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x"))).build();
var url = sqs.${call}.queueUrl();
sqs.sendMessage(r -> r.queueUrl(url).messageBody("Hi there"));
for (var message : sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages()) {
    System.out.println(message.body());
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
}`;
