/** Secrets by what a message calls them: `her password`. */
export type Secrets = Record<string, string>;

/**
 * Does the work, and finds out which secrets it printed.
 *
 * @param work gives the secrets that must not be printed; some are only known when it's done
 * @param logged what the app's `log` was given, if there's an app
 * @returns a line for each leak, such as `her password, with console.log`
 */
export async function leaksOf(
  work: () => Promise<Secrets>,
  logged: unknown[] = [],
): Promise<string[]> {
  const printed: [how: string, what: unknown][] = [];
  const original = { ...console };
  const methods = Object.keys(console).filter(
    (name) => typeof Reflect.get(console, name) === 'function',
  );
  for (const method of methods) {
    Reflect.set(console, method, (...values: unknown[]) => {
      printed.push([`console.${method}`, values]);
    });
  }
  let secrets: Secrets;
  try {
    secrets = await work();
  } finally {
    Object.assign(console, original);
  }
  for (const error of logged) printed.push(["the app's log", error]);
  const leaks = printed.flatMap(([how, what]) =>
    secretsIn(what, secrets).map((secret) => `${secret}, with ${how}`),
  );
  return [...new Set(leaks)];
}

/** Which of the secrets stand somewhere in a value, as they are or encoded. */
export function secretsIn(value: unknown, secrets: Secrets): string[] {
  const text = stringsIn(value).join('\n');
  return Object.entries(secrets)
    .filter(([, secret]) => secret && spellings(secret).some((each) => text.includes(each)))
    .map(([name]) => name);
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // A PEM string is often printed line by line, or with its line ends written out.
  const [longest = secret] = secret.split('\n').toSorted((one, other) => other.length - one.length);
  return [
    longest,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ].concat(encodeURIComponent(longest));
}

/** A value may be a request with the whole server behind it. */
const MOST_VALUES = 20_000;

/** Every string in a value, however deep, and what its bytes spell. */
function stringsIn(value: unknown): string[] {
  const strings: string[] = [];
  const seen = new Set<unknown>();
  const waiting = [value];
  while (waiting.length > 0 && seen.size < MOST_VALUES) {
    const next = waiting.shift();
    if (typeof next === 'string') strings.push(next);
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof Uint8Array) {
      strings.push(Buffer.from(next).toString());
    } else if (next instanceof Map || next instanceof Set) {
      waiting.push(...next.entries());
    } else {
      for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(next))) {
        waiting.push(inner);
      }
    }
  }
  return strings;
}
