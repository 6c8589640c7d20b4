import { check, expect, lesson, task } from '#check';
import { challengesOf, onlyChallenge } from './challenge.ts';
import { answerOf, expectProblem, typeOf } from './problem.ts';

const theEntryPoint = lesson(
  '05-errors/entry-point.ts',
  () => import('#course/05-errors/entry-point.ts'),
);

const CALL = 'entryPoint()';

task('5.1', () => {
  const asked = async () => {
    const { entryPoint } = await theEntryPoint();
    return answerOf(CALL, entryPoint);
  };

  check(
    'asks-to-come-back',
    'answers 401 when no credentials were sent',
    {
      points: 3,
      hint: [
        'A client has to tell "sign in first" from "you may not do this" by the status alone.',
        'See https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2 for 401, and §15.5.4 for 403.',
        '`return new Problem(…, { … })`: the first argument is the status.',
      ],
    },
    async () => {
      const { status } = await asked();
      expect(status, `the status of what ${CALL} returns`).toBe(401);
    },
  );

  check(
    'names-the-problem',
    'has the type authentication-required',
    {
      points: 2,
      hint: [
        "A program branches on the problem's `type`, so it has to be exactly this one.",
        '`Problem` makes the type from its `slug`: it puts https://cairn.example/problems/ before it.',
      ],
    },
    async () => {
      const { body } = await asked();
      expect(body.type, 'the problem\'s "type"').toBe(typeOf('authentication-required'));
    },
  );

  check(
    'speaks-to-the-reader',
    'has a title, and a detail that says where to get a token',
    {
      points: 2,
      hint: [
        'Think of a developer who sees nothing but this answer in a log. What should they do next?',
        '`detail` is one sentence for a person. It mentions `POST /api/tokens`, where tokens come from.',
      ],
    },
    async () => {
      const answer = await asked();
      expectProblem(`what ${CALL} returns`, answer);
      const { detail } = answer.body as { detail: string };
      expect(detail, 'its "detail": where to get a token').toContain('/api/tokens');
      expect(detail, 'its "detail": the method to get it with').toMatch(/\bPOST\b/i);
    },
  );

  check(
    'challenges',
    'sends a Bearer challenge for the realm "cairn"',
    {
      points: 4,
      hint: [
        'A 401 must say how to come back: https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1.',
        '`bearerChallenge()` returns the value of the WWW-Authenticate header.',
        "`headers: { 'WWW-Authenticate': … }` goes into the second argument of `new Problem`.",
      ],
    },
    async () => {
      const { scheme, params } = onlyChallenge(`what ${CALL} returns`, await asked());
      expect(scheme, 'the scheme that the challenge asks for').toBe('bearer');
      expect(params['realm'], "the challenge's realm").toBe('cairn');
    },
  );

  check(
    'blames-nobody',
    'reports no error in the challenge',
    {
      points: 4,
      hint: [
        'A client that sent nothing has done nothing wrong. An error would tell it to throw its token away.',
        'The last paragraph of https://www.rfc-editor.org/rfc/rfc6750#section-3.1 is about this case.',
        'Call `bearerChallenge` without an argument, and add no error to the body either.',
      ],
    },
    async () => {
      const answer = await asked();
      const first = onlyChallenge(`what ${CALL} returns`, answer);
      const errors = Object.keys(first.params).filter((name) => name.startsWith('error'));
      expect(errors, 'errors in the challenge to a client that sent no token').toEqual([]);
      const blame = /(invalid|insufficient)_\w+/.exec(answer.text)?.[0];
      expect(blame, 'an error of RFC 6750 in the body of the answer').toBe(undefined);
      // What there is to say is said: an empty challenge is no better.
      const whole = { scheme: 'bearer', params: { realm: 'cairn' } };
      expect(first, 'the whole challenge').toEqual(whole);
      const second = onlyChallenge(`what ${CALL} returns`, await asked());
      expect(second, 'the challenge when it is called for the second time').toEqual(whole);
    },
  );

  check(
    'opens-no-password-dialog',
    'asks for Bearer only, so that no browser opens a password dialog',
    {
      points: 3,
      hint: [
        'A browser that gets a Basic challenge asks its user for a password. Only a token helps here.',
        '`bearerChallenge()` is the whole value of the header: add nothing to it.',
      ],
    },
    async () => {
      const answer = await asked();
      const schemes = challengesOf(`what ${CALL} returns`, answer).map(({ scheme }) => scheme);
      expect(schemes, 'the schemes that are asked for').toEqual(['bearer']);
      for (const name of ['set-cookie', 'location', 'refresh']) {
        const what = `a ${name} header, which sends a browser elsewhere or marks it`;
        expect(answer.headers[name], what).toBe(undefined);
      }
    },
  );
});
