import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { get, queuePath } from '../api.js';
import { count, counted } from '../format.js';
import { queueList } from '../queues.js';
import { to } from '../place.js';

/**
 * Proves the counters of every queue against what the log holds and the journal tells, one queue after
 * the other, which reads all that is kept.
 */
class Verify extends Element {
    static properties = { done: { state: true }, all: { state: true }, wrong: { state: true }, phase: { state: true }, problem: { state: true } };
    #running = new AbortController();

    constructor() {
        super();
        Object.assign(this, { done: 0, all: 0, wrong: [], phase: '', problem: '' });
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#running.abort();
    }

    render() {
        return html`
            <p class="muted">Reads what every queue keeps, checks each batch, and proves that sent = unsettled + ended. Traffic goes on.</p><br>
            <div class="row">${this.phase === 'running'
                ? html`<button @click=${() => this.#running.abort()}>Stop</button>`
                : html`<button class="main" @click=${this.#verify}>Verify all queues</button>`}
                <span role="status">${this.#status()}</span></div>
            ${this.trouble}
            ${this.wrong.length ? html`<ul>${this.wrong.map(({ queue, objections }) => html`
                <li class="bad wrap"><a href=${to(['queues', queue])}>${queue}</a>: ${objections.join('; ')}</li>`)}</ul>` : nothing}`;
    }

    #status() {
        const found = this.wrong.length ? html`<span class="bad">${counted(this.wrong.length, 'queue')} not as they should be</span>` : html`<span class="ok">all as they should be</span>`;
        return { '': nothing, running: html`${count(this.done)} of ${counted(this.all, 'queue')} …`, stopped: html`stopped after ${counted(this.done, 'queue')}`, done: html`${counted(this.done, 'queue')}: ${found}` }[this.phase];
    }

    async #verify() {
        this.#running = new AbortController();
        const { signal } = this.#running;
        Object.assign(this, { done: 0, all: 0, wrong: [], problem: '', phase: 'running' });
        try {
            const names = await this.#names(signal);
            this.all = names.length;
            for (const name of names) {
                await this.#one(name, signal);
            }
            this.phase = 'done';
        } catch (problem) {
            this.phase = 'stopped';
            this.problem = signal.aborted ? '' : problem.message;
        }
    }

    async #names(signal) {
        let all = [];
        for await (const known of queueList({}, signal)) {
            all = known;
        }
        return all.map(({ name }) => name);
    }

    /** One that was deleted meanwhile is as good as proven. */
    async #one(queue, signal) {
        try {
            const { holds, subscriptions } = await get(queuePath(queue, '/audit'), { signal });
            if (!holds) {
                this.wrong = [...this.wrong, { queue, objections: subscriptions.flatMap(({ objections }) => objections) }];
            }
        } catch (problem) {
            if (problem.status !== 404) {
                throw problem;
            }
        }
        this.done++;
    }
}

customElements.define('fb-verify', Verify);
