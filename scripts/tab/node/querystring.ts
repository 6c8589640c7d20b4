// node:querystring over URLSearchParams: Express reads query strings with it.
type Query = Record<string, string | string[]>;

export function parse(text: string): Query {
  const query = Object.create(null) as Query;
  for (const [name, value] of new URLSearchParams(String(text ?? '').replace(/^\?/, '%3F'))) {
    const before = query[name];
    query[name] = before === undefined ? value : [before, value].flat();
  }
  return query;
}

export function stringify(query: Query = {}): string {
  return Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((each) => `${escape(name)}=${escape(each)}`))
    .join('&');
}

export const escape = (text: unknown) => encodeURIComponent(String(text ?? ''));

export function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export default { parse, stringify, escape, unescape, decode: parse, encode: stringify };
