import { html } from 'lit';
import { Element } from '../element.js';
import { colour, theme } from '../theme.js';
import { late } from '../late.js';
import { uplot } from '../uplot.js';
import { count, dateAndTime, timeOfDay } from '../format.js';

const HEIGHT = 190;

/** Rows of the table behind a plot. */
const TABLE_ROWS = 120;

/** S after which a time of day is not enough. */
const DAY = 86_400;

/** All plots of a page share one cursor. */
const CURSOR = 'page';

/** For each series the sum of it and of all before it: what a stack draws. */
function stack(series) {
    let sums = null;
    return series.map(({ values }) => {
        sums = sums ? values.map((value, i) => value + sums[i]) : values;
        return sums;
    });
}

/**
 * Lines over time, from 0 up, with a table behind.
 *
 * - `times`: s since the epoch
 * - `series`: `[{label, colour, values}]`, where `colour` is a token's name
 * - `stacked`: whether they add up
 * - `limit`: a dashed line at this value
 * - `brush`: whether dragging chooses a range, told as `range` with `{from, to}` in s
 *
 * A click tells `time`, with the second that was meant.
 */
class Plot extends Element {
    static properties = {
        label: {}, times: {}, series: {}, stacked: { type: Boolean }, limit: {}, brush: { type: Boolean },
        format: {}, asTable: { state: true },
    };

    #plot = null;
    #shape = '';
    #width = null;

    constructor() {
        super();
        Object.assign(this, { label: '', times: [], series: [], stacked: false, limit: null, brush: false, format: count, asTable: false });
        this.redraw = () => { this.#shape = ''; this.requestUpdate(); };
    }

    connectedCallback() {
        super.connectedCallback();
        theme.addEventListener('change', this.redraw);
        this.#width = new ResizeObserver(() => this.#fit());
        this.#width.observe(this);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        theme.removeEventListener('change', this.redraw);
        this.#width.disconnect();
        this.#plot?.destroy();
        this.#plot = null;
        this.#shape = '';
    }

    render() {
        return html`
            <div class="row spread">
                <div class="legend">${this.series.map(({ label, colour: token }) => html`
                    <span><i class=${token}></i>${label}</span>`)}</div>
                <button class="plain small" aria-pressed=${this.asTable} @click=${this.#turn}
                    aria-label="Table of: ${this.label}">table</button>
            </div>
            <div class="canvas" ?hidden=${this.asTable} role="img" aria-label=${this.label}></div>
            ${this.asTable ? this.#table() : ''}`;
    }

    #table() {
        const step = Math.max(1, Math.ceil(this.times.length / TABLE_ROWS));
        const rows = this.times.map((time, i) => [time, i]).filter(([, i]) => i % step === 0).reverse();
        return html`
            <div class="table" tabindex="0" role="region" aria-label=${this.label}><table>
                <thead><tr><th scope="col">Time</th>${this.series.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}</tr></thead>
                <tbody>${rows.map(([time, i]) => html`<tr><td>${this.#at(time)}</td>
                    ${this.series.map(({ values }) => html`<td class="number">${values[i] == null ? '–' : this.format(values[i])}</td>`)}</tr>`)}</tbody>
            </table></div>`;
    }

    get #isLong() {
        return this.times.at(-1) - this.times[0] > DAY;
    }

    #at(time) {
        return (this.#isLong ? dateAndTime : timeOfDay)(time * 1000);
    }

    #turn() {
        this.asTable = !this.asTable;
    }

    async updated() {
        const UPlot = await late(uplot);
        if (!UPlot || !this.isConnected) {
            return;
        }
        const shape = JSON.stringify([this.series.map(({ label, colour: token }) => [label, token]), this.stacked, this.brush, this.limit, this.#isLong]);
        const lines = this.stacked ? stack(this.series) : this.series.map(({ values }) => values);
        const data = [this.times, ...lines];
        if (shape === this.#shape && this.#plot) {
            this.#plot.setData(data);
            return;
        }
        this.#shape = shape;
        this.#plot?.destroy();
        this.#plot = new UPlot(this.#options(), data, this.querySelector('.canvas'));
        this.#fit();
    }

    #options() {
        const axis = { stroke: colour('muted'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line'), size: 4 }, font: '11px system-ui, sans-serif' };
        return {
            width: 400,
            height: HEIGHT,
            legend: { show: false },
            cursor: { sync: { key: CURSOR }, drag: { x: this.brush, y: false, setScale: false }, points: { size: 6 } },
            select: { show: this.brush },
            scales: { y: { range: (_, low, high) => [0, Math.max(high || 0, this.limit ?? 0, 1) * 1.08] } },
            axes: [
                { ...axis, values: (_, splits) => splits.map((at) => this.#at(at)), space: this.#isLong ? 170 : 90, size: 28 },
                { ...axis, values: (_, splits) => splits.map((value) => this.format(value)), size: 58 },
            ],
            series: [{}, ...this.series.map((line) => this.#line(line))],
            bands: this.stacked
                ? this.series.slice(1).map((line, i) => ({ series: [i + 2, i + 1], fill: colour(line.colour) + '55' }))
                : [],
            hooks: { setSelect: [(plot) => this.#chosen(plot)], draw: [(plot) => this.#drawLimit(plot)], ready: [(plot) => this.#listen(plot)] },
        };
    }

    #line({ colour: token, label }) {
        const fills = !this.stacked || this.series[0].label === label;
        return { stroke: colour(token), width: 1.5, fill: fills ? colour(token) + (this.stacked ? '55' : '22') : undefined, points: { show: false } };
    }

    #drawLimit(plot) {
        if (this.limit == null) {
            return;
        }
        const y = plot.valToPos(this.limit, 'y', true);
        const { left, width } = plot.bbox;
        const pen = plot.ctx;
        pen.save();
        pen.strokeStyle = colour('bad');
        pen.setLineDash([5, 5]);
        pen.beginPath();
        pen.moveTo(left, y);
        pen.lineTo(left + width, y);
        pen.stroke();
        pen.restore();
    }

    #chosen(plot) {
        const { left, width } = plot.select;
        if (this.brush && width > 2) {
            this.#tell('range', { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
        }
    }

    #listen(plot) {
        plot.over.addEventListener('click', () => {
            if (plot.cursor.left >= 0 && plot.select.width <= 2) {
                this.#tell('time', { at: plot.posToVal(plot.cursor.left, 'x') });
            }
        });
    }

    #tell(what, detail) {
        this.dispatchEvent(new CustomEvent(what, { detail }));
    }

    #fit() {
        const width = Math.floor(this.clientWidth);
        if (this.#plot && width > 0 && width !== this.#plot.width) {
            this.#plot.setSize({ width, height: HEIGHT });
        }
    }
}

customElements.define('fb-plot', Plot);
