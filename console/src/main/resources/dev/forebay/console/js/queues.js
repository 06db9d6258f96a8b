/** All queues, as the API lists them, and what can be done with one. */
import { get, pages, patch, post, put, query, queuePath, remove } from './api.js';
import { count, counted } from './format.js';

const PAGE = 500;

/** Names that one request for figures may have, so that its answer has room for all of them. */
const NAMES = 12;

/** Gives the list as far as it is known, again and again until it is whole. */
export async function* queueList(parameters, signal) {
    let known = [];
    for await (const { queues } of pages('v1/queues', { ...parameters, limit: PAGE }, { signal })) {
        known = [...known, ...queues.map(row)];
        yield known;
    }
}

/** What a list shows of a queue. */
function row({ name, state, settings, stats, tags, override }) {
    return {
        name, state, settings, tags, stats, override,
        ready: stats.ready, delayed: stats.delayed, leased: stats.leased, bytes: stats.bytes, oldestAgeMillis: stats.oldestAgeMillis,
        inPerSecond: stats.sentPerSecond, outPerSecond: stats.settledPerSecond, drainMillis: stats.drainMillis,
        ageObjectiveMillis: settings.ageObjectiveMillis,
    };
}

/** The figures of these queues now, by name. */
export async function figuresOf(names, signal) {
    const parts = [];
    for (let at = 0; at < names.length; at += NAMES) {
        parts.push(names.slice(at, at + NAMES));
    }
    const frames = await Promise.all(parts.map((part) => get('v1/stats' + query({ name: part }), { signal })));
    return new Map(frames.flatMap(({ queues }) => queues).map((queue) => [queue.name, queue]));
}

/** Messages in a queue over the last seconds, the oldest first, as the server remembers. */
export async function depthsOf(queue, points) {
    const { series } = await get(queuePath(queue, '/history' + query({ step: '1s', points })));
    return series.ready.map((ready, i) => ready + series.delayed[i] + series.leased[i]);
}

/** Protocols over which each queue was received from lately: names of queues to sets of words. */
export async function facesOfQueues(signal) {
    const faces = new Map();
    for await (const { queues } of pages('v1/consumers', { limit: PAGE }, { signal })) {
        queues.forEach(({ queue, consumers }) => faces.set(queue, new Set(consumers.map(({ face }) => face))));
    }
    return faces;
}

export const setFlow = (queue, flow) => patch(queuePath(queue), { settings: { flow } });
export const createQueue = (name, settings) => post('v1/queues', { name, settings });
export const changeQueue = (queue, settings, etag) => patch(queuePath(queue), { settings }, { headers: etag ? { 'If-Match': etag } : {} });

/** Other limits for a while; those from before come back by themselves. */
export const overrideLimits = (queue, forMillis, limits) => put(queuePath(queue, '/override'), { forMillis, limits });
export const endOverride = (queue) => remove(queuePath(queue, '/override'));

/** Unsettled messages now: what purging or deleting a queue takes. */
async function unsettled(queue) {
    const { ready, delayed, leased } = await get(queuePath(queue, '/stats'));
    return { all: ready + delayed + leased, leased };
}

/** Asks, and purges. */
export async function askPurge(confirm, queue, done) {
    const { all, leased } = await unsettled(queue);
    return confirm.ask({
        title: `Purge ${queue}?`,
        text: 'They count as purged and are not delivered any more. They stay readable as long as retention lasts. Named subscriptions and replays keep theirs.',
        touches: `${counted(all, 'message')} of ordinary receives; ${count(leased)} of them are with consumers now.`,
        verb: `Purge ${counted(all, 'message')}`,
        action: async () => {
            await post(queuePath(queue, '/purge'));
            done();
        },
    });
}

/** Asks, and deletes. */
export async function askDelete(confirm, queue, done) {
    const { all } = await unsettled(queue);
    return confirm.ask({
        title: `Delete ${queue}?`,
        text: 'The queue goes with its settings, its subscriptions and all it keeps. This cannot be taken back.',
        touches: `${counted(all, 'unsettled message')}, and every settled one that retention still keeps.`,
        verb: `Delete ${queue} and ${counted(all, 'message')}`,
        action: async () => {
            await remove(queuePath(queue));
            done();
        },
    });
}
