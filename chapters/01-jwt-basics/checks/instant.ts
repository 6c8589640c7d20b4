/** An RFC 3339 time in UTC, always spelled the same way; anything else as it is. */
export function instant(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const isUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/i.test(value);
  return isUtc ? new Date(value).toISOString() : value;
}
