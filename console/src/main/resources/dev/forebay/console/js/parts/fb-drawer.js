import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { Keys } from '../keyboard.js';
import { live } from '../live.js';
import { messageLink } from '../place.js';
import { get, query, queuePath } from '../api.js';
import { bytes, dateAndTime, shortId } from '../format.js';
import { copy } from '../copy.js';
import { asAws, asCurl, asSend, findMessage, send } from './message.js';
import { say } from './fb-notice.js';
import './fb-body.js';
import './fb-lease.js';
import './fb-timeline.js';
import './fb-redrive.js';
import './fb-send.js';
import './fb-words.js';

/** Ms between two looks while a message may still change, and once it is settled. */
const REFRESH = 2000;
const SETTLED_AGAIN = 10_000;

/** Messages of the same key that are shown beside one. */
const NEIGHBOURS = 10;

const COVERAGE = {
    'parts-gone': 'Parts of what happened are gone with retention.',
    'end-left-out': 'So much happened that the end is left out.',
};

/** What is known of one message, at the right of any page. Tells `close`. */
class Drawer extends Element {
    static properties = { queue: {}, message: {}, neighbours: { state: true }, problem: { state: true } };

    constructor() {
        super();
        this.neighbours = null;
        this.problem = '';
        this.found = new Loaded(this, (signal) => findMessage(this.queue, this.message, signal));
        new Every(this, REFRESH, () => this.#lookAgain());
        new Keys(this, { 'redrive-message': () => this.#redrive(), edit: () => this.#edit() });
    }

    willUpdate(changed) {
        if (changed.has('message') || changed.has('queue')) {
            this.neighbours = null;
            this.problem = '';
            this.found.value = null;
            this.found.again();
        }
    }

    /** What is settled is redriven or replayed now and then; all else goes on. */
    #lookAgain() {
        const message = this.found.value?.message;
        const wait = message && !this.#waits(message) ? SETTLED_AGAIN : REFRESH;
        if (!live.paused && !live.lost && this.#isQuiet() && performance.now() - this.found.askedAt >= wait - REFRESH / 2) {
            this.found.again();
        }
    }

    /** Nothing is asked again while an answer is awaited, or while somebody marks text. */
    #isQuiet() {
        const chosen = getSelection();
        return !this.found.isLoading && (chosen.isCollapsed || !this.contains(chosen.anchorNode));
    }

    firstUpdated() {
        this.before = document.activeElement;
        this.querySelector('aside').focus();
    }

    /** Gives the focus back to where it came from, or to the page. */
    disconnectedCallback() {
        super.disconnectedCallback();
        const main = document.querySelector('main');
        (this.before?.matches('main *') ? this.before : main)?.focus({ preventScroll: true });
    }

    render() {
        return html`
            <aside class="drawer" aria-label="Message" tabindex="-1">
                <header>
                    <div><h1>Message <code title=${this.message}>${shortId(this.message)}</code></h1>
                        <p class="muted wrap">${this.queue}</p></div>
                    <button aria-label="Close" @click=${() => this.dispatchEvent(new Event('close'))}>✕</button>
                </header>
                ${this.found.value ? this.#content(this.found.value) : this.found.placeholder}
            </aside>
            <fb-redrive @started=${() => this.found.again()}></fb-redrive>
            <fb-lease @done=${() => this.found.again()}></fb-lease>
            <fb-send @sent=${() => this.found.again()}></fb-send>`;
    }

    #content({ timeline, message }) {
        return html`
            <div class="stack">
                ${message ? this.#actions(message) : nothing}
                ${this.trouble}
                <section><h2>What happened</h2>
                    ${COVERAGE[timeline.coverage] ? html`<p class="warn small">${COVERAGE[timeline.coverage]}</p>` : nothing}
                    <fb-timeline .events=${timeline.events}></fb-timeline></section>
                ${message ? this.#message(message) : html`<p class="muted">Its body is gone with the queue's retention.</p>`}
            </div>`;
    }

    #actions(message) {
        return html`
            <div class="row">
                ${message.deadLetter && this.#waits(message) ? html`<button class="main" @click=${this.#redrive}>Redrive …</button>` : nothing}
                ${message.lease ? html`
                    <button @click=${() => this.#lease('release', message)}>Release …</button>
                    ${message.leaseEndsAt ? html`<button @click=${() => this.#lease('extend', message)}>Extend …</button>` : nothing}
                    <button class="danger" @click=${() => this.#lease('reject', message)}>Reject …</button>` : nothing}
                ${message.masked ? html`<p class="small muted">Parts of it are masked for you, so it is not resent or copied as if it were whole.</p>` : this.#again(message)}
                <button @click=${() => this.#copy(location.href, 'a link')}>Copy link</button>
            </div>`;
    }

    /** What sends it once more needs all of it. */
    #again(message) {
        return html`
            <button @click=${this.#edit}>Edit and resend …</button>
            <button @click=${() => this.#resend(message)}>Resend</button>
            <button @click=${() => this.#copy(asCurl(this.queue, message), 'curl')}>Copy as curl</button>
            ${message.bodyEncoding === 'base64' ? nothing
                : html`<button @click=${() => this.#copy(asAws(this.queue, message), 'aws')}>Copy as aws</button>`}`;
    }

    #lease(deed, message) {
        this.querySelector('fb-lease').open(deed, this.queue, message);
    }

    #waits({ state }) {
        return ['ready', 'delayed', 'leased'].includes(state);
    }

    #message(message) {
        const { deadLetter, key } = message;
        const facts = [
            ['id', message.id], ['state', message.state], ['place', `${this.queue}, partition ${message.partition}, offset ${message.offset}`],
            ['sent', dateAndTime(message.sentAt)], ['attempts', message.attempts], ['size', bytes(message.bodyBytes)],
            ['with a consumer until', message.leaseEndsAt && dateAndTime(message.leaseEndsAt)],
            ['key', key], ['priority', message.priority], ['retry', message.retry],
            ['dead-lettered from', deadLetter?.queue], ['because', deadLetter?.reason], ['after attempts', deadLetter?.attempts],
            ['schedule', message.schedule && `${message.schedule.name}, run ${message.schedule.run}`],
        ].filter(([, value]) => value !== undefined && value !== '');
        return html`
            <section><h2>Message</h2><dl class="pairs">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
            <section><h2>Body</h2><fb-body .message=${message}></fb-body></section>
            <section><h2>Headers, as each protocol has them</h2><fb-words .message=${message} .queue=${this.queue}></fb-words></section>
            ${message.failures?.length ? html`
                <section><h2>Why attempts failed</h2><ol>${message.failures.map((failure) => html`
                    <li class="small"><span class="muted">${failure.attempt} · ${dateAndTime(failure.at)}</span> <code>${failure.reason}</code></li>`)}</ol></section>` : nothing}
            ${key ? html`<section><h2>Neighbours of its key</h2>${this.#neighbours(key)}</section>` : nothing}`;
    }

    #neighbours(key) {
        if (!this.neighbours) {
            return html`<button @click=${() => this.#loadNeighbours(key)}>Show</button>`;
        }
        return html`<ul>${this.neighbours.map((one) => html`
            <li><a class="mono" href=${messageLink(this.queue, one.id)}>${shortId(one.id)}</a> <span class="muted">${one.state} · ${dateAndTime(one.sentAt)}</span></li>`)}</ul>`;
    }

    #loadNeighbours(key) {
        const filter = `key = "${key.replace(/[\\"]/g, '\\$&')}"`;
        return this.attempt(async () => {
            const page = await get(queuePath(this.queue, '/messages' + query({ filter, bodies: 'without', limit: NEIGHBOURS })));
            this.neighbours = page.messages;
        });
    }

    #redrive() {
        const message = this.found.value?.message;
        if (message?.deadLetter && this.#waits(message)) {
            this.querySelector('fb-redrive').open(this.queue, { ids: [message.id] });
        }
    }

    #edit() {
        const message = this.found.value?.message;
        if (message && !message.masked) {
            this.querySelector('fb-send').open(message.deadLetter?.queue ?? this.queue, message);
        }
    }

    #resend(message) {
        const queue = message.deadLetter?.queue ?? this.queue;
        return this.attempt(async () => {
            const { id } = await send(queue, asSend(message));
            say(`A copy is on disk in ${queue} as ${shortId(id)}.`);
        });
    }

    #copy(text, what) {
        return copy(text, `Copied as ${what}.`);
    }
}

customElements.define('fb-drawer', Drawer);
