import { html, nothing } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { post, queuePath } from '../api.js';
import { bytes, counted, shortId } from '../format.js';
import { bodyText } from './fb-body.js';
import { say } from './fb-notice.js';

/** Messages that a dry run shows. */
const SAMPLE = 3;

/** Moves dead letters on: all, those of a filter, or chosen ones; at a rate, and tried before. */
class Redrive extends FormDialog {
    static properties = { wish: { state: true }, preview: { state: true } };

    constructor() {
        super();
        this.queue = '';
        this.wish = {};
        this.preview = null;
    }

    /**
     * @param queue where they are
     * @param wish `filter` or `ids`, perhaps `intoQueue`, `edit`, `ratePerSecond`
     */
    async open(queue, wish = {}) {
        this.queue = queue;
        this.wish = wish;
        this.preview = null;
        await this.show();
        await this.#count();
    }

    get title() { return `Redrive from ${this.queue}`; }
    get verb() { return this.preview ? `Redrive ${counted(this.preview.messages, 'message')}` : 'Redrive'; }
    get ready() { return this.preview?.messages > 0; }

    fields() {
        const { ids, filter = '', intoQueue = '', ratePerSecond = 0 } = this.wish;
        return html`
            ${ids ? html`<p>${counted(ids.length, 'message')} chosen.</p>` : html`
                <label><span>Which messages (a filter; all of them when empty)</span>
                    <input name="filter" class="mono" .value=${filter} @change=${this.#changed} placeholder='error ~ "timeout" and age > 1h'></label>`}
            <div class="fields">
                <label><span>Into (the queue each came from when empty)</span>
                    <input name="intoQueue" .value=${intoQueue} @change=${this.#changed}></label>
                <label><span>At most so many a second (0: as fast as it goes)</span>
                    <input name="ratePerSecond" type="number" min="0" max="1000000" .value=${String(ratePerSecond)} @change=${this.#changed}></label>
            </div>
            <details><summary>Change them on their way</summary>
                <label><span>Body, which may take from the old one: \${body}, \${body.order.id}, \${headers.NAME}, \${reason}</span>
                    <textarea name="body" rows="4" @change=${this.#changed}>${this.wish.edit?.body ?? ''}</textarea></label>
            </details>
            ${this.#touches()}
            <button type="button" @click=${this.#count}>Dry run</button>`;
    }

    #touches() {
        if (!this.preview) {
            return html`<p class="touches">Counting …</p>`;
        }
        const { messages, bytes: size, sample } = this.preview;
        return html`
            <div class="touches stack">
                <p><strong>${counted(messages, 'message')}</strong> (${bytes(size)}) would move, each once, and keep their identity.</p>
                ${sample.map((one) => html`<p class="small"><code>${shortId(one.id)}</code>
                    → ${one.intoQueue ?? html`<span class="bad">nowhere: nothing says where it came from</span>`}
                    ${one.stays ? html`<span class="bad">stays: ${one.stays}</span>` : nothing}
                    <code class="wrap">${bodyText(one).slice(0, 120)}</code></p>`)}
            </div>`;
    }

    #changed() {
        const given = new FormData(this.querySelector('form'));
        const body = given.get('body');
        this.wish = {
            ...(this.wish.ids ? { ids: this.wish.ids } : { filter: given.get('filter') }),
            intoQueue: given.get('intoQueue'),
            ratePerSecond: Number(given.get('ratePerSecond')),
            ...(body ? { edit: { body } } : {}),
        };
        return this.#count();
    }

    get #request() {
        return Object.fromEntries(Object.entries(this.wish).filter(([, value]) => value !== '' && value != null));
    }

    async #count() {
        this.preview = null;
        this.problem = '';
        try {
            this.preview = await post(queuePath(this.queue, '/redrives/preview'), { ...this.#request, sample: SAMPLE, json: 'as-text' });
        } catch (problem) {
            this.problem = problem.message;
        }
    }

    async perform() {
        const { redrive } = await post(queuePath(this.queue, '/redrives'), this.#request);
        say(`Redrive ${redrive} of ${this.queue} has begun.`);
        this.dispatchEvent(new Event('started'));
    }
}

customElements.define('fb-redrive', Redrive);
