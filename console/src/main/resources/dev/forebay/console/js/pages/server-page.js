import { html, nothing } from 'lit';
import { Element, Every, Loaded } from '../element.js';
import { get } from '../api.js';
import { LiveFigures, live } from '../live.js';
import { ago, bytes, count, dateAndTime, latency } from '../format.js';
import '../parts/fb-diagnostics.js';
import '../parts/fb-log.js';
import '../parts/fb-plot.js';
import '../parts/fb-snapshot.js';
import '../parts/fb-verify.js';

const REFRESH = 5000;

/** The process: what it is, whether it is well, how it is set. */
class ServerPage extends Element {
    static properties = { text: { state: true } };

    constructor() {
        super();
        this.text = '';
        this.told = new Loaded(this, (signal) => this.#load(signal), { atOnce: true });
        new LiveFigures(this);
        new Every(this, REFRESH, () => this.told.again());
    }

    async #load(signal) {
        const [server, health, { settings }] = await Promise.all([
            get('v1/server', { signal }), get('v1/health', { signal }), get('v1/server/settings', { signal }),
        ]);
        return { server, health, settings };
    }

    render() {
        const told = this.told.value;
        return html`<div class="head"><div><h1>Server</h1></div></div>${told ? this.#all(told) : this.told.placeholder}`;
    }

    #all({ server, health, settings }) {
        const { times, columns } = live.history;
        const line = (label, colour, column) => ({ label, colour, values: columns[column] ?? [] });
        const total = live.frame?.total;
        return html`
            <div class="cards">
                <section class="card"><h2>Process</h2><dl class="pairs">
                    <dt>version</dt><dd>${server.version}</dd>
                    <dt>runs for</dt><dd>${ago(server.startedAt, Date.parse(server.now))}</dd>
                    <dt>since</dt><dd>${dateAndTime(server.startedAt)}</dd>
                    <dt>queues</dt><dd>${count(server.queueCount)}</dd>
                    ${total ? html`<dt>unsettled</dt><dd>${count(total.ready + total.delayed + total.leased)} messages, ${bytes(total.bytes)}</dd>
                    <dt>commits</dt><dd>p50 ${latency(total.commitP50Millis)}, p99 ${latency(total.commitP99Millis)}</dd>` : nothing}
                    <dt>for programs</dt><dd><a href="v1/openapi.json">OpenAPI</a> · <a href="metrics">metrics</a> · <a href="metrics/queues">metrics of queues</a></dd>
                </dl></section>
                <section class="card"><h2>Checks: ${health.ready ? html`<span class="ok">it serves</span>` : html`<span class="bad">it does not serve</span>`}</h2>
                    <table><thead><tr><th scope="col">Check</th><th scope="col">State</th><th scope="col">Says</th></tr></thead>
                    <tbody>${health.checks.map(({ name, well, detail }) => html`<tr><td>${name}</td>
                        <td class=${well ? 'ok' : 'bad'}>${well ? 'well' : 'not well'}</td><td class="wrap muted">${detail}</td></tr>`)}</tbody></table></section>
            </div>
            <section class="card"><h2>Commit latency</h2><fb-plot label="Commit latency" .times=${times} .format=${latency}
                .series=${[line('p99', 'warn', 'commitP99Millis'), line('p50', 'ok', 'commitP50Millis')]}></fb-plot></section>
            <div class="cards">
                <section class="card"><h2>Log</h2><fb-log></fb-log></section>
                <section class="card"><h2>Verify</h2><fb-verify></fb-verify><hr><h2>Checkpoint</h2><fb-snapshot></fb-snapshot><hr><h2>Diagnostics</h2><fb-diagnostics></fb-diagnostics></section>
            </div>
            <section class="card"><h2>Settings in force</h2>${this.#settings(settings)}</section>`;
    }

    #settings(settings) {
        const shown = settings.filter(({ key, value, doc }) => `${key} ${value} ${doc}`.toLowerCase().includes(this.text.toLowerCase()));
        return html`
            <div class="tools"><label><span>Find a setting</span><input type="search" @input=${(event) => { this.text = event.target.value; }}></label></div>
            <div class="scroll" tabindex="0" role="region" aria-label="Settings"><table class="fits settings">
                <thead><tr><th scope="col">Setting</th><th scope="col">Value, set by</th></tr></thead>
                <tbody>${shown.map(({ key, value, origin, doc }) => html`<tr><td><code class="wrap">${key}</code><div class="small muted">${doc}</div></td>
                    <td><code class="wrap">${value || '–'}</code><div class="small ${origin === 'default' ? 'muted' : 'ok'}">${origin}</div></td></tr>`)}</tbody>
            </table></div>`;
    }
}

customElements.define('server-page', ServerPage);
