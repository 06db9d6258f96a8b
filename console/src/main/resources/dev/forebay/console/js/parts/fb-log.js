import { html } from 'lit';
import { Element, Every } from '../element.js';
import { get, query } from '../api.js';
import { live } from '../live.js';

const EVERY = 2000;
const MOST = 500;

const TONES = { ERROR: 'bad', WARN: 'warn' };

/** The server's log as it is written; for those who may operate the server. */
class Log extends Element {
    static properties = { lines: { state: true }, text: { state: true }, problem: { state: true } };
    #looking = false;

    constructor() {
        super();
        Object.assign(this, { lines: [], text: '', problem: '', follows: true });
        new Every(this, EVERY, () => live.paused || this.#look());
    }

    connectedCallback() {
        super.connectedCallback();
        this.#look();
    }

    async #look() {
        if (this.#looking) {
            return;
        }
        this.#looking = true;
        try {
            const { lines } = await get('v1/server/log' + query({ after: this.lines.at(-1)?.number }));
            this.problem = '';
            if (lines.length) {
                this.lines = [...this.lines, ...lines].slice(-MOST);
            }
        } catch (problem) {
            this.problem = problem.message;
        } finally {
            this.#looking = false;
        }
    }

    updated(changed) {
        const frame = this.querySelector('.tail');
        if (changed.has('lines') && frame && this.follows) {
            frame.scrollTop = frame.scrollHeight;
        }
    }

    render() {
        const shown = this.lines.filter(({ text }) => text.toLowerCase().includes(this.text.toLowerCase()));
        return html`
            ${this.trouble}
            <div class="tools"><label><span>Find in the log</span><input type="search" @input=${(event) => { this.text = event.target.value; }}></label></div>
            <div class="tail" tabindex="0" role="log" aria-live="off" aria-label="Server log" @scroll=${this.#scrolled}>
                ${shown.length === 0 ? html`<p class="muted">No lines.</p>` : shown.map(({ level, text }) => html`<code class="tail-line ${TONES[level] ?? ''}">${text}</code>`)}
            </div>`;
    }

    /** Who scrolls up reads, and is not pulled down. */
    #scrolled({ target }) {
        this.follows = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
    }
}

customElements.define('fb-log', Log);
