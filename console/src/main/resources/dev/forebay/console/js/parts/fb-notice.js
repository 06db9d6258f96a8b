import { html, nothing } from 'lit';
import { Element } from '../element.js';

/** Ms that a notice stays. */
const STAYS = 5000;

const said = new EventTarget();

/** Tells people in a line what was done. */
export function say(text) {
    said.dispatchEvent(new CustomEvent('say', { detail: text }));
}

/** The one place where it is read out. */
class Notice extends Element {
    static properties = { text: { state: true } };
    #timer = 0;

    constructor() {
        super();
        this.text = '';
        said.addEventListener('say', (event) => {
            this.text = event.detail;
            clearTimeout(this.#timer);
            this.#timer = setTimeout(() => { this.text = ''; }, STAYS);
        });
    }

    render() {
        return this.text ? html`<p>${this.text}</p>` : nothing;
    }
}

customElements.define('fb-notice', Notice);
