import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element } from '../element.js';
import { LiveFigures, live, seesServer } from '../live.js';
import { go, to } from '../place.js';
import { count, counted, latency, pace, span } from '../format.js';
import { late } from '../late.js';
import { LastingAlerts, alerts } from '../alerts.js';
import { setFlow } from '../queues.js';
import { say } from '../parts/fb-notice.js';
import { remedy } from '../parts/remedies.js';
import '../parts/fb-basin.js';
import '../parts/fb-plot.js';

/** Basins that are shown: those in most trouble. */
const MOST_BASINS = 8;

/** Alerts that are told in words at first. */
const MOST_NEEDS = 3;

const NEEDS = {
    late: (queue) => html`is late: its oldest message waits for ${span(queue.oldestAgeMillis)}, and ${span(queue.ageObjectiveMillis)} is its objective`,
    unread: (queue) => html`has no consumer, and its oldest message waits for ${span(queue.oldestAgeMillis)}`,
    stopped: (queue) => html`is stopped, and its oldest message waits for ${span(queue.oldestAgeMillis)}`,
};

const FACES = [
    { label: 'SQS', colour: 'sqs', column: 'sqsPerSecond' },
    { label: 'AMQP', colour: 'amqp', column: 'amqpPerSecond' },
    { label: 'HTTP', colour: 'http', column: 'httpPerSecond' },
];

/** What is drawn of one's own queues, where protocols are the server's matter. */
const WAYS = [
    { label: 'in', colour: 'accent', column: 'inPerSecond' },
    { label: 'out', colour: 'ok', column: 'outPerSecond' },
];

/** What needs you, and how all of it goes. */
class OverviewPage extends Element {
    static properties = { parts: { state: true }, most: { state: true } };

    constructor() {
        super();
        this.parts = {};
        this.most = MOST_NEEDS;
        new LiveFigures(this);
        new LastingAlerts(this);
        live.watch([]);
    }

    render() {
        const { frame } = live;
        if (!frame) {
            return html`<div class="head"><h1>Overview</h1></div><p class="empty">Waiting for the first figures …</p>`;
        }
        const isNew = frame.queueCount === 0 || (frame.queueCount === 1 && frame.queues.every(({ name }) => name === 'hello'));
        return html`
            <div class="head"><div><h1>Overview</h1>${this.#sentence(frame)}</div></div>
            ${isNew ? this.#firstSteps() : nothing}
            ${frame.queueCount > 0 ? this.#all(frame) : nothing}`;
    }

