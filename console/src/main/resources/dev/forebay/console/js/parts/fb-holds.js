import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { get, pages, queuePath } from '../api.js';
import { messageLink } from '../place.js';
import { count, counted, dateAndTime, shortId } from '../format.js';

/** Leased messages of the queue that are looked at; who has one tells its timeline. */
const MOST = 500;
const PAGE = 100;

/** Timelines that are asked for at once. */
const AT_ONCE = 4;

const same = (a, b) => ['face', 'user', 'address', 'client'].every((part) => (a[part] ?? '') === (b[part] ?? ''));

/** What one consumer has now: leased to it, and neither settled nor given back. */
class Holds extends Element {
    static properties = { consumer: { state: true }, found: { state: true }, looked: { state: true }, phase: { state: true }, problem: { state: true } };
    #running = new AbortController();

    constructor() {
        super();
        Object.assign(this, { consumer: null, found: [], looked: 0, phase: '', problem: '' });
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#running.abort();
    }

    async open(consumer) {
        this.#running = new AbortController();
        Object.assign(this, { consumer, found: [], looked: 0, phase: 'searching', problem: '' });
        await this.updateComplete;
        this.querySelector('dialog').showModal();
        await this.#search(this.#running.signal);
    }

    async #search(signal) {
        const path = queuePath(this.consumer.queue, '/messages');
        try {
            for await (const { messages } of pages(path, { states: 'leased', bodies: 'without', limit: PAGE }, { signal })) {
                for (let at = 0; at < messages.length && this.looked < MOST; at += AT_ONCE) {
                    await Promise.all(messages.slice(at, at + AT_ONCE).map((message) => this.#look(message, signal)));
                }
                if (this.looked >= MOST) {
                    this.phase = 'full';
                    return;
                }
            }
            this.phase = 'done';
        } catch (problem) {
            this.phase = 'stopped';
            this.problem = signal.aborted ? '' : problem.message;
        }
    }

    async #look(message, signal) {
        const { events } = await get(queuePath(this.consumer.queue, `/messages/${message.id}/timeline`), { signal });
        const leased = events.findLast(({ event }) => event === 'leased');
        this.looked++;
        if (leased?.by && same(leased.by, this.consumer)) {
            this.found = [...this.found, { ...message, since: leased.at }];
        }
    }

    render() {
        if (!this.consumer) {
            return nothing;
        }
        const { queue, client, address } = this.consumer;
        const words = { searching: 'searching …', full: `of the first ${count(MOST)}`, stopped: 'stopped', done: '' };
        return html`
            <dialog aria-label="What a consumer has" @close=${this.#close}>
                <h1 class="wrap">${client || address} has of ${queue}</h1>
                <p role="status">${counted(this.found.length, 'message')}; ${count(this.looked)} in flight looked at${words[this.phase] ? `, ${words[this.phase]}` : ''}</p>
                ${this.trouble}
                <div class="tail" tabindex="0" role="region" aria-label="Messages"><ul>${this.found.map(({ id, key, since, attempts }) => html`
                    <li><a class="mono" href=${messageLink(queue, id)} @click=${() => this.querySelector('dialog').close()}>${shortId(id)}</a>
                        <span class="muted">${key ?? ''} attempt ${attempts}, since ${dateAndTime(since)}</span></li>`)}</ul></div>
                <footer>${this.phase === 'searching' ? html`<button @click=${() => this.#running.abort()}>Stop</button>` : nothing}
                    <button @click=${() => this.querySelector('dialog').close()}>Close</button></footer>
            </dialog>`;
    }

    #close() {
        this.#running.abort();
        this.consumer = null;
    }
}

customElements.define('fb-holds', Holds);
