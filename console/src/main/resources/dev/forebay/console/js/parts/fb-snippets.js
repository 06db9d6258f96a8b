import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { session } from '../api.js';
import { copy } from '../copy.js';

/** The same for several clients, one at a time, to be copied. */
class Snippets extends Element {
    static properties = { all: {}, client: { state: true } };

    constructor() {
        super();
        this.all = {};
        this.client = '';
    }

    render() {
        const client = this.client || Object.keys(this.all)[0];
        return html`
            ${session.open ? nothing : html`<p class="muted">This server has users: put in a key or a password of yours.</p>`}
            <div class="tabs" role="group" aria-label="Client">${Object.keys(this.all).map((one) => html`
                <button aria-pressed=${one === client} @click=${() => { this.client = one; }}>${one}</button>`)}</div>
            <div class="snippet">
                <button @click=${() => copy(this.all[client], 'Copied.')}>Copy</button>
                <pre tabindex="0" aria-label=${client}>${this.all[client]}</pre>
            </div>`;
    }
}

customElements.define('fb-snippets', Snippets);
