import { html } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { get, query, queuePath } from '../api.js';
import { messageLink } from '../place.js';
import { counted, shortId } from '../format.js';
import { toBegin } from './snippets.js';
import './fb-snippets.js';

const QUEUE = 'hello';
const REFRESH = 1000;

const STATES = { ready: 'waits to be received', leased: 'is with a consumer', delayed: 'waits for its time', acked: 'is done' };

/** What the console shows while there is nothing to show: how to send the first message. */
class FirstSteps extends Element {
    constructor() {
        super();
        this.arrived = new Loaded(this, (signal) => this.#look(signal));
        new Every(this, REFRESH, () => this.arrived.again());
    }

    /** Messages of the queue; null while there is none. */
    async #look(signal) {
        const { queues } = await get('v1/queues' + query({ prefix: QUEUE, limit: 1 }), { signal });
        return queues[0]?.name === QUEUE
            ? (await get(queuePath(QUEUE, '/messages' + query({ limit: 5 })), { signal })).messages : null;
    }

    render() {
        return html`
            <section class="card stack">
                <h2>Send the first message</h2>
                <p>Each of these makes a queue named <code>${QUEUE}</code> on this server, sends to it and receives. They
                    all meet in the same queue: send with one and receive with another.</p>
                <fb-snippets .queue=${QUEUE} .of=${toBegin}></fb-snippets>
                ${this.#travelling()}
            </section>`;
    }

    #travelling() {
        const arrived = this.arrived.value;
        if (!arrived?.length) {
            return html`<p class="muted" role="status">${arrived ? `The queue ${QUEUE} is there. ` : ''}Waiting for a message …</p>`;
        }
        return html`
            <p role="status"><strong class="ok">${counted(arrived.length, 'message')} arrived:</strong></p>
            <ul class="stack">${arrived.map(({ id, state }) => html`
                <li><a class="mono" href=${messageLink(QUEUE, id)}>${shortId(id)}</a> is safe on disk and ${STATES[state] ?? state}.</li>`)}</ul>`;
    }
}

customElements.define('fb-first-steps', FirstSteps);
