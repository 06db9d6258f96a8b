/** What pictures begin with. SVG is none of them: it is a document that may hold scripts. */
const BEGINNINGS = {
    'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    'image/jpeg': [0xff, 0xd8, 0xff],
    'image/gif': [0x47, 0x49, 0x46, 0x38],
};

const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/** The type of a picture by its first bytes, whatever headers say; empty when it is none that is shown. */
export function imageType(bytes) {
    if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') {
        return 'image/webp';
    }
    return Object.keys(BEGINNINGS).find((type) => BEGINNINGS[type].every((byte, i) => bytes[i] === byte)) ?? '';
}
