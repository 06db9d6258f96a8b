import { LitElement, html, nothing } from 'lit';

/** An element whose content is part of the page, so that one set of styles, labels and anchors serves all. */
export class Element extends LitElement {
    createRenderRoot() {
        return this;
    }

    /** Why what was asked for last failed, where it did. */
    get trouble() {
        return this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing;
    }

    /** Does something, and has `problem` say why where it fails. */
    async attempt(action) {
        try {
            this.problem = '';
            await action();
        } catch (problem) {
            this.problem = problem.message;
        }
    }
}

/** Has a host hear of something while it is shown, which renders it again unless another thing is to be done. */
export function hear(host, of, what, heard = () => host.requestUpdate()) {
    host.addController({
        hostConnected: () => of.addEventListener(what, heard),
        hostDisconnected: () => of.removeEventListener(what, heard),
    });
}

/** What a page loads from the API, with how that stands. Renders its host again when it is there. */
export class Loaded {
    value = null;
    problem = null;
    /** By the clock of the page; 0 before the first time. */
    askedAt = 0;
    isLoading = false;
    #host;
    #load;
    #atOnce;
    #running = null;

    /**
     * @param load is given an AbortSignal, and gives a promise
     * @param atOnce whether it is loaded whenever its host comes into the page
     */
    constructor(host, load, { atOnce = false } = {}) {
        this.#host = host;
        this.#load = load;
        this.#atOnce = atOnce;
        host.addController(this);
    }

    hostConnected() {
        if (this.#atOnce) {
            this.again();
        }
    }

    hostDisconnected() {
        this.#running?.abort();
    }

    /** Loads again; an answer to an earlier question is not waited for any more. */
    async again() {
        this.#running?.abort();
        const running = new AbortController();
        this.#running = running;
        this.askedAt = performance.now();
        this.isLoading = true;
        try {
            const value = await this.#load(running.signal);
            if (!running.signal.aborted) {
                this.value = value;
                this.problem = null;
            }
        } catch (problem) {
            if (!running.signal.aborted) {
                this.problem = problem;
            }
        }
        this.isLoading = this.#running !== running && this.isLoading;
        this.#host.requestUpdate();
    }

    /** What stands in the place of the value: that it comes, or why it does not. */
    get placeholder() {
        return this.problem
            ? html`<p class="problem" role="alert">${this.problem.message}</p>`
            : html`<p class="empty">Loading …</p>`;
    }
}

/** Does something again and again while its host is shown and the tab is seen. */
export class Every {
    #timer = 0;

    constructor(host, millis, action) {
        this.millis = millis;
        this.action = action;
        host.addController(this);
    }

    hostConnected() {
        this.#timer = setInterval(() => document.hidden || this.action(), this.millis);
    }

    hostDisconnected() {
        clearInterval(this.#timer);
    }
}
