import { html } from 'lit';
import { Element, Every, Loaded, hear } from '../element.js';
import { Keys } from '../keyboard.js';
import { live } from '../live.js';
import { change, here, to } from '../place.js';
import { askDelete, askPurge, depthsOf, facesOfQueues, figuresOf, queueList, setFlow } from '../queues.js';
import { count, counted, pace, span } from '../format.js';
import { stateWord, tone } from '../parts/fb-basin.js';
import { say } from '../parts/fb-notice.js';
import '../parts/fb-confirm.js';
import '../parts/fb-new-queue.js';
import '../parts/fb-rows.js';
import '../parts/fb-spark.js';

/** Ms between two looks at what is seen, and at all of it. */
const SEEN_AGAIN = 1000;
const ALL_AGAIN = 20_000;

/** Points of a queue's sparkline. */
const POINTS = 40;

/** Most trouble first. */
const STATES = ['late', 'unread', 'stopped', 'filling', 'dead-letters', 'draining', 'steady', 'dry'];

const FACES = ['sqs', 'amqp', 'http'];

const COLUMNS = [
    ['name', 'Queue'], ['state', 'State'], ['ready', 'Waiting'], ['leased', 'In flight'],
    ['oldestAgeMillis', 'Oldest'], ['inPerSecond', 'In / s'], ['outPerSecond', 'Out / s'], ['bytes', 'Bytes'],
];

const byName = ({ name: a }, { name: b }) => (a < b ? -1 : a > b ? 1 : 0);

/** Every queue: found, sorted and acted upon. */
class QueuesPage extends Element {
    static properties = { queues: { state: true }, problem: { state: true }, whole: { state: true } };
    #seen = [];
    #depths = new Map();
    #chosen = {};
    #running = new AbortController();

    constructor() {
        super();
        Object.assign(this, { queues: [], problem: '', whole: false });
        live.watch([]);
        this.faces = new Loaded(this, facesOfQueues);
        new Every(this, SEEN_AGAIN, () => live.paused || this.#lookAgain());
        new Every(this, ALL_AGAIN, () => live.paused || this.#load());
        new Keys(this, { filter: () => this.querySelector('input[type="search"]').focus() });
        hear(this, window, 'hashchange');
    }

    connectedCallback() {
        super.connectedCallback();
        this.#load();
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#running.abort();
    }

    async #load() {
        this.#running.abort();
        this.#running = new AbortController();
        const { signal } = this.#running;
        try {
            for await (const known of queueList({}, signal)) {
                if (signal.aborted) {
                    return;
                }
                if (!this.whole || known.length >= this.queues.length) {
                    this.queues = known;
                }
            }
            this.whole = true;
            this.problem = '';
            this.faces.value = null; // asked for again where it is wanted
        } catch (problem) {
            this.problem = signal.aborted ? this.problem : problem.message;
        }
    }

    #see({ detail }) {
        this.#seen = detail;
        if (this.#depths.size === 0) {
            this.#remember();
        }
    }

    async #lookAgain() {
        if (this.#seen.length === 0) {
            return;
        }
        try {
            const figures = await figuresOf(this.#seen.map(({ name }) => name), this.#running.signal);
            this.#remember();
            for (const queue of this.#seen) {
                Object.assign(queue, figures.get(queue.name));
                this.#noteDepth(queue);
            }
            this.requestUpdate();
        } catch {
            if (this.whole) {
                this.#load(); // a queue is gone, or the server: the whole list tells which
            }
        }
    }

