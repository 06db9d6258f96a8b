import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { lock, session } from '../api.js';
import { LiveFigures, live } from '../live.js';
import { theme } from '../theme.js';

/** What stays at the top: finding things, live or paused, theme, and who one is. */
class Header extends Element {
    constructor() {
        super();
        new LiveFigures(this);
        theme.addEventListener('change', () => this.requestUpdate());
    }

    render() {
        return html`
            <button class="find" @click=${() => this.dispatchEvent(new Event('find'))}>
                <span>Find queues, message ids, pages …</span><kbd>⌘K</kbd>
            </button>
            <div class="switches">
                ${this.#switch()}
                <button class="plain" aria-pressed=${lock.closed} title="Read-only: nothing is changed from this browser" @click=${this.#turnLock}
                    aria-label="Read-only">
                    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
                        <rect x="3" y="7" width="10" height="7" rx="1" /><path d=${lock.closed ? 'M5 7V5a3 3 0 0 1 6 0v2' : 'M5 7V4a3 3 0 0 1 6-1'} /></svg>
                    ${lock.closed ? html`<span class="word">read-only</span>` : nothing}</button>
                <button class="plain" @click=${() => theme.toggle()}
                    aria-label=${theme.name === 'dark' ? 'Light theme' : 'Dark theme'}>${theme.name === 'dark' ? '☀' : '☾'}</button>
                <button class="plain" aria-label="Keyboard" @click=${() => this.dispatchEvent(new Event('sheet'))}>?</button>
                ${session.user ? html`
                    <button class="plain" @click=${() => session.signOut()}>
                        <span class="word">${session.user} · </span>sign out</button>` : nothing}
            </div>`;
    }

    #turnLock() {
        lock.turn();
        this.requestUpdate();
    }

    #switch() {
        const [word, tone] = live.lost ? ['lost', 'bad'] : live.paused ? ['paused', 'warn'] : ['live', 'ok'];
        return html`
            <button class="plain" aria-pressed=${live.paused} @click=${() => live.toggle()} title="Space pauses and goes on">
                <span class="dot ${tone}"></span>${word}<span class="word muted"> · last 10 min <kbd>space</kbd></span>
            </button>`;
    }
}

customElements.define('fb-header', Header);
