import { html, nothing } from 'lit';
import { Element, Every } from '../element.js';
import { get, query, queuePath, session } from '../api.js';
import { messageLink } from '../place.js';
import { counted, shortId } from '../format.js';
import { say } from './fb-notice.js';

const QUEUE = 'hello';
const REFRESH = 1000;

const STATES = { ready: 'waits to be received', leased: 'is with a consumer', delayed: 'waits for its time', acked: 'is done' };

/** What to type, by client; all of them meet in one queue. */
function snippets(base) {
    const { hostname } = new URL(base);
    const endpoint = base.replace(/\/$/, '');
    return {
        curl: `# make the queue, send, receive
curl -X POST ${endpoint}/v1/queues -H 'Content-Type: application/json' -d '{"name": "${QUEUE}"}'
curl -X POST ${endpoint}/v1/queues/${QUEUE}/messages -H 'Content-Type: application/json' -d '{"body": "Hi there"}'
curl -X POST ${endpoint}/v1/queues/${QUEUE}/receive -H 'Content-Type: application/json' -d '{"waitMillis": 5000}'`,
        'aws, boto3': `# pip install boto3
import boto3

sqs = boto3.client("sqs", endpoint_url="${endpoint}", region_name="us-east-1",
                   aws_access_key_id="x", aws_secret_access_key="x")
url = sqs.create_queue(QueueName="${QUEUE}")["QueueUrl"]
sqs.send_message(QueueUrl=url, MessageBody="Hi there")
for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get("Messages", []):
    print(message["Body"])
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])`,
        pika: `# pip install pika
import pika

connection = pika.BlockingConnection(pika.ConnectionParameters("${hostname}", 5672))
channel = connection.channel()
channel.queue_declare("${QUEUE}", durable=True)
channel.confirm_delivery()
channel.basic_publish("", "${QUEUE}", b"Hi there")
method, properties, body = channel.basic_get("${QUEUE}")
print(body)
channel.basic_ack(method.delivery_tag)`,
        Java: `// software.amazon.awssdk:sqs
var sqs = SqsClient.builder().endpointOverride(URI.create("${endpoint}")).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x"))).build();
var url = sqs.createQueue(r -> r.queueName("${QUEUE}")).queueUrl();
sqs.sendMessage(r -> r.queueUrl(url).messageBody("Hi there"));
for (var message : sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages()) {
    System.out.println(message.body());
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
}`,
    };
}

/** What the console shows while there is nothing to show: how to send the first message. */
class FirstSteps extends Element {
    static properties = { client: { state: true }, arrived: { state: true } };

    constructor() {
        super();
        this.client = 'curl';
        this.arrived = null;
        new Every(this, REFRESH, () => this.#look());
    }

    async #look() {
        const { queues } = await get('v1/queues' + query({ prefix: QUEUE, limit: 1 }));
        if (queues[0]?.name === QUEUE) {
            this.arrived = (await get(queuePath(QUEUE, '/messages' + query({ limit: 5 })))).messages;
        }
    }

    render() {
        const all = snippets(location.href.split('#')[0]);
        return html`
            <section class="card stack">
                <h2>Send the first message</h2>
                <p>Each of these makes a queue named <code>${QUEUE}</code> on this server, sends to it and receives. They
                    all meet in the same queue: send with one and receive with another.</p>
                ${session.open ? nothing : html`<p class="muted">This server has users: put in a key or a password of yours.</p>`}
                <div class="tabs" role="tablist" aria-label="Client">${Object.keys(all).map((client) => html`
                    <button role="tab" id="client-${client}" aria-selected=${client === this.client} aria-controls="snippet"
                        @click=${() => { this.client = client; }}>${client}</button>`)}</div>
                <div class="snippet" role="tabpanel" id="snippet" aria-label="${this.client}">
                    <button @click=${() => this.#copy(all[this.client])}>Copy</button>
                    <pre tabindex="0">${all[this.client]}</pre>
                </div>
                ${this.#travelling()}
            </section>`;
    }

    #travelling() {
        if (!this.arrived?.length) {
            return html`<p class="muted" role="status">${this.arrived ? `The queue ${QUEUE} is there. ` : ''}Waiting for a message …</p>`;
        }
        return html`
            <p role="status"><strong class="ok">${counted(this.arrived.length, 'message')} arrived:</strong></p>
            <ul class="stack">${this.arrived.map(({ id, state }) => html`
                <li><a class="mono" href=${messageLink(QUEUE, id)}>${shortId(id)}</a> is safe on disk and ${STATES[state] ?? state}.</li>`)}</ul>`;
    }

    async #copy(text) {
        await navigator.clipboard.writeText(text);
        say('Copied.');
    }
}

customElements.define('fb-first-steps', FirstSteps);
