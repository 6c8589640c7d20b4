import type { Example } from './replay.ts';

/**
 * The answer that came, written as the page shows it: the same text, when both agree. The status,
 * the headers that the page names, and the body, when the page has one.
 *
 * In the page, `…` stands for any text, and an id that was made up stands for any other.
 */
export function asShown({ shown, response }: Example): string {
  const [head = '', ...rest] = shown.split('\n\n');
  const body = rest.join('\n\n');
  const [first = '', ...headers] = head.split('\n');
  const lines = [first.replace(/ \d{3} /, ` ${response.status} `)];
  for (const line of headers) {
    const name = line.slice(0, line.indexOf(':'));
    lines.push(likeShown(line, `${name}: ${response.headers[name.toLowerCase()]}`));
  }
  if (body === '') return lines.join('\n');
  return `${lines.join('\n')}\n\n${bodyAsShown(body, response.text)}`;
}

/** A body of JSON may be laid out in any way. */
function bodyAsShown(shown: string, came: string): string {
  const [wanted, got] = [shown, came].map(parse);
  if (wanted === undefined || got === undefined) return likeShown(shown, came);
  const masked = mask(wanted, got);
  return JSON.stringify(masked) === JSON.stringify(wanted)
    ? shown
    : JSON.stringify(masked, null, 2);
}

function mask(wanted: unknown, got: unknown): unknown {
  if (typeof wanted === 'string' && typeof got === 'string') return likeShown(wanted, got);
  if (!isObject(wanted) || !isObject(got)) return got;
  const entries = Object.entries(got).map(([key, value]) => [key, mask(wanted[key], value)]);
  return Array.isArray(got) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The text that is shown, when what came differs only where it may. */
function likeShown(shown: string, came: string): string {
  const pattern = shown
    .replaceAll(UUID, '…')
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]+');
  return new RegExp(`^${pattern}$`).test(came) ? shown : came;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
