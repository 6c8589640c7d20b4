/** A cookie that the API has set. */
export interface Cookie {
  name: string;
  value: string;
  path: string;
}

/**
 * The cookies after an answer has come (RFC 6265 §5.3, as far as one origin needs it): set, replaced,
 * or gone when their time is over.
 *
 * @param setCookies the answer's `Set-Cookie` lines
 * @param path of the request
 * @param now in milliseconds
 */
export function takeCookies(
  jar: readonly Cookie[],
  setCookies: readonly string[],
  path: string,
  now: number,
): Cookie[] {
  let all = [...jar];
  for (const line of setCookies) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const given = new Map(
      attributes.map((each) => {
        const [name = '', ...value] = each.split('=');
        return [name.toLowerCase(), value.join('=')];
      }),
    );
    const cookie = {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      path: given.get('path')?.startsWith('/') ? (given.get('path') ?? '/') : defaultPath(path),
    };
    all = all.filter(({ name, path }) => name !== cookie.name || path !== cookie.path);
    if (!isOver(given, now)) all.push(cookie);
  }
  return all;
}

/** The `Cookie` header's value for a path; empty when there is none to send (RFC 6265 §5.4). */
export function cookiesFor(jar: readonly Cookie[], path: string): string {
  const [pathname = ''] = path.split('?');
  return jar
    .filter(
      (cookie) => pathname === cookie.path || pathname.startsWith(cookie.path.replace(/\/?$/, '/')),
    )
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

function isOver(given: Map<string, string>, now: number): boolean {
  const maxAge = given.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0;
  const expires = Date.parse(given.get('expires') ?? '');
  return expires <= now;
}

/** RFC 6265 §5.1.4 */
function defaultPath(path: string): string {
  const [pathname = ''] = path.split('?');
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/';
}
