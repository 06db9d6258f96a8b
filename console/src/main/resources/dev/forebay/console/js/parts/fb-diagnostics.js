import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { get } from '../api.js';
import { download } from '../download.js';

/** What tells how the server is; nothing that messages hold is in it. */
const PARTS = ['v1/server', 'v1/health', 'v1/server/settings', 'v1/stats', 'v1/alerts?state=all', 'v1/consumers?limit=1000',
    'v1/dead-letters?limit=1000', 'v1/redrives?limit=100', 'v1/history?step=15s', 'v1/server/log'];

/** All of it as one file, to keep or to give to somebody who helps. */
class Diagnostics extends Element {
    static properties = { busy: { state: true }, missing: { state: true } };

    constructor() {
        super();
        Object.assign(this, { busy: false, missing: [] });
    }

    render() {
        return html`
            <p class="muted">Settings, checks, figures of six hours, consumers, alerts and the log as one file. No message is in it; names of queues, of consumers, and addresses are.</p><br>
            <button ?disabled=${this.busy} @click=${this.#gather}>Download diagnostics</button>
            ${this.missing.length ? html`<p class="problem" role="alert">Left out: ${this.missing.join(', ')}.</p>` : nothing}`;
    }

    /** What one may not see is left out, and said so. */
    async #gather() {
        this.busy = true;
        const answers = await Promise.allSettled(PARTS.map((part) => get(part)));
        this.missing = PARTS.filter((_, i) => answers[i].status === 'rejected');
        const told = Object.fromEntries(PARTS.map((part, i) => [part, answers[i].value ?? { problem: answers[i].reason.message }]));
        download(`forebay-${new Date().toISOString().replaceAll(':', '-')}.json`, JSON.stringify(told, null, 1), 'application/json');
        this.busy = false;
    }
}

customElements.define('fb-diagnostics', Diagnostics);
