import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { session } from '../api.js';

/** Asks who one is, once the server has users. */
class SignIn extends Element {
    static properties = { problem: { state: true } };

    constructor() {
        super();
        this.problem = '';
    }

    firstUpdated() {
        this.querySelector('input').focus();
    }

    render() {
        return html`
            <form class="card stack" @submit=${this.#submit}>
                <h1>Sign in to Forebay</h1>
                <label><span>User</span><input name="user" autocomplete="username" required></label>
                <label><span>Password</span>
                    <input name="password" type="password" autocomplete="current-password" required></label>
                ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
                <button class="main">Sign in</button>
            </form>`;
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
