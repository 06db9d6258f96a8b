import { html, nothing } from 'lit';
import { FormDialog } from './fb-dialog.js';

/** Asks before something is done that cannot be taken back, and says how many messages it touches. */
class Confirm extends FormDialog {
    #asked = { title: '', text: '', touches: '', verb: '', action: async () => {} };

    /**
     * @param asked `{title, text, touches, verb, action}`: `touches` says which messages and how
     *     many; `action` is done when people agree
     */
    ask(asked) {
        this.#asked = { ...asked };
        return this.show();
    }

    get title() { return this.#asked.title; }
    get verb() { return this.#asked.verb; }
    get destroys() { return true; }

    fields() {
        return html`
            ${this.#asked.text ? html`<p>${this.#asked.text}</p>` : nothing}
            <p class="touches">${this.#asked.touches}</p>`;
    }

    perform() {
        return this.#asked.action();
    }
}

customElements.define('fb-confirm', Confirm);
