import { html, nothing } from 'lit';
import { Element, Loaded } from '../element.js';
import { get, session } from '../api.js';
import { copy } from '../copy.js';
import { amqpAddress } from './snippets.js';

/** Where this page is, which is where clients find the server. */
const base = () => location.href.split('#')[0];

/** What servers have open who do not tell everybody. */
const USUAL = [{ protocol: 'amqp', port: 5672 }];

/** The same for several clients, one at a time, to be copied; `of` makes it for a queue, by base and AMQP's address. */
class Snippets extends Element {
    static properties = { queue: {}, of: {}, client: { state: true } };

    constructor() {
        super();
        Object.assign(this, { queue: '', of: null, client: '' });
        this.ports = new Loaded(this, async (signal) => (session.seesServer ? (await get('v1/server', { signal })).ports : USUAL), { atOnce: true });
    }

    render() {
        const ports = this.ports.value ?? (this.ports.problem ? USUAL : []);
        const all = this.of(base(), this.queue, amqpAddress(base(), ports));
        const client = all[this.client] ? this.client : Object.keys(all)[0];
        return html`
            ${session.open ? nothing : html`<p class="muted">This server has users: put in a key or a password of yours.</p>`}
            <div class="tabs" role="group" aria-label="Client">${Object.keys(all).map((one) => html`
                <button aria-pressed=${one === client} @click=${() => { this.client = one; }}>${one}</button>`)}</div>
            <div class="snippet">
                <button @click=${() => copy(all[client], 'Copied.')}>Copy</button>
                <pre tabindex="0" aria-label=${client}>${all[client]}</pre>
            </div>`;
    }
}

customElements.define('fb-snippets', Snippets);