    #noteDepth({ name, ready, delayed, leased }) {
        this.#depths.set(name, [...(this.#depths.get(name) ?? []), ready + delayed + leased].slice(-POINTS));
    }

    /** What was before is asked for once, of those that are seen. */
    #remember() {
        for (const { name } of this.#seen.filter(({ name }) => !this.#depths.has(name))) {
            this.#depths.set(name, []);
            depthsOf(name, POINTS).then((before) => {
                this.#depths.set(name, [...before, ...this.#depths.get(name)].slice(-POINTS));
                this.requestUpdate();
            }, () => {}); // it draws itself from now on
        }
    }

    /** Sorted anew when the list is, and not each second: rows that jump are rows that one misses. */
    get #shown() {
        const wanted = { text: '', state: '', sort: 'state', tag: '', over: '', ...here().parameters };
        const asked = JSON.stringify(wanted);
        const faces = wanted.over ? this.faces.value : null;
        if (wanted.over && !faces && !this.faces.isLoading) {
            this.faces.again();
        }
        if (this.#chosen.of !== this.queues || this.#chosen.asked !== asked || this.#chosen.faces !== faces) {
            this.#chosen = { of: this.queues, asked, faces, list: this.#choose(wanted, faces) };
        }
        return this.#chosen.list;
    }

    #choose({ text, state, sort, tag, over }, faces) {
        const wanted = text.toLowerCase();
        const rank = ({ state: one }) => STATES.indexOf(one);
        const by = {
            name: byName,
            state: (a, b) => rank(a) - rank(b) || b.oldestAgeMillis - a.oldestAgeMillis || byName(a, b),
        }[sort] ?? ((a, b) => b[sort] - a[sort]);
        return this.queues
            .filter((queue) => queue.name.toLowerCase().includes(wanted) && (!state || queue.state === state)
                && (!over || faces?.get(queue.name)?.has(over))
                && (!tag || Object.entries(queue.tags).some((pair) => pair.join('=').includes(tag))))
            .sort(by);
    }

    render() {
        const { text = '', state = '', sort = 'state', tag = '', over = '' } = here().parameters;
        const shown = this.#shown;
        return html`
            <div class="head"><div><h1>Queues</h1>
                <p role="status">${this.whole ? counted(shown.length, 'queue') : `${count(this.queues.length)} so far …`}${shown.length < this.queues.length ? ` of ${count(this.queues.length)}` : ''}</p></div>
                <button class="main" @click=${() => this.querySelector('fb-new-queue').show()}>New queue …</button></div>
            <div class="tools">
                <label><span>Name</span><input type="search" .value=${text} @input=${(event) => change({ text: event.target.value }, { replace: true })}></label>
                <label><span>State</span><select @change=${(event) => change({ state: event.target.value })}>
                    <option value="">any</option>${STATES.map((one) => html`<option .selected=${one === state}>${one}</option>`)}</select></label>
                <label><span>Received over</span><select @change=${(event) => change({ over: event.target.value })}>
                    <option value="">any</option>${FACES.map((one) => html`<option .selected=${one === over}>${one}</option>`)}</select></label>
                <label><span>Tag</span><input .value=${tag} placeholder="team=billing" @change=${(event) => change({ tag: event.target.value })}></label>
                <label><span>Sorted by</span><select @change=${(event) => change({ sort: event.target.value })}>
                    ${COLUMNS.map(([key, title]) => html`<option value=${key} .selected=${key === sort}>${title}</option>`)}</select></label>
            </div>
            ${this.trouble}
            ${this.whole && this.queues.length === 0 ? html`<p class="empty">No queues yet. <a href="#/hello">First steps</a> make one.</p>` : html`
                <section class="card"><fb-rows label="Queues" .items=${shown} .columns=${this.#columns()}
                    .link=${({ name }) => to(['queues', name])} @seen=${this.#see}></fb-rows></section>`}
            <fb-confirm></fb-confirm><fb-new-queue></fb-new-queue>`;
    }

    #columns() {
        return [
            { title: 'Queue', width: 'minmax(90px, 2fr)', cell: ({ name }) => html`<a href=${to(['queues', name])} title=${name}>${name}</a>` },
            { title: 'State', below: true, width: '128px', cell: (queue) => html`<span class="tag ${tone(queue)}">${stateWord(queue)}</span>` },
            { title: 'Depth', wide: true, width: '100px', cell: ({ name }) => html`<fb-spark .values=${this.#depths.get(name) ?? []}></fb-spark>` },
            { title: 'Waiting', width: '56px', number: true, cell: ({ ready, delayed }) => count(ready + delayed) },
            { title: 'In flight', wide: true, width: '72px', number: true, cell: ({ leased }) => count(leased) },
            { title: 'Oldest', width: '84px', number: true, cell: ({ oldestAgeMillis }) => (oldestAgeMillis ? span(oldestAgeMillis) : '–') },
            { title: 'In / s', wide: true, width: '64px', number: true, cell: ({ inPerSecond }) => pace(inPerSecond) },
            { title: 'Out / s', wide: true, width: '64px', number: true, cell: ({ outPerSecond }) => pace(outPerSecond) },
            { title: 'Action', below: true, width: '210px', cell: (queue) => this.#actions(queue) },
        ];
    }

    #actions({ name, settings }) {
        const runs = settings.flow === 'running';
        return html`
            <button class="plain small" aria-label="${runs ? 'Pause' : 'Resume'} ${name}" @click=${() => this.#flow(name, runs ? 'paused' : 'running')}>${runs ? 'Pause' : 'Resume'}</button>
            <button class="plain small" aria-label="Purge ${name}" @click=${() => this.#ask(askPurge, name, 'purged')}>Purge …</button>
            <button class="plain small bad" aria-label="Delete ${name}" @click=${() => this.#ask(askDelete, name, 'deleted')}>Delete …</button>`;
    }

    async #flow(name, flow) {
        await this.attempt(async () => {
            await setFlow(name, flow);
            say(`${name} is ${flow}.`);
            this.#load();
        });
    }

    #ask(question, name, word) {
        return this.attempt(() => question(this.querySelector('fb-confirm'), name, () => {
            say(`${name} is ${word}.`);
            this.whole = false;
            this.#load();
        }));
    }
}

customElements.define('queues-page', QueuesPage);
