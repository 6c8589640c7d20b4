import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import { openDatabase } from '#api/database.ts';
import { findPersonById, type Person } from '#api/people.ts';
import { AuthenticationError } from '../../solutions/03-authenticator/authentication-error.ts';
import type { Authenticator } from '../../solutions/03-authenticator/guard.ts';
import { readBearerToken } from '../../solutions/04-header/read-bearer.ts';
import { type ApiSessions, apiSessions } from '../../solutions/08-refresh-tokens/api-sessions.ts';
import { createApp as createRefreshingApp } from '../../solutions/08-refresh-tokens/app.ts';
import { sessionPolicy } from '../../solutions/08-refresh-tokens/session-policy.ts';
import {
  type SessionToken,
  verifySessionToken,
} from '../../solutions/08-refresh-tokens/verify-session-token.ts';
import { createApp as createSigningOutApp } from '../../solutions/09-signing-out/app.ts';
import { createRevokedTokens, isRevoked } from '../../solutions/09-signing-out/revoked-tokens.ts';
import { makeWorld, type World } from '../grading/check/kit.ts';

/** Whose token it is: what the database would say. */
const MIRA: Person = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };

/** What an app asks the database about a token that is valid by itself. */
type Asks = (token: SessionToken, world: World, sessions: ApiSessions) => unknown;

const person: Asks = ({ subject }, { database }) => findPersonById(database, subject);
const list: Asks = ({ claims }, { database }) => !isRevoked(database, String(claims['jti']));
const session: Asks = ({ sessionId }, _world, sessions) => sessions.find(sessionId);

/** Ways to find out whether a token still counts, from none to all that chapter 9 does. */
export const signOutWays = {
  signature: (world) => appThatAsks(world, []),
  person: (world) => appThatAsks(world, [person]),
  list: (world) => appThatAsks(world, [person, list]),
  session: (world) => appThatAsks(world, [person, session]),
  finished: (world) => createSigningOutApp(world),
  /** The same as `person`: its tokens are replaced more often. */
  short: (world) => appThatAsks(world, [person]),
} satisfies Record<string, (world: World) => Express>;

export type SignOutWay = keyof typeof signOutWays;

/** A world whose database is a file, as that of `npm run api` is. It is gone when the process ends. */
export function worldInFile(): World {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-sign-out-'));
  const database = openDatabase(join(folder, 'cairn.sqlite'));
  process.on('exit', () => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return makeWorld({ clock: Date.now, database });
}

/** Chapter 8's app, with an authenticator that asks this much. */
function appThatAsks(world: World, questions: Asks[]): Express {
  const { database, clock, keys } = world;
  createRevokedTokens(database);
  const sessions = apiSessions(database, clock);
  const policy = sessionPolicy(keys);
  const authenticator: Authenticator = (request) => {
    const token = readBearerToken(request);
    if (token === undefined) return undefined;
    const read = verifySessionToken(token, policy, clock());
    for (const asks of questions) {
      if (!asks(read, world, sessions)) throw new AuthenticationError('invalid-token');
    }
    return MIRA;
  };
  return createRefreshingApp({ ...world, authenticator });
}
