/** Queues that are known to be in trouble and are not to be told of for an hour; kept in this browser. */
const KEY = 'forebay.silent';
const HOUR = 3_600_000;

const all = () => JSON.parse(localStorage.getItem(KEY) ?? '{}');

export const isSilent = (queue) => (all()[queue] ?? 0) > Date.now();

export function silence(queue) {
    const left = Object.entries(all()).filter(([, until]) => until > Date.now());
    localStorage.setItem(KEY, JSON.stringify({ ...Object.fromEntries(left), [queue]: Date.now() + HOUR }));
}
