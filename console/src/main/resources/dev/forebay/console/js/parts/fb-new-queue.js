import { html } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { createQueue } from '../queues.js';
import { millis } from '../format.js';
import { go } from '../place.js';

/** Makes a queue. */
class NewQueue extends FormDialog {
    get title() { return 'New queue'; }
    get verb() { return 'Create'; }

    fields() {
        return html`
            <label><span>Name (a-z, A-Z, 0-9, -, _, . and :)</span><input name="name" required maxlength="255" pattern="[A-Za-z0-9_:\\-][A-Za-z0-9_.:\\-]*"></label>
            <div class="fields">
                <label><span>Order</span><select name="ordering">
                    <option value="none">none: fair between keys</option>
                    <option value="by-key">by key</option>
                    <option value="strict">strict</option>
                    <option value="by-priority">by priority</option>
                </select></label>
                <label><span>Lease</span><input name="lease" value="30 s"></label>
                <label><span>Oldest message at most, such as 1 m</span><input name="objective"></label>
                <label><span>Dead letters go to the queue</span><input name="deadLetter"></label>
                <label><span>after so many attempts</span><input name="attempts" type="number" min="1" max="1000" value="5"></label>
            </div>`;
    }

    async perform(given) {
        const name = given.get('name');
        const settings = {
            ordering: given.get('ordering'),
            leaseMillis: time(given, 'lease'),
            ageObjectiveMillis: time(given, 'objective'),
            deadLetter: given.get('deadLetter')
                ? { queue: given.get('deadLetter'), maxAttempts: Number(given.get('attempts')) } : undefined,
        };
        await createQueue(name, settings);
        go(['queues', name]);
    }
}

/** Ms that a field says; undefined for an empty one. */
function time(given, field) {
    const text = given.get(field);
    if (!text) {
        return undefined;
    }
    const length = millis(text);
    if (Number.isNaN(length)) {
        throw new Error(`"${text}" is no length of time. Write it such as 30 s, 5 m, 2 h.`);
    }
    return length;
}

customElements.define('fb-new-queue', NewQueue);
