import { html, nothing } from 'lit';
import { Element } from '../element.js';
import { LiveFigures, live } from '../live.js';
import { span } from '../format.js';

/** Says that figures do not come any more, and for how long; what is shown greys meanwhile. */
class Banner extends Element {
    constructor() {
        super();
        new LiveFigures(this);
    }

    updated() {
        document.querySelector('main')?.classList.toggle('stale', live.lost);
    }

    render() {
        if (!live.lost) {
            return nothing;
        }
        return html`No figures for ${span(Math.floor((Date.now() - live.silentSince) / 1000) * 1000)}: the server does not
            answer. What is shown is as it was then; it goes on by itself when the server is back.`;
    }
}

customElements.define('fb-banner', Banner);
