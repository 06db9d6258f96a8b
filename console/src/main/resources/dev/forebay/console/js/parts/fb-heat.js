import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { get, queuePath } from '../api.js';
import { live } from '../live.js';
import { colour, theme } from '../theme.js';
import { counted, span, timeOfDay } from '../format.js';

const REFRESH = 5000;
const ROW = 16;
const LEFT = 62;
const BOTTOM = 18;

/** Times on the axis are full ones. */
const MINUTE = 60_000;

/** How long the messages of a queue waited for their first delivery: time to the right, length of the wait upwards. */
class Heat extends Element {
    static properties = { queue: {}, asTable: { state: true } };
    #width = null;

    constructor() {
        super();
        this.queue = '';
        this.asTable = false;
        this.waits = new Loaded(this, (signal) => get(queuePath(this.queue, '/waits'), { signal }));
        new Every(this, REFRESH, () => live.paused || this.waits.again());
        this.redraw = () => this.requestUpdate();
    }

    connectedCallback() {
        super.connectedCallback();
        theme.addEventListener('change', this.redraw);
        this.#width = new ResizeObserver(this.redraw);
        this.#width.observe(this);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        theme.removeEventListener('change', this.redraw);
        this.#width.disconnect();
    }

    willUpdate(changed) {
        if (changed.has('queue')) {
            this.waits.value = null;
            this.waits.again();
        }
    }

    render() {
        const waits = this.waits.value;
        if (!waits) {
            return this.waits.placeholder;
        }
        const delivered = sums(waits).reduce((a, b) => a + b, 0);
        if (delivered === 0) {
            return html`<p class="empty">Nothing was delivered within the last ten minutes.</p>`;
        }
        return html`
            <div class="row spread"><span class="small muted">${counted(delivered, 'first delivery', 'first deliveries')} in ten minutes; ${median(waits)}</span>
                <button class="plain small" aria-pressed=${this.asTable} aria-label="Table of: time in the queue"
                    @click=${() => { this.asTable = !this.asTable; }}>table</button></div>
            <canvas ?hidden=${this.asTable} role="img" aria-label="Time that messages spent in ${this.queue}, by time and length: ${median(waits)}" @click=${this.#chosen}></canvas>
            ${this.asTable ? this.#table(waits) : nothing}`;
    }

    #table(waits) {
        const shown = sums(waits);
        return html`
            <table><thead><tr><th scope="col">Waited</th><th scope="col" class="number">Messages, last ten minutes</th></tr></thead>
                <tbody>${shown.map((messages, i) => html`<tr><td>${lengths(waits)[i]}</td><td class="number">${messages}</td></tr>`)}</tbody></table>`;
    }

    updated() {
        const canvas = this.querySelector('canvas');
        if (canvas && !this.asTable && this.clientWidth > 0) {
            this.#draw(canvas, this.waits.value);
        }
    }

    #draw(canvas, waits) {
        const rows = waits.boundMillis.length + 1;
        const width = this.clientWidth;
        const height = rows * ROW + BOTTOM;
        const dense = devicePixelRatio || 1;
        canvas.width = width * dense;
        canvas.height = height * dense;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
        const pen = canvas.getContext('2d');
        pen.scale(dense, dense);
        pen.font = '11px system-ui, sans-serif';
        this.#drawCells(pen, waits, rows, width);
        pen.globalAlpha = 1;
        pen.fillStyle = colour('muted');
        this.#drawAxes(pen, waits, rows, width);
    }

    /** The more there were, the stronger; by the root, so that few are seen beside many. */
    #drawCells(pen, { columns }, rows, width) {
        const most = Math.max(1, ...columns.flat());
        const wide = (width - LEFT) / COLUMNS;
        pen.fillStyle = colour('accent');
        columns.forEach((counts, i) => counts.forEach((count, bucket) => {
            if (count > 0) {
                pen.globalAlpha = 0.18 + 0.82 * Math.sqrt(count / most);
                const x = LEFT + (COLUMNS - columns.length + i) * wide;
                pen.fillRect(x, (rows - 1 - bucket) * ROW + 1, Math.max(1, wide - 1), ROW - 2);
            }
        }));
    }

    #drawAxes(pen, waits, rows, width) {
        pen.fillRect(LEFT, rows * ROW, width - LEFT, 0.5);
        pen.textAlign = 'right';
        waits.boundMillis.forEach((bound, i) => {
            if (i % 2 === 0) {
                pen.fillText(span(bound), LEFT - 6, (rows - 1 - i) * ROW + 4);
            }
        });
        pen.textAlign = 'center';
        const wide = (width - LEFT) / COLUMNS;
        const end = Date.parse(waits.lastAt) + waits.stepMillis;
        const apart = Math.ceil(72 / (MINUTE * wide / waits.stepMillis)) * MINUTE;
        for (let at = Math.floor(end / apart) * apart; ; at -= apart) {
            const x = width - (end - at) / waits.stepMillis * wide;
            if (x < LEFT + 24) {
                break;
            }
            pen.fillText(timeOfDay(at), Math.min(x, width - 26), rows * ROW + 13);
        }
    }

    /** Tells `time`, with the second that was clicked. */
    #chosen(event) {
        const { stepMillis, lastAt } = this.waits.value;
        const wide = (this.clientWidth - LEFT) / COLUMNS;
        const back = COLUMNS - 1 - Math.floor((event.offsetX - LEFT) / wide);
        if (event.offsetX > LEFT) {
            this.dispatchEvent(new CustomEvent('time', { detail: { at: (Date.parse(lastAt) - back * stepMillis) / 1000, seconds: stepMillis / 1000 } }));
        }
    }
}

/** Columns that the picture has room for: ten minutes of 5 s. */
const COLUMNS = 120;

/** Messages of each length over all columns. */
const sums = ({ boundMillis, columns }) => Array.from({ length: boundMillis.length + 1 }, (_, i) => columns.reduce((sum, counts) => sum + counts[i], 0));

/** What each length is called. */
const lengths = ({ boundMillis }) => [...boundMillis.map((bound) => `up to ${span(bound)}`), `over ${span(boundMillis.at(-1))}`];

/** Half of them waited no longer than this. */
function median(waits) {
    const shown = sums(waits);
    let left = shown.reduce((a, b) => a + b, 0) / 2;
    const at = shown.findIndex((count) => (left -= count) <= 0);
    return `half waited ${lengths(waits)[Math.max(0, at)]}`;
}

customElements.define('fb-heat', Heat);
