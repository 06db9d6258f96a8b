import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { copy } from '../copy.js';

/** Shows a secret this once. */
class Secret extends Element {
    static properties = { given: { state: true } };

    async open(title, given) {
        this.given = { title, ...given };
        await this.updateComplete;
        this.querySelector('dialog').showModal();
    }

    render() {
        if (!this.given) {
            return nothing;
        }
        const { title, key, secret, text } = this.given;
        return html`
            <dialog aria-label=${title} @close=${() => { this.given = null; }}>
                <h1>${title}</h1>
                <p>It is shown this once and kept nowhere as it is. Copy it now.</p><br>
                <dl class="pairs mono">${key ? html`<dt>key</dt><dd>${key}</dd>` : nothing}<dt>${secret ? 'secret' : 'token'}</dt><dd>${secret ?? text}</dd></dl>
                <footer><button @click=${() => copy(secret ?? text, 'Copied.')}>Copy</button>
                    <button class="main" @click=${() => this.querySelector('dialog').close()}>I have it</button></footer>
            </dialog>`;
    }
}

customElements.define('fb-secret', Secret);
