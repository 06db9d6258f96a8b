/**
 * The figures as they come: one stream of server-sent events a tab, once a second. It stops while
 * the tab is hidden; when it is lost the browser asks for what was missed by Last-Event-ID.
 */
import { get, query, session } from './api.js';
import { hear } from './element.js';

/** Points of the history on a page: ten minutes by the second. */
const POINTS = 600;

/** Ms without a frame after which figures are no longer called live. */
const LOST_AFTER = 3500;

/** Tells `change` with every frame that is to be shown, and whenever its state changes. */
class Live extends EventTarget {
    /** The last frame shown; null before the first. */
    frame = null;
    paused = false;
    /** When the last frame came, or the first was asked for, by this machine's clock; 0 before. */
    silentSince = 0;
    lost = false;
    /** Figures of the server over time: `times` in s, and a column for each. */
    history = { times: [], columns: {} };
    #names = [];
    #source = null;
    #newest = null;
    #openedAt = 0;

    async begin() {
        document.addEventListener('visibilitychange', () => this.#follow());
        setInterval(() => this.#check(), 1000);
        session.addEventListener('signed-in', () => this.#anew());
        await this.#follow();
    }

    get isLive() {
        return !this.paused && !this.lost && this.frame !== null;
    }

    /** Wants the figures of these queues; of none for those that need somebody most. */
    watch(names) {
        if (JSON.stringify(names) !== JSON.stringify(this.#names)) {
            this.#names = names;
            this.#open();
        }
    }

    toggle() {
        this.paused = !this.paused;
        if (!this.paused && this.#newest) {
            this.#show(this.#newest);
        }
        this.#tell();
    }

    /** What somebody else saw is not for who signs in now. */
    #anew() {
        this.frame = this.#newest = null;
        this.history = { times: [], columns: {} };
        this.#tell();
        this.#follow();
    }

    async #follow() {
        this.#close();
        if (document.hidden) {
            return;
        }
        try {
            // Who may not see the server has what he saw himself.
            session.seesServer && this.#remember(await get('v1/history' + query({ step: '1s' })));
        } catch {
            // The stream below finds the same, and says so.
        }
        this.#open();
    }

    #remember({ stepMillis, lastAt, series }) {
        const size = series.ready.length;
        const last = Date.parse(lastAt) / 1000;
        const times = Array.from({ length: size }, (_, i) => last - (size - 1 - i) * stepMillis / 1000);
        this.history = { times: size ? times : [], columns: series };
    }

    #open() {
        this.#close();
        if (document.hidden) {
            return;
        }
        this.#openedAt = Date.now();
        this.silentSince ||= this.#openedAt;
        const source = new EventSource('v1/stats/live' + query({ name: this.#names }));
        source.addEventListener('stats', (event) => this.#heard(JSON.parse(event.data)));
        source.addEventListener('error', () => this.#check());
        this.#source = source;
    }

    #close() {
        this.#source?.close();
        this.#source = null;
    }

    #heard(frame) {
        this.silentSince = Date.now();
        this.lost = false;
        this.#newest = frame;
        this.#append(frame);
        if (!this.paused) {
            this.#show(frame);
        }
    }

    #append({ at, total }) {
        const { times, columns } = this.history;
        const time = Date.parse(at) / 1000;
        if (times.length && time <= times.at(-1)) {
            return;
        }
        if (times.length === 0) {
            Object.keys(total).forEach((name) => { columns[name] ??= []; });
        }
        times.push(time);
        for (const [name, column] of Object.entries(columns)) {
            column.push(total[name] ?? 0);
        }
        if (times.length > POINTS) {
            times.shift();
            Object.values(columns).forEach((column) => column.shift());
        }
    }

    #show(frame) {
        this.frame = frame;
        this.#tell();
    }

    /** Begins anew what the browser gave up, which it does when the server refuses. */
    #check() {
        if (document.hidden) {
            return;
        }
        const lost = this.silentSince > 0 && Date.now() - this.silentSince > LOST_AFTER;
        if (lost || this.lost) {
            this.lost = lost;
            this.#tell();
        }
        if (this.#source?.readyState === EventSource.CLOSED && Date.now() - this.#openedAt > LOST_AFTER) {
            session.begin().then((known) => known && this.#open(), () => {});
        }
    }

    #tell() {
        this.dispatchEvent(new Event('change'));
    }
}

export const live = new Live();

/** Renders its host again with every frame. */
export class LiveFigures {
    constructor(host, heard = () => {}) {
        hear(host, live, 'change', () => {
            heard();
            host.requestUpdate();
        });
    }
}

/** Whether what is the server's is told too, and not our queues' alone. */
export const seesServer = ({ total }) => total.commitP99Millis !== undefined;
