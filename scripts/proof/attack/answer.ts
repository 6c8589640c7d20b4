/** An answer as it came over the wire. */
export interface Answer {
  status: number;
  /** By name in lower case, each with all its lines. */
  headers: Record<string, string[]>;
  body: string;
}

/**
 * Reads an answer from the bytes that have come so far.
 *
 * @param bytes as latin1 text
 * @param toHead the request was a HEAD: there is no body, whatever the length says
 * @param ended nothing more will come
 * @returns undefined while it is not complete
 */
export function readAnswer(bytes: string, toHead: boolean, ended: boolean): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.slice(0, end).split('\r\n');
  const status = Number(first.split(' ')[1]);
  // 100 Continue: the answer comes after it.
  if (status < 200) return readAnswer(bytes.slice(end + 4), toHead, ended);
  const headers: Answer['headers'] = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    (headers[line.slice(0, colon).toLowerCase()] ??= []).push(line.slice(colon + 1).trim());
  }
  const body = bodyIn(bytes.slice(end + 4), status, headers, toHead, ended);
  if (body === undefined) return undefined;
  return { status, headers, body: Buffer.from(body, 'latin1').toString() };
}

function bodyIn(
  rest: string,
  status: number,
  headers: Answer['headers'],
  toHead: boolean,
  ended: boolean,
): string | undefined {
  if (toHead || status === 204 || status === 304) return '';
  const length = headers['content-length']?.[0];
  if (length !== undefined) {
    return rest.length >= Number(length) ? rest.slice(0, Number(length)) : undefined;
  }
  if (headers['transfer-encoding']?.[0] === 'chunked') return joinChunks(rest);
  return ended ? rest : undefined;
}

/** RFC 9112 §7.1; undefined while the last chunk is still to come. */
function joinChunks(text: string): string | undefined {
  let joined = '';
  for (let at = 0; ;) {
    const [line, size] = /^([\da-f]+)\r\n/i.exec(text.slice(at, at + 20)) ?? [];
    if (line === undefined || size === undefined) return undefined;
    const length = Number.parseInt(size, 16);
    const start = at + line.length;
    if (text.length < start + length + 2) return undefined;
    if (length === 0) return joined;
    joined += text.slice(start, start + length);
    at = start + length + 2;
  }
}

/** A header of an answer: its lines as one text, or undefined. */
export function header(answer: Answer, name: string): string | undefined {
  return answer.headers[name]?.join('\n');
}
