import type { AddressInfo } from 'node:net';
import { goodClaims, signToken } from '../grading/check/kit.ts';
import { type AuthenticatingApp, authenticatingApps } from './authenticating-apps.ts';

// Serves one of the apps on loopback, until the process that started this one is gone:
//   node --import tsx scripts/bench/serve-authenticating-app.ts finished
const app = authenticatingApps[process.argv[2] as AuthenticatingApp]();
const issuedAt = Math.floor(Date.now() / 1000);
const token = signToken(goodClaims({ iat: issuedAt, exp: issuedAt + 3600 }));
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, token });
});
/** Asked, it tells the processor's time that it has taken, in microseconds. */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on('disconnect', () => process.exit());
