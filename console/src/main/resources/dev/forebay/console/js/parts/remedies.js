/** Where in the console one does what an alert asks for: a sentence with links, by the kind of alert. */
import { html } from 'lit';
import { to } from '../place.js';

const link = (place, parameters, text) => html`<a href=${to(place, parameters)}>${text}</a>`;
const consumers = (queue) => link(['consumers'], { text: queue }, 'who receives');

const REMEDIES = {
    'age-objective': ({ queue }) => html`Add consumers, or see ${consumers(queue)} and what holds them back.`,
    'no-consumers': ({ queue }) => html`Start a consumer (${link(['queues', queue], {}, 'code to copy')}), or see ${consumers(queue)}.`,
    'nearly-full': ({ queue }) => html`Add consumers, or ${link(['limits'], { set: queue }, 'raise its limit')}.`,
    'dead-letters': () => html`See ${link(['dead-letters'], {}, 'why, and redrive them')} once the cause is mended.`,
    'disk-filling': () => html`Find ${link(['queues'], { sort: 'bytes' }, 'the largest queues')}, add consumers, or make room on the disk.`,
    'storage': () => html`See ${link(['server'], {}, 'the checks and the log')} for what happened; mend the disk, then start the server.`,
};

/** What the server says to do, where this console is older than the server. */
export const remedy = (alert) => REMEDIES[alert.kind]?.(alert) ?? alert.action;
