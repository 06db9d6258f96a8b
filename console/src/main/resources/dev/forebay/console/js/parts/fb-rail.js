import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { LiveFigures, live, seesServer } from '../live.js';
import { count, latency } from '../format.js';

/** Where one can go; on small screens the first four are in the bar, the others behind "More". */
const LINKS = [
    { at: '', title: 'Overview' },
    { at: 'queues', title: 'Queues', figure: (frame) => frame.queueCount },
    { at: 'messages', title: 'Messages' },
    { at: 'dead-letters', title: 'Dead letters', figure: (frame) => frame.total.deadLetters, alarming: true },
    { at: 'consumers', title: 'Consumers', further: true },
    { at: 'replay', title: 'Replay', further: true },
    { at: 'limits', title: 'Limits', further: true },
    { at: 'access', title: 'Access', further: true },
    { at: 'server', title: 'Server', further: true },
];

/** The rail at the left, the bar at the bottom of small screens. */
class Rail extends Element {
    static properties = { at: {}, opened: { state: true } };

    constructor() {
        super();
        this.at = '';
        this.opened = false;
        new LiveFigures(this);
    }

    updated() {
        this.classList.toggle('open', this.opened);
    }

    render() {
        return html`
            <a class="brand" href="#/"><img src="console/favicon.svg" alt="">Forebay</a>
            <nav aria-label="Pages" @click=${this.#leave}>
                ${LINKS.map((link) => this.#link(link))}
                <button class="plain only-small" aria-expanded=${this.opened} @click=${this.#toggle}>More</button>
            </nav>
            <div class="foot">${this.#foot()}</div>`;
    }

    #link({ at, title, figure, alarming, further }) {
        const shown = figure && live.frame ? figure(live.frame) : 0;
        return html`
            <a href=${at ? `#/${at}` : '#/'} class=${further ? 'further' : ''}
                aria-current=${this.at === at ? 'page' : nothing}>
                ${title}${shown ? html` <b class=${alarming ? 'bad' : ''}>${count(shown)}</b>` : nothing}
            </a>`;
    }

    #foot() {
        const total = live.frame?.total;
        return total
            ? html`${seesServer(live.frame) ? html`commit ${latency(total.commitP99Millis)} p99<br>` : nothing}${count(total.ready + total.delayed + total.leased)} messages kept safe`
            : 'waiting for figures';
    }

    #toggle() {
        this.opened = !this.opened;
    }

    #leave(event) {
        if (event.target.closest('a')) {
            this.opened = false;
        }
    }
}

customElements.define('fb-rail', Rail);
