import { html } from 'lit';
import { FormDialog } from './fb-dialog.js';
import { post, session } from '../api.js';
import { say } from './fb-notice.js';

const ROLES = ['monitor', 'view', 'publish', 'operate', 'admin'];
const RIGHTS = ['view', 'browse', 'send', 'receive', 'operate', 'manage', 'unmask'];

/** Adds a user. */
class NewUser extends FormDialog {
    get title() { return 'New user'; }
    get verb() { return 'Add'; }

    fields() {
        return html`
            <div class="fields">
                <label><span>Name</span><input name="name" required maxlength="64" autocomplete="off"></label>
                <label><span>Password, of 8 characters or more (none: keys and tokens alone)</span>
                    <input name="password" type="password" minlength="8" maxlength="256" autocomplete="new-password"></label>
            </div>
            <fieldset><legend>Roles, on all queues</legend>${ROLES.map((role) => html`
                <label><input type="checkbox" name="roles" value=${role} ?checked=${session.open && role === 'admin'}> ${role}</label> `)}</fieldset>
            <fieldset><legend>Rights on some</legend>
                <label><span>Queues (* and ? are wild)</span><input name="queues" placeholder="orders-*"></label>
                ${RIGHTS.map((right) => html`<label><input type="checkbox" name="rights" value=${right}> ${right}</label> `)}</fieldset>`;
    }

    async perform(given) {
        const name = given.get('name');
        await post('v1/users', {
            name,
            password: given.get('password') || null,
            roles: given.getAll('roles'),
            grants: given.get('queues') ? [{ queues: given.get('queues'), rights: given.getAll('rights') }] : [],
        });
        say(`${name} is a user now.`);
        this.dispatchEvent(new Event('added'));
    }
}

customElements.define('fb-new-user', NewUser);
