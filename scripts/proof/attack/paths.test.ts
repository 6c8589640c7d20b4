import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirewall } from '../../../solutions/06-two-firewalls/find-firewall.ts';
import { goodClaims, signToken } from '../../grading/check/kit.ts';
import { bytesOf, exchange } from './exchange.ts';
import { Target } from './target.ts';

// The same runs each time: a test that fails on some days is worse than none.
fc.configureGlobal({ seed: 20_260_615, numRuns: 300 });

describe('findFirewall', () => {
  const map = [
    { name: 'api', path: '/api' },
    { name: 'office', path: '/office' },
  ];
  const piece = fc.oneof(
    fc.constantFrom('api', 'API', 'office', 'Office', 'apiary', 'reports', 'r-01', 'me', 'login'),
    fc.constantFrom(
      '.',
      '..',
      '',
      '...',
      '%2e',
      '%2E%2e',
      '%61pi',
      '%41pI',
      '%2561pi',
      '%2f',
      '%2Fapi',
    ),
    fc.constantFrom(
      '%',
      '%zz',
      '%00',
      'api%20',
      'api;x',
      'api%2f..',
      '%c0%af',
      '\\',
      'é',
      '%6Fffice',
    ),
  );
  const path = fc
    .array(piece, { minLength: 1, maxLength: 6 })
    .map((pieces) => `/${pieces.join('/')}`);

  test('gives one form of a path, and that form again when it is asked for it', () => {
    fc.assert(
      fc.property(path, (given) => {
        const found = findFirewall(map, given);
        if (!found) return;
        expect(
          found.path === found.firewall.path || found.path.startsWith(`${found.firewall.path}/`),
        ).toBe(true);
        expect(found.path).not.toMatch(/\/\/|\/\.\.?(\/|$)|.\/$/);
        expect(findFirewall(map, found.path)).toEqual(found);
      }),
      { numRuns: 2_000 },
    );
  });

  describe('agrees with Express', () => {
    // What Express would serve under a path of a firewall, had it been mounted without one.
    const app = express();
    for (const { name, path: mounted } of map) {
      app.use(mounted, (_request, response) => void response.send(name));
    }
    let server: Server;
    beforeAll(async () => {
      server = createServer(app).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    const ask = (given: string) =>
      exchange((server.address() as AddressInfo).port, bytesOf({ path: given }));

    test('whatever Express would serve, a firewall answers for', async () => {
      let served = 0;
      await fc.assert(
        fc.asyncProperty(path, async (given) => {
          fc.pre(!/[^!-~]/.test(given));
          const found = findFirewall(map, given);
          const { status, body } = await ask(given);
          // With dots in it a path means something else than Express reads, and then to us.
          if (status === 200 && !/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(given)) {
            served += 1;
            expect(found?.firewall.name).toBe(body);
          }
          // What goes on is what Express reads, too.
          if (found) expect((await ask(found.path)).body).toBe(found.firewall.name);
        }),
        { numRuns: 400 },
      );
      expect(served).toBeGreaterThan(20);
    });
  });
});

describe('a path, however it is spelled', () => {
  let target: Target;
  beforeAll(async () => {
    target = await Target.open();
  });
  afterAll(() => target.close());

  /** Ways to write a path that mean the same (RFC 3986 §6.2.2). */
  const spelling = (segments: string[]) =>
    fc.tuple(...segments.map((segment, index) => spelled(segment, index < 2))).chain((parts) =>
      fc
        .array(fc.constantFrom('/', '//', '/./', '/x/../', '/%2e/', '/y/%2E./'), {
          minLength: parts.length,
          maxLength: parts.length,
        })
        .map((joints) => parts.map((part, index) => joints[index]! + part).join('')),
    );
  const spelled = (segment: string, anyCase: boolean) =>
    fc
      .array(fc.nat({ max: 2 }), { minLength: segment.length, maxLength: segment.length })
      .map((ways) =>
        [...segment]
          .map((character, index) => {
            const cased = anyCase && ways[index] === 2 ? character.toUpperCase() : character;
            if (ways[index] !== 1) return cased;
            return `%${cased.charCodeAt(0).toString(16)}`;
          })
          .join(''),
      );

  test('DELETE by a stranger is 401, by somebody else 403, and the report is there', async () => {
    const token = signToken(goodClaims({ sub: 'p-ines' }));
    await fc.assert(
      fc.asyncProperty(spelling(['api', 'reports', 'r-01']), async (path) => {
        const stranger = await target.send({ method: 'DELETE', path });
        const lines = [`Authorization: Bearer ${token}`];
        const other = await target.send({ method: 'DELETE', path, lines });
        expect([stranger.status, other.status]).toEqual([401, 403]);
      }),
      { numRuns: 200 },
    );
    expect((await target.send({ path: '/api/reports/r-01' })).status).toBe(200);
  });

  test('GET of the office by a stranger leads to the login form', async () => {
    await fc.assert(
      fc.asyncProperty(spelling(['office']), async (path) => {
        expect((await target.send({ path })).status).toBe(303);
      }),
      { numRuns: 100 },
    );
  });
});
