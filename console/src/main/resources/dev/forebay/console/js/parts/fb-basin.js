import { html, nothing, svg } from 'lit';
import { Element } from '../element.js';
import { live } from '../live.js';
import { to } from '../place.js';
import { count, pace, span } from '../format.js';

/** Height of the picture, and where the objective is in it. */
const HEIGHT = 72;
const OBJECTIVE = 14;

/** The highest level: over the objective, and within the picture. */
const MOST = 1.12;

/** What stands for a queue's age objective where it has none, in ms. */
const USUAL = 60_000;

const WAVE = 'M-80 0q20 -7 40 0t40 0 40 0 40 0 40 0 40 0 40 0 40 0 40 0 40 0 40 0 40 0';

/** What a state looks like: its tone, and what the tag says. */
const STATES = {
    late: { tone: 'bad', word: (queue) => `late by ${span(queue.oldestAgeMillis - queue.ageObjectiveMillis)}` },
    unread: { tone: 'bad', word: () => 'no consumers' },
    stopped: { tone: 'bad', word: () => 'stopped' },
    filling: { tone: 'warn', word: (queue) => `filling +${pace(Math.max(0, queue.inPerSecond - queue.outPerSecond))}/s` },
    'dead-letters': { tone: 'dead', word: () => 'dead letters' },
    draining: { tone: 'ok', word: (queue) => `drains in ${span(queue.drainMillis)}` },
    steady: { tone: 'ok', word: () => 'steady' },
    dry: { tone: 'ok', word: () => 'dry' },
};

/** What drains too slowly for its objective is no good sign. */
const isSlow = ({ state, drainMillis, ageObjectiveMillis }) => state === 'draining' && drainMillis > ageObjectiveMillis;

export const tone = (queue) => (isSlow(queue) ? 'warn' : STATES[queue.state]?.tone ?? '');
export const stateWord = (queue) => STATES[queue.state]?.word(queue) ?? queue.state;

/** How full: time to drain against the objective, which is at 1; what does not drain, and is not steady, is over it. */
function fullness(queue) {
    const objective = queue.ageObjectiveMillis ?? USUAL;
    if (queue.state === 'dry') {
        return 0.02;
    }
    const wait = queue.drainMillis ?? (queue.state === 'steady' ? queue.oldestAgeMillis : Infinity);
    return Math.min(MOST, Math.max(0.06, wait / objective));
}

/** One queue as a basin, readable across a room: its level is the time to drain it. */
class Basin extends Element {
    static properties = { queue: {}, silence: {}, flow: {} };

    updated() {
        this.className = [tone(this.queue), live.isLive ? '' : 'still'].join(' ');
    }

    render() {
        const { queue } = this;
        const level = HEIGHT - fullness(queue) * (HEIGHT - OBJECTIVE);
        return html`
            <article class="card">
                <div class="top">
                    <a href=${to(['queues', queue.name])} title=${queue.name}>${queue.name}</a>
                    <span class="tag ${tone(queue)}">${stateWord(queue)}</span>
                </div>
                <svg viewBox="0 0 240 ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
                    ${svg`<g class="body" transform="translate(0 ${level})"><path class="wave" d="${WAVE}V120H-80z"/></g>
                    <g class="rim" transform="translate(0 ${level})"><path class="wave" d=${WAVE} /></g>
                    <line class="objective" x1="0" x2="240" y1=${OBJECTIVE} y2=${OBJECTIVE} />`}
                </svg>
                <div class="told"><span>${count(queue.ready + queue.delayed)} waiting</span>
                    <span>oldest ${queue.oldestAgeMillis ? span(queue.oldestAgeMillis) : '–'}</span></div>
                <div class="told"><span>in ${pace(queue.inPerSecond)}/s · out ${pace(queue.outPerSecond)}/s</span>
                    <span>${this.silence ? html`<button class="plain small" @click=${this.silence}>Silence 1 h</button>`
                        : queue.consumers ? `${count(queue.consumers)} receive` : nothing}
                        ${this.flow ? html`<button class="plain small" aria-label="${queue.state === 'stopped' ? 'Resume' : 'Pause'} ${queue.name}"
                            @click=${this.flow}>${queue.state === 'stopped' ? 'Resume' : 'Pause'}</button>` : nothing}</span></div>
            </article>`;
    }
}

customElements.define('fb-basin', Basin);
