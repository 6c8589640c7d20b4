import type { RawAnswer } from './send.ts';

/** The header fields that a client acts on. `Date`, `Vary`, `ETag` and their like are left out. */
const SHOWN = [
  'www-authenticate',
  'allow',
  'location',
  'set-cookie',
  'cache-control',
  'content-type',
];

/** A longer body than this is cut: it is long for what is in it, not for what it says. */
const LONGEST = 1_000;

/**
 * An answer as text: status line, the header fields that matter, an empty line, and the body. What
 * is another one each time (a token, an id) is cut down to how it begins.
 */
export function transcript({ status, headers, body }: RawAnswer): string {
  const lines = headers.filter(([name]) => SHOWN.includes(name.toLowerCase()));
  const head = [`HTTP/1.1 ${status}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return `${head.join('\n')}\n\n${shortened(body)}`
    .trimEnd()
    .replace(/(eyJ[\w-]{17})[\w.-]+/g, '$1…')
    .replace(/("refresh_token":")[\w-]{43}/g, '$1…')
    .replace(/(\/reports\/|"id":")[\da-f]{8}-[\da-f-]{27}/g, '$1…')
    .replace(/(office=)[^;]+/g, '$1…');
}

function shortened(body: string): string {
  if (body.startsWith('<!doctype')) return contentOf(body);
  return body.length > LONGEST ? `${body.slice(0, 160)}…` : body;
}

/** A page's heading and its first paragraph: the rest is the frame that all pages have. */
function contentOf(page: string): string {
  const parts = [/<h1>.*?<\/h1>/s, /<p\b.*?<\/p>/s].map((tag) => tag.exec(page)?.[0] ?? '');
  return ['<!doctype html>', ...parts.filter(Boolean), ''].join('…');
}
