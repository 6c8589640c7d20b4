import express, { type Express } from 'express';
import { beforeAll, describe, expect, test } from 'vitest';
import { presets } from '../../../docs/.vitepress/theme/widgets/which-firewall/presets.ts';
import { findPlace } from '../../../docs/.vitepress/theme/widgets/which-firewall/find-place.ts';
import { recorded } from '../../../docs/.vitepress/theme/widgets/which-firewall/recorded.ts';
import {
  type CredentialsId,
  type Method,
  places,
} from '../../../docs/.vitepress/theme/widgets/which-firewall/routes.ts';
import { sentPath } from '../../../docs/.vitepress/theme/widgets/which-firewall/sent-path.ts';
import { judge } from '../../../docs/.vitepress/theme/widgets/which-firewall/verdict.ts';
import { type Firewall, firewalls } from '../../../solutions/06-two-firewalls/firewall.ts';
import { send } from './send.ts';
import { transcript } from './transcript.ts';
import { TwoFirewalls } from './two-firewalls.ts';

type Try = [method: Method, typed: string, sent: CredentialsId];

/** What a reader may type, and what the widget and Express could disagree on. */
const TRIES: Try[] = [
  ...presets.map(({ method, path, sent }): Try => [method, path, sent]),
  ['GET', '', 'nothing'],
  ['GET', '/', 'both'],
  ['GET', '//', 'nothing'],
  ['GET', '///', 'nothing'],
  ['GET', '/.', 'nothing'],
  ['GET', '/?trail=larch-loop', 'nothing'],
  ['POST', '/', 'cookie'],
  ['OPTIONS', '/', 'nothing'],
  ['GET', 'api/me', 'good'],
  ['GET', 'http://127.0.0.1:3000/api/me', 'good'],
  ['GET', '/api', 'nothing'],
  ['POST', '/api/', 'nothing'],
  ['GET', '/api/.', 'good'],
  ['GET', '/api/..', 'good'],
  ['GET', '/api/../..//office', 'cookie'],
  ['GET', '/x/../api/trails', 'nothing'],
  ['DELETE', '/x/../%61PI//reports/r-01', 'nothing'],
  ['DELETE', '/x/../%61PI//reports/r-01', 'good'],
  ['GET', '/api/me/', 'good'],
  ['HEAD', '/api/ME', 'good'],
  ['GET', '/api/me?x=/office', 'expired'],
  ['GET', '/api/me#office', 'both'],
  ['GET', '/api/%6de', 'good'],
  ['GET', '/api/me%20', 'good'],
  ['GET', '/api/m e', 'good'],
  ['GET', '/api/mé', 'good'],
  ['GET', '/api\\me', 'good'],
  ['GET', '/api/me/x', 'good'],
  ['GET', '/api/trails/', 'nothing'],
  ['GET', '/api/trails/otter-creek', 'expired'],
  ['GET', '/api/trails/otter-creek', 'nothing'],
  ['GET', '/api/trails/Otter-Creek', 'nothing'],
  ['GET', '/api/trails/otter%2Dcreek', 'nothing'],
  ['GET', '/api/trails/otter/creek', 'nothing'],
  ['GET', '/API/TRAILS', 'cookie'],
  ['PUT', '/api/trails', 'cookie'],
  ['POST', '/api/reports/', 'good'],
  ['GET', '/api/reports/r-03', 'nothing'],
  ['PATCH', '/api/reports/r-05', 'good'],
  ['PATCH', '/api/reports/r-03', 'both'],
  ['PATCH', '/api/reports/R-05', 'good'],
  ['DELETE', '/api/reports/%72-05', 'good'],
  ['DELETE', '/api/reports/r-05%20', 'good'],
  ['DELETE', '/api/reports/r-05%00', 'good'],
  ['DELETE', '/api/reports/r%2F05', 'good'],
  ['DELETE', '/api/reports/%', 'good'],
  ['DELETE', '/api/reports/%', 'cookie'],
  ['GET', '/api/trails/%ff', 'nothing'],
  ['OPTIONS', '/api/reports/%C3%28', 'nothing'],
  ['OPTIONS', '/api/reports/r-01/', 'cookie'],
  ['POST', '/api/tokens', 'good'],
  ['POST', '/api/Tokens/Inspect', 'nothing'],
  ['GET', '/api/tokens/inspect', 'nothing'],
  ['POST', '/api/tokens/revoke', 'nothing'],
  ['GET', '/office', 'cookie'],
  ['GET', '/Office/', 'cookie'],
  ['GET', '/%6Fffice', 'both'],
  ['GET', '/office?next=/api', 'good'],
  ['GET', '/officer', 'cookie'],
  ['GET', '/office/login/', 'nothing'],
  ['POST', '/office/LOGIN', 'cookie'],
  ['POST', '/office/login', 'nothing'],
  ['POST', '//office/logout', 'both'],
  ['POST', '/office/logout', 'expired'],
  ['DELETE', '/office/logout', 'cookie'],
  ['GET', '/office/login/x', 'cookie'],
  ['GET', '/office/huts/%', 'cookie'],
  ['PATCH', '/office/reports', 'nothing'],
  ['GET', '/office//', 'cookie'],
  ['GET', '/office///', 'cookie'],
  ['GET', '/office//login', 'cookie'],
  ['GET', '/api//me', 'good'],
  ['GET', '/api/me//', 'good'],
  ['GET', '/api/trails//larch-loop', 'good'],
  ['POST', '/office/reports/r-01/close', 'cookie'],
  ['POST', '/office/Reports/%72-05/CLOSE/', 'both'],
  ['POST', '/office/reports/r-05/close', 'good'],
  ['GET', '/office/reports/r-05/close', 'cookie'],
  ['POST', '/office/reports/R-05/close', 'cookie'],
  ['POST', '/office/reports/%/close', 'cookie'],
  ['POST', '/office/reports/%/close', 'nothing'],
  ['POST', '/office/reports/r-05/close/x', 'cookie'],
  ['POST', '/office/reports/r-05', 'cookie'],
  ['GET', '/api/../office/../api/./me', 'both'],
  ['GET', '/…/api', 'nothing'],
  ['GET', '/api/"<>^`{|}', 'good'],
];

