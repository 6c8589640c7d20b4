/** Returns the current time in milliseconds since the Unix epoch, as `Date.now` does. */
export type Clock = () => number;
