/**
 * What is loaded only when it is wanted. When the server is gone by then that is told, and once it is
 * back the page begins anew where it was: browsers may remember that a module did not load.
 */
import { live } from './live.js';
import { say } from './parts/fb-notice.js';

let missing = false;
let gone = false;

live.addEventListener('change', () => {
    if (live.lost) {
        gone = missing;
    } else if (gone) {
        location.reload();
    }
});

/** What `load` gives, or null when the server does not answer. */
export async function late(load) {
    try {
        return await load();
    } catch (problem) {
        if (await isThere()) {
            throw problem;
        }
        missing = true;
        gone = live.lost;
        say('That did not load: the server does not answer. The page goes on when it is back.');
        return null;
    }
}

async function isThere() {
    try {
        await fetch('health/live');
        return true;
    } catch {
        return false;
    }
}
