import { html } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { put, session } from '../api.js';
import { say } from './fb-notice.js';

/** Changes one's own password; the present one proves that it is oneself. */
class Password extends FormDialog {
    get title() { return 'Change your password'; }
    get verb() { return 'Change'; }

    fields() {
        return html`
            <label><span>Present password</span><input name="current" type="password" required autocomplete="current-password"></label>
            <label><span>New password, of 8 characters or more</span>
                <input name="password" type="password" required minlength="8" maxlength="256" autocomplete="new-password"></label>`;
    }

    async perform(given) {
        const { user } = session;
        await put(`v1/users/${encodeURIComponent(user)}/password`, Object.fromEntries(given));
        await session.signIn(user, given.get('password')); // all sessions of the old one have ended, this one too
        say('Your password is changed.');
    }
}

customElements.define('fb-password', Password);
