import { html, nothing } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { changeQueue } from '../queues.js';
import { bytes, dateAndTime, span } from '../format.js';
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

/** Which settings RabbitMQ's policies make. */
const BY_POLICY = {
    'message-ttl': 'expiryMillis', 'max-length': 'maxDepth', 'max-length-bytes': 'maxBytes', 'overflow': 'whenFull', 'delivery-limit': 'deadLetter',
    'dead-letter-exchange': 'deadLetter', 'dead-letter-routing-key': 'deadLetter', 'consumer-timeout': 'leaseMillis', 'max-age': 'retentionMillis',
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Who set a setting: nobody, a policy, somebody for a while, or the queue's own. */
function origin(name, { settings, override }, { defaults, policies }) {
    if (override && name in override.then) {
        return `until ${dateAndTime(override.until)}`;
    }
    if (same(settings[name], defaults[name])) {
        return 'default';
    }
    const policy = policies.find(({ definition }) => Object.keys(definition).some((word) => BY_POLICY[word] === name));
    return policy ? `policy ${policy.name}` : 'own';
}

/** A queue's settings in force, with who set them, and changing them. */
class QueueSettings extends FormDialog {
    static properties = { queue: {}, origins: {} };

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

    #origin(name) {
        const text = origin(name, this.queue, this.origins);
        return html`<span class="small ${text === 'default' ? 'muted' : 'ok'}">${text}</span>`;
    }

    render() {
        return html`
            <dl class="pairs two">${Object.entries(this.queue.settings).filter(([name]) => !HIDDEN.includes(name)).map(([name, value]) => html`
                <dt>${name}</dt><dd>${shown(name, value)} ${this.origins ? this.#origin(name) : nothing}</dd>`)}
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