describe('what the widget says of a request', () => {
  let app: TwoFirewalls;
  let doors: Express;

  beforeAll(async () => {
    app = await TwoFirewalls.open();
    doors = express().use(firewalls(recorded.map.map(asDoor)));
  });

  test.each(TRIES)('%s %s with %s is what happens to it', async (method, typed, sent) => {
    const verdict = judge(method, typed, sent);
    const path = sentPath(typed);

    const atDoor = await send(doors, { method: 'GET', path });
    const [door, seen] = atDoor.status.startsWith('200') ? atDoor.body.split(' ') : [];
    expect(verdict.firewall).toBe(door);
    if (seen !== undefined) expect(verdict.path).toBe(seen);

    const place = findPlace(verdict.firewall, verdict.path);
    const real = transcript(await app.answer({ method, path, credentials: sent, place }));
    const head = (text: string) => text.split('\n\n')[0];
    expect(head(verdict.answer)).toBe(head(real));
    // The body of one report, or trail, stands for all of them, and says so.
    if (verdict.recordedFor === undefined) expect(verdict.answer).toBe(real);
    else expect(verdict.answer).not.toBe(real);
  });

  test('the tries reach every place that is recorded', () => {
    const reached = TRIES.map(([method, typed, sent]) => {
      const { firewall, path } = judge(method, typed, sent);
      return findPlace(firewall, path);
    });
    expect([...new Set(reached)].sort()).toEqual(Object.keys(places).sort());
  });
});

/** A firewall that says which one it is, and what it sees. */
function asDoor({ name, path }: { name: string; path: string }): Firewall {
  const routes = express.Router();
  routes.use((request, response) => void response.send(`${name} ${request.path}`));
  return { name, path, routes, respond: (error, _request, _response, next) => next(error) };
}
