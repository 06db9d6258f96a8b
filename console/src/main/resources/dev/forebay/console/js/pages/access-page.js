import { html, nothing } from 'lit';
import { Element, Loaded } from '../element.js';
import { get, pages, patch, post, query, remove, session } from '../api.js';
import { ago, count, dateAndTime } from '../format.js';
import { say } from '../parts/fb-notice.js';
import '../parts/fb-confirm.js';
import '../parts/fb-new-user.js';
import '../parts/fb-password.js';
import '../parts/fb-secret.js';

const AUDIT = 100;
const userPath = (name, rest = '') => `v1/users/${encodeURIComponent(name)}${rest}`;

/** Who may do what, and who did. */
class AccessPage extends Element {
    static properties = { answer: { state: true }, problem: { state: true } };

    constructor() {
        super();
        this.answer = null;
        this.problem = '';
        this.users = new Loaded(this, (signal) => this.#load(signal));
        this.audit = new Loaded(this, (signal) => this.#lastEntries(signal));
    }

    connectedCallback() {
        super.connectedCallback();
        this.#again();
    }

    #again() {
        this.users.again();
        if (this.#administers) {
            this.audit.again();
        }
    }

    get #administers() {
        return session.open || session.roles.includes('admin');
    }

    /** Everybody's for administrators, and one's own for anybody else. */
    async #load(signal) {
        return this.#administers ? (await get('v1/users' + query({ limit: 1000 }), { signal })).users
            : [await get(userPath(session.user), { signal })];
    }

    /** The log is told oldest first; the last page of an hour, or of all of it, is what people want. */
    async #lastEntries(signal) {
        let last = [];
        for await (const { entries } of pages('v1/audit', { limit: 1000, from: new Date(Date.now() - 86_400_000).toISOString() }, { signal })) {
            last = [...last, ...entries].slice(-AUDIT);
        }
        return last.reverse();
    }

    render() {
        return html`
            <div class="head"><div><h1>Access</h1><p>${session.open
                ? 'There are no users: everybody who reaches this port may do everything. The first, an administrator, ends that.'
                : html`You are <strong>${session.user}</strong>.`}</p></div>
                <div class="row">${session.user ? html`<button @click=${() => this.querySelector('fb-password').show()}>Change your password …</button>` : nothing}
                ${this.#administers ? html`<button class="main" @click=${() => this.querySelector('fb-new-user').show()}>New user …</button>` : nothing}</div></div>
            ${this.trouble}
            <section class="card"><h2>${this.#administers ? 'Users' : 'Your rights, keys and tokens'}</h2>${this.#users()}</section>
            ${this.#administers ? html`<section class="card"><h2>May this user do that?</h2>${this.#question()}</section>
            <section class="card"><h2>Who changed what: the last day</h2>${this.#audit()}</section>` : nothing}
            <fb-password></fb-password><fb-new-user @added=${this.#again}></fb-new-user><fb-secret></fb-secret><fb-confirm></fb-confirm>`;
    }

    #users() {
        const users = this.users.value;
        if (!users) {
            return this.users.placeholder;
        }
        return users.length === 0 ? html`<p class="empty">None.</p>` : html`
            <div class="scroll" tabindex="0" role="region" aria-label="Users"><table>
                <thead><tr><th scope="col">User</th><th scope="col">Roles, grants</th><th scope="col">Keys (SQS)</th><th scope="col">Tokens (HTTP)</th><th scope="col">Action</th></tr></thead>
                <tbody>${users.map((user) => this.#user(user))}</tbody>
            </table></div>`;
    }

    #user({ name, roles, grants, state, keys, tokens }) {
        const active = state === 'active';
        return html`
            <tr>
                <td class="wrap"><strong>${name}</strong>${active ? nothing : html`<div class="small bad">switched off</div>`}</td>
                <td>${roles.join(', ') || nothing}${grants.map(({ queues, rights }) => html`<div class="small"><code>${queues}</code>: ${rights.join(', ')}</div>`)}</td>
                <td>${keys.map(({ key, endsAt }) => html`<div class="nowrap"><code>${key}</code>${endsAt ? html` <span class="small muted">ends ${dateAndTime(endsAt)}</span>` : html`
                        <button class="plain small" aria-label="Rotate ${key}" @click=${() => this.#give(`New key of ${name}`, userPath(name, `/keys/${key}/rotate`))}>Rotate</button>`}
                        <button class="plain small bad" aria-label="Revoke ${key}" @click=${() => this.#revoke(userPath(name, `/keys/${key}`), `key ${key} of ${name}`)}>Revoke</button></div>`)}
                    <button class="small" aria-label="New key of ${name}" @click=${() => this.#give(`New key of ${name}`, userPath(name, '/keys'))}>New</button></td>
                <td>${tokens.map(({ token, note, endsAt }) => html`<div class="nowrap">${note || token} <span class="small muted">ends ${dateAndTime(endsAt)}</span>
                        <button class="plain small bad" aria-label="Revoke ${token}" @click=${() => this.#revoke(userPath(name, `/tokens/${token}`), `token ${note || token} of ${name}`)}>Revoke</button></div>`)}
                    <button class="small" aria-label="New token of ${name}" @click=${() => this.#give(`New token of ${name}`, userPath(name, '/tokens'))}>New</button></td>
                <td class="nowrap">${this.#administers ? html`<button class="small" aria-label="${active ? 'Switch off' : 'Switch on'} ${name}" @click=${() => this.#switch(name, active ? 'switched-off' : 'active')}>${active ? 'Switch off' : 'Switch on'}</button>
                    <button class="small danger" aria-label="Remove ${name}" @click=${() => this.#removeUser(name)}>Remove …</button>` : '–'}</td>
            </tr>`;
    }

    #question() {
        return html`
            <form class="tools" @submit=${this.#ask}>
                <label><span>May</span><input name="user" required placeholder="user"></label>
                <label><span>do</span><select name="operation">
                    ${['send', 'receive', 'browse', 'purge', 'create-queue', 'delete-queue', 'change-queue', 'redrive', 'replay', 'manage-users'].map((one) => html`<option>${one}</option>`)}</select></label>
                <label><span>on the queue</span><input name="queue" placeholder="any"></label>
                <button>Ask</button>
                ${this.answer ? html`<p role="status" class=${this.answer.allowed ? 'ok' : 'bad'}>${this.answer.allowed ? 'Yes.' : 'No.'} ${this.answer.reason ?? ''}</p>` : nothing}
            </form>`;
    }

    #audit() {
        const entries = this.audit.value;
        if (!entries) {
            return this.audit.placeholder;
        }
        return entries.length === 0 ? html`<p class="empty">Nothing was changed.</p>` : html`
            <div class="scroll" tabindex="0" role="region" aria-label="Audit log"><table>
                <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Outcome</th><th scope="col">Changes</th></tr></thead>
                <tbody>${entries.map((entry) => html`<tr>
                    <td class="nowrap" title=${dateAndTime(entry.at)}>${ago(entry.at)} ago</td>
                    <td class="wrap">${entry.user || 'anybody'}<div class="small muted">${entry.address} over ${entry.face}</div></td>
                    <td class="wrap">${entry.action} <strong>${entry.target}</strong></td>
                    <td class=${entry.outcome === 'done' ? 'ok' : 'bad'}>${entry.outcome}</td>
                    <td class="small wrap">${(entry.changes ?? []).map(({ what, before, after }) => html`<div><code>${what}</code>: ${before || '–'} → ${after || '–'}</div>`)}${entry.detail}</td></tr>`)}</tbody>
            </table></div><p class="small muted">${count(entries.length)} shown.</p>`;
    }

    #ask(event) {
        event.preventDefault();
        const { user, operation, queue } = Object.fromEntries(new FormData(event.target));
        return this.attempt(async () => {
            this.answer = await get(userPath(user, '/may' + query({ operation, queue })));
        });
    }

    #give(title, path) {
        return this.attempt(async () => {
            this.querySelector('fb-secret').open(title, await post(path));
            this.#again();
        });
    }

    #switch(name, state) {
        return this.attempt(async () => {
            await patch(userPath(name), { state });
            say(`${name} is ${state}.`);
            this.#again();
        });
    }

    #revoke(path, what) {
        return this.querySelector('fb-confirm').ask({
            title: `Revoke ${what}?`, text: 'It ends at once.', touches: 'No messages. Programs that use it are refused from now on.', verb: 'Revoke',
            action: async () => {
                await remove(path);
                this.#again();
            },
        });
    }

    #removeUser(name) {
        return this.querySelector('fb-confirm').ask({
            title: `Remove ${name}?`, text: 'The user goes with keys, tokens and sessions.', touches: 'No messages.', verb: `Remove ${name}`,
            action: async () => {
                await remove(userPath(name));
                this.#again();
            },
        });
    }
}

customElements.define('access-page', AccessPage);
