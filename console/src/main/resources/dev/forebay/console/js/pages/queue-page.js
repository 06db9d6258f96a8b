import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { Keys } from '../keyboard.js';
import { get, query, queuePath } from '../api.js';
import { LiveFigures, live } from '../live.js';
import { go, messageLink, to } from '../place.js';
import { ago, count, dateAndTime, pace, shortId, span, timeOfDay } from '../format.js';
import { askDelete, askPurge, setFlow } from '../queues.js';
import { bodyText } from '../parts/fb-body.js';
import { say } from '../parts/fb-notice.js';
import { toUse } from '../parts/snippets.js';
import '../parts/fb-basin.js';
import '../parts/fb-confirm.js';
import '../parts/fb-heat.js';
import '../parts/fb-limits.js';
import '../parts/fb-plot.js';
import '../parts/fb-send.js';
import '../parts/fb-settings.js';
import '../parts/fb-snippets.js';

const REFRESH = 4000;
const TAIL = 8;

/** Where this page is, which is where clients find the server. */
const base = () => location.href.split('#')[0];

/** What a queue's figures are called by people. */
const COUNTERS = [
    ['sent', 'sent'], ['acked', 'acked'], ['deadLettered', 'dead-lettered'], ['expired', 'expired'], ['dropped', 'dropped'],
    ['purged', 'purged'], ['moved', 'moved'], ['duplicates', 'duplicates'], ['delivered', 'delivered'], ['leasesExpired', 'leases that ran out'],
];

/** One queue: how it goes, who reads it, how it is set. */
class QueuePage extends Element {
    static properties = { queue: {}, problem: { state: true } };

    constructor() {
        super();
        this.problem = '';
        this.shown = new Loaded(this, (signal) => this.#load(signal));
        this.past = new Loaded(this, (signal) => get(queuePath(this.queue, '/history' + query({ step: '1s' })), { signal }));
        this.tail = new Loaded(this, (signal) => this.#latest(signal));
        new LiveFigures(this, () => this.#heard());
        new Every(this, REFRESH, () => live.paused || this.#refresh());
        new Keys(this, { redrive: () => go(['dead-letters', this.queue]) });
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        live.watch([]);
    }

    willUpdate(changed) {
        if (changed.has('queue')) {
            live.watch([this.queue]);
            this.#refresh();
            this.past.again();
        }
    }

    async #load(signal) {
        const [queue, { consumers }, { subscriptions }, origins] = await Promise.all([
            get(queuePath(this.queue), { signal }),
            get(queuePath(this.queue, '/consumers'), { signal }),
            get(queuePath(this.queue, '/subscriptions'), { signal }),
            get(queuePath(this.queue, '/origins'), { signal }),
        ]);
        return { queue, consumers, subscriptions, origins };
    }

    /** The newest messages, whatever their state. */
    async #latest(signal) {
        const { stats } = await get(queuePath(this.queue), { signal });
        const from = Math.max(0, stats.sent - TAIL);
        const page = await get(queuePath(this.queue, '/messages' + query({ from, json: 'as-text', limit: 2 * TAIL })), { signal });
        return page.messages.slice(-TAIL).reverse();
    }

    #refresh() {
        this.shown.again();
        this.tail.again();
    }

    #heard() {
        const figures = live.frame?.queues.find(({ name }) => name === this.queue);
        const past = this.past.value;
        if (!figures || !past || past.number === live.frame.number) {
            return;
        }
        past.number = live.frame.number;
        past.lastAt = live.frame.at;
        for (const [name, column] of Object.entries(past.series)) {
            column.push(figures[name] ?? 0);
            if (column.length > 600) {
                column.shift();
            }
        }
    }

    render() {
        const shown = this.shown.value;
        if (!shown || shown.queue.name !== this.queue) {
            return html`<div class="head"><h1 class="wrap">${this.queue}</h1></div>${this.shown.placeholder}`;
        }
        const { queue, consumers, subscriptions, origins } = shown;
        const figures = live.frame?.queues.find(({ name }) => name === this.queue);
        return html`
            ${this.#head(queue)}
            ${this.trouble}
            <div class="cards">
                ${figures ? html`<fb-basin .queue=${figures}></fb-basin>` : nothing}
                <section class="card"><h2>Now</h2>${this.#now(queue, figures)}</section>
            </div>
            ${this.#plots()}
            <section class="card"><h2>Time in the queue, until first delivered</h2>
                <fb-heat .queue=${this.queue} @time=${this.#messagesAt}></fb-heat></section>
            <div class="cards">
                <section class="card"><h2>Consumers</h2>${this.#consumers(consumers)}</section>
                <section class="card"><h2>Latest messages</h2>${this.#tail()}</section>
            </div>
            <section class="card"><h2>Settings</h2><fb-settings .queue=${queue} .origins=${origins} @changed=${() => this.shown.again()}></fb-settings></section>
            <div class="cards">
                <section class="card"><h2>Since it was made</h2>${this.#counters(queue, subscriptions)}</section>
                <section class="card"><h2>From programs</h2>${this.#names(origins)}<br><fb-snippets .queue=${this.queue} .of=${toUse}></fb-snippets></section>
            </div>
            <fb-confirm></fb-confirm><fb-send @sent=${() => this.#refresh()}></fb-send>
            <fb-limits @changed=${() => this.shown.again()}></fb-limits>`;
    }

