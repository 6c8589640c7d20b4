/** The event on Vite's hot channel with which a page asks: an `Ask`. */
export const ASK = 'cairn:ask';

/** The one with which it is told: a `Tell`. */
export const TELL = 'cairn:tell';
