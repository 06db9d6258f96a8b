import { html } from 'lit';
import { Element } from '../element.js';

/** A picture from bytes, in an address of the browser's own that no server is asked for. */
class Picture extends Element {
    static properties = { bytes: {}, type: {}, broken: { state: true } };
    #address = '';
    #shown = null;

    /** Other bytes than those shown: the same message comes again and again. */
    willUpdate() {
        if (this.#shown?.length === this.bytes.length && this.bytes.every((byte, i) => byte === this.#shown[i])) {
            return;
        }
        this.#forget();
        this.#shown = this.bytes;
        this.broken = false;
        this.#address = URL.createObjectURL(new Blob([this.bytes], { type: this.type }));
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#forget();
        this.#shown = null;
    }

    #forget() {
        URL.revokeObjectURL(this.#address);
    }

    render() {
        return this.broken ? html`<p class="muted">It begins as a picture (${this.type}), and is none that a browser can show.</p>`
            : html`<img class="picture" src=${this.#address} alt="The body, as ${this.type}" @error=${() => { this.broken = true; }}>`;
    }
}

customElements.define('fb-image', Picture);
