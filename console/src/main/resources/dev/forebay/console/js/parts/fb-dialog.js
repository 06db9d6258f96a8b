import { html, nothing } from 'lit';
import { Element } from '../element.js';

/**
 * A form in front of the page. Subclasses give its title, fields, and what it does; what goes wrong
 * is told in the form, which stays open then.
 */
export class FormDialog extends Element {
    static properties = { problem: { state: true }, busy: { state: true }, shown: { state: true } };

    constructor() {
        super();
        this.problem = '';
        this.busy = false;
        this.shown = false;
    }

    async show() {
        this.problem = '';
        this.shown = true;
        await this.updateComplete;
        this.querySelector('dialog').showModal();
    }

    close() {
        this.querySelector('dialog')?.close();
    }

    /** Subclasses: the title, what is within, what the button says, and whether it destroys. */
    get title() { return ''; }
    fields() { return nothing; }
    get verb() { return 'Save'; }
    get destroys() { return false; }
    get ready() { return true; }

    /** Subclasses: does it. The dialog closes when that is done. */
    async perform() {}

    render() {
        if (!this.shown) {
            return nothing;
        }
        return html`
            <dialog aria-label=${this.title} @close=${() => { this.shown = false; }}>
                <form class="stack" @submit=${this.#submit}>
                    <h1>${this.title}</h1>
                    ${this.fields()}
                    ${this.trouble}
                    <footer>
                        <button type="button" @click=${this.close}>Cancel</button>
                        <button class=${this.destroys ? 'danger' : 'main'} ?disabled=${this.busy || !this.ready}>${this.verb}</button>
                    </footer>
                </form>
            </dialog>`;
    }

    async #submit(event) {
        event.preventDefault();
        this.busy = true;
        this.problem = '';
        try {
            await this.perform(new FormData(event.target));
            this.close();
        } catch (problem) {
            this.problem = problem.message;
        } finally {
            this.busy = false;
        }
    }
}
