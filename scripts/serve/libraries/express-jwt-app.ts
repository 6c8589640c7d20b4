import express, { type ErrorRequestHandler, type Express } from 'express';
import { expressjwt, type Request } from 'express-jwt';
import { APP_PEM, NOW } from '../../grading/check/kit.ts';
import { AUDIENCE, ISSUER } from '../../../solutions/02-signing/token-profile.ts';

/** Seconds since the epoch at which tokens are verified; the machine's clock without. */
export interface LibraryOptions {
  clockTimestamp?: number;
}

/**
 * `GET /api/me` behind express-jwt, as its README sets it up: the public key as it is in its file, a
 * handler that reads `req.auth`, and the README's error handler. Audience and issuer are named, which
 * it calls "highly recommended".
 */
export function expressJwtApp(options: LibraryOptions = { clockTimestamp: NOW }): Express {
  const publicKey = Buffer.from(APP_PEM.publicKey); // fs.readFileSync('/path/to/public.pub')
  const app = express().set('env', 'test'); // or Express prints the stack of every 500
  app.get(
    '/api/me',
    expressjwt({
      secret: publicKey,
      audience: AUDIENCE,
      issuer: ISSUER,
      algorithms: ['RS256'],
      ...options,
    }),
    (request: Request, response: express.Response) => {
      response.json({ id: request.auth?.sub });
    },
  );
  const onError: ErrorRequestHandler = (error, _request, response, next) => {
    if (error.name === 'UnauthorizedError') {
      response.status(401).send('invalid token...');
    } else {
      next(error);
    }
  };
  app.use(onError);
  return app;
}
