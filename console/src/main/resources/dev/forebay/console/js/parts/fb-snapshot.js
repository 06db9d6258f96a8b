import { html } from 'lit';
import { Element } from '../element.js';
import { post } from '../api.js';

/** Writes a checkpoint now. */
class Snapshot extends Element {
    static properties = { took: { state: true }, problem: { state: true } };

    constructor() {
        super();
        Object.assign(this, { took: '', problem: '' });
    }

    render() {
        return html`
            <p class="muted">A start after a crash reads the log from the last checkpoint. The server writes them by itself.</p><br>
            <div class="row"><button @click=${this.#write}>Write a checkpoint</button><span role="status">${this.took}</span></div>
            ${this.trouble}`;
    }

    #write() {
        this.took = '';
        return this.attempt(async () => {
            const { tookMillis } = await post('v1/server/snapshot', {});
            this.took = `written in ${tookMillis} ms`;
        });
    }
}

customElements.define('fb-snapshot', Snapshot);
