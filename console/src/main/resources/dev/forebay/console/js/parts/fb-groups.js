import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { get, post, query, queuePath } from '../api.js';
import { messageLink, to } from '../place.js';
import { ago, count, counted } from '../format.js';
import './fb-confirm.js';
import './fb-redrive.js';
import './fb-spark.js';
import { say } from './fb-notice.js';

/** Dead-letter queues that are looked into at once. */
const MOST_QUEUES = 12;
const REFRESH = 5000;

/** The dead letters of all queues, or of one, by cause: `[{queue, source, reason, …}]`, most first. */
async function deadLetterGroups(only, signal) {
    const { queues } = await get('v1/dead-letters' + query({ limit: 1000 }), { signal });
    const holding = queues.filter(({ name, messages }) => (only ? name === only : messages > 0));
    const named = only && !holding.length ? [{ name: only }] : holding;
    const found = await Promise.all(named.slice(0, MOST_QUEUES).map(async ({ name }) => {
        const { groups } = await get(queuePath(name, '/dead-letters' + query({ limit: 100 })), { signal });
        return groups.map((group) => ({ ...group, queue: name }));
    }));
    return found.flat().sort((a, b) => b.messages - a.messages);
}

/** The filter that means one group. */
function groupFilter({ source, reason }) {
    const quoted = (text) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
    if (!source) {
        return '';
    }
    return `source = ${quoted(source)} and ${reason ? `error = ${quoted(reason)}` : 'not has error'}`;
}

/** Dead letters grouped by cause, each with its redrive. */
class Groups extends Element {
    static properties = { queue: {}, most: { type: Number }, problem: { state: true } };

    constructor() {
        super();
        this.queue = '';
        this.most = 100;
        this.problem = '';
        this.groups = new Loaded(this, (signal) => deadLetterGroups(this.queue, signal));
        new Every(this, REFRESH, () => this.groups.again());
    }

    willUpdate(changed) {
        if (changed.has('queue')) {
            this.groups.again();
        }
    }

    render() {
        const groups = this.groups.value;
        if (!groups) {
            return this.groups.placeholder;
        }
        if (groups.length === 0) {
            return html`<p class="empty">No dead letters. What fails for the last time, or is rejected, waits here with its reason.</p>`;
        }
        return html`
            ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
            <div class="scroll" tabindex="0" role="region" aria-label="Dead letters by cause"><table class="fits">
                <thead><tr>
                    <th scope="col">Cause</th><th scope="col" class="number">Messages</th>
                    <th scope="col" class="wide">Last hour</th><th scope="col" class="wide">First · last, ago</th><th scope="col">Action</th>
                </tr></thead>
                <tbody>${groups.slice(0, this.most).map((group) => this.#row(group))}</tbody>
            </table></div>
            ${groups.length > this.most ? html`<p><a href="#/dead-letters">${counted(groups.length - this.most, 'more cause')}</a></p>` : nothing}
            <fb-redrive @started=${() => this.groups.again()}></fb-redrive><fb-confirm></fb-confirm>`;
    }

    #row(group) {
        const link = to(['messages', group.queue], { filter: groupFilter(group), states: 'ready,delayed,leased' });
        return html`
            <tr>
                <td><a class="mono wrap" href=${link}>${group.reason || (group.source ? 'no reason given' : 'other causes')}</a>
                    <div class="small muted wrap">${group.source ? html`from ${group.source}, ` : nothing}in <a href=${to(['dead-letters', group.queue])}>${group.queue}</a></div></td>
                <td class="number">${count(group.messages)}</td>
                <td class="wide" title="Sent in each five minutes: ${group.lastHour.join(', ')}"><fb-spark .values=${group.lastHour}></fb-spark>
                    <span class="unseen">${counted(group.lastHour.reduce((a, b) => a + b), 'message')} within an hour</span></td>
                <td class="nowrap wide"><a href=${messageLink(group.queue, group.firstId)} aria-label="First message of ${group.reason || 'this cause'}">${ago(group.firstSentAt)}</a>
                    · <a href=${messageLink(group.queue, group.lastId)} aria-label="Last message of ${group.reason || 'this cause'}">${ago(group.lastSentAt)}</a></td>
                <td>${group.source ? html`<button @click=${() => this.#redrive(group)} aria-label="Redrive ${group.reason || 'messages'} of ${group.queue}">Redrive …</button>
                    <button class="plain bad" @click=${() => this.#discard(group)} aria-label="Discard ${group.reason || 'messages'} of ${group.queue}">Discard …</button>` : nothing}</td>
            </tr>`;
    }

    /** Counts first: more may have come since the list was made. */
    async #discard(group) {
        const wish = { filter: groupFilter(group), discard: true };
        try {
            this.problem = '';
            const { messages } = await post(queuePath(group.queue, '/redrives/preview'), { ...wish, sample: 0 });
            await this.querySelector('fb-confirm').ask({
                title: 'Discard dead letters of one cause?',
                text: 'They end here and count as purged. They stay readable as long as retention lasts.',
                touches: html`<strong>${counted(messages, 'message')}</strong> in ${group.queue}: ${group.reason || 'no reason given'}`,
                verb: `Discard ${counted(messages, 'message')}`,
                action: async () => {
                    await post(queuePath(group.queue, '/redrives'), wish);
                    say(`${counted(messages, 'dead letter')} of ${group.queue} are being discarded.`);
                    this.groups.again();
                },
            });
        } catch (problem) {
            this.problem = problem.message;
        }
    }

    #redrive(group) {
        this.querySelector('fb-redrive').open(group.queue, { filter: groupFilter(group) });
    }
}

customElements.define('fb-groups', Groups);
