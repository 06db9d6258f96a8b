import { html, nothing } from 'lit';
import { Element, hear } from '../element.js';
import { download } from '../download.js';
import { Keys } from '../keyboard.js';
import { change, go, here, messageLink, to } from '../place.js';
import { bytes, count, counted, dateAndTime, shortId } from '../format.js';
import { bodyText } from '../parts/fb-body.js';
import { search } from '../parts/search.js';
import '../parts/fb-histogram.js';
import '../parts/fb-queue-choice.js';
import '../parts/fb-redrive.js';
import '../parts/fb-rows.js';
import '../parts/fb-tail.js';

const STATES = ['ready', 'delayed', 'leased', 'acked', 'dead-lettered', 'expired', 'dropped', 'purged', 'moved'];

/** What choosing a stretch of the histogram adds to a filter. */
const BRUSHED = /(?: and )?sent >= \S+Z and sent < \S+Z$/;

/** Messages found after which a search waits to be told to go on. */
const MOST = 2000;

/** Looking at messages in any state without touching them; results come in while the search runs. */
class MessagesPage extends Element {
    static properties = { queue: {}, found: { state: true }, looked: { state: true }, at: { state: true }, phase: { state: true }, problem: { state: true }, chosen: { state: true } };
    #running = new AbortController();
    #asked = '';

    constructor() {
        super();
        Object.assign(this, { queue: '', found: [], looked: 0, at: null, phase: 'done', problem: '', chosen: new Set() });
        new Keys(this, {
            'filter': () => this.querySelector('input[name="filter"]')?.focus(),
            'choose': () => this.#chooseAt(),
            'choose-range': () => this.#chooseUpTo(),
            'redrive': () => this.#redrive(),
        });
        hear(this, window, 'hashchange');
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#running.abort();
    }

    /** What is looked for is the place itself, so that a link tells all of it. */
    willUpdate() {
        const { segments, parameters } = here();
        if ((segments[1] ?? '') !== this.queue) {
            return; // the place is known before the queue is handed over: that of before is not asked
        }
        const { message, of, tail, ...asked } = parameters;
        const all = JSON.stringify([this.queue, asked]);
        if (tail) {
            this.#running.abort();
            this.#asked = '';
        } else if (all !== this.#asked) {
            this.#asked = all;
            this.#search(asked);
        }
    }

    async #search({ filter, from, to, states, id, subscription }) {
        this.#running.abort();
        Object.assign(this, { found: [], looked: 0, at: null, problem: '', chosen: new Set() });
        if (!this.#names) {
            return;
        }
        this.#running = new AbortController();
        const { signal } = this.#running;
        this.phase = 'searching';
        const wanted = { filter: id ? `id = ${id}` : filter, from, to, states, subscription };
        try {
            for await (const page of search(this.queue, this.#names, wanted, signal)) {
                if (signal.aborted) {
                    return;
                }
                this.at = page;
                this.found = page.messages.length ? [...this.found, ...page.messages] : this.found;
                this.looked += page.looked;
                if (this.found.length >= MOST) {
                    this.phase = 'full';
                    return;
                }
            }
            this.phase = 'done';
        } catch (problem) {
            if (!signal.aborted) {
                this.phase = 'stopped';
                this.problem = problem.message;
            }
        }
    }

