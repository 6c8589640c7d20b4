import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionClaims, signToken } from '../../grading/check/kit.ts';
import { Target } from './target.ts';

// The same runs each time: a test that fails on some days is worse than none.
fc.configureGlobal({ seed: 20_260_615, numRuns: 300 });

describe('a path, however it is spelled', () => {
  let target: Target;
  beforeAll(async () => {
    target = await Target.open();
  });
  afterAll(() => target.close());

  /**
   * Ways to write a path that some readers take for the same one (RFC 3986 §6.2.2). To Express they may
   * be another path, which is 404: what guards a path and what serves it never disagree.
   */
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

  test('DELETE by a stranger is 401, by another person 403, or nowhere; the report stays', async () => {
    const token = signToken(sessionClaims({ sub: 'p-ines' }));
    await fc.assert(
      fc.asyncProperty(spelling(['api', 'reports', 'r-01']), async (path) => {
        const stranger = await target.send({ method: 'DELETE', path });
        const lines = [`Authorization: Bearer ${token}`];
        const other = await target.send({ method: 'DELETE', path, lines });
        expect([401, 404], path).toContain(stranger.status);
        expect([403, 404], path).toContain(other.status);
      }),
      { numRuns: 200 },
    );
    expect((await target.send({ path: '/api/reports/r-01' })).status).toBe(200);
  });

  test('GET of the office by a stranger leads to the login form, or nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(spelling(['office']), async (path) => {
        expect([303, 404], path).toContain((await target.send({ path })).status);
      }),
      { numRuns: 100 },
    );
  });
});
