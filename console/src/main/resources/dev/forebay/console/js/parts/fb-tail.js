import { html } from 'lit';
import { Element, Every } from '../element.js';
import { pages, queuePath } from '../api.js';
import { LiveFigures, live } from '../live.js';
import { messageLink } from '../place.js';
import { counted, shortId, timeOfDay } from '../format.js';
import { bodyText } from './fb-body.js';

const EVERY = 1000;

/** Messages that are shown; those before scroll away. */
const MOST = 200;

const PAGE = 200;

/** Ms that a look goes back behind the one before, for what was on its way then. */
const OVERLAP = 2000;

/** Messages that one look may bring, so that a fast queue does not fill the tab. */
const MOST_AT_ONCE = 1000;

/** What is sent to a queue, as it comes, without taking any of it. Follows the header's pause. */
class Tail extends Element {
    static properties = { queue: {}, filter: {}, lines: { state: true }, overrun: { state: true }, problem: { state: true } };
    #since = null;
    #last = -1;
    #looking = false;
    #running = new AbortController();

    constructor() {
        super();
        Object.assign(this, { queue: '', filter: '', lines: [], overrun: false, problem: '', follows: true });
        new LiveFigures(this); // to say at once that it is paused
        new Every(this, EVERY, () => live.paused || this.#look());
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#running.abort();
    }

    willUpdate(changed) {
        if (changed.has('queue') || changed.has('filter')) {
            this.#running.abort();
            this.#running = new AbortController();
            Object.assign(this, { lines: [], overrun: false, problem: '' });
            this.#since = null;
            this.#last = -1;
            this.#looking = false;
            this.#look();
        }
    }

    async #look() {
        const now = live.frame?.at;
        if (this.#looking || !this.queue || !now) {
            return;
        }
        const { signal } = this.#running;
        this.#looking = true;
        try {
            await this.#read(this.#since ?? now, signal);
            this.#since = new Date(Date.parse(now) - OVERLAP).toISOString();
            this.problem = '';
        } catch (problem) {
            this.problem = signal.aborted ? this.problem : problem.message;
        } finally {
            this.#looking = this.#looking && signal.aborted;
        }
    }

    async #read(since, signal) {
        let found = [];
        for await (const page of pages(queuePath(this.queue, '/messages'), { from: since, filter: this.filter, json: 'as-text', limit: PAGE }, { signal })) {
            found = [...found, ...page.messages.filter(({ offset }) => offset > this.#last)];
            if (found.length >= MOST_AT_ONCE) {
                this.overrun = true;
                break;
            }
        }
        if (found.length && !signal.aborted) {
            this.#last = found.at(-1).offset;
            this.lines = [...this.lines, ...found].slice(-MOST);
        }
    }

    updated(changed) {
        const frame = this.querySelector('.tail');
        if (changed.has('lines') && frame && this.follows) {
            frame.scrollTop = frame.scrollHeight;
        }
    }

    render() {
        return html`
            ${this.trouble}
            <p class="small muted" role="status">${live.paused ? 'Paused: space goes on.' : this.lines.length ? html`The last ${counted(this.lines.length, 'message')}${this.overrun ? '; more come than can be shown, so some are left out' : ''}.` : 'Waiting for the next message …'}</p>
            <div class="tail" tabindex="0" role="log" aria-live="off" aria-label="Messages as they come" @scroll=${this.#scrolled}>
                ${this.lines.map((one) => html`<div class="tail-line"><time class="muted">${timeOfDay(one.sentAt)}</time>
                    <a class="mono" href=${messageLink(this.queue, one.id)}>${shortId(one.id)}</a>
                    <span class="muted">${one.key ?? ''}</span><code>${bodyText(one).slice(0, 300)}</code></div>`)}
            </div>`;
    }

    /** Who scrolls up reads, and is not pulled down. */
    #scrolled({ target }) {
        this.follows = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
    }
}

customElements.define('fb-tail', Tail);
