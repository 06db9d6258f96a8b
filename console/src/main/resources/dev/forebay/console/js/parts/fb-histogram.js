import { html, nothing, svg } from 'lit';
import { Element } from '../element.js';
import { counted, dateAndTime, timeOfDay } from '../format.js';

const BARS = 60;
const HEIGHT = 64;

/** Lengths of a bar in ms that people think in. */
const STEPS = [1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 86_400_000, 604_800_000];
const DAY = 86_400_000;

/**
 * When messages were sent, as bars; a stretch of them is chosen by dragging, or with the arrow keys and Enter.
 * Tells `range`, with `from` and `to` in ms.
 */
class Histogram extends Element {
    static properties = { times: {}, from: { state: true }, to: { state: true } };

    constructor() {
        super();
        Object.assign(this, { times: [], from: -1, to: -1 });
    }

    render() {
        if (this.times.length < 2) {
            return nothing;
        }
        const { begin, step, bars } = this.#bars();
        const most = Math.max(1, ...bars);
        const at = (i) => (step < DAY && bars.length * step < DAY ? timeOfDay : dateAndTime)(begin + i * step);
        const [low, high] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
        return html`
            <div class="histogram" tabindex="0" role="slider" aria-label="When they were sent: choose a stretch with arrows, Shift, and Enter"
                aria-valuemin="0" aria-valuemax=${bars.length - 1} aria-valuenow=${Math.max(0, this.to)}
                aria-valuetext=${this.to < 0 ? 'nothing is chosen' : `${at(low)} to ${at(high + 1)}: ${counted(bars.slice(low, high + 1).reduce((a, b) => a + b, 0), 'message')}`}
                @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @keydown=${this.#key}>
                <svg viewBox="0 0 ${bars.length} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${bars.map((count, i) => svg`
                    <rect class=${i >= low && i <= high ? 'within' : ''} x=${i + 0.08} width="0.84" y=${HEIGHT - Math.max(count ? 2 : 0, (count / most) * HEIGHT)} height=${HEIGHT}><title>${at(i)}: ${count}</title></rect>`)}</svg>
            </div>
            <div class="row spread small muted"><span>${at(0)}</span><span>${this.to < 0 ? 'drag to choose a stretch' : `${at(low)} to ${at(high + 1)}`}</span><span>${at(bars.length)}</span></div>`;
    }

    #bars() {
        const first = Math.min(...this.times);
        const last = Math.max(...this.times);
        const step = STEPS.find((one) => (last - first) / one < BARS) ?? Math.ceil((last - first) / BARS);
        const begin = Math.floor(first / step) * step;
        const bars = Array.from({ length: Math.floor((last - begin) / step) + 1 }, () => 0);
        this.times.forEach((time) => { bars[Math.floor((time - begin) / step)]++; });
        return { begin, step, bars };
    }

    #bar(event) {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        const { bars } = this.#bars();
        return Math.max(0, Math.min(bars.length - 1, Math.floor(((event.clientX - left) / width) * bars.length)));
    }

    #down(event) {
        event.currentTarget.setPointerCapture(event.pointerId);
        this.from = this.to = this.#bar(event);
    }

    #move(event) {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
            this.to = this.#bar(event);
        }
    }

    #up(event) {
        event.currentTarget.releasePointerCapture(event.pointerId);
        this.#tell();
    }

    #key(event) {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (step) {
            this.to = Math.max(0, Math.min(this.#bars().bars.length - 1, this.to + step));
            this.from = event.shiftKey && this.from >= 0 ? this.from : this.to;
        } else if (event.key === 'Enter' && this.to >= 0) {
            this.#tell();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    }

    #tell() {
        const { begin, step } = this.#bars();
        const detail = { from: begin + Math.min(this.from, this.to) * step, to: begin + (Math.max(this.from, this.to) + 1) * step };
        this.from = this.to = -1;
        this.dispatchEvent(new CustomEvent('range', { detail }));
    }
}

customElements.define('fb-histogram', Histogram);
