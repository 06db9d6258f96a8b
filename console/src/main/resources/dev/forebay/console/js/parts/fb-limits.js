import { html } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { changeQueue, overrideLimits } from '../queues.js';
import { millis } from '../format.js';
import { say } from './fb-notice.js';

const RATES = [
    ['sending', 'Sends a second'], ['sendingPerKey', 'Sends a second of one key'], ['sendingPerClient', 'Sends a second of one client'],
    ['delivery', 'Deliveries a second'], ['deliveryPerClient', 'Deliveries a second to one client'],
];

/** Sets the limits of a queue, for good or for a while; an empty field is no limit. */
class Limits extends FormDialog {
    #queue = '';
    #settings = {};

    open(queue, settings) {
        this.#queue = queue;
        this.#settings = settings;
        return this.show();
    }

    get title() { return `Limits of ${this.#queue}`; }
    get verb() { return 'Set'; }

    fields() {
        const { rates, maxDepth, maxBytes } = this.#settings;
        return html`
            <div class="fields">
                ${RATES.map(([name, title]) => html`<label><span>${title}</span>
                    <input name=${name} type="number" step="any" min="0.001" .value=${rates?.[name]?.perSecond ?? ''}></label>`)}
                <label><span>Messages at most</span><input name="maxDepth" type="number" min="1" .value=${maxDepth ?? ''}></label>
                <label><span>Bytes at most</span><input name="maxBytes" type="number" min="1" .value=${maxBytes ?? ''}></label>
                <label><span>For how long, such as 30 m</span><input name="length" placeholder="for good"></label>
            </div>`;
    }

    async perform(given) {
        const number = (name) => (given.get(name) ? Number(given.get(name)) : null);
        const rates = Object.fromEntries(RATES.filter(([name]) => number(name)).map(([name]) => [name, { perSecond: number(name) }]));
        const limits = { rates: Object.keys(rates).length ? rates : null, maxDepth: number('maxDepth'), maxBytes: number('maxBytes') };
        const length = given.get('length');
        if (length && Number.isNaN(millis(length))) {
            throw new Error(`"${length}" is no length of time. Write it such as 30 s, 5 m, 2 h.`);
        }
        await (length ? overrideLimits(this.#queue, millis(length), limits) : changeQueue(this.#queue, limits));
        say(`The limits of ${this.#queue} are set${length ? ` for ${length}` : ''}.`);
        this.dispatchEvent(new Event('changed'));
    }
}

customElements.define('fb-limits', Limits);
