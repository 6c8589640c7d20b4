import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as cryptoSign,
} from 'node:crypto';
import { type Database, openDatabase } from '#api/database.ts';
import { noteLogged } from './logged.ts';
import { APP_PEM, type Pem, STRANGER_PEM } from './test-keys.ts';

export { EC_PEM, LONG_PEM, PSS_PEM, SHORT_PEM } from './other-keys.ts';
export { APP_PEM, STRANGER_PEM } from './test-keys.ts';

/** When the checks' clock starts: 2026-06-15T08:00:00Z, after the last report of the seeds. */
export const START = Date.UTC(2026, 5, 15, 8);
/** The same in seconds, as a token counts. */
export const NOW = START / 1000;

/** The seeds' people with their passwords. */
export const PEOPLE = {
  mira: { id: 'p-mira', handle: 'mira', password: 'granite-switchback-7' },
  tomas: { id: 'p-tomas', handle: 'tomas', password: 'potůček:u:lesa-9' },
  ines: { id: 'p-ines', handle: 'ines', password: 'lookout-at-dawn-3' },
} as const;

/** A key pair in the shape that chapter 2's `loadKeyPair` gives. */
export interface Keys {
  privateKey: KeyObject;
  publicKey: KeyObject;
  kid: string;
}

/** The app's keys, and a stranger's. */
export const appKeys = keysOf(APP_PEM);
export const strangerKeys = keysOf(STRANGER_PEM);

/** Everything that a `createApp` takes, and what a check needs to look behind it. */
export interface World {
  database: Database;
  clock: () => number;
  keys: Keys;
  origins: string[];
  log: (error: unknown) => void;
  sessionSecret: string;
  tls: boolean;
  /** What the app logged. */
  logged: unknown[];
  /** Sets the clock: milliseconds since the epoch. */
  setTime(milliseconds: number): void;
}

/**
 * A fresh world: a seeded database in memory, a clock that stands at START, keys. What only a check
 * may use isn't enumerable: `createApp` is given the rest.
 */
export function makeWorld(changes: Partial<World> = {}): World {
  let now = START;
  const logged: unknown[] = [];
  const setTime = (milliseconds: number) => void (now = milliseconds);
  const forApp = {
    database: openDatabase(),
    clock: () => now,
    keys: appKeys,
    origins: ['http://localhost:5173'],
    sessionSecret: 'a secret for the checks alone, 32 bytes and more',
    tls: false,
    log: (error: unknown) => {
      logged.push(error);
      noteLogged(error);
    },
    ...changes,
  };
  const ours = { logged: { value: logged }, setTime: { value: setTime } };
  return Object.defineProperties(forApp, ours) as World;
}

/** Claims of a token that is good at START, for mira, with changes. A claim set to undefined goes. */
export function goodClaims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    iss: 'https://cairn.example',
    aud: 'https://cairn.example/api',
    sub: PEOPLE.mira.id,
    client_id: 'cairn',
    iat: NOW - 60,
    exp: NOW - 60 + 3600,
    jti: 'b6a0b6f0-5a0e-4c53-9c06-3a8a2f4f7d11',
    ...changes,
  };
}

/**
 * The same for chapter 8 and after it: the token lives ten minutes, and belongs to a session of its
 * subject: `s-mira`, or `s-ines` for `p-ines`.
 */
export function sessionClaims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const person = Object.values(PEOPLE).find(({ id }) => id === changes['sub']) ?? PEOPLE.mira;
  return goodClaims({ sid: `s-${person.handle}`, exp: NOW - 60 + 600, ...changes });
}

/** Starts the session that `sessionClaims` names for everybody, if this is an app with sessions. */
export function startSessions({ database, clock }: World): void {
  const table = database.get("SELECT 1 FROM sqlite_master WHERE name = 'apiSessions'");
  if (!table) return;
  database.run(
    "INSERT INTO apiSessions SELECT replace(id, 'p-', 's-'), id, ?, ? FROM people",
    clock(),
    clock(),
  );
}

/** The header of a good token, with changes. A parameter set to undefined goes. */
export function goodHeader(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { alg: 'RS256', typ: 'at+jwt', kid: appKeys.kid, ...changes };
}

/**
 * Signs whatever it is given, well-formed or not, with RS256: a forger's tool, so it is no library's.
 *
 * @param payload claims, or the payload's exact text or bytes
 * @param header parameters, or the header's exact text or bytes
 */
export function signToken(
  payload: Record<string, unknown> | string | Uint8Array = goodClaims(),
  header: Record<string, unknown> | string | Uint8Array = goodHeader(),
  key: KeyObject = appKeys.privateKey,
): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  const signature = cryptoSign('sha256', Buffer.from(input), {
    key,
    padding: constants.RSA_PKCS1_PADDING,
  });
  return `${input}.${signature.toString('base64url')}`;
}

/** base64url of JSON, of a text, or of bytes. */
export function encodePart(part: Record<string, unknown> | string | Uint8Array): string {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** The members of a problem that hold words for people (RFC 9457 §3.1): `title`, `detail`. */
export function wordsOf(problem: Record<string, unknown>): string[] {
  return ['title', 'detail'].filter((name) => /\w/.test(String(problem[name] ?? '')));
}

/** A Basic `Authorization` value (RFC 7617), in UTF-8. */
export function basic(handle: string, password: string): string {
  return `Basic ${Buffer.from(`${handle}:${password}`).toString('base64')}`;
}

function keysOf(pem: Pem): Keys {
  const publicKey = createPublicKey(pem.publicKey);
  const { e, kty, n } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { privateKey: createPrivateKey(pem.privateKey), publicKey, kid };
}
