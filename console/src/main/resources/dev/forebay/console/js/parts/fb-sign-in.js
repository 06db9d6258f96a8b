import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { session } from '../api.js';

/** Asks who one is, once the server has users; in front of the page and of every dialog. */
class SignIn extends Element {
    static properties = { problem: { state: true } };

    constructor() {
        super();
        this.problem = '';
    }

    firstUpdated() {
        this.#show();
    }

    /** It does not go away unanswered. */
    #show() {
        if (this.isConnected) {
            this.querySelector('dialog').showModal();
        }
    }

    render() {
        return html`
            <dialog class="sign-in" aria-label="Sign in to Forebay" @close=${this.#show}><form class="stack" @submit=${this.#submit}>
                <h1>Sign in to Forebay</h1>
                ${session.user ? html`<p>Your session has ended. Sign in to go on where you were.</p>` : nothing}
                <label><span>User</span><input name="user" autocomplete="username" required .value=${session.user}></label>
                <label><span>Password</span>
                    <input name="password" type="password" autocomplete="current-password" required ?autofocus=${session.user}></label>
                ${this.trouble}
                <button class="main">Sign in</button>
            </form></dialog>`;
    }

    async #submit(event) {
        event.preventDefault();
        const given = new FormData(event.target);
        try {
            await session.signIn(given.get('user'), given.get('password'));
        } catch (problem) {
            this.problem = problem.message;
        }
    }
}

customElements.define('fb-sign-in', SignIn);
