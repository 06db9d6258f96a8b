import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { Keys } from '../keyboard.js';
import { pages } from '../api.js';
import { go, to } from '../place.js';
import { count, counted } from '../format.js';
import { askPurge } from '../queues.js';
import { say } from '../parts/fb-notice.js';
import '../parts/fb-confirm.js';
import '../parts/fb-groups.js';
import '../parts/fb-queue-choice.js';
import '../parts/fb-redrive.js';
import '../parts/fb-runs.js';

const REFRESH = 5000;

/** What was given up, by cause, and what becomes of it. */
class DeadLettersPage extends Element {
    static properties = { queue: {}, problem: { state: true } };

    constructor() {
        super();
        this.queue = '';
        this.problem = '';
        this.holding = new Loaded(this, (signal) => this.#load(signal), { atOnce: true });
        new Every(this, REFRESH, () => this.holding.again());
        new Keys(this, { redrive: () => this.#redrive(), filter: () => this.querySelector('fb-queue-choice input').focus() });
    }

    async #load(signal) {
        const all = [];
        for await (const { queues } of pages('v1/dead-letters', { limit: 1000 }, { signal })) {
            all.push(...queues);
        }
        return all;
    }

    render() {
        return html`
            <div class="head"><div><h1>Dead letters${this.queue ? html` in ${this.queue}` : nothing}</h1>
                <p>What failed for the last time, was rejected, or was pushed out; it keeps its identity when it goes back.</p></div>
                ${this.queue ? html`<div class="row">
                    <button class="main" @click=${this.#redrive}>Redrive …</button>
                    <a class="button" href=${to(['messages', this.queue], { states: 'ready,delayed,leased' })}>Browse</a>
                    <button class="danger" @click=${this.#discard}>Discard all …</button></div>` : nothing}
            </div>
            ${this.trouble}
            <div class="tools"><fb-queue-choice .value=${this.queue} label="Dead-letter queue"
                @choose=${(event) => go(['dead-letters', event.detail])}></fb-queue-choice>
                ${this.queue ? html`<a class="button" href="#/dead-letters">All of them</a>` : nothing}</div>
            <section class="card"><h2>By cause</h2><fb-groups .queue=${this.queue}></fb-groups></section>
            ${this.queue ? html`
                <section class="card"><h2>Redrives of ${this.queue}</h2><fb-runs .queue=${this.queue} .kind=${'redrives'}></fb-runs></section>`
                : html`<section class="card"><h2>Redrives</h2><fb-runs .queue=${''} .kind=${'redrives'}></fb-runs></section>
                <section class="card"><h2>Where they wait</h2>${this.#holding()}</section>`}
            <fb-redrive @started=${() => this.querySelector('fb-groups').groups.again()}></fb-redrive><fb-confirm></fb-confirm>`;
    }

    #holding() {
        const queues = this.holding.value;
        if (!queues) {
            return this.holding.placeholder;
        }
        return queues.length === 0 ? html`<p class="empty">No queue has a dead-letter queue yet. A queue's setting <code>deadLetter</code> names one.</p>` : html`
            <div class="scroll" tabindex="0" role="region" aria-label="Dead-letter queues"><table class="fits">
                <thead><tr><th scope="col">Queue</th><th scope="col">Dead letters of</th><th scope="col" class="number">Messages</th></tr></thead>
                <tbody>${queues.map(({ name, sources, messages }) => html`<tr>
                    <td class="wrap"><a href=${to(['dead-letters', name])}>${name}</a></td>
                    <td class="wrap muted">${sources.slice(0, 5).join(', ')}${sources.length > 5 ? ` and ${counted(sources.length - 5, 'more', 'more')}` : ''}</td>
                    <td class="number ${messages ? 'bad' : ''}">${count(messages)}</td></tr>`)}</tbody>
            </table></div>`;
    }

    #redrive() {
        if (this.queue) {
            this.querySelector(':scope > fb-redrive').open(this.queue);
        }
    }

    async #discard() {
        await this.attempt(() => askPurge(this.querySelector('fb-confirm'), this.queue, () => {
            say(`The dead letters in ${this.queue} are discarded.`);
            this.querySelector('fb-groups').groups.again();
        }));
    }
}

customElements.define('dead-letters-page', DeadLettersPage);
