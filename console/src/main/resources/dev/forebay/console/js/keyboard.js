/**
 * The keyboard map. What a key does on every page is here; what it does to a list or a message is
 * told to whoever listens, as an event of the window named for it (`key:next`, `key:redrive`, …).
 */
import { go } from './place.js';

/** Where `g` and a letter lead. */
const PLACES = {
    o: [], q: ['queues'], m: ['messages'], d: ['dead-letters'], c: ['consumers'],
    r: ['replay'], l: ['limits'], a: ['access'], s: ['server'],
};

/** What is told, by key. */
const TOLD = {
    '/': 'filter', j: 'next', k: 'previous', Enter: 'open', x: 'choose', X: 'choose-range', ' ': 'pause',
    r: 'redrive', e: 'edit', y: 'copy-link', '?': 'sheet', Escape: 'close',
};

/** Ms within which the letter after `g` must follow. */
const SECOND_KEY = 1200;

let wentAt = 0;

/** What is typed into is not for us, nor is what a button does with Enter and space. */
function isTaken(event) {
    const target = event.composedPath()[0];
    if (target.closest?.('input, textarea, select, [contenteditable]')) {
        return event.key !== 'Escape';
    }
    const acts = target.closest?.('button, a, summary, [role="option"]');
    return Boolean(acts) && (event.key === 'Enter' || event.key === ' ');
}

function pressed(event) {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        tell('find', event);
        return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTaken(event)) {
        return;
    }
    if (performance.now() - wentAt < SECOND_KEY && PLACES[event.key]) {
        wentAt = 0;
        event.preventDefault();
        go(PLACES[event.key]);
        return;
    }
    wentAt = event.key === 'g' ? performance.now() : 0;
    if (TOLD[event.key] && (!document.querySelector('dialog[open]') || event.key === '?')) {
        tell(meant(TOLD[event.key]), event);
    }
}

/** A message that is open is what one means, and not what lies beside it. */
const meant = (what) => (what === 'redrive' && document.querySelector('fb-drawer') ? 'redrive-message' : what);

function tell(what, event) {
    const told = new CustomEvent(`key:${what}`, { cancelable: true });
    // Else the letter would be typed into what it opens.
    if (!dispatchEvent(told) || (what !== 'open' && what !== 'close')) {
        event.preventDefault();
    }
}

export function begin() {
    addEventListener('keydown', pressed);
}

/** Has its host hear of keys while it is shown: `{next: () => …}`. */
export class Keys {
    #listeners;

    constructor(host, actions) {
        this.#listeners = Object.entries(actions).map(([what, action]) => [`key:${what}`, action]);
        host.addController(this);
    }

    hostConnected() {
        this.#listeners.forEach(([what, action]) => addEventListener(what, action));
    }

    hostDisconnected() {
        this.#listeners.forEach(([what, action]) => removeEventListener(what, action));
    }
}
