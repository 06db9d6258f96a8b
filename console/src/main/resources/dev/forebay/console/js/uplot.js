/**
 * uPlot as its authors pack it, which is half the size of its module. That form is a classic script,
 * so it is put into the page when the first plot is drawn.
 */
const FILE = 'console/lib/uplot/dist/uPlot.iife.min.js';

let loading = null;

/** Gives uPlot's class. */
export function uplot() {
    loading ??= new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = FILE;
        script.addEventListener('load', () => resolve(window.uPlot));
        script.addEventListener('error', () => {
            loading = null; // it is asked for again
            script.remove();
            reject(new Error(`${FILE} did not load`));
        });
        document.head.append(script);
    });
    return loading;
}
