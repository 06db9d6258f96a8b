/** Dark or light: as the system says, until somebody says otherwise. */
const KEY = 'forebay.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

class Theme extends EventTarget {
    constructor() {
        super();
        system.addEventListener('change', () => this.apply());
        this.apply();
    }

    get name() {
        return localStorage.getItem(KEY) ?? (system.matches ? 'dark' : 'light');
    }

    toggle() {
        const next = this.name === 'dark' ? 'light' : 'dark';
        if (next === (system.matches ? 'dark' : 'light')) {
            localStorage.removeItem(KEY);
        } else {
            localStorage.setItem(KEY, next);
        }
        this.apply();
    }

    apply() {
        document.documentElement.dataset.theme = this.name;
        this.dispatchEvent(new Event('change'));
    }
}

export const theme = new Theme();

/** The value of a colour of css/tokens.css, for what is drawn on a canvas. */
export const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
