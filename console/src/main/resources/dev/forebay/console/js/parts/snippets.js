/** What to type to send to a queue and receive from it, by client: `{curl: '…', …}`. */

/**
 * With the queue made first.
 *
 * @param base the server's address as the page has it
 */
export function toBegin(base, queue) {
    const endpoint = base.replace(/\/$/, '');
    return {
        curl: `# make the queue, send, receive
curl -X POST ${endpoint}/v1/queues ${JSON_TYPE} -d '{"name": "${queue}"}'
${overHttp(endpoint, queue)}`,
        'aws, boto3': boto3(endpoint, `create_queue(QueueName=${literal(queue)})`),
        pika: pika(base, queue, 'durable=True'),
        Java: java(endpoint, `createQueue(r -> r.queueName(${literal(queue)}))`),
    };
}

/** For a queue that is there, whatever its settings. */
export function toUse(base, queue) {
    const endpoint = base.replace(/\/$/, '');
    return {
        curl: overHttp(endpoint, queue),
        'aws, boto3': boto3(endpoint, `get_queue_url(QueueName=${literal(queue)})`),
        pika: pika(base, queue, 'passive=True'),
        Java: java(endpoint, `getQueueUrl(r -> r.queueName(${literal(queue)}))`),
    };
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

const pika = (base, queue, how) => `# pip install pika
import pika

connection = pika.BlockingConnection(pika.ConnectionParameters("${new URL(base).hostname}", 5672))
channel = connection.channel()
channel.queue_declare(${literal(queue)}, ${how})
channel.confirm_delivery()
channel.basic_publish("", ${literal(queue)}, b"Hi there")
method, properties, body = channel.basic_get(${literal(queue)})
print(body)
channel.basic_ack(method.delivery_tag)`;

const java = (endpoint, call) => `// software.amazon.awssdk:sqs
var sqs = SqsClient.builder().endpointOverride(URI.create("${endpoint}")).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x"))).build();
var url = sqs.${call}.queueUrl();
sqs.sendMessage(r -> r.queueUrl(url).messageBody("Hi there"));
for (var message : sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages()) {
    System.out.println(message.body());
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
}`;
