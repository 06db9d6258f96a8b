/**
 * The HTTP API. Everything that the console knows comes from here, and every change goes through
 * here. Addresses are relative to the page, so that a proxy may put a prefix before all of it.
 */

/** What people can do then, by type or status, where the API's own words do not say it. */
const NEXT = {
    'not-allowed': 'An administrator can give you the right.',
    404: 'It may be gone: load the page again.',
    412: 'Load the page again to see what it is now.',
    502: 'A proxy on the way found no server: see that it runs, then try again.',
    503: 'Try again in a moment.',
};

/** Why a request was not carried out, in the API's own words, and what to do. */
class Problem extends Error {
    constructor(problem) {
        super([problem.detail || problem.title || 'The request failed.', NEXT[problem.type?.split('/').pop()] ?? NEXT[problem.status]].filter(Boolean).join(' '));
        this.status = problem.status;
        this.type = problem.type;
    }
}

/** Tells `sign-in` when the server wants to know who asks, and `signed-in` once it does. */
class Session extends EventTarget {
    csrf = '';
    user = '';
    open = true;
    roles = [];

    /** Asks the server who we are; true when it talks to us. */
    async begin() {
        const response = await fetch('v1/session', { headers: { Accept: 'application/json' } });
        if (response.status === 401) {
            this.wanted();
            return false;
        }
        const told = await response.json();
        if (!told.open && !told.user) {
            this.wanted();
            return false;
        }
        this.take(told);
        return true;
    }

    /** Whether the server's own figures and settings are for us, which every role has. */
    get seesServer() {
        return this.open || this.roles.length > 0;
    }

    take({ open, user = '', csrf = '', roles = [] }) {
        Object.assign(this, { open, user, csrf, roles });
    }

    async signIn(user, password) {
        this.take(await post('v1/session', { user, password }));
        this.dispatchEvent(new Event('signed-in'));
    }

    async signOut() {
        await remove('v1/session');
        this.take({ open: false });
        this.wanted();
    }

    wanted() {
        this.dispatchEvent(new Event('sign-in'));
    }
}

export const session = new Session();

const LOCK = 'forebay.read-only';

/** What changes nothing although it is posted, and what says who one is. */
const HARMLESS = /^v1\/session$|\/preview$/;

/** Whether this browser may change anything: a lock against one's own slips, beside the rights that the server asks for. */
export const lock = {
    get closed() {
        return localStorage.getItem(LOCK) !== null;
    },
    turn() {
        return this.closed ? localStorage.removeItem(LOCK) : localStorage.setItem(LOCK, 'yes');
    },
};

async function reach(path, request) {
    try {
        return await fetch(path, request);
    } catch (problem) {
        throw request.signal?.aborted ? problem : new Error('The server does not answer: see that it runs, then try again.');
    }
}

async function ask(method, path, body, { signal, headers = {} } = {}) {
    if (method !== 'GET' && lock.closed && !HARMLESS.test(path)) {
        throw new Error('Nothing was changed: the console is read-only. The lock at the top opens it.');
    }
    const response = await reach(path, {
        method,
        signal,
        headers: {
            Accept: 'application/json',
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(method === 'GET' || !session.csrf ? {} : { 'X-Forebay-Csrf': session.csrf }),
            ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.status === 401 && path !== 'v1/session') {
        session.wanted();
    }
    if (response.status === 204) {
        return null;
    }
    const told = await response.json().catch(() => ({ status: response.status, title: `The answer was ${response.status}, and no JSON.` }));
    if (!response.ok && !told.checks) {
        throw new Problem(told);
    }
    return told;
}

/** Query parameters that have a value, or several, as they stand behind the question mark. */
export function query(parameters) {
    const given = Object.entries(parameters).flatMap(([name, values]) => [values].flat().map((value) => [name, value])).filter(([, value]) => value !== '' && value != null);
    return given.length === 0 ? '' : '?' + new URLSearchParams(given);
}

/** The address of a queue, or of something of it. */
export const queuePath = (queue, rest = '') => `v1/queues/${encodeURIComponent(queue)}${rest}`;

export const get = (path, options) => ask('GET', path, undefined, options);
export const post = (path, body = {}, options) => ask('POST', path, body, options);
export const put = (path, body, options) => ask('PUT', path, body, options);
export const patch = (path, body, options) => ask('PATCH', path, body, options);
export const remove = (path) => ask('DELETE', path);

/** Gives the pages of a list one after the other, as long as they are asked for. */
export async function* pages(path, parameters = {}, options) {
    let cursor = '';
    do {
        const page = await get(path + query({ ...parameters, cursor }), options);
        yield page;
        cursor = page.cursor;
    } while (cursor);
}
