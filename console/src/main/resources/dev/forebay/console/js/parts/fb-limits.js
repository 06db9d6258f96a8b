import { html } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { changeQueue } from '../queues.js';
import { say } from './fb-notice.js';

const RATES = [
    ['sending', 'Sends a second'], ['sendingPerKey', 'Sends a second of one key'], ['sendingPerClient', 'Sends a second of one client'],
    ['delivery', 'Deliveries a second'], ['deliveryPerClient', 'Deliveries a second to one client'],
];

/** Sets the limits of a queue; an empty field is no limit. */
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
            </div>`;
    }

    async perform(given) {
        const number = (name) => (given.get(name) ? Number(given.get(name)) : null);
        const rates = Object.fromEntries(RATES.filter(([name]) => number(name)).map(([name]) => [name, { perSecond: number(name) }]));
        await changeQueue(this.#queue, {
            rates: Object.keys(rates).length ? rates : null, maxDepth: number('maxDepth'), maxBytes: number('maxBytes'),
        });
        say(`The limits of ${this.#queue} are set.`);
        this.dispatchEvent(new Event('changed'));
    }
}

customElements.define('fb-limits', Limits);
