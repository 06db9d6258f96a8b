import { html } from 'lit';
import { Element } from '../element.js';
import { WORDS } from './words.js';

/** Headers and the like of a message, in the words of one protocol at a time. */
class Words extends Element {
    static properties = { message: {}, queue: {}, face: { state: true } };

    constructor() {
        super();
        this.face = 'HTTP';
    }

    render() {
        const words = WORDS[this.face](this.message, this.queue);
        return html`
            <div class="tabs" role="group" aria-label="Headers as">${Object.keys(WORDS).map((face) => html`
                <button class="small" aria-pressed=${face === this.face} @click=${() => { this.face = face; }}>${face}</button>`)}</div>
            ${words.length === 0 ? html`<p class="muted">None.</p>` : html`
                <dl class="pairs mono">${words.map(([name, value]) => html`<dt class="wrap">${name}</dt><dd>${value}</dd>`)}</dl>`}`;
    }
}

customElements.define('fb-words', Words);
