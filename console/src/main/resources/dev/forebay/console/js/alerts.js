/** What needs somebody, as the server tells it. Asked for again only when the figures say that it is another. */
import { get, post } from './api.js';
import { hear } from './element.js';
import { live } from './live.js';

const HOUR = 3_600_000;
const isSilent = ({ silentUntil }) => silentUntil !== undefined;
const worstFirst = (a, b) => (a.severity === b.severity ? a.number - b.number : a.severity === 'critical' ? -1 : 1);

/** Tells `change` when it knows others. */
class Alerts extends EventTarget {
    /** Those that last and are not silenced, the worst first. */
    loud = [];
    #silentQueues = new Set();
    #version = null;

    constructor() {
        super();
        live.addEventListener('change', () => this.#follow());
    }

    /** Those of a queue of which people are told. */
    of(queue) {
        return this.loud.filter((alert) => alert.queue === queue);
    }

    /** Whether somebody silenced what is wrong with a queue. */
    isSilent(queue) {
        return this.#silentQueues.has(queue) && this.of(queue).length === 0;
    }

    /** Has nobody told of these for an hour. */
    async silence(those) {
        await Promise.all(those.map(({ number }) => post(`v1/alerts/${number}/silence`, { forMillis: HOUR })));
        await this.#load();
    }

    #follow() {
        const version = live.frame?.alerts.version;
        if (version === undefined) {
            this.loud = [];
            this.#version = null;
        } else if (version !== this.#version) {
            this.#version = version;
            this.#load().catch(() => {
                // The live figures lose their connection too, and say so; then it is asked for again.
                this.#version = null;
            });
        }
    }

    async #load() {
        const { alerts } = await get('v1/alerts?limit=1000');
        this.loud = alerts.filter((alert) => !isSilent(alert)).sort(worstFirst);
        this.#silentQueues = new Set(alerts.filter(isSilent).map(({ queue }) => queue));
        this.dispatchEvent(new Event('change'));
    }
}

export const alerts = new Alerts();

/** Renders its host again when there are others. */
export class LastingAlerts {
    constructor(host) {
        hear(host, alerts, 'change');
    }
}
