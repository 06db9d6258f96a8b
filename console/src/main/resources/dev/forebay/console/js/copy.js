import { say } from './parts/fb-notice.js';

/** Copies a text, and tells people so. Browsers let only pages over HTTPS, or of this machine, do it. */
export async function copy(text, told) {
    if (!navigator.clipboard) {
        say('Nothing was copied: this browser lets only pages over HTTPS do it.');
        return;
    }
    await navigator.clipboard.writeText(text);
    say(told);
}
