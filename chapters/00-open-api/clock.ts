/** Tells the time: milliseconds since the Unix epoch, as `Date.now` does. */
export type Clock = () => number;
