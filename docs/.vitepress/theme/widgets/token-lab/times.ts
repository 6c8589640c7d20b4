/** A NumericDate (RFC 7519 §2): seconds since the epoch. JSON.parse reads 1e400 as Infinity, which is none. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Seconds as RFC 3339 in UTC; undefined beyond its four-digit years. */
export function dateOf(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString().replace('.000Z', 'Z') : undefined;
}

/** Whether a time was meant in milliseconds, by the looks of it: in seconds it is after the year 5000. */
export function inMilliseconds(time: number): boolean {
  return time > 1e11;
}

/** How far a moment is from now: `in 58 min 09 s`, `3 days ago`. Both in milliseconds. */
export function relativeTo(now: number, then: number): string {
  // Whole seconds, counted so that "in 0 s" never stands beside a token that is not over yet.
  const seconds = Math.ceil((then - now) / 1000);
  const length = lengthOf(Math.abs(seconds));
  return seconds > 0 ? `in ${length}` : `${length} ago`;
}

/** A length of time in seconds, in the one or two units that matter. */
export function lengthOf(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${two(whole % MINUTE)} s`;
  if (whole < 2 * DAY) {
    return `${Math.floor(whole / HOUR)} h ${two(Math.floor((whole % HOUR) / MINUTE))} min`;
  }
  if (whole < 2 * YEAR) return `${Math.floor(whole / DAY)} days`;
  return `${count(Math.floor(whole / YEAR))} years`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;

const two = (number: number) => String(number).padStart(2, '0');
const count = (number: number) => number.toLocaleString('en');
