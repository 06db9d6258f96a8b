import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { live } from '../live.js';
import { here, to } from '../place.js';
import { get, queuePath } from '../api.js';
import { endOverride, queueList } from '../queues.js';
import { bytes, count, counted, dateAndTime, pace, span } from '../format.js';
import { say } from '../parts/fb-notice.js';
import '../parts/fb-limits.js';
import '../parts/fb-queue-choice.js';

const REFRESH = 5000;

/** Whether anything bounds a queue or holds it back. */
const isLimited = ({ settings, stats, override }) => settings.rates || settings.maxDepth || settings.maxBytes || settings.breaker
    || settings.flow !== 'running' || stats.heldBack || override;

const RATES = { sending: 'sends', sendingPerKey: 'sends of a key', sendingPerClient: 'sends of a client', delivery: 'deliveries', deliveryPerClient: 'deliveries to a client' };

/** What is allowed against what is offered, and who is held back for how long. */
class LimitsPage extends Element {
    static properties = { problem: { state: true } };

    constructor() {
        super();
        this.problem = '';
        this.limited = new Loaded(this, (signal) => this.#load(signal), { atOnce: true });
        new Every(this, REFRESH, () => live.paused || this.limited.again());
    }

    /** A link may name the queue whose limits are to be set. */
    firstUpdated() {
        const { set } = here().parameters;
        if (set) {
            this.#set(set);
        }
    }

    async #load(signal) {
        let all = [];
        for await (const known of queueList({}, signal)) {
            all = known;
        }
        return all.filter(isLimited);
    }

    render() {
        const queues = this.limited.value;
        return html`
            <div class="head"><div><h1>Limits</h1><p>What queues allow, what is offered, and what is held back.</p></div></div>
            ${this.trouble}
            <div class="tools"><fb-queue-choice label="Set the limits of the queue" @choose=${(event) => this.#set(event.detail)}></fb-queue-choice></div>
            ${!queues ? this.limited.placeholder : queues.length === 0
                ? html`<p class="empty">No queue has a limit, and none is held back. Name one above to set some.</p>` : html`
                <section class="card"><div class="scroll" tabindex="0" role="region" aria-label="Limits"><table class="fits">
                    <thead><tr><th scope="col">Queue</th><th scope="col">Allowed, offered</th><th scope="col">Held back</th><th scope="col">Action</th></tr></thead>
                    <tbody>${queues.map((queue) => this.#row(queue))}</tbody>
                </table></div></section>`}
            <fb-limits @changed=${() => this.limited.again()}></fb-limits>`;
    }

    #row({ name, settings, stats, override }) {
        const allowed = [
            ...Object.entries(settings.rates ?? {}).filter(([, rate]) => rate).map(([which, rate]) => `${pace(rate.perSecond)} ${RATES[which]} / s`),
            settings.maxDepth && `${count(settings.maxDepth)} messages`,
            settings.maxBytes && bytes(settings.maxBytes),
            settings.breaker && `stops after ${count(settings.breaker.failures)} failures in ${span(settings.breaker.windowMillis)}`,
            settings.flow !== 'running' && settings.flow,
        ].filter(Boolean);
        const { heldBack } = stats;
        return html`
            <tr>
                <td class="wrap"><a href=${to(['queues', name])}>${name}</a></td>
                <td>${allowed.length ? allowed.map((one) => html`<div>${one}</div>`) : html`<span class="muted">no limit</span>`}
                    <div class="small muted">offered: ${pace(stats.sentPerSecond)} sends / s; ${counted(stats.ready + stats.delayed + stats.leased, 'message')}, ${bytes(stats.bytes)}</div>
                    ${override ? html`<div class="small warn">until ${dateAndTime(override.until)}, then as before
                        <button class="plain small" aria-label="End the other limits of ${name}" @click=${() => this.#end(name)}>End now</button></div>` : nothing}</td>
                <td>${heldBack ? html`<span class="bad">${heldBack.detail}</span>${heldBack.retryAfterMillis !== undefined
                    ? html`<div class="small muted">for ${span(heldBack.retryAfterMillis)}</div>` : nothing}` : html`<span class="muted">nothing</span>`}</td>
                <td><button aria-label="Limits of ${name}" @click=${() => this.querySelector('fb-limits').open(name, settings)}>Set …</button></td>
            </tr>`;
    }

    async #set(name) {
        try {
            this.problem = '';
            const { settings } = await get(queuePath(name));
            this.querySelector('fb-limits').open(name, settings);
        } catch (problem) {
            this.problem = problem.message;
        }
    }

    async #end(name) {
        try {
            this.problem = '';
            await endOverride(name);
            say(`The limits of ${name} are as before.`);
            this.limited.again();
        } catch (problem) {
            this.problem = problem.message;
        }
    }
}

customElements.define('limits-page', LimitsPage);
