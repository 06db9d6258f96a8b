import { html, nothing, svg } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { get, post, query, queuePath } from '../api.js';
import { to } from '../place.js';
import { ago, count, dateAndTime } from '../format.js';
import { say } from './fb-notice.js';

const REFRESH = 1000;

/** How the two kinds of runs tell the same. */
const KINDS = {
    redrives: {
        list: 'redrives', number: 'redrive', phase: 'state', begun: 'startedAt',
        done: ({ moved, failed }) => moved + failed, all: ({ total }) => total,
        text: ({ moved, failed, discard }) => `${count(moved)} ${discard ? 'discarded' : 'moved'}${failed ? `, ${count(failed)} stay` : ''}`,
    },
    replays: {
        list: 'replays', number: 'replay', phase: 'phase', begun: 'createdAt',
        done: ({ position, fromOffset }) => position - fromOffset, all: ({ fromOffset, toOffset }) => toOffset - fromOffset,
        text: ({ given, acked, unsettled, intoQueue }) => (intoQueue ? `${count(given)} copied` : `${count(given)} given, ${count(acked)} acked, ${count(unsettled)} left`),
    },
};

/** Redrives or replays of a queue, or redrives of all: under way with their progress, and those that were. */
class Runs extends Element {
    static properties = { queue: {}, kind: {}, problem: { state: true } };

    constructor() {
        super();
        this.kind = 'redrives';
        this.queue = '';
        this.problem = '';
        this.runs = new Loaded(this, (signal) => get((this.queue ? queuePath(this.queue, `/${this.kind}`) : `v1/${this.kind}`) + query({ limit: 50 }), { signal }));
        new Every(this, REFRESH, () => this.runs.again());
    }

    willUpdate(changed) {
        if (changed.has('queue')) {
            this.runs.again();
        }
    }

    render() {
        const kind = KINDS[this.kind];
        const runs = this.runs.value?.[kind.list];
        if (!runs) {
            return this.runs.placeholder;
        }
        const newest = [...runs].sort((a, b) => b[kind.number] - a[kind.number]);
        return newest.length === 0 ? html`<p class="empty">None so far.</p>` : html`
            ${this.trouble}
            <div class="scroll" tabindex="0" role="region" aria-label=${this.kind}><table>
                <thead><tr><th scope="col" class="number">No.</th><th scope="col">State</th><th scope="col">Progress</th><th scope="col">Which, whither</th><th scope="col">Begun</th><th scope="col">Action</th></tr></thead>
                <tbody>${newest.map((run) => this.#row(kind, run))}</tbody>
            </table></div>`;
    }

    #row(kind, run) {
        const phase = run[kind.phase];
        const under = phase === 'running' || phase === 'paused';
        const into = run.discard ? 'nowhere: discarded' : run.intoQueue ?? run.intoSubscription;
        return html`
            <tr>
                <td class="number">${run[kind.number]}</td>
                <td>${phase}${run.waiting ? html`<div class="small warn">${run.waiting.text}</div>` : nothing}
                    ${run.failure || run.reason ? html`<div class="small bad wrap">${run.failure ?? run.reason}</div>` : nothing}</td>
                <td>${this.#progress(kind, run)}<span class="small">${kind.text(run)}</span></td>
                <td class="wrap">${this.queue ? nothing : html`<div><a href=${to(['dead-letters', run.queue])}>${run.queue}</a></div>`}<code>${run.filter || (run.idCount ? `${count(run.idCount)} chosen` : 'all')}</code>${into ? html` → ${into}` : nothing}
                    ${run.ratePerSecond ? html`<div class="small muted">at ${count(run.ratePerSecond)}/s</div>` : nothing}</td>
                <td class="nowrap" title=${dateAndTime(run[kind.begun])}>${ago(run[kind.begun])} ago</td>
                <td class="nowrap">${under ? html`
                    <button class="small" @click=${() => this.#change(run, phase === 'paused' ? 'resume' : 'pause')}>${phase === 'paused' ? 'Resume' : 'Pause'}</button>
                    <button class="small danger" @click=${() => this.#change(run, 'cancel')}>Cancel</button>` : nothing}</td>
            </tr>`;
    }

    #progress(kind, run) {
        const all = kind.all(run);
        const share = all > 0 ? Math.min(100, (kind.done(run) / all) * 100) : 100;
        return html`<div class="progress" role="progressbar" aria-label="Progress" aria-valuenow=${Math.round(share)} aria-valuemin="0" aria-valuemax="100">
            <svg viewBox="0 0 100 8" preserveAspectRatio="none">${svg`<rect width=${share} height="8" />`}</svg></div>`;
    }

    async #change(run, change) {
        const number = run[KINDS[this.kind].number];
        await this.attempt(async () => {
            await post(queuePath(this.queue || run.queue, `/${this.kind}/${number}/${change}`));
            say(`${change} of ${number}: done.`);
        });
        this.runs.again();
    }
}

customElements.define('fb-runs', Runs);