    #sentence(frame) {
        const { length } = alerts.loud;
        if (length === 0) {
            return this.#early(frame);
        }
        return html`<p>${counted(length, 'thing')} ${length === 1 ? 'needs' : 'need'} you:</p>
            <ul class="needs">${alerts.loud.slice(0, this.most).map((alert) => this.#alert(alert))}</ul>
            ${length > this.most ? html`<button class="plain" @click=${() => { this.most = Infinity; }}>Show ${count(length - this.most)} more</button>` : nothing}`;
    }

    #alert(alert) {
        const { queue, severity, summary } = alert;
        return html`<li class=${severity}>
            ${queue ? html`<a href=${to(['queues', queue])}><strong>${summary}</strong></a>` : html`<strong>${summary}</strong>`}
            ${remedy(alert)} <button class="plain small" @click=${() => this.#silence([alert])} aria-label="Silence for 1 h: ${summary}">Silence 1 h</button></li>`;
    }

    /** What has not been so for long enough to be an alert, or never is one. */
    #early({ queues, queueCount, more }) {
        const needy = queues.filter((queue) => NEEDS[queue.state] && !alerts.isSilent(queue.name));
        if (needy.length === 0) {
            return html`<p>${queueCount === 0 ? 'There are no queues yet.' : 'Nothing needs you.'}</p>`;
        }
        const [first] = needy;
        const most = more > 0 && NEEDS[queues.at(-1).state] ? 'At least ' : '';
        return html`<p>${most}${counted(needy.length, 'queue')} ${needy.length === 1 ? 'needs' : 'need'} you:
            <a href=${to(['queues', first.name])}><strong>${first.name}</strong></a> ${NEEDS[first.state](first)}.
            ${first.state === 'stopped' ? html`<button class="plain small" @click=${() => this.#flow(first)}>Resume ${first.name}</button>`
                : html`See <a href=${to(['consumers'], { text: first.name })}>who receives</a>.`}</p>`;
    }

    #firstSteps() {
        this.#need('steps', () => import('../parts/fb-first-steps.js'));
        return html`<fb-first-steps></fb-first-steps><br>`;
    }

    /** Loads what is not needed for the first paint. */
    #need(part, load) {
        this.parts[part] ??= late(load);
    }

    #all(frame) {
        this.#need('groups', () => import('../parts/fb-groups.js'));
        return html`
            ${this.#figures(frame)}
            <section class="basins" aria-label="Queues by trouble">${repeat(
                frame.queues.filter(({ state }) => state !== 'dry').slice(0, MOST_BASINS),
                ({ name }) => name,
                (queue) => html`<fb-basin .queue=${queue} .flow=${() => this.#flow(queue)} .silence=${alerts.of(queue.name).length
                    ? () => this.#silence(alerts.of(queue.name)) : null}></fb-basin>`)}</section>
            ${this.#plots()}
            <section class="card"><h2>Dead letters, grouped by cause</h2><fb-groups .most=${8}></fb-groups></section>`;
    }

    #figures({ total }) {
        const accepted = total.sqsPerSecond + total.amqpPerSecond + total.httpPerSecond;
        const server = seesServer({ total });
        const figures = [
            server ? ['Accepted / s', pace(accepted), 'fsynced before answered'] : ['In / s', pace(total.inPerSecond), 'of your queues'],
            server ? ['Delivered / s', pace(total.deliveredPerSecond), `${pace(total.outPerSecond)} acked / s`] : ['Out / s', pace(total.outPerSecond), 'acked'],
            ['Waiting', count(total.ready + total.delayed), total.oldestAgeMillis ? `oldest ${span(total.oldestAgeMillis)}` : 'nothing'],
            ['In flight', count(total.leased), 'leased to consumers'],
            ['Dead letters', count(total.deadLetters), `${pace(total.deadPerSecond)} / s now`],
            ...server ? [['Ack latency p99', latency(total.commitP99Millis), `p50 ${latency(total.commitP50Millis)}`]] : [],
        ];
        return html`<section class="figures" aria-label="Figures">${figures.map(([name, value, note]) => html`
            <dl class="card"><dt>${name}</dt><dd class="value">${value}</dd><dd>${note}</dd></dl>`)}</section>`;
    }

    #plots() {
        const { times, columns } = live.history;
        const line = (label, colour, column, of = (value) => value) => ({ label, colour, values: (columns[column] ?? []).map((value) => (value === null ? null : of(value))) });
        const late = live.frame.queues.find(({ ageObjectiveMillis }) => ageObjectiveMillis);
        const limit = late ? late.ageObjectiveMillis / 1000 : null;
        const server = seesServer(live.frame);
        const came = server ? 'Accepted messages per second, by protocol' : 'Messages per second that came and went';
        return html`
            <div class="cards wide-first">
                <section class="card"><h2>${came}</h2>
                    <fb-plot label=${came} .times=${times} ?stacked=${server} .format=${pace} @time=${this.#messagesAt}
                        .series=${(server ? FACES : WAYS).map(({ label, colour, column }) => line(label, colour, column))}></fb-plot></section>
                <section class="card"><h2>Age of the oldest waiting message${late ? `; ${late.name} should stay under ${span(late.ageObjectiveMillis)}` : ''}</h2>
                    <fb-plot label="Age of the oldest waiting message" .times=${times} .limit=${limit} .format=${(s) => span(s * 1000)} @time=${this.#messagesAt}
                        .series=${[line('oldest of all queues', 'accent', 'oldestAgeMillis', (ms) => ms / 1000)]}></fb-plot></section>
                <section class="card"><h2>Waiting, in flight</h2>
                    <fb-plot label="Messages that wait or are in flight" .times=${times} stacked
                        .series=${[line('in flight', 'http', 'leased'), line('waiting', 'water', 'ready')]}></fb-plot></section>
                ${server ? html`<section class="card"><h2>Commit latency: what an answer waits for</h2>
                    <fb-plot label="Commit latency" .times=${times} .format=${latency}
                        .series=${[line('p99', 'warn', 'commitP99Millis'), line('p50', 'ok', 'commitP50Millis')]}></fb-plot></section>` : nothing}
            </div>`;
    }

    /** Pauses a queue, or has it go on. What is stopped by its breaker goes on by itself. */
    async #flow({ name, state }) {
        const flow = state === 'stopped' ? 'running' : 'paused';
        try {
            await setFlow(name, flow);
            say(`${name} is ${flow}.`);
        } catch (problem) {
            say(problem.message);
        }
    }

    #silence(those) {
        const { queue } = those[0];
        alerts.silence(those).then(
            () => say(`Nobody is told of ${queue ?? 'it'} for an hour.`),
            (problem) => say(problem.message),
        );
    }

    /** Messages of the second that was clicked, in the queue that takes most. */
    #messagesAt({ detail: { at } }) {
        const [busiest] = [...live.frame.queues].sort((a, b) => b.inPerSecond - a.inPerSecond);
        if (busiest) {
            const from = new Date(at * 1000);
            go(['messages', busiest.name], { from: from.toISOString(), to: new Date(from.getTime() + 1000).toISOString() });
        }
    }
}

customElements.define('overview-page', OverviewPage);
