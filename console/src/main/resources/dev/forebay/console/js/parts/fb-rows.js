import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, hear } from '../element.js';
import { Keys } from '../keyboard.js';

/** Heights of a row's line, and of each further one of a narrow screen. */
const LINE = 40;
const FURTHER = 30;

/** Between columns, and at both ends of a row. */
const GAP = 14;
const ENDS = 20;

/** Columns that are `wide` are left out where there is no room for them, those that are `below` get a line of their own. */
const narrow = matchMedia('(max-width: 819px)');

/** Rows drawn above and below those that are seen. */
const AROUND = 6;

/**
 * A list of any length, of which only what is seen is in the page.
 *
 * - `items`: what is listed
 * - `name`: the key of an item
 * - `columns`: `[{title, width, number, cell, wide, below}]`, of which `width` begins with the least px
 * - `link`: where an item leads
 *
 * Tells `seen` with the items that are seen, whenever they become others.
 */
class Rows extends Element {
    static properties = { items: {}, columns: {}, name: {}, link: {}, label: {}, from: { state: true }, at: { state: true }, shown: { state: true } };
    #told = '';

    constructor() {
        super();
        Object.assign(this, { items: [], columns: [], name: (item) => item.name, link: null, label: '', from: 0, at: -1, shown: 20 });
        hear(this, narrow, 'change');
        new Keys(this, {
            next: () => this.#move(1),
            previous: () => this.#move(-1),
            open: () => this.#open(),
        });
    }

    render() {
        const { items, from, shown } = this;
        const columns = this.columns.filter(({ wide }) => !wide || !narrow.matches);
        const lower = columns.filter(({ below }) => below && narrow.matches);
        const beside = columns.filter((column) => !lower.includes(column));
        this.height = LINE + FURTHER * lower.length;
        this.template = beside.map(({ width }) => width).join(' ');
        this.least = beside.reduce((sum, { width }) => sum + Number(/\d+/.exec(width)[0]) + GAP, ENDS - GAP);
        const first = Math.max(0, Math.min(from, items.length - 1) - AROUND);
        const seen = items.slice(first, from + shown + AROUND).map((item, i) => ({ item, i: first + i }));
        return html`
            <div class="rows" tabindex="0" role="table" aria-label=${this.label} aria-rowcount=${items.length + 1} @scroll=${this.#scrolled}>
                <div class="rows-inner" role="rowgroup">
                    <div class="line titles" role="row" aria-rowindex="1">${beside.map(({ title, number }) => html`
                        <span role="columnheader" class=${number ? 'number' : ''}>${title}</span>`)}</div>
                    ${repeat(seen, ({ item }) => this.name(item), ({ item, i }) => html`
                        <div class="line ${i === this.at ? 'chosen' : ''}" role="row" aria-rowindex=${i + 2} data-row=${i}>
                            ${beside.map(({ cell, number }) => html`<span role="cell" class=${number ? 'number' : ''}>${cell(item)}</span>`)}
                            ${lower.map(({ cell }) => html`<span role="cell" class="below">${cell(item)}</span>`)}
                        </div>`)}
                </div>
            </div>`;
    }

    /** Places are set here and not as style attributes, which the page's policy forbids. */
    updated() {
        const inner = this.querySelector('.rows-inner');
        inner.style.height = `${this.items.length * this.height + LINE}px`;
        inner.style.minWidth = `${this.least}px`;
        for (const line of this.querySelectorAll('.line')) {
            line.style.gridTemplateColumns = this.template;
            if (line.dataset.row !== undefined) {
                line.style.top = `${Number(line.dataset.row) * this.height + LINE}px`;
                line.style.height = `${this.height}px`;
            }
        }
        this.#tellSeen();
    }

    #tellSeen() {
        const seen = this.items.slice(this.from, this.from + this.shown);
        const told = seen.map((item) => this.name(item)).join('\n');
        if (told !== this.#told) {
            this.#told = told;
            this.dispatchEvent(new CustomEvent('seen', { detail: seen }));
        }
    }

    #scrolled(event) {
        const { scrollTop, clientHeight } = event.target;
        this.from = Math.floor(scrollTop / this.height);
        this.shown = Math.ceil(clientHeight / this.height);
    }

    #move(step) {
        this.at = Math.max(0, Math.min(this.items.length - 1, this.at + step));
        const frame = this.querySelector('.rows');
        const top = this.at * this.height;
        if (top < frame.scrollTop || top > frame.scrollTop + frame.clientHeight - this.height - LINE) {
            frame.scrollTop = Math.max(0, top - frame.clientHeight / 2);
        }
    }

    #open() {
        const item = this.items[this.at];
        if (item && this.link) {
            location.hash = this.link(item);
        }
    }
}

customElements.define('fb-rows', Rows);
