import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { pages, post, queuePath } from '../api.js';
import { messageLink, to } from '../place.js';
import { ago, count, counted } from '../format.js';
import './fb-confirm.js';
import './fb-redrive.js';
import './fb-spark.js';
import { say } from './fb-notice.js';

/** Dead-letter queues that are looked into at once. */
const MOST_QUEUES = 12;
const REFRESH = 5000;

/**
 * The dead letters of all queues, or of one, by cause: `{groups: [{queue, source, reason, …}], left, cut}`, most first.
 *
 * @param reach how often as many queues, and as many pages of each, are looked into
 */
async function deadLetterGroups(only, reach, signal) {
    const named = only ? [only] : await holding(signal);
    const looked = named.slice(0, MOST_QUEUES * reach);
    const found = await Promise.all(looked.map((name) => causes(name, reach, signal)));
    return {
        groups: found.flatMap(({ groups }) => groups).sort((a, b) => b.messages - a.messages),
        left: named.length - looked.length,
        cut: found.filter(({ cut }) => cut).length,
    };
}

/** Names of the queues in which dead letters wait. */
async function holding(signal) {
    const names = [];
    for await (const { queues } of pages('v1/dead-letters', { limit: 1000 }, { signal })) {
        names.push(...queues.filter(({ messages }) => messages > 0).map(({ name }) => name));
    }
    return names;
}

async function causes(queue, reach, signal) {
    const groups = [];
    let looked = 0;
    for await (const page of pages(queuePath(queue, '/dead-letters'), { limit: 100 }, { signal })) {
        groups.push(...page.groups.map((group) => ({ ...group, queue })));
        if (++looked >= reach) {
            return { groups, cut: Boolean(page.cursor) };
        }
    }
    return { groups, cut: false };
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
        this.most = Infinity;
        this.reach = 1;
        this.problem = '';
        this.groups = new Loaded(this, (signal) => deadLetterGroups(this.queue, this.reach, signal));
        new Every(this, REFRESH, () => this.groups.again());
    }

    willUpdate(changed) {
        if (changed.has('queue')) {
            this.reach = 1;
            this.groups.again();
        }
    }

    render() {
        if (!this.groups.value) {
            return this.groups.placeholder;
        }
        const { groups, left, cut } = this.groups.value;
        if (groups.length === 0) {
            return html`<p class="empty">No dead letters. What fails for the last time, or is rejected, waits here with its reason.</p>`;
        }
        return html`
            ${this.trouble}
            <div class="scroll" tabindex="0" role="region" aria-label="Dead letters by cause"><table class="fits">
                <thead><tr>
                    <th scope="col">Cause</th><th scope="col" class="number">Messages</th>
                    <th scope="col" class="wide">Last hour</th><th scope="col" class="wide">First · last, ago</th><th scope="col">Action</th>
                </tr></thead>
                <tbody>${groups.slice(0, this.most).map((group) => this.#row(group))}</tbody>
            </table></div>
            ${groups.length > this.most ? html`<p><a href="#/dead-letters">${counted(groups.length - this.most, 'more cause')}</a></p>` : nothing}
            ${left || cut ? html`<p>Not shown: ${[left && counted(left, 'further queue'), cut && `rarer causes in ${counted(cut, 'queue')}`].filter(Boolean).join(', ')}.
                <button @click=${this.#more}>Show more</button></p>` : nothing}
            <fb-redrive @started=${() => this.groups.again()}></fb-redrive><fb-confirm></fb-confirm>`;
    }

    #more() {
        this.reach++;
        this.groups.again();
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
        await this.attempt(async () => {
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
        });
    }

    #redrive(group) {
        this.querySelector('fb-redrive').open(group.queue, { filter: groupFilter(group) });
    }
}

customElements.define('fb-groups', Groups);
