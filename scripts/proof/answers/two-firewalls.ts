import type {
  CredentialsId,
  Method,
  Place,
} from '../../../docs/.vitepress/theme/widgets/which-firewall/routes.ts';
import {
  goodClaims,
  makeWorld,
  NOW,
  PEOPLE,
  signToken,
  type World,
} from '../../grading/check/kit.ts';
import { appOf } from '../testing/apps.ts';
import { type RawAnswer, send } from './send.ts';

const { createApp } = appOf('two-firewalls');

/** A request to the app of two firewalls, by Inês. */
export interface Knock {
  method: Method;
  /** As it is to go over the wire. */
  path: string;
  credentials: CredentialsId;
  /** What the path means: by that, a body is chosen that fits. */
  place: Place;
}

/** That app, finished, new for each request, with Inês's session in it. */
export class TwoFirewalls {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  static async open(): Promise<TwoFirewalls> {
    return new TwoFirewalls(await signIn());
  }

  /** The answer of an app that nobody has asked anything before. */
  async answer({ method, path, credentials, place }: Knock): Promise<RawAnswer> {
    const world = makeWorld({ log: () => {} });
    try {
      const app = createApp(world);
      const { row, cookie, csrf } = this.#session;
      world.database.run('INSERT INTO officeSessions VALUES (?, ?, ?, ?)', ...Object.values(row));
      const withCookie = credentials === 'cookie' || credentials === 'both';
      const body = bodyFor(method, place, withCookie ? csrf : undefined);
      const headers: Record<string, string> = { ...body?.headers };
      if (withCookie) headers['Cookie'] = cookie;
      if (credentials !== 'nothing' && credentials !== 'cookie') {
        headers['Authorization'] = `Bearer ${tokenFor(credentials)}`;
      }
      return await send(app, { method, path, headers, ...(body && { body: body.text }) });
    } finally {
      world.database.close();
    }
  }
}

/** A session in the order of the table's columns. */
interface Row {
  id: string;
  personId: string;
  startedAt: number;
  seenAt: number;
}

/** The session's row, and what a browser has of it. */
interface Session {
  row: Row;
  cookie: string;
  csrf: string;
}

async function signIn(): Promise<Session> {
  const world = makeWorld();
  const app = createApp(world);
  const form = await send(app, { method: 'GET', path: '/office/login' });
  const { handle, password } = PEOPLE.ines;
  const fields = { handle, password, _csrf: csrfIn(form) };
  const signedIn = await send(app, {
    method: 'POST',
    path: '/office/login',
    headers: { ...FORM, Cookie: cookieIn(form) },
    body: String(new URLSearchParams(fields)),
  });
  const cookie = cookieIn(signedIn);
  const office = await send(app, { method: 'GET', path: '/office', headers: { Cookie: cookie } });
  const row = sessionIn(world);
  world.database.close();
  return { row, cookie, csrf: csrfIn(office) };
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'Content-Type': 'application/json' };

/** What a client sends there that knows what it does: an office form has its `_csrf`, if there is one. */
function bodyFor(
  method: Method,
  place: Place,
  csrf: string | undefined,
): { headers: Record<string, string>; text: string } | undefined {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return undefined;
  if (/^(office|login|logout|close)/.test(place)) {
    const { handle, password } = PEOPLE.ines;
    const fields = {
      ...(place === 'login' && { handle, password }),
      ...(csrf !== undefined && { _csrf: csrf }),
    };
    return { headers: FORM, text: String(new URLSearchParams(fields)) };
  }
  if (method === 'POST' && place === 'reports') {
    const report = { trail: 'three-tarns', condition: 'closed', title: 'Sheep drive' };
    return { headers: JSON_BODY, text: JSON.stringify(report) };
  }
  if (method === 'POST' && place === 'inspect') {
    return { headers: JSON_BODY, text: JSON.stringify({ token: tokenFor('good') }) };
  }
  if (method === 'PATCH' && place.startsWith('report-')) {
    return { headers: JSON_BODY, text: '{"condition":"caution"}' };
  }
  return undefined;
}

function tokenFor(credentials: CredentialsId): string {
  const past = { iat: NOW - 3600, exp: NOW };
  return signToken(goodClaims({ sub: PEOPLE.ines.id, ...(credentials === 'expired' ? past : {}) }));
}

function sessionIn({ database }: World): Row {
  const rows = database.all<Row>('SELECT * FROM officeSessions');
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`Signing in left ${rows.length} sessions.`);
  return row;
}

function cookieIn({ headers }: RawAnswer): string {
  const line = headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1];
  if (line === undefined) throw new Error('There is no cookie in this answer.');
  return line.split(';')[0]!;
}

function csrfIn({ status, body }: RawAnswer): string {
  const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1];
  if (token === undefined) throw new Error(`There is no form in this answer: ${status}.`);
  return token;
}
