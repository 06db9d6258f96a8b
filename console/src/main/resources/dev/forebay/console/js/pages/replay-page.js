import { html, nothing } from 'lit';
import { Element, Loaded, hear } from '../element.js';
import { get, post, query, queuePath } from '../api.js';
import { change, go, here } from '../place.js';
import { bytes, count, counted, pace } from '../format.js';
import { say } from '../parts/fb-notice.js';
import '../parts/fb-plot.js';
import '../parts/fb-queue-choice.js';
import '../parts/fb-runs.js';

/** Steps of the history, and how far it goes back by each. */
const SPANS = [['1s', 1000, '10 minutes'], ['15s', 15_000, '6 hours'], ['5m', 300_000, '7 days']];

/** Reading again what was settled: a stretch of time chosen on the plot of what came. */
class ReplayPage extends Element {
    static properties = { queue: {}, preview: { state: true }, problem: { state: true } };

    constructor() {
        super();
        this.queue = '';
        this.preview = null;
        this.problem = '';
        this.step = '';
        this.past = new Loaded(this, (signal) => this.#load(signal));
        hear(this, window, 'hashchange');
    }

    willUpdate(changed) {
        if (changed.has('queue') && this.queue) {
            this.preview = null;
            this.past.value = null;
            this.past.again();
        }
    }

    /** What was chosen; else six hours when there is so much, and the last ten minutes when not. */
    async #load(signal) {
        const history = (step) => get(queuePath(this.queue, '/history' + query({ step })), { signal });
        const long = await history(this.step || '15s');
        return this.step || long.series.ready.length > 40 ? long : history('1s');
    }

    #over({ target }) {
        this.step = target.value;
        this.past.again();
    }

    render() {
        return html`
            <div class="head"><div><h1>Replay</h1><p>Delivers again what a queue still keeps, settled or not. Nothing that was acked is undone.</p></div></div>
            <div class="tools"><fb-queue-choice .value=${this.queue} @choose=${(event) => go(['replay', event.detail])}></fb-queue-choice></div>
            ${this.queue ? this.#chosen() : html`<p class="empty">Choose the queue to read again.</p>`}`;
    }

    #chosen() {
        return html`
            <section class="card"><h2>What came, by time: drag to choose a stretch</h2>${this.#volume()}</section>
            <section class="card"><h2>What to replay</h2>${this.#form()}</section>
            <section class="card"><h2>Replays of ${this.queue}</h2><fb-runs .queue=${this.queue} .kind=${'replays'}></fb-runs></section>`;
    }

    #volume() {
        const past = this.past.value;
        if (!past) {
            return this.past.placeholder;
        }
        const { series, stepMillis, lastAt } = past;
        if (!lastAt) {
            return html`<p class="empty">No history of this queue is kept; write times or offsets below.</p>`;
        }
        const size = series.inPerSecond.length;
        const times = series.inPerSecond.map((_, i) => (Date.parse(lastAt) - (size - 1 - i) * stepMillis) / 1000);
        return html`<label><span>Of the last</span> <select @change=${this.#over}>${SPANS.map(([step, millis, title]) => html`
                <option value=${step} .selected=${millis === stepMillis}>${title}</option>`)}</select></label>
            <fb-plot label="Messages per second that came to ${this.queue}" .times=${times} brush .format=${pace} @range=${this.#brushed}
            .series=${[{ label: 'in / s', colour: 'accent', values: series.inPerSecond }]}></fb-plot>`;
    }

    #brushed({ detail: { from, to } }) {
        change({ from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString() }, { replace: true });
        this.updateComplete.then(() => this.#count());
    }

    #form() {
        const { from = '', to = '', filter = '' } = here().parameters;
        return html`
            <form class="stack" @submit=${this.#start} @change=${() => { this.preview = null; }}>
                <div class="fields">
                    <label><span>From (time, offset or beginning)</span><input name="from" .value=${from} placeholder="beginning"></label>
                    <label><span>To</span><input name="to" .value=${to} placeholder="now"></label>
                    <label><span>Filter (all when empty)</span><input name="filter" class="mono" .value=${filter} placeholder='key like "order-*"'></label>
                    <label><span>Into</span><select name="target">
                        <option value="">its ordinary receives</option>
                        <option value="intoQueue">another queue</option>
                        <option value="intoSubscription">a subscription</option></select></label>
                    <label><span>Named (of another queue or a subscription)</span><input name="name"></label>
                    <label><span>At most so many a second (0: as fast as it goes)</span><input name="ratePerSecond" type="number" min="0" value="0"></label>
                </div>
                ${this.preview ? html`<p class="touches"><strong>${counted(this.preview.meant, 'message')}</strong> (${bytes(this.preview.bytes)})
                    of ${count(this.preview.looked)} in offsets ${this.preview.fromOffset} to ${this.preview.toOffset} would be delivered again.</p>` : nothing}
                ${this.trouble}
                <div class="row"><button type="button" @click=${this.#count}>Dry run</button>
                    <button class="main">${this.preview ? `Replay ${counted(this.preview.meant, 'message')}` : 'Replay'}</button></div>
            </form>`;
    }

    get #wish() {
        const given = Object.fromEntries(new FormData(this.querySelector('form.stack')));
        const target = given.target ? { [given.target]: given.name } : {};
        const create = given.target === 'intoSubscription' ? { create: true } : {};
        const places = Object.fromEntries(['from', 'to', 'filter'].filter((one) => given[one]).map((one) => [one, given[one]]));
        return { ...places, ...target, ...create, ratePerSecond: Number(given.ratePerSecond) };
    }

    async #count() {
        await this.attempt(async () => {
            this.preview = await post(queuePath(this.queue, '/replays/preview'), this.#wish);
        });
    }

    /** Counts first, so that nobody starts what he has not seen the size of. */
    async #start(event) {
        event.preventDefault();
        if (!this.preview) {
            return this.#count();
        }
        return this.attempt(async () => {
            const { replay } = await post(queuePath(this.queue, '/replays'), this.#wish);
            this.preview = null;
            say(`Replay ${replay} of ${this.queue} has begun.`);
            this.querySelector('fb-runs').runs.again();
        });
    }
}

customElements.define('replay-page', ReplayPage);
