/**
 * Where one is. The place stands behind the `#`: it is a link like any other, no server or proxy on
 * the way gets to see names of queues, and the console needs no route of the server but its page.
 *
 *     #/queues/orders?message=0192…&filter=age > 1h
 */

/** The place as it is now: segments of its path, and its parameters. */
export function here() {
    const [path, parameters = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
    return {
        segments: path.split('/').filter(Boolean).map(decoded),
        parameters: Object.fromEntries(new URLSearchParams(parameters)),
    };
}

function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** A link to a place: `to(['queues', name], {filter})`. */
export function to(segments, parameters = {}) {
    const given = Object.entries(parameters).filter(([, value]) => value !== '' && value != null);
    const query = given.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
    return '#/' + segments.map(encodeURIComponent).join('/') + (query ? '?' + query : '');
}

/** Goes there. */
export function go(segments, parameters) {
    location.hash = to(segments, parameters);
}

/** Stays on the page and changes some of the parameters; what is empty goes. */
export function change(parameters, { replace = false } = {}) {
    const now = here();
    const link = to(now.segments, { ...now.parameters, ...parameters });
    if (replace) {
        history.replaceState(null, '', link);
        dispatchEvent(new HashChangeEvent('hashchange'));
    } else {
        location.hash = link;
    }
}

/** Link that opens a message beside what is shown now. */
export function messageLink(queue, id) {
    const { segments, parameters } = here();
    return to(segments, { ...parameters, message: id, of: queue });
}
