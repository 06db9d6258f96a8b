import { html } from 'lit';
import { Element } from '../element.js';
import './fb-image.js';
import { imageType } from './image.js';

const HEX_BYTES = 16;

/** Bytes of a body that are shown. */
const MOST = 64 * 1024;

/** The bytes of a body, however the API wrote it. */
export function bodyBytes({ body, bodyEncoding }) {
    if (bodyEncoding === 'base64') {
        return Uint8Array.from(atob(body), (one) => one.charCodeAt(0));
    }
    return new TextEncoder().encode(body ?? '');
}

/** A body as one line of text. */
export function bodyText(message) {
    return message.bodyEncoding === 'base64' ? `${bodyBytes(message).length} bytes that are no text` : message.body ?? '';
}

function hex(bytes) {
    const lines = [];
    for (let at = 0; at < bytes.length; at += HEX_BYTES) {
        const line = [...bytes.subarray(at, at + HEX_BYTES)];
        const digits = line.map((one) => one.toString(16).padStart(2, '0')).join(' ');
        const text = line.map((one) => (one >= 32 && one < 127 ? String.fromCharCode(one) : '·')).join('');
        lines.push(`${at.toString(16).padStart(6, '0')}  ${digits.padEnd(HEX_BYTES * 3)} ${text}`);
    }
    return lines.join('\n');
}

/** Lines of JSON, with every name, text and number as it was written: those of JavaScript have fewer digits. */
function indented(json) {
    let depth = 0;
    const line = () => `\n${'  '.repeat(depth)}`;
    const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g);
    return tokens.map((token, i) => {
        if ('{['.includes(token)) {
            depth++;
            return '}]'.includes(tokens[i + 1]) ? token : token + line();
        }
        if ('}]'.includes(token)) {
            depth--;
            return '{['.includes(tokens[i - 1]) ? token : line() + token;
        }
        return { ',': `,${line()}`, ':': ': ' }[token] ?? token;
    }).join('');
}

function asJson({ body, bodyEncoding }) {
    try {
        JSON.parse(bodyEncoding === 'base64' ? '' : body);
        return indented(body);
    } catch {
        return null;
    }
}

/** A message's body as JSON, text or hex, only ever as text; or the picture that it is. */
class Body extends Element {
    static properties = { message: {}, as: { state: true } };

    constructor() {
        super();
        this.as = '';
    }

    render() {
        const json = asJson(this.message);
        const bytes = bodyBytes(this.message);
        const type = imageType(bytes);
        const forms = [...(type ? ['image'] : []), ...(json === null ? [] : ['JSON']), ...(this.message.bodyEncoding === 'base64' ? [] : ['text']), 'hex'];
        const as = forms.includes(this.as) ? this.as : forms[0];
        return html`
            <div class="tabs" role="group" aria-label="Body as">${forms.map((form) => html`
                <button class="small" aria-pressed=${form === as} @click=${() => { this.as = form; }}>${form}</button>`)}
            </div>
            ${as === 'image' ? html`<fb-image .bytes=${bytes} .type=${type}></fb-image>`
                : html`<pre class="body" tabindex="0" aria-label="Body">${this.#shown(as, json, bytes)}</pre>`}`;
    }

    #shown(as, json, bytes) {
        if (as === 'JSON') {
            return json;
        }
        if (as === 'text') {
            return this.message.body;
        }
        return hex(bytes.subarray(0, MOST));
    }
}

customElements.define('fb-body', Body);
