/** Looking through the messages of one queue, of several, or of all. */
import { pages, queuePath } from '../api.js';
import { queueList } from '../queues.js';

/** Messages that one look may bring. */
const PAGE = 200;

/**
 * Gives pages as they are found: `{messages, looked, queue, done, all}`, with `done` of `all` queues before this one.
 *
 * @param queue the one; empty for those of `names`
 */
export async function* search(queue, names, wanted, signal) {
    const queues = queue ? [queue] : await queuesNamed(names, signal);
    for (const [done, each] of queues.entries()) {
        const place = { queue: each, done, all: queues.length };
        yield { ...place, messages: [], looked: 0 };
        yield* within(each, wanted, signal, place);
    }
}

/** One that was deleted meanwhile, or that one may not look into, does not end a search of several. */
async function* within(queue, wanted, signal, place) {
    try {
        for await (const { messages, looked } of pages(queuePath(queue, '/messages'), { ...wanted, json: 'as-text', limit: PAGE }, { signal })) {
            yield { ...place, messages: messages.map((message) => ({ ...message, queue })), looked };
        }
    } catch (problem) {
        if (place.all === 1 || ![403, 404].includes(problem.status)) {
            throw problem;
        }
    }
}

/** Queues to which anything was ever sent, by names of which `*` is any part. */
async function queuesNamed(names, signal) {
    const patterns = names.split(',').map((name) => name.trim()).filter(Boolean)
        .map((name) => new RegExp(`^${name.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*')}$`, 's'));
    let all = [];
    for await (const known of queueList({}, signal)) {
        all = known;
    }
    return all.filter(({ name, stats }) => stats.sent > 0 && patterns.some((pattern) => pattern.test(name))).map(({ name }) => name);
}
