// node:url: WHATWG's URL, and the parser of old that Express reads request targets with.
type Field = string | null;

export class Url {
  protocol: Field = null;
  slashes: boolean | null = null;
  auth: Field = null;
  host: Field = null;
  port: Field = null;
  hostname: Field = null;
  hash: Field = null;
  search: Field = null;
  query: Field = null;
  pathname: Field = null;
  path: Field = null;
  href = '';
}

const WITH_PROTOCOL =
  /^([a-z][a-z0-9+.-]*:)(\/\/)?(?:([^@/?#]*)@)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i;
const WITHOUT = /^([^?#]*)(\?[^#]*)?(#.*)?$/;

/** Takes a URL, or a request target, apart. */
export function parse(input: string | Url): Url {
  if (input instanceof Url) return input;
  const text = String(input).trim();
  const url = new Url();
  url.href = text;
  const [, protocol, slashes, auth, host = '', path, search, hash] = WITH_PROTOCOL.exec(text) ?? [];
  if (protocol === undefined) {
    const [, own, ownSearch, ownHash] = WITHOUT.exec(text) ?? [];
    return withPath(url, own || null, ownSearch, ownHash);
  }
  const [, hostname = '', port] = /^(.*?)(?::(\d+))?$/.exec(host.toLowerCase()) ?? [];
  Object.assign(url, {
    protocol: protocol.toLowerCase(),
    slashes: slashes === undefined ? null : true,
    auth: auth === undefined ? null : decodeURIComponent(auth),
    host: host.toLowerCase(),
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port ?? null,
  });
  return withPath(url, path || '/', search, hash);
}

function withPath(url: Url, pathname: Field, search?: string, hash?: string): Url {
  const path = (pathname ?? '') + (search ?? '');
  return Object.assign(url, {
    pathname,
    search: search ?? null,
    query: search?.slice(1) ?? null,
    hash: hash ?? null,
    path: path === '' ? null : path,
  });
}

export function format(url: string | URL | Partial<Url>): string {
  if (typeof url === 'string') return url;
  if (url instanceof URL) return url.href;
  const port = url.port ? `:${url.port}` : '';
  const host = url.host ?? (url.hostname ? url.hostname + port : '');
  const protocol = (url.protocol ?? '').replace(/:?$/, url.protocol ? ':' : '');
  const slashes = host !== '' || url.slashes ? '//' : '';
  const auth = url.auth ? `${url.auth}@` : '';
  return `${protocol}${slashes}${auth}${host}${url.pathname ?? ''}${url.search ?? ''}${url.hash ?? ''}`;
}

export function resolve(from: string, to: string): string {
  const nowhere = 'nowhere://x';
  const { href, protocol, pathname, search, hash } = new URL(to, new URL(from, nowhere));
  return protocol === 'nowhere:' ? pathname + search + hash : href;
}

export const fileURLToPath = (url: string | URL) => decodeURIComponent(new URL(url).pathname);
export const pathToFileURL = (path: string) => new URL(`file://${path}`);
export const { URL, URLSearchParams } = globalThis;
export default { Url, parse, format, resolve, fileURLToPath, pathToFileURL, URL, URLSearchParams };
