import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { Keys } from '../keyboard.js';
import { session } from '../api.js';
import { live } from '../live.js';
import { change, here } from '../place.js';
import { copy } from '../copy.js';
import { late } from '../late.js';
import './fb-notice.js';
import './fb-rail.js';
import './fb-header.js';
import './fb-banner.js';
import '../pages/overview-page.js';

/** Pages by the first segment of the place; each is loaded when somebody goes there. */
const PAGES = {
    '': { title: 'Overview', load: async () => {}, show: () => html`<overview-page></overview-page>` },
    queues: {
        title: 'Queues',
        load: () => Promise.all([import('../pages/queues-page.js'), import('../pages/queue-page.js')]),
        show: ([, name]) => (name === undefined
            ? html`<queues-page></queues-page>`
            : html`<queue-page .queue=${name}></queue-page>`),
    },
    messages: {
        title: 'Messages',
        load: () => import('../pages/messages-page.js'),
        show: ([, queue = '']) => html`<messages-page .queue=${queue}></messages-page>`,
    },
    'dead-letters': {
        title: 'Dead letters',
        load: () => import('../pages/dead-letters-page.js'),
        show: ([, queue = '']) => html`<dead-letters-page .queue=${queue}></dead-letters-page>`,
    },
    replay: {
        title: 'Replay',
        load: () => import('../pages/replay-page.js'),
        show: ([, queue = '']) => html`<replay-page .queue=${queue}></replay-page>`,
    },
    consumers: {
        title: 'Consumers',
        load: () => import('../pages/consumers-page.js'),
        show: () => html`<consumers-page></consumers-page>`,
    },
    limits: {
        title: 'Limits',
        load: () => import('../pages/limits-page.js'),
        show: () => html`<limits-page></limits-page>`,
    },
    access: {
        title: 'Access',
        load: () => import('../pages/access-page.js'),
        show: () => html`<access-page></access-page>`,
    },
    server: {
        title: 'Server',
        load: () => import('../pages/server-page.js'),
        show: () => html`<server-page></server-page>`,
    },
    hello: {
        title: 'First steps',
        load: () => import('./fb-first-steps.js'),
        show: () => html`<div class="head"><h1>First steps</h1></div><fb-first-steps></fb-first-steps>`,
    },
};

/** The frame around every page, and who decides which page it is. */
class Shell extends Element {
    static properties = { page: { state: true }, signsIn: { state: true } };
    #was = '';

    constructor() {
        super();
        this.page = null;
        this.signsIn = false;
        new Keys(this, {
            'find': () => this.#openDialog('fb-find'),
            'sheet': () => this.#openDialog('fb-keys'),
            'pause': () => live.toggle(),
            'copy-link': () => this.#copyLink(),
            'close': () => here().parameters.message && this.#closeMessage(),
        });
        addEventListener('hashchange', () => this.#arrive());
        session.addEventListener('sign-in', () => this.#signIn());
        session.addEventListener('signed-in', () => this.#signedIn());
        this.#arrive();
    }

    /** ⌘K is there before anybody can have typed on. */
    firstUpdated() {
        requestIdleCallback(() => late(() => import('./fb-find.js')));
    }

    async #arrive() {
        const asked = location.hash;
        const { segments, parameters } = here();
        const known = PAGES[segments[0] ?? ''];
        const parts = [
            known && await late(known.load),
            parameters.message && await late(() => import('./fb-drawer.js')),
        ];
        if (parts.includes(null)) {
            return;
        }
        if (asked !== location.hash) {
            return; // who is slow to load must not come over where people went meanwhile
        }
        const moved = this.page && this.page.segments.join('/') !== segments.join('/');
        this.page = { known, segments, parameters };
        document.title = [segments[1], known?.title ?? 'Nothing here', 'Forebay'].filter(Boolean).join(' · ');
        await this.updateComplete;
        if (moved) {
            this.querySelector('main').focus({ preventScroll: true });
            scrollTo(0, 0);
        }
    }

    /** What lies behind is kept for who was signed in until now, with what he is writing. */
    async #signIn() {
        this.#was = session.user;
        this.page = this.#was ? this.page : null;
        this.signsIn = Boolean(await late(() => import('./fb-sign-in.js')));
    }

    #signedIn() {
        this.signsIn = false;
        this.page = this.#was === session.user ? this.page : null;
        this.#arrive();
    }

    async #openDialog(name) {
        if (await late(() => import(`./${name}.js`))) {
            this.querySelector(name)?.open();
        }
    }

    #copyLink() {
        return copy(location.href, 'The link to this page is copied.');
    }

    #closeMessage() {
        change({ message: '', of: '' });
    }

    render() {
        return html`
            <a class="skip" href="#main" @click=${this.#skip}>Skip to the page</a>
            <fb-rail role="complementary" aria-label="Forebay" .at=${this.page?.segments[0] ?? ''}></fb-rail>
            <div class="column">
                <fb-header role="banner" @find=${() => this.#openDialog('fb-find')} @sheet=${() => this.#openDialog('fb-keys')}></fb-header>
                <fb-banner role="alert"></fb-banner>
                <main id="main" tabindex="-1">${this.page ? this.#content() : nothing}</main>
            </div>
            ${this.page?.parameters.message && customElements.get('fb-drawer') ? html`
                <fb-drawer .queue=${this.page.parameters.of ?? this.page.segments[1] ?? ''}
                    .message=${this.page.parameters.message} @close=${this.#closeMessage}></fb-drawer>` : nothing}
            ${this.signsIn ? html`<fb-sign-in></fb-sign-in>` : nothing}
            <fb-find></fb-find>
            <fb-keys></fb-keys>
            <fb-notice role="status" aria-live="polite"></fb-notice>`;
    }

    #content() {
        const { known, segments } = this.page;
        return known ? known.show(segments) : html`
            <h1>Nothing here</h1>
            <p>No page has this address. <a href="#/">The overview</a> shows what there is.</p>`;
    }

    #skip(event) {
        event.preventDefault();
        this.querySelector('main').focus();
    }
}

customElements.define('fb-shell', Shell);
