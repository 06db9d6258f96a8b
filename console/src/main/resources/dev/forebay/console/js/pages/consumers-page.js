import { html, nothing } from 'lit';
import { Element, Every, Loaded, hear } from '../element.js';
import { Keys } from '../keyboard.js';
import { pages, post, queuePath } from '../api.js';
import { live } from '../live.js';
import { change, here, to } from '../place.js';
import { ago, count, counted } from '../format.js';
import { say } from '../parts/fb-notice.js';
import '../parts/fb-confirm.js';
import '../parts/fb-holds.js';
import '../parts/fb-rows.js';

const REFRESH = 2000;
const PAGE = 500;

/** Everybody who receives, over any protocol. */
class ConsumersPage extends Element {
    static properties = { problem: { state: true } };

    constructor() {
        super();
        this.problem = '';
        this.all = new Loaded(this, (signal) => this.#load(signal), { atOnce: true });
        new Every(this, REFRESH, () => live.paused || this.all.again());
        new Keys(this, { filter: () => this.querySelector('input').focus() });
        hear(this, window, 'hashchange');
    }

    async #load(signal) {
        const found = [];
        for await (const { queues } of pages('v1/consumers', { limit: PAGE }, { signal })) {
            found.push(...queues.flatMap(({ queue, consumers }) => consumers.map((consumer) => ({ ...consumer, queue }))));
        }
        return found;
    }

    render() {
        const { text = '' } = here().parameters;
        const all = this.all.value;
        const shown = (all ?? []).filter((one) => [one.client, one.user, one.address, one.face, one.queue].join(' ').toLowerCase().includes(text.toLowerCase()));
        return html`
            <div class="head"><div><h1>Consumers</h1>
                <p role="status">${counted(shown.length, 'consumer')}: who received within the last five minutes, and what holds them back.</p></div></div>
            <div class="tools"><label><span>Client, user, address, protocol or queue</span>
                <input type="search" .value=${text} @input=${(event) => change({ text: event.target.value }, { replace: true })}></label></div>
            ${this.trouble}
            ${all === null ? this.all.placeholder : shown.length === 0 ? html`<p class="empty">Nobody receives.</p>` : html`
                <section class="card"><fb-rows label="Consumers" .items=${shown} .columns=${this.#columns()}
                    .name=${({ queue, face, user, address, client }) => [queue, face, user, address, client].join('\n')}
                    .link=${({ queue }) => to(['queues', queue])}></fb-rows></section>`}
            <fb-confirm></fb-confirm><fb-holds></fb-holds>`;
    }

    #columns() {
        return [
            { title: 'Client', width: 'minmax(120px, 2fr)', cell: ({ client, user }) => client || user || '–' },
            { title: 'Over', width: '46px', cell: ({ face }) => html`<span class=${face}>${face}</span>` },
            { title: 'Queue', width: 'minmax(100px, 1fr)', cell: ({ queue }) => html`<a href=${to(['queues', queue])}>${queue}</a>` },
            { title: 'User', wide: true, width: '80px', cell: ({ user }) => user || '–' },
            { title: 'Address', wide: true, width: '110px', cell: ({ address }) => address },
            { title: 'Delivered', wide: true, width: '76px', number: true, cell: ({ delivered }) => count(delivered) },
            { title: 'Waits', wide: true, width: '56px', number: true, cell: ({ waitingReceives }) => count(waitingReceives) },
            { title: 'Last receive', wide: true, width: '88px', number: true, cell: ({ lastReceiveAt }) => ago(lastReceiveAt) },
            { title: 'Held back', below: true, width: 'minmax(110px, 2fr)', cell: ({ heldBack }) => (heldBack ? html`<span class="bad" title=${heldBack.detail}>${heldBack.detail}</span>` : '–') },
            { title: 'Action', below: true, width: '310px', cell: (consumer) => this.#actions(consumer) },
        ];
    }

    #actions(consumer) {
        const { client, address, heldBack } = consumer;
        const name = client || address;
        const drained = heldBack?.cause === 'drained';
        return html`
            <button class="plain small" aria-label="Messages of ${name}" @click=${() => this.querySelector('fb-holds').open(consumer)}>Messages …</button>
            <button class="plain small" aria-label="${drained ? 'Resume' : 'Drain'} ${name}" title="A drained consumer is given nothing more"
                @click=${() => this.#change(consumer, drained ? 'resume' : 'drain')}>${drained ? 'Resume' : 'Drain'}</button>
            <button class="plain small bad" aria-label="Disconnect ${name}" @click=${() => this.#askDisconnect(consumer)}>Disconnect …</button>`;
    }

    async #change(consumer, change) {
        await this.attempt(async () => {
            await changeConsumer(consumer, change);
            say(change === 'drain' ? 'It is given nothing more, and may settle what it has.' : 'It is given messages again.');
            this.all.again();
        });
    }

    #askDisconnect(consumer) {
        const { client, address, queue, face } = consumer;
        return this.querySelector('fb-confirm').ask({
            title: `Disconnect ${client || address}?`,
            text: 'Most clients come back at once. Drain it first to keep it from messages.',
            touches: face === 'amqp' ? 'Its connections end, and what it has unacked goes back to its queues.' : `No messages: its receives that wait on ${queue} end with nothing.`,
            verb: 'Disconnect',
            action: async () => {
                await changeConsumer(consumer, 'disconnect');
                this.all.again();
            },
        });
    }
}

/** Drains, resumes or disconnects a consumer as it is listed. */
const changeConsumer = ({ queue, face, user, address, client }, change) => post(queuePath(queue, `/consumers/${change}`), { face, user, address, client });

customElements.define('consumers-page', ConsumersPage);
