/** A value as JSON would write it, short enough for a line. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON has no Infinity, which is what 1e400 becomes.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 60;
