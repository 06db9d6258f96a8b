import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { get, query } from '../api.js';
import { go, to } from '../place.js';
import { say } from './fb-notice.js';

const PAGES = [
    ['Overview', []], ['Queues', ['queues']], ['Messages', ['messages']], ['Dead letters', ['dead-letters']],
    ['Consumers', ['consumers']], ['Replay', ['replay']], ['Limits', ['limits']], ['Access', ['access']],
    ['Server', ['server']], ['First steps', ['hello']],
];

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Queues shown at most. */
const MOST = 20;

/** ⌘K: anything by its name or id. */
class Find extends Element {
    static properties = { results: { state: true }, at: { state: true } };
    #asked = 0;

    constructor() {
        super();
        this.results = [];
        this.at = 0;
    }

    open() {
        const dialog = this.querySelector('dialog');
        if (!dialog.open) {
            dialog.showModal();
            this.querySelector('input').value = '';
            this.#search('');
        }
    }

    async #search(text) {
        const asked = ++this.#asked;
        this.at = 0;
        const pages = PAGES.filter(([title]) => title.toLowerCase().includes(text.toLowerCase()))
            .map(([title, place]) => ({ title, kind: 'page', place }));
        const id = ID.test(text) ? [{ title: text, kind: 'message' }] : [];
        this.results = [...id, ...pages];
        if (text && !id.length) {
            const found = await this.#queues(text);
            if (asked === this.#asked) {
                this.results = [...found, ...pages];
            }
        }
    }

    async #queues(text) {
        try {
            const { queues } = await get('v1/queues' + query({ contains: text, limit: MOST }));
            return queues.map(({ name }) => ({ title: name, kind: 'queue', place: ['queues', name] }));
        } catch (problem) {
            say(problem.message);
            return [];
        }
    }

    render() {
        const { results, at } = this;
        return html`
            <dialog class="find-box" aria-label="Find">
                <input role="combobox" aria-expanded="true" aria-controls="found" aria-label="Find queues, message ids, pages"
                    aria-activedescendant=${results.length ? `found-${at}` : nothing} placeholder="A queue, a message id, a page"
                    @input=${(event) => this.#search(event.target.value.trim())} @keydown=${this.#key}>
                <ul id="found" role="listbox" aria-label="Found">${results.map((result, i) => html`
                    <li id="found-${i}" role="option" aria-selected=${i === at} @click=${() => this.#choose(result)}>
                        <span class="wrap">${result.title}</span><span class="muted small">${result.kind}</span></li>`)}
                </ul>
                ${results.length ? nothing : html`<p class="empty">Nothing has this name.</p>`}
            </dialog>`;
    }

    #key(event) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && this.results.length) {
            event.preventDefault();
            this.at = (this.at + step + this.results.length) % this.results.length;
        } else if (event.key === 'Enter' && this.results[this.at]) {
            event.preventDefault();
            this.#choose(this.results[this.at]);
        }
    }

    async #choose({ title, kind, place }) {
        this.querySelector('dialog').close();
        if (kind === 'message') {
            await this.#open(title);
            return;
        }
        if (to(place) !== location.hash) {
            go(place);
        }
    }

    /** Beside the queue in which the message was last. */
    async #open(id) {
        try {
            const { events } = await get(`v1/messages/${id}/timeline`);
            const { queue } = events.at(-1);
            go(['messages', queue], { id, message: id, of: queue });
        } catch (problem) {
            say(problem.message);
        }
    }

    updated() {
        this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    }
}

customElements.define('fb-find', Find);
