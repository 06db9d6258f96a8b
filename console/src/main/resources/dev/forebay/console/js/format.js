/** Figures as people read them: by the browser's locale, short, and always with a unit. */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const fineClock = new Intl.DateTimeFormat(undefined, {
    hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const count = (value) => whole.format(value ?? 0);

/** A pace; slow ones with a digit after the point. */
export const pace = (value) => (value > 0 && value < 10 ? tenth : whole).format(value ?? 0);

/** "1 message", "12 messages". */
export const counted = (value, one, many = one + 's') => `${count(value)} ${value === 1 ? one : many}`;

/** A length of time, such as "3.1 s", "1 m 04 s", "22 m", "3 h 05 m". */
export function span(millis) {
    if (millis == null) {
        return '–';
    }
    if (millis < SECOND) {
        return `${whole.format(millis)} ms`;
    }
    if (millis < MINUTE) {
        return `${tenth.format(millis / SECOND)} s`;
    }
    if (millis < 10 * MINUTE) {
        return two(millis, MINUTE, 'm', SECOND, 's');
    }
    if (millis < HOUR) {
        return `${Math.floor(millis / MINUTE)} m`;
    }
    return millis < DAY ? two(millis, HOUR, 'h', MINUTE, 'm') : two(millis, DAY, 'd', HOUR, 'h');
}

function two(millis, large, largeUnit, small, smallUnit) {
    const rest = Math.floor((millis % large) / small);
    const first = `${Math.floor(millis / large)} ${largeUnit}`;
    return rest === 0 ? first : `${first} ${String(rest).padStart(2, '0')} ${smallUnit}`;
}

/** Ms with the digits that matter of them. */
export const latency = (millis) => (millis < 10 ? tenth.format(millis) : whole.format(millis)) + ' ms';

export function bytes(value) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let left = value ?? 0;
    let unit = 0;
    while (left >= 1024 && unit < units.length - 1) {
        left /= 1024;
        unit++;
    }
    return `${(unit === 0 ? whole : tenth).format(left)} ${units[unit]}`;
}

export const timeOfDay = (date) => clock.format(new Date(date));
export const fineTime = (date) => fineClock.format(new Date(date));
export const dateAndTime = (date) => day.format(new Date(date));

/** How long ago, such as "3.1 s". */
export const ago = (date, now = Date.now()) => span(Math.max(0, now - Date.parse(date)));

/** An id that is recognised by its beginning and end. */
export const shortId = (id) => (id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);

/** Ms of a text such as "30 s", "5m", "2 h" or "1d"; NaN when it is none. */
export function millis(text) {
    const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(text) ?? [];
    const units = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
    return unit ? Number(number) * units[unit] : NaN;
}
