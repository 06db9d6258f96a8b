/** One message, wherever it is now. */
import { get, post, query, queuePath } from '../api.js';

/** A shell's word, whatever is in it. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A message with its body and its timeline; `message` is null when only the timeline is left.
 *
 * @param queue where it is or was
 */
export async function findMessage(queue, id, signal) {
    const [timeline, page] = await Promise.all([
        get(queuePath(queue, `/messages/${id}/timeline`), { signal }),
        get(queuePath(queue, '/messages' + query({ filter: `id = ${id}`, failures: 'with', json: 'as-text', limit: 1 })), { signal }),
    ]);
    return { timeline, message: page.messages[0] ?? null };
}

/** What a send of the same message asks for. */
export function asSend({ body, bodyEncoding, key, keyEncoding, headers, headerTypes, priority, retry }) {
    return Object.fromEntries(Object.entries({ body, bodyEncoding, key, keyEncoding, headers, headerTypes, priority, retry })
        .filter(([, value]) => value !== undefined));
}

export const send = (queue, message) => post(queuePath(queue, '/messages'), message);

/** The send as a line of a shell. */
export function asCurl(queue, message) {
    const url = new URL(queuePath(queue, '/messages'), location.href.split('#')[0]).href;
    return `curl -X POST ${quoted(url)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(asSend(message)))}`;
}

/** The same over SQS; only text has a form there. Not as options: aws reads files that these name. */
export function asAws(queue, message) {
    const base = location.href.split('#')[0].replace(/\/$/, '');
    const input = { QueueUrl: `${base}/000000000000/${encodeURIComponent(queue)}`, MessageBody: message.body };
    return `aws sqs send-message --endpoint-url ${quoted(base)} --cli-input-json ${quoted(JSON.stringify(input))}`;
}
