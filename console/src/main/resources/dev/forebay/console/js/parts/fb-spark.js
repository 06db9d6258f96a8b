import { html, svg } from 'lit';
import { Element } from '../element.js';

const WIDTH = 96;
const HEIGHT = 22;

/** A line without axes, from 0 to the highest of its values. */
class Spark extends Element {
    static properties = { values: {} };

    render() {
        const values = this.values ?? [];
        const most = Math.max(1, ...values);
        const at = (value, i) => `${(i / Math.max(1, values.length - 1)) * WIDTH} ${HEIGHT - 1 - (value / most) * (HEIGHT - 3)}`;
        const path = values.length > 1 ? 'M' + values.map(at).join('L') : '';
        return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;
    }
}

customElements.define('fb-spark', Spark);
