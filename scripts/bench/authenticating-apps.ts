import { verify } from 'node:crypto';
import express, { type Express } from 'express';
import { type Database, openDatabase } from '#api/database.ts';
import { findPersonById } from '#api/people.ts';
import { AUDIENCE, ISSUER } from '../../solutions/02-signing/token-profile.ts';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { appKeys, makeWorld, startSessions, type World } from '../grading/check/kit.ts';
import { expressJwtApp } from '../serve/libraries/express-jwt-app.ts';
import { passportJwtApp } from '../serve/libraries/passport-jwt-app.ts';

/** The last chapter's app: what the whole course leads to. */
const last = listChapters(courseRoot).at(-1)!;
const { createApp } = (await import(`../../solutions/${last.slug}/app.ts`)) as {
  createApp: (world: World) => Express;
};

/** Apps that answer `GET /api/me` to a person with a token: ours, and those that it is held against. */
export const authenticatingApps = {
  finished: finishedApp,
  'express-jwt': () => expressJwtApp({}),
  'passport-jwt': () => {
    const database = openDatabase();
    // Its README looks the person up, in a database.
    return passportJwtApp((id) => findPersonById(database, String(id)), {});
  },
  'crypto.verify': () => bareApp(openDatabase()),
} satisfies Record<string, () => Express>;

export type AuthenticatingApp = keyof typeof authenticatingApps;

/** The finished app, with the sessions that tokens belong to. */
function finishedApp(): Express {
  const world = makeWorld({ clock: Date.now });
  const app = createApp(world);
  startSessions(world);
  return app;
}

/**
 * The least that a route can do for the same answer, in one handler: the signature with a key that is
 * parsed once, the claims that the libraries check, the person looked up.
 */
function bareApp(database: Database): Express {
  const { publicKey } = appKeys;
  const app = express();
  app.get('/api/me', (request, response) => {
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    const [header = '', payload = '', signature = ''] = token.split('.');
    const input = Buffer.from(`${header}.${payload}`);
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const holds = verify('sha256', input, publicKey, Buffer.from(signature, 'base64url'));
    const { iss, aud, exp, sub } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const good = holds && alg === 'RS256' && iss === ISSUER && aud === AUDIENCE;
    if (good && Date.now() / 1000 < exp) response.json(findPersonById(database, sub));
    else response.sendStatus(401);
  });
  return app;
}
