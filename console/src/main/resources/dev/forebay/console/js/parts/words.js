/**
 * What a message is called over each protocol, by docs/mapping.md, as far as the console can tell:
 * `{HTTP: [[name, value]], …}`, with the properties that only the broker knows left out.
 */

const PROPERTIES = ['content-type', 'content-encoding', 'correlation-id', 'reply-to', 'message-id', 'type', 'app-id', 'cluster-id', 'timestamp', 'delivery-mode', 'user-id'];

/** A header's value as text. */
export const written = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Headers of one name are several attributes, or one field that is an array. */
const each = (headers) => Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));

export const WORDS = {
    HTTP: overHttp,
    SQS: overSqs,
    AMQP: overAmqp,
};

function overHttp({ headers = {}, headerTypes, ...message }) {
    const told = ['key', 'keyEncoding', 'priority', 'expiryMillis', 'exchange', 'routingKey', 'retry', 'awsTraceHeader'].filter((name) => message[name] !== undefined);
    return [...told.map((name) => [name, message[name]]), ...Object.entries(headers).map(([name, value]) => [`headers["${name}"]`, written(value)])];
}

function overSqs({ id, key, attempts, sentAt, offset, headers = {}, headerTypes = {}, priority, expiryMillis, exchange, routingKey, awsTraceHeader, deadLetter }) {
    const attributes = [
        ['MessageId', id], ['MessageGroupId', key], ['SentTimestamp', Date.parse(sentAt)], ['ApproximateReceiveCount', attempts],
        ['SequenceNumber (FIFO)', offset], ['AWSTraceHeader', awsTraceHeader], ['DeadLetterQueueSourceArn', deadLetter && `…:${deadLetter.queue}`],
    ];
    const own = [['forebay-priority', priority], ['forebay-expiry', expiryMillis], ['forebay-amqp-exchange', exchange], ['forebay-amqp-routing-key', routingKey]]
        .filter(([, value]) => value !== undefined).map(([name, value]) => [`attribute ${name} (String)`, value]);
    return [...given(attributes), ...own, ...each(headers).map(([name, value]) =>
        [`attribute ${name} (${headerTypes[name] ?? (typeof value === 'string' ? 'String' : 'Binary')})`, value.base64 ?? value])];
}

function overAmqp({ id, key, attempts, sentAt, headers = {}, priority, expiryMillis, exchange, routingKey, deadLetter }, queue) {
    const isProperty = (name) => PROPERTIES.includes(name);
    const cameOverAmqp = exchange !== undefined || routingKey !== undefined;
    const properties = given([
        ['message-id', headers['message-id'] ?? (cameOverAmqp ? undefined : id)],
        ['timestamp', headers.timestamp ?? (cameOverAmqp ? undefined : Math.floor(Date.parse(sentAt) / 1000))],
        ['priority', priority], ['expiration', expiryMillis],
        ...Object.entries(headers).filter(([name]) => isProperty(name) && !['message-id', 'timestamp'].includes(name)),
    ]);
    const fields = given([
        ...Object.entries(headers).filter(([name]) => !isProperty(name)), ['forebay-key', key],
        ['x-delivery-count', attempts || undefined], ['x-death', deadLetter && `from ${deadLetter.queue}`],
    ]);
    return [
        ['exchange', exchange || '(default)'], ['routing-key', routingKey ?? queue],
        ...properties.map(([name, value]) => [name, written(value)]), ...fields.map(([name, value]) => [`headers["${name}"]`, written(value)]),
    ];
}

const given = (all) => all.filter(([, value]) => value !== undefined);
