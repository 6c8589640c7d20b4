import { check, expect, lesson, task } from '#check';
import { onlyChallenge } from './challenge.ts';
import { answerOf, everythingOf, expectProblem, typeOf } from './problem.ts';

const theFailures = lesson(
  '05-errors/authentication-failed.ts',
  () => import('#course/05-errors/authentication-failed.ts'),
);

type Failure = 'malformed-authorization' | 'expired-token' | 'invalid-token';
/** Words that say of a token that it was good once. */
const EXPIRY = /\w*expire\w*|no longer|any ?more|out of date|outdated|too old|stale/i;
const FAILURES: Failure[] = ['malformed-authorization', 'expired-token', 'invalid-token'];

task('5.2', () => {
  const asked = async (failure: Failure) => {
    const { authenticationFailed } = await theFailures();
    return answerOf(callOf(failure), () => authenticationFailed(failure));
  };
  const callOf = (failure: Failure) => `authenticationFailed('${failure}')`;

  check(
    'a-malformed-header-is-a-bad-request',
    'answers 400 to a malformed Authorization header',
    {
      points: 3,
      hint: [
        'A client that gets a 401 fetches a new token, and sends it in the same broken header again.',
        'https://www.rfc-editor.org/rfc/rfc6750#section-3.1 gives each error its status.',
        '`return refusal(…, failure, …)`: the status comes first, then the slug.',
      ],
    },
    async () => {
      const answer = await asked('malformed-authorization');
      expect(answer.status, `the status of ${callOf('malformed-authorization')}`).toBe(400);
      expect(answer.body.type, 'its "type"').toBe(typeOf('malformed-authorization'));
    },
  );

  check(
    'a-malformed-header-is-an-invalid-request',
    'calls a malformed header invalid_request in the challenge',
    {
      points: 3,
      hint: [
        'What a client should fix here is its request. Does the challenge say so, and nothing else?',
        'RFC 6750 §3.1 lists three error codes. One is for a request that "is otherwise malformed".',
      ],
    },
    async () => {
      const answer = await asked('malformed-authorization');
      const { params } = onlyChallenge(callOf('malformed-authorization'), answer);
      expect(params['error'], 'the error of a malformed header').toBe('invalid_request');
      const said = [params['error_description'], answer.body.title, answer.body.detail].join(' ');
      const expiry = EXPIRY.exec(said)?.[0];
      expect(expiry, 'a word about expiry, in the answer to a malformed header').toBe(undefined);
    },
  );

  check(
    'an-expired-token-is-named-so',
    'answers 401 with the type expired-token to an expired token',
    {
      points: 3,
      hint: [
        'A client that knows its token has expired gets a new one without asking anyone for a password.',
        'The slug is `failure` itself, and RFC 6750 §3.1 has the status.',
      ],
    },
    async () => {
      const answer = await asked('expired-token');
      expect(answer.status, `the status of ${callOf('expired-token')}`).toBe(401);
      expect(answer.body.type, 'its "type"').toBe(typeOf('expired-token'));
    },
  );

  check(
    'an-expired-token-says-so',
    'says error="invalid_token", error_description="The token has expired."',
    {
      points: 4,
      hint: [
        'RFC 6750 §3.1 has one error code for expired, revoked, malformed and otherwise invalid tokens.',
        'The description is fixed, with its full stop: The token has expired.',
      ],
    },
    async () => {
      const { params } = onlyChallenge(callOf('expired-token'), await asked('expired-token'));
      expect(params['error'], 'the error of an expired token').toBe('invalid_token');
      expect(params['error_description'], 'its error_description').toBe('The token has expired.');
    },
  );

  check(
    'an-invalid-token-is-named-so',
    'answers 401 with the type invalid-token to any other bad token',
    {
      points: 2,
      hint: [
        "We don't know who sent a bad token, so this isn't a 403.",
        'The slug is `failure` itself.',
      ],
    },
    async () => {
      const answer = await asked('invalid-token');
      expect(answer.status, `the status of ${callOf('invalid-token')}`).toBe(401);
      expect(answer.body.type, 'its "type"').toBe(typeOf('invalid-token'));
    },
  );

  check(
    'an-invalid-token-says-no-more',
    'calls it invalid_token, in words that are true of every bad token',
    {
      points: 2,
      hint: [
        'The same answer goes to a forged token, one for another API and one of a deleted person.',
        'A word about expiry or about one check is wrong for most of them, and helps an attacker who forged the others. What is true of all?',
      ],
    },
    async () => {
      const answer = await asked('invalid-token');
      const { params } = onlyChallenge(callOf('invalid-token'), answer);
      expect(params['error'], 'the error of an invalid token').toBe('invalid_token');
      const description = params['error_description'] ?? '';
      expect(description, 'the error_description of an invalid token').not.toBe('');
      const said = `${description} ${answer.body.title} ${answer.body.detail}`;
      expect(
        EXPIRY.exec(said)?.[0],
        "a word about expiry, in the answer to a token that isn't expired",
      ).toBe(undefined);
      expect(
        /signature|issuer|audience|algorithm|\bjwt\b/i.exec(said)?.[0],
        'a word about the check that failed, in the answer to every bad token',
      ).toBe(undefined);
    },
  );

  check(
    'every-challenge-can-be-read',
    'writes challenges that every client can parse',
    {
      points: 2,
      hint: [
        'The description ends up between quotes in a header. What would end the quoted string too early?',
        'Printable ASCII without `"` and `\\` is allowed: https://www.rfc-editor.org/rfc/rfc6750#section-3.',
      ],
    },
    async () => {
      for (const failure of FAILURES) {
        const { scheme, params } = onlyChallenge(callOf(failure), await asked(failure));
        expect(scheme, `the scheme that ${callOf(failure)} asks for`).toBe('bearer');
        expect(params['realm'], `the realm of ${callOf(failure)}`).toBe('cairn');
        const description = params['error_description'] ?? '';
        const what = `the error_description of ${callOf(failure)}`;
        expect(description, what).not.toBe('');
        expect(
          /[^\x20\x21\x23-\x5b\x5d-\x7e]/.exec(description)?.[0],
          `a character that RFC 6750 §3 doesn't allow in ${what}: ${description}`,
        ).toBe(undefined);
      }
    },
  );

  check(
    'every-failure-is-a-problem',
    'returns a complete problem for each of them, and the same one every time',
    {
      points: 2,
      hint: [
        'A problem has a type, a title, its status and a detail. `refusal` makes all of them.',
        'Does one call change what the next one returns?',
      ],
    },
    async () => {
      const first = new Map<Failure, string>();
      for (const failure of FAILURES) {
        const answer = await asked(failure);
        expectProblem(callOf(failure), answer);
        first.set(failure, withoutDate(everythingOf(answer)));
      }
      for (const failure of FAILURES.toReversed()) {
        const again = withoutDate(everythingOf(await asked(failure)));
        expect(again, `${callOf(failure)}, called again after others`).toBe(first.get(failure));
      }
    },
  );
});

function withoutDate(answer: string): string {
  return answer.replace(/"date":"[^"]*"/, '');
}
