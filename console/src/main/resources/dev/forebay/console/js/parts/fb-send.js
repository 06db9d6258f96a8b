import { html } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { asSend, send } from './message.js';
import { millis, shortId } from '../format.js';
import { say } from './fb-notice.js';

/** Writes a message and sends it; from scratch, or from one that there is. */
class Send extends FormDialog {
    #queue = '';
    #from = {};

    /** @param from a message to begin with */
    open(queue, from = {}) {
        this.#queue = queue;
        this.#from = from;
        return this.show();
    }

    get title() { return this.#from.id ? `Edit and resend ${shortId(this.#from.id)}` : `Send to ${this.#queue}`; }
    get verb() { return 'Send 1 message'; }

    fields() {
        const { body = '', bodyEncoding, key = '', headers = {} } = this.#from;
        return html`
            <label><span>Queue</span><input name="queue" required .value=${this.#queue}></label>
            <label><span>Body${bodyEncoding === 'base64' ? ' (base64)' : ''}</span>
                <textarea name="body" rows="8" .value=${body}></textarea></label>
            <div class="fields">
                <label><span>Key</span><input name="key" .value=${key}></label>
                <label><span>Delay, such as 30 s</span><input name="delay" pattern="\\s*\\d+(\\.\\d+)?\\s*(ms|s|m|h|d)\\s*"></label>
            </div>
            <label><span>Headers, as a JSON object</span>
                <textarea name="headers" rows="3" .value=${JSON.stringify(headers, null, 2)}></textarea></label>`;
    }

    /** What nobody changed stays byte for byte, though a field of text has one kind of line ends. */
    #body(text) {
        const { body } = this.#from;
        return body?.replace(/\r\n?/g, '\n') === text ? body : text;
    }

    async perform(given) {
        const message = { ...asSend(this.#from), body: this.#body(given.get('body')) };
        message.key = given.get('key') || undefined;
        message.headers = JSON.parse(given.get('headers') || '{}');
        message.delayMillis = given.get('delay') ? millis(given.get('delay')) : undefined;
        const { id } = await send(given.get('queue'), message);
        say(`Message ${shortId(id)} is on disk in ${given.get('queue')}.`);
        this.dispatchEvent(new Event('sent'));
    }
}

customElements.define('fb-send', Send);
