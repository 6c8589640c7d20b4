import { sessionClaims, signToken } from '../grading/check/kit.ts';
import { type AuthenticatingApp, authenticatingApps } from './authenticating-apps.ts';
import { serve } from './serve.ts';

// Serves one of the apps:
//   node --import ./scripts/lib/typescript.mjs scripts/bench/serve-authenticating-app.ts finished
const issuedAt = Math.floor(Date.now() / 1000);
const token = signToken(sessionClaims({ iat: issuedAt, exp: issuedAt + 600 }));
serve(authenticatingApps[process.argv[2] as AuthenticatingApp](), { token });
