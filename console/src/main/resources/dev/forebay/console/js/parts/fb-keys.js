import { html } from 'lit';
import { Element } from '../element.js';

const KEYS = [
    [['⌘ K', 'Ctrl K'], 'find a queue, a message, a page'],
    [['/'], 'filter what is shown'],
    [['g o', 'g q', 'g m', 'g d'], 'go to overview, queues, messages, dead letters'],
    [['g c', 'g r', 'g l', 'g a', 'g s'], 'go to consumers, replay, limits, access, server'],
    [['j', 'k'], 'next, previous'],
    [['Enter'], 'open'],
    [['x', 'shift x'], 'choose, choose up to here'],
    [['space'], 'pause the figures, go on'],
    [['r'], 'redrive'],
    [['e'], 'edit and resend'],
    [['y'], 'copy the link to this page'],
    [['?'], 'this sheet'],
    [['Esc'], 'close'],
];

/** The sheet of keys. */
class KeySheet extends Element {
    open() {
        this.querySelector('dialog').showModal();
    }

    render() {
        return html`
            <dialog aria-labelledby="keys-title">
                <h1 id="keys-title">Keyboard</h1>
                <table>
                    <thead><tr><th scope="col">Key</th><th scope="col">What it does</th></tr></thead>
                    <tbody>${KEYS.map(([keys, what]) => html`<tr><td>${keys.map((key) => html`<kbd>${key}</kbd> `)}</td><td>${what}</td></tr>`)}</tbody>
                </table>
                <footer><button @click=${() => this.querySelector('dialog').close()}>Close</button></footer>
            </dialog>`;
    }
}

customElements.define('fb-keys', KeySheet);
