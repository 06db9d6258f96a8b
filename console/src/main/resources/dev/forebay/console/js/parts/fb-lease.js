import { html, nothing } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { post, queuePath } from '../api.js';
import { dateAndTime, millis } from '../format.js';
import { say } from './fb-notice.js';

/** What can be done in the place of the consumer that has a message. */
const DEEDS = {
    release: { title: 'Release', said: 'is back in its queue', text: 'It goes back to the queue now, and its consumer can no longer settle it. That consumer may be working on it still.' },
    extend: { title: 'Extend', said: 'stays with its consumer', text: 'It stays with its consumer for longer.' },
    reject: { title: 'Reject', said: 'is rejected', text: 'It is given up: it goes to the dead-letter queue, or is dropped where there is none.' },
};

/** Releases, extends or rejects one message in the place of the consumer that has it. */
class Lease extends FormDialog {
    #queue = '';
    #message = {};
    #deed = 'release';

    open(deed, queue, message) {
        this.#deed = deed;
        this.#queue = queue;
        this.#message = message;
        return this.show();
    }

    get title() { return `${DEEDS[this.#deed].title} what a consumer has`; }
    get verb() { return `${DEEDS[this.#deed].title} 1 message`; }
    get destroys() { return this.#deed === 'reject'; }

    fields() {
        const { leaseEndsAt } = this.#message;
        return html`
            <p>${DEEDS[this.#deed].text}</p>
            <p class="touches">1 message of ${this.#queue}, which a consumer has ${leaseEndsAt ? html`until ${dateAndTime(leaseEndsAt)}` : 'until its connection ends'}.</p>
            ${this.#deed === 'extend' ? html`<label><span>For how long from now, such as 5 m</span><input name="length" required value="5 m"></label>`
                : html`<label><span>Why (people see it in the timeline)</span><input name="reason" maxlength="200"></label>`}
            ${this.#deed === 'release' ? html`<label><input type="checkbox" name="attempt"> It counts as an attempt that failed</label>` : nothing}`;
    }

    async perform(given) {
        await post(queuePath(this.#queue, `/leases/${this.#message.lease}/${this.#deed}`), this.#request(given));
        say(`The message ${DEEDS[this.#deed].said}.`);
        this.dispatchEvent(new Event('done'));
    }

    #request(given) {
        if (this.#deed === 'extend') {
            const leaseMillis = millis(given.get('length'));
            if (Number.isNaN(leaseMillis)) {
                throw new Error(`"${given.get('length')}" is no length of time. Write it such as 30 s, 5 m, 2 h.`);
            }
            return { leaseMillis };
        }
        const reason = given.get('reason') || undefined;
        return this.#deed === 'reject' ? { reason } : { reason, delayMillis: 0, attempt: given.has('attempt') };
    }
}

customElements.define('fb-lease', Lease);