    #stop() {
        this.#running.abort();
        this.phase = 'stopped';
    }

    render() {
        return html`
            <div class="head"><div><h1>Messages</h1>
                <p>In any state, without taking them: nothing here counts as an attempt.</p></div></div>
            <div class="tools">
                <fb-queue-choice label="Queue, several (a, b) or all (*)" .value=${this.#names} @choose=${this.#chooseQueue}></fb-queue-choice>
                ${this.#names ? this.#tools() : nothing}
            </div>
            ${this.#names ? this.#shown() : html`<p class="empty">Choose the queue to look into; <code>*</code> is all of them, <code>orders-*, webhooks</code> some.</p>`}
            <fb-redrive></fb-redrive>`;
    }

    /** Where is looked: a queue, or by a parameter several of them, since a queue may have any name. */
    get #names() {
        return this.queue || (here().parameters.in ?? '');
    }

    get #isSeveral() {
        return !this.queue;
    }

    #chooseQueue({ detail, target }) {
        const { in: _, ...others } = here().parameters;
        return /[*,]/.test(detail) && !target.knows(detail) ? go(['messages'], { ...others, in: detail, tail: '' }) : go(['messages', detail], others);
    }

    #tools() {
        const { filter = '', from = '', to = '', states = '', tail } = here().parameters;
        return html`
            <form class="tools" @submit=${this.#submit}>
                <label><span>Filter, such as body ~ "error" and age &gt; 1h</span>
                    <input name="filter" type="search" class="mono" .value=${filter}></label>
                ${tail ? nothing : html`<label><span>State</span><select name="states"><option value="">any</option>
                    <option value="ready,delayed,leased" .selected=${states === 'ready,delayed,leased'}>not settled</option>
                    ${STATES.map((state) => html`<option .selected=${state === states}>${state}</option>`)}</select></label>
                <label><span>${this.#isSeveral ? 'From (time)' : 'From (time or offset)'}</span><input name="from" .value=${from} placeholder="beginning"></label>
                <label><span>To</span><input name="to" .value=${to} placeholder="now"></label>`}
                <button class=${tail ? '' : 'main'}>${tail ? 'Filter' : 'Search'}</button>
                ${this.#isSeveral ? nothing : html`<button type="button" aria-pressed=${Boolean(tail)} @click=${() => change({ tail: tail ? '' : 'yes' })}>Tail</button>`}
                ${this.phase === 'searching' && !tail ? html`<button type="button" @click=${this.#stop}>Stop</button>` : nothing}
            </form>`;
    }

    #submit(event) {
        event.preventDefault();
        const given = Object.fromEntries(new FormData(event.target));
        this.#asked = '';
        change({ ...given, id: '' });
        this.requestUpdate();
    }

    #shown() {
        const { tail, filter = '' } = here().parameters;
        return tail ? html`<section class="card"><fb-tail .queue=${this.queue} .filter=${filter}></fb-tail></section>` : this.#results();
    }

    #results() {
        return html`
            ${this.trouble}
            <section class="card">
                <div class="row spread"><p role="status">${this.#status()}</p>
                    <div class="row">
                        ${this.chosen.size ? html`<button @click=${this.#redrive}>Redrive ${counted(this.chosen.size, 'message')} …</button>` : nothing}
                        ${this.found.length ? html`<button @click=${this.#export}>Export</button>` : nothing}
                    </div></div>
                <fb-histogram .times=${this.found.map(({ sentAt }) => Date.parse(sentAt))} @range=${this.#brushed}></fb-histogram><br>
                ${this.found.length || this.phase === 'searching' ? html`
                    <fb-rows label="Messages" .items=${this.found} .columns=${this.#columns()} .name=${({ id, offset, queue }) => `${queue} ${id} ${offset}`}
                        .link=${({ id, queue }) => messageLink(queue, id)}></fb-rows>`
                    : html`<p class="empty">Nothing that fits is kept ${this.#isSeveral ? 'by these queues' : 'by this queue'}.</p>`}
            </section>`;
    }

    /** No message comes to a queue before it was sent, but a dead letter long after. */
    #brushed({ detail }) {
        const [from, to] = [detail.from, detail.to].map((time) => new Date(time).toISOString());
        const { filter = '' } = here().parameters;
        const others = filter.replace(BRUSHED, '');
        change({ from, filter: `${others ? `(${others}) and ` : ''}sent >= ${from} and sent < ${to}` });
    }

    #status() {
        const { found, looked, phase, at } = this;
        const queues = phase === 'done' ? at?.all : at?.done + 1;
        const where = at?.all > 1 ? ` in ${phase === 'searching' ? `${at.queue}, ${count(queues)} of ${counted(at.all, 'queue')}` : counted(queues, 'queue')}` : '';
        const words = { searching: 'searching …', full: 'more follow; narrow the search to see them', stopped: 'stopped', done: '' };
        return `${counted(found.length, 'message')} of ${count(looked)} looked at${where}${words[phase] ? `; ${words[phase]}` : ''}`;
    }

    #columns() {
        return [
            ...this.#isSeveral ? [{ title: 'Queue', below: true, width: 'minmax(90px, 160px)', cell: ({ queue }) => html`<a href=${to(['queues', queue])}>${queue}</a>` }] : [{ title: '✓', width: '28px', cell: ({ id }) => html`<input type="checkbox" aria-label="Choose ${shortId(id)}" .checked=${this.chosen.has(id)} @change=${() => this.#choose(id)}>` }],
            { title: 'Offset', wide: true, width: '64px', number: true, cell: ({ offset }) => offset },
            { title: 'Sent', wide: true, width: '184px', cell: ({ sentAt }) => dateAndTime(sentAt) },
            { title: 'Id', width: '120px', cell: ({ id, queue }) => html`<a class="mono" href=${messageLink(queue, id)}>${shortId(id)}</a>` },
            { title: 'State', width: '100px', cell: ({ state }) => state },
            { title: 'Key', wide: true, width: '120px', cell: ({ key }) => key ?? '–' },
            { title: 'Tries', wide: true, width: '48px', number: true, cell: ({ attempts }) => attempts },
            { title: 'Size', wide: true, width: '76px', number: true, cell: ({ bodyBytes }) => bytes(bodyBytes) },
            { title: 'Body', below: true, width: 'minmax(200px, 1fr)', cell: (message) => html`<code>${bodyText(message).slice(0, 200)}</code>` },
        ];
    }

    #choose(id) {
        const chosen = new Set(this.chosen);
        if (!chosen.delete(id)) {
            chosen.add(id);
        }
        this.chosen = chosen;
    }

    #chooseAt() {
        const item = this.found[this.querySelector('fb-rows')?.at];
        if (item && !this.#isSeveral) {
            this.#choose(item.id);
        }
    }

    /** From the last chosen row to where one is. */
    #chooseUpTo() {
        if (this.#isSeveral) {
            return;
        }
        const to = this.querySelector('fb-rows')?.at ?? -1;
        const from = this.found.findLastIndex(({ id }, i) => i < to && this.chosen.has(id));
        this.chosen = new Set([...this.chosen, ...this.found.slice(Math.max(0, from), to + 1).map(({ id }) => id)]);
    }

    #redrive() {
        if (this.chosen.size) {
            this.querySelector('fb-redrive').open(this.queue, { ids: [...this.chosen] });
        }
    }

    /** What was found, one JSON object a line. */
    #export() {
        const lines = this.found.map((message) => JSON.stringify(message)).join('\n') + '\n';
        download(`${this.#isSeveral ? 'messages' : this.queue}.jsonl`, lines, 'application/x-ndjson');
    }
}

customElements.define('messages-page', MessagesPage);
