import { html, nothing } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { changeQueue } from '../queues.js';
import { bytes, span } from '../format.js';
import { say } from './fb-notice.js';

/** Settings that are fixed when a queue is made. */
const FIXED = ['kind', 'ordering', 'durability'];

/** Those that are shown in other ways, or not for people. */
const HIDDEN = ['labels', 'policy'];

function shown(name, value) {
    if (value === null || value === undefined) {
        return html`<span class="muted">none</span>`;
    }
    if (name.endsWith('Millis')) {
        return span(value);
    }
    if (name.endsWith('Bytes')) {
        return bytes(value);
    }
    return typeof value === 'object' ? html`<code>${JSON.stringify(value)}</code>` : String(value);
}

/** A queue's settings in force, and changing them. */
class QueueSettings extends FormDialog {
    static properties = { queue: {} };

    get title() { return `Settings of ${this.queue.name}`; }
    get verb() { return 'Change'; }

    fields() {
        const changeable = Object.entries(this.queue.settings).filter(([name]) => !FIXED.includes(name) && name !== 'labels');
        return html`
            <p class="muted">Each is JSON; null takes a limit or a rule away. Times are in ms, sizes in bytes.</p>
            ${changeable.map(([name, value]) => html`<label><span>${name}</span>
                <input class="mono" name=${name} .value=${JSON.stringify(value)}></label>`)}`;
    }

    /** Only what was changed is sent, and only if nobody else changed it meanwhile. */
    async perform(given) {
        const changed = {};
        for (const [name, text] of given) {
            if (text !== JSON.stringify(this.queue.settings[name])) {
                changed[name] = read(name, text);
            }
        }
        await changeQueue(this.queue.name, changed, this.queue.etag);
        say(`Changed: ${Object.keys(changed).join(', ') || 'nothing'}.`);
        this.dispatchEvent(new Event('changed'));
    }

    render() {
        return html`
            <dl class="pairs two">${Object.entries(this.queue.settings).filter(([name]) => !HIDDEN.includes(name)).map(([name, value]) => html`
                <dt>${name}</dt><dd>${shown(name, value)}</dd>`)}
                ${this.queue.settings.policy ? html`<dt>policy</dt><dd><code>${this.queue.settings.policy}</code></dd>` : nothing}
            </dl><br>
            <button @click=${() => this.show()}>Change …</button>
            ${super.render()}`;
    }
}

function read(name, text) {
    try {
        return JSON.parse(text);
    } catch {
        throw new Error(`${name} is not JSON: ${text}. A text stands in quotes.`);
    }
}

customElements.define('fb-settings', QueueSettings);
