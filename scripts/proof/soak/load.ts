import type { Autocannon, LoadRequest } from './install-autocannon.ts';
import type { Tokens } from './tokens.ts';

const CONNECTIONS = 16;

/** What a load did, and what came. */
export interface Load {
  requests: number;
  perSecond: number;
  /** How many answers of each kind were right: `GET /api/me, expired: 401 expired-token`. */
  right: Map<string, number>;
  /** Those that were wrong, in words; the first few. */
  wrong: string[];
  wrongCount: number;
  /** The reports that were answered 201: title by id. */
  accepted: Map<string, string>;
}

/**
 * Sends requests with valid, expired and forged tokens, mixed, and looks at every answer.
 *
 * @param amount how many
 * @param name begins the title of each report that is posted
 */
export async function runLoad(
  autocannon: Autocannon,
  url: string,
  tokens: Tokens,
  amount: number,
  name: string,
): Promise<Load> {
  const load: Load = {
    requests: 0,
    perSecond: 0,
    right: new Map(),
    wrong: [],
    wrongCount: 0,
    accepted: new Map(),
  };
  const requests = mix(tokens).map((kind) => toRequest(kind, load, name));
  const connections = Math.min(CONNECTIONS, amount);
  const result = await autocannon({ url, connections, amount, requests });
  load.requests = [...load.right.values()].reduce((sum, count) => sum + count, load.wrongCount);
  load.perSecond = result.requests.average;
  const lost = result.errors + result.timeouts + amount - load.requests;
  if (lost > 0) {
    load.wrong.push(`${lost} requests got no answer (${result.timeouts} of them in time)`);
    load.wrongCount += lost;
  }
  return load;
}

/** A request, and the answer that is right. */
interface Kind {
  what: string;
  method: 'GET' | 'POST';
  path: string;
  authorization?: string;
  status: number;
  /** The problem's, where the answer is one. */
  slug?: string;
}

/** One round of what each connection sends, again and again. */
function mix({ valid, expired, forged }: Tokens): Kind[] {
  const me = { method: 'GET', path: '/api/me' } as const;
  const post = { method: 'POST', path: '/api/reports' } as const;
  const list = { method: 'GET', path: '/api/reports?perPage=5' } as const;
  const good = { what: 'valid', authorization: `Bearer ${valid}` };
  const old = expired.map((token) => refused('expired', token, 'expired-token'));
  const bad = forged.map((token) => refused('forged', token, 'invalid-token'));
  const none = { what: 'no token', status: 401, slug: 'authentication-required' };
  const garbled = {
    what: 'two tokens',
    authorization: `Bearer ${valid} ${valid}`,
    status: 400,
    slug: 'malformed-authorization',
  };
  const kinds: Kind[] = [];
  for (const [index, each] of bad.entries()) {
    kinds.push(
      { ...me, ...good, status: 200 },
      { ...me, ...each },
      { ...me, ...good, status: 200 },
    );
    kinds.push({ ...me, ...old[index % old.length]! });
    if (index % 2 === 0) kinds.push({ ...post, ...good, status: 201 }, { ...post, ...each });
    else kinds.push({ ...list, what: 'no token', status: 200 }, { ...list, ...each });
  }
  kinds.push(
    { ...post, ...old[0]! },
    { ...me, ...none },
    { ...post, ...none },
    { ...me, ...garbled },
  );
  return kinds;
}

function refused(what: string, token: string, slug: string) {
  return { what, authorization: `Bearer ${token}`, status: 401, slug };
}

let posted = 0;

function toRequest(kind: Kind, load: Load, name: string): LoadRequest {
  const { method, path, authorization, status: wanted, slug } = kind;
  const what = `${method} ${path}, ${kind.what}: ${wanted}${slug ? ` ${slug}` : ''}`;
  return {
    method,
    path,
    headers: {
      ...(authorization && { authorization }),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    setupRequest(request, context) {
      if (method === 'GET') return request;
      const title = `${name} ${++posted}${wanted === 201 ? '' : ' refused'}`;
      Object.assign(context, { title });
      return { ...request, body: reportTitled(title) };
    },
    onResponse(status, body, context) {
      const answer = parse(body);
      const { title } = context as { title?: string };
      const isRight =
        status === wanted &&
        (slug === undefined || answer['type'] === `https://cairn.example/problems/${slug}`) &&
        (wanted !== 201 || answer['title'] === title) &&
        (!path.endsWith('/me') || wanted !== 200 || answer['id'] === 'p-mira');
      if (isRight) {
        load.right.set(what, (load.right.get(what) ?? 0) + 1);
        if (wanted === 201) load.accepted.set(String(answer['id']), title ?? '');
      } else {
        load.wrongCount += 1;
        if (load.wrong.length < 10)
          load.wrong.push(`${what}; this came: ${status} ${body.slice(0, 200)}`);
      }
    },
  };
}

/** The body of a report that is accepted when its author is. */
export function reportTitled(title: string): string {
  return JSON.stringify({ trail: 'larch-loop', condition: 'open', title, body: 'x'.repeat(400) });
}

function parse(body: string): Record<string, unknown> {
  try {
    return (JSON.parse(body) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