    /** What the queue is called over each protocol, and how messages come to it. */
    #names({ host, name, bindings }) {
        const url = (path) => html`<code>${new URL(path, base()).href}</code>`;
        return html`
            <dl class="pairs">
                <dt>HTTP</dt><dd>${url(queuePath(this.queue))}</dd>
                <dt>SQS: queue URL</dt><dd>${url(`000000000000/${encodeURIComponent(this.queue)}`)}</dd>
                <dt>AMQP: queue</dt><dd><code>${name}</code>${host === '/' ? nothing : html` of host <code>${host}</code>`}</dd>
                ${bindings.map(({ exchange, type, routingKey, arguments: more }) => html`<dt>AMQP: binding</dt>
                    <dd>${exchange ? html`<code>${exchange}</code> (${type})` : 'the default exchange'}, key <code>${routingKey || '–'}</code>
                        ${Object.entries(more).map(([word, value]) => html`<code>${word}=${value}</code> `)}</dd>`)}
            </dl>`;
    }

    #head({ name, settings, stats }) {
        const runs = settings.flow === 'running';
        return html`
            <div class="head">
                <div><h1 class="wrap">${name}</h1>
                    <p>${settings.kind}, order ${settings.ordering}${settings.durability === 'volatile' ? ', volatile' : ''}${stats.heldBack
                        ? html` · <span class="bad">held back: ${stats.heldBack.detail}</span>` : nothing}</p></div>
                <div class="row">
                    <button class="main" @click=${() => this.querySelector('fb-send').open(name)}>Send …</button>
                    <a class="button" href=${to(['messages', name])}>Browse</a>
                    <a class="button" href=${to(['messages', name], { tail: 'yes' })}>Tail</a>
                    <a class="button" href=${to(['replay', name])}>Replay …</a>
                    <a class="button" href=${to(['dead-letters', name])}>Dead letters</a>
                    <button @click=${() => this.querySelector('fb-limits').open(name, settings)}>Limits …</button>
                    <button @click=${() => this.#flow(runs ? 'paused' : 'running')}>${runs ? 'Pause' : 'Resume'}</button>
                    <button @click=${() => this.#ask(askPurge, () => this.#refresh())}>Purge …</button>
                    <button class="danger" @click=${() => this.#ask(askDelete, () => go(['queues']))}>Delete …</button>
                </div>
            </div>`;
    }

    /** What the basin shows too comes from the same frame. */
    #now({ stats }, figures) {
        const drain = figures ? figures.drainMillis : stats.drainMillis;
        const facts = [
            ['ready', count(stats.ready)], ['delayed', count(stats.delayed)], ['in flight', count(stats.leased)],
            ['wait for their key', count(stats.passedOver)], ['oldest', stats.oldestAgeMillis ? span(stats.oldestAgeMillis) : '–'],
            ['in', `${pace(stats.sentPerSecond)}/s`], ['out', `${pace(stats.settledPerSecond)}/s`],
            ['empty in', drain == null ? 'not as it goes now' : span(drain)],
            ['receives that wait', count(stats.waitingReceives)],
        ];
        return html`<dl class="pairs two">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
    }

    #plots() {
        const past = this.past.value;
        if (!past?.lastAt) {
            return html`<section class="card"><p class="empty">No history yet: it begins when the queue is busy.</p></section>`;
        }
        const { series, stepMillis, lastAt } = past;
        const size = series.ready.length;
        const times = series.ready.map((_, i) => (Date.parse(lastAt) - (size - 1 - i) * stepMillis) / 1000);
        const line = (label, colour, column, of = (value) => value) => ({ label, colour, values: series[column].map((value) => (value === null ? null : of(value))) });
        return html`
            <div class="cards three">
                <section class="card"><h2>Messages per second</h2>
                    <fb-plot label="Messages per second of ${this.queue}" .times=${times} .format=${pace} @time=${this.#messagesAt}
                        .series=${[line('in', 'accent', 'inPerSecond'), line('out', 'ok', 'outPerSecond'), line('dead letters', 'dead', 'deadPerSecond')]}></fb-plot></section>
                <section class="card"><h2>Depth</h2>
                    <fb-plot label="Depth of ${this.queue}" .times=${times} stacked @time=${this.#messagesAt}
                        .series=${[line('in flight', 'http', 'leased'), line('delayed', 'warn', 'delayed'), line('ready', 'water', 'ready')]}></fb-plot></section>
                <section class="card"><h2>Age of the oldest message</h2>
                    <fb-plot label="Age of the oldest message of ${this.queue}" .times=${times} .format=${(s) => span(s * 1000)}
                        .limit=${this.shown.value.queue.settings.ageObjectiveMillis ? this.shown.value.queue.settings.ageObjectiveMillis / 1000 : null}
                        .series=${[line('oldest', 'accent', 'oldestAgeMillis', (ms) => ms / 1000)]}></fb-plot></section>
            </div>`;
    }

    #consumers(consumers) {
        if (consumers.length === 0) {
            return html`<p class="empty">Nobody receives from this queue, or did within the last five minutes.</p>`;
        }
        return html`
            <div class="scroll" tabindex="0" role="region" aria-label="Consumers"><table>
                <thead><tr><th scope="col">Client</th><th scope="col">Over</th><th scope="col">Address</th><th scope="col" class="number">Delivered</th><th scope="col">Last receive</th></tr></thead>
                <tbody>${consumers.slice(0, 50).map((one) => html`<tr>
                    <td class="wrap">${one.client || one.user || '–'}${one.heldBack ? html`<div class="small bad">${one.heldBack.detail}</div>` : nothing}</td>
                    <td class=${one.face}>${one.face}</td><td>${one.address}</td><td class="number">${count(one.delivered)}</td>
                    <td class="nowrap">${ago(one.lastReceiveAt)} ago</td></tr>`)}</tbody>
            </table></div>`;
    }

    #tail() {
        const latest = this.tail.value;
        if (!latest) {
            return this.tail.placeholder;
        }
        return latest.length === 0 ? html`<p class="empty">Nothing was sent yet.</p>` : html`
            <div class="scroll" tabindex="0" role="region" aria-label="Latest messages"><table>
                <thead><tr><th scope="col">Sent</th><th scope="col">Id</th><th scope="col">State</th><th scope="col">Body</th></tr></thead>
                <tbody>${latest.map((one) => html`<tr>
                    <td class="nowrap">${timeOfDay(one.sentAt)}</td>
                    <td class="nowrap"><a class="mono" href=${messageLink(this.queue, one.id)}>${shortId(one.id)}</a></td>
                    <td>${one.state}</td><td class="mono wrap">${bodyText(one).slice(0, 60)}</td></tr>`)}</tbody>
            </table></div>`;
    }

    #counters({ createdAt, stats, tags }, subscriptions) {
        return html`
            <dl class="pairs">
                <dt>made</dt><dd>${dateAndTime(createdAt)}</dd>
                ${COUNTERS.map(([key, title]) => html`<dt>${title}</dt><dd>${count(stats[key])}</dd>`)}
                ${Object.entries(tags).map(([name, value]) => html`<dt>tag ${name}</dt><dd>${value}</dd>`)}
            </dl>
            ${subscriptions.length > 1 ? html`<hr><h3>Subscriptions</h3><dl class="pairs">${subscriptions.map(({ name, stats: one }) => html`
                <dt class="wrap">${name}</dt><dd>${count(one.ready + one.delayed)} waiting, ${count(one.leased)} in flight</dd>`)}</dl>` : nothing}`;
    }

    #messagesAt({ detail: { at, seconds = 1 } }) {
        const from = new Date(at * 1000);
        go(['messages', this.queue], { from: from.toISOString(), to: new Date(from.getTime() + seconds * 1000).toISOString() });
    }

    async #flow(flow) {
        await this.attempt(async () => {
            await setFlow(this.queue, flow);
            say(`${this.queue} is ${flow}.`);
        });
        this.shown.again();
    }

    #ask(question, done) {
        return this.attempt(() => question(this.querySelector('fb-confirm'), this.queue, done));
    }
}

customElements.define('queue-page', QueuePage);
