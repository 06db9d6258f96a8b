import { html, nothing, svg } from 'lit';
import { Element } from '../element.js';
import { to } from '../place.js';
import { counted, fineTime, span } from '../format.js';

/** A pause between two events that is shown as one, in ms. */
const GAP = 1000;

/** What an event looks like, and how it reads. */
const EVENTS = {
    accepted: { tone: 'ok', title: (event) => `Accepted over ${face(event)}` },
    due: { tone: 'ok', title: () => 'Due' },
    arrived: { tone: 'ok', title: (event) => `Arrived in ${event.queue}` },
    'taken-up': { tone: 'ok', title: (event) => `Taken up by ${event.subscription ?? 'a reader'}` },
    leased: { tone: 'accent', title: (event) => `Leased to ${who(event)} over ${face(event)}` },
    extended: { tone: 'accent', title: () => 'Lease extended' },
    released: { tone: 'warn', title: () => 'Released' },
    'lease-expired': { tone: 'bad', title: () => 'Lease ran out' },
    'taken-back': { tone: 'warn', title: () => 'Taken back' },
    'given-up': { tone: 'bad', title: () => 'Given up' },
    left: { tone: 'dead', title: (event) => `Left for ${event.intoQueue ?? 'another queue'}` },
    'dead-lettered': { tone: 'dead', title: (event) => `Dead-lettered into ${event.queue}` },
    redriven: { tone: 'ok', title: (event) => `Redriven into ${event.queue}${event.edited ? ', changed' : ''}` },
    replayed: { tone: 'ok', title: () => 'Replayed' },
    settled: { tone: 'ok', title: (event) => (event.state === 'acked' ? 'Acked: done' : `Settled: ${event.state ?? 'done'}`) },
};

const face = ({ by }) => (by ? by.face.toUpperCase() : 'nobody knows what');
const who = ({ by }) => by?.client || by?.user || by?.address || 'a consumer';

/** What else is known of an event, as short sentences. */
function details(event) {
    return [
        event.by && [event.by.user, event.by.client, event.by.address].filter(Boolean).join(' · '),
        event.attempt && `attempt ${event.attempt}`,
        event.leaseMillis && `lease of ${span(event.leaseMillis)}`,
        event.delayMillis && `again in ${span(event.delayMillis)}`,
        event.attempts && `after ${counted(event.attempts, 'attempt')}`,
        event.fromQueue && `from ${event.fromQueue}`,
        event.commit && `fsynced in a batch of ${event.commit.messages}`,
        event.redrive && `redrive ${event.redrive}`,
        event.replay && `replay ${event.replay}`,
    ].filter(Boolean);
}

/** Leaving a queue for another is one thing to people, of which each of the two tells. */
function essence(events) {
    const moved = events.some(({ event }) => event === 'dead-lettered' || event === 'redriven');
    return moved
        ? events.filter(({ event, state }) => event !== 'left' && !(event === 'settled' && ['dead-lettered', 'moved'].includes(state)))
        : events;
}

/** A message's life as a picture: a bar to scale, and its events with the gaps between them. */
class Timeline extends Element {
    static properties = { events: {} };

    render() {
        const events = essence(this.events);
        return html`
            ${events.length > 1 ? this.#bar(events) : nothing}
            <ol class="timeline">${events.map((event, i) => html`
                ${i > 0 ? this.#gap(events[i - 1], event) : nothing}${this.#event(event)}`)}</ol>`;
    }

    /** Each stretch of time in the colour of what began it. */
    #bar(events) {
        const times = events.map(({ at }) => Date.parse(at));
        const first = times[0];
        const length = Math.max(1, times.at(-1) - first);
        const stretches = events.slice(0, -1).map(({ event }, i) => ({
            tone: EVENTS[event]?.tone ?? 'muted',
            from: ((times[i] - first) / length) * 100,
            wide: Math.max(0.4, ((times[i + 1] - times[i]) / length) * 100),
        }));
        return html`
            <div class="timebar" role="img" aria-label="From the first to the last event: ${span(times.at(-1) - first)}">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none">${stretches.map(({ tone, from, wide }) => svg`
                    <rect class=${tone} x=${from} width=${wide} height="10" fill="currentColor" />`)}</svg>
            </div>`;
    }

    #gap(before, after) {
        const millis = Date.parse(after.at) - Date.parse(before.at);
        return millis < GAP ? nothing : html`
            <li class="gap"><span></span><span class="mark" aria-hidden="true"></span><span>${span(millis)} later</span></li>`;
    }

    #event(event) {
        const { tone = 'muted', title = () => event.event } = EVENTS[event.event] ?? {};
        return html`
            <li>
                <time datetime=${event.at}>${fineTime(event.at)}</time>
                <span class="dot ${tone}" aria-hidden="true"></span>
                <div class="wrap">${title(event)}
                    <div class="muted small">${details(event).join(' · ')}</div>
                    ${event.reason ? html`<div class="small bad"><code>${event.reason}</code></div>` : nothing}
                    <div class="small"><a href=${to(['queues', event.queue])}>${event.queue}</a></div>
                </div>
            </li>`;
    }
}

customElements.define('fb-timeline', Timeline);
