/**
 * What a client that tidies nothing up makes of what was typed: the path as it goes over the wire,
 * with its query. An address gives its path; a fragment stays at home (RFC 9110 §7.1); what may not
 * stand in a request line is percent-encoded, as UTF-8.
 */
export function sentPath(typed: string): string {
  const [path = ''] = typed
    .trim()
    .replace(/^https?:\/\/[^/?#]*/i, '')
    .split('#');
  return encodeOddCharacters(path.startsWith('/') ? path : `/${path}`);
}

function encodeOddCharacters(path: string): string {
  return path.replace(/[^!-~]+/g, (odd) =>
    [...new TextEncoder().encode(odd)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
