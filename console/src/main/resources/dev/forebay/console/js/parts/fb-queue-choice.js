import { html } from 'lit';
import { Element, Loaded } from '../element.js';
import { get, query } from '../api.js';

/** Names that are suggested. */
const MOST = 30;

/** Chooses a queue by its name. Tells `choose` with the name. */
class QueueChoice extends Element {
    static properties = { value: {}, label: {} };
    #typed = '';

    constructor() {
        super();
        this.value = '';
        this.label = 'Queue';
        this.found = new Loaded(this, (signal) => get('v1/queues' + query({ contains: this.#typed, limit: MOST }), { signal }));
    }

    firstUpdated() {
        this.found.again();
    }

    render() {
        return html`
            <form class="row" @submit=${this.#choose}>
                <label><span>${this.label}</span><input list="queue-names" autocomplete="off" required .value=${this.value}
                    @input=${(event) => this.#suggest(event.target.value)} @change=${this.#choose}></label>
                <datalist id="queue-names">${(this.found.value?.queues ?? []).map(({ name }) => html`<option value=${name}></option>`)}</datalist>
            </form>`;
    }

    /** Whether a queue has this very name, as far as names were suggested. */
    knows(name) {
        return (this.found.value?.queues ?? []).some((queue) => queue.name === name);
    }

    #suggest(typed) {
        this.#typed = typed;
        this.found.again();
    }

    #choose(event) {
        event.preventDefault();
        const name = this.querySelector('input').value.trim();
        if (name && name !== this.value) {
            this.dispatchEvent(new CustomEvent('choose', { detail: name }));
        }
    }
}

customElements.define('fb-queue-choice', QueueChoice);
