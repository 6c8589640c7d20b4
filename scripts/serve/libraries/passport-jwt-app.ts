import express, { type Express } from 'express';
import { Passport } from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { APP_PEM, NOW } from '../../grading/check/kit.ts';
import { AUDIENCE, ISSUER } from '../../../solutions/02-signing/token-profile.ts';
import type { LibraryOptions } from './express-jwt-app.ts';

/** Finds a person by id. The README's example asks a database. */
export type FindPerson = (id: unknown) => { id: string } | undefined;

/**
 * `GET /api/me` behind passport-jwt, as its README sets it up: the public key as text, issuer and
 * audience, the person looked up by `sub`, no session. Its example names no algorithm; we name the
 * one, with the option that it documents.
 */
export function passportJwtApp(
  findPerson: FindPerson,
  options: LibraryOptions = { clockTimestamp: NOW },
): Express {
  const passport = new Passport();
  passport.use(
    new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKey: APP_PEM.publicKey,
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['RS256'],
        jsonWebTokenOptions: options,
      },
      (payload, done) => {
        const person = findPerson(payload.sub);
        if (person) return done(null, person);
        return done(null, false);
      },
    ),
  );
  const app = express().set('env', 'test'); // or Express prints the stack of every 500
  app.get('/api/me', passport.authenticate('jwt', { session: false }), (request, response) => {
    response.json(request.user);
  });
  return app;
}
