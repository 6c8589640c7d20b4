import { check, expect, PEOPLE, START, task } from '#check';
import { given, theClient } from './lessons.ts';
import {
  authorizationOf,
  clientOn,
  expectAll,
  fetchFrom,
  HOME,
  Network,
  refreshTokensOf,
  secretsIn,
  statusOf,
  whole,
  wholeOf,
} from './network.ts';
import { DAY, MINUTE, open, printedBy } from './worlds.ts';

task('8.5', () => {
  check(
    'refreshes-after-a-401',
    'gets new tokens after a 401, and sends the request again with them',
    {
      points: 2,
      hint: [
        'A 401 means that the access token is over. The refresh token gets a new one, and the caller notices nothing.',
        'Call `askToRefresh(refused.refreshToken)`, wait for its answer, and keep `answer.tokens` in `tokens`.',
        '`tokens = answer.tokens;` and, in the end, `return requireTokens();`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOn(network);
      expect(await statusOf(cairn.fetch('/api/me')), 'the first request').toBe(200);
      network.expire();
      const init = { method: 'POST', body: '{"title":"Ice"}' };
      const answer = await statusOf(cairn.fetch('/api/reports', init));
      expect(answer, 'a request whose access token has expired').toBe(200);
      expect(refreshTokensOf(network), 'the refresh tokens that were sent').toEqual([
        'secret-refresh-1',
      ]);
      const [refused, again] = network.requests.slice(-2);
      expect(authorizationOf(refused), 'the token of the first try').toBe('Bearer ey-access-1');
      expect(authorizationOf(again), 'the token of the second try').toBe('Bearer ey-access-2');
      expect(again?.body, 'the body of the second try').toBe('{"title":"Ice"}');
      await cairn.fetch('/api/me');
      expect(network.refreshes.length, 'refreshes, when the new token is used again').toBe(1);
    },
  );

  check(
    'keeps-the-newest-tokens',
    'sends each refresh token once, and always the newest',
    {
      points: 2,
      hint: [
        'Each refresh returns a new refresh token. An old one that is sent again ends the session.',
        'Keep both tokens of the answer: `tokens` is the pair. And the next 401 needs a new refresh, so `refreshing` must be undefined again by then.',
        '`.finally(() => (refreshing = …))`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOn(network);
      for (let turn = 1; turn <= 4; turn += 1) {
        network.expire();
        const status = await statusOf(cairn.fetch('/api/me'));
        expect(status, `a request after the access token has expired ${turn} times`).toBe(200);
      }
      expect(refreshTokensOf(network), 'the refresh tokens that were sent').toEqual([
        'secret-refresh-1',
        'secret-refresh-2',
        'secret-refresh-3',
        'secret-refresh-4',
      ]);
    },
  );

  check(
    'once-for-all-who-wait',
    'refreshes once, however many requests are waiting',
    {
      points: 3,
      hint: [
        'Fifty requests get a 401 at the same moment. Fifty refreshes with one token are what a thief looks like: the session ends.',
        'Keep the promise of the refresh in `refreshing` before anybody awaits it. Whoever finds a promise there awaits the same one.',
        '`refreshing ??= askToRefresh(…).then(…).finally(…);` then `await refreshing;`',
      ],
    },
    async () => {
      for (const count of [2, 50]) {
        const network = new Network();
        const cairn = await clientOn(network);
        network.expire();
        const all = Array.from({ length: count }, () => statusOf(cairn.fetch('/api/me')));
        const results = await Promise.all(all);
        expect(network.refreshes.length, `refreshes for ${count} requests at once`).toBe(1);
        expectAll(results, 200, `${count} requests at once, whose token has expired`);
        const tokens = new Set(network.requests.slice(-count).map(authorizationOf));
        expect([...tokens], 'the tokens of the second tries').toEqual(['Bearer ey-access-2']);
      }
    },
  );

  check(
    'latecomers',
    'doesn’t refresh again for a 401 that arrives late',
    {
      points: 2,
      hint: [
        'A slow request left with the old token, too. When its 401 arrives, another request has long refreshed: the new token is good.',
        'Compare `tokens` with `refused`. If they are no longer the same object, there is nothing to refresh.',
        '`if (tokens === refused) { … }`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOn(network);
      network.expire();
      let letGo = () => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      network.beforeRefusing = ({ url }) => (url.pathname === '/api/slow' ? held : undefined);
      const slow = statusOf(cairn.fetch('/api/slow'));
      expect(await statusOf(cairn.fetch('/api/quick')), 'a quick request').toBe(200);
      letGo();
      expect(await slow, 'a slow request, whose 401 arrives after the refresh').toBe(200);
      expect(network.refreshes.length, 'refreshes for both').toBe(1);
      const last = authorizationOf(network.requests.at(-1));
      expect(last, 'the token of the slow request’s second try').toBe('Bearer ey-access-2');
    },
  );

  check(
    'sign-in-required',
    'fails with SignInRequired when the refresh is refused',
    {
      points: 2,
      hint: [
        'The session has ended. Nobody but Mira can start another one, and the program must be told so.',
        'When the answer’s status is 400, set `tokens` to undefined: `requireTokens()` then throws.',
        '`else if (answer.status === 400) tokens = …;`',
      ],
    },
    async () => {
      const { SignInRequired } = await given();
      const network = new Network();
      const cairn = await clientOn(network);
      network.endSessions();
      const error: unknown = await cairn.fetch('/api/me').catch((thrown: unknown) => thrown);
      expect(error, 'what a request throws when the session has ended').toBeInstanceOf(
        SignInRequired,
      );
      expect(String(error), 'that error, as a string').toMatch(/^SignInRequired: \w/);
      expect(network.signIns.length, 'how often the password was sent').toBe(1);
      const crowd = new Network();
      const other = await clientOn(crowd);
      crowd.endSessions();
      const all = Array.from({ length: 10 }, () => statusOf(other.fetch('/api/me')));
      const what = 'ten requests at once, when the session has ended';
      expectAll(await Promise.all(all), 'SignInRequired', what);
      expect(crowd.refreshes.length, 'refreshes for ten requests at once').toBe(1);
    },
  );

  check(
    'sends-nothing-more',
    'sends nothing more to the API once it has said SignInRequired',
    {
      points: 1,
      hint: [
        'The tokens are worthless now. Sending them again and again helps nobody, and looks like an attack.',
        'Forget both tokens when the refresh is refused.',
        '`tokens = undefined;`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOn(network);
      network.endSessions();
      let letGo = () => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      network.beforeRefusing = ({ url }) => (url.pathname === '/api/slow' ? held : undefined);
      const slow = statusOf(cairn.fetch('/api/slow'));
      expect(await statusOf(cairn.fetch('/api/me')), 'a request').toBe('SignInRequired');
      const before = network.sent.length;
      expect(await statusOf(cairn.fetch('/api/me')), 'the next request').toBe('SignInRequired');
      letGo();
      expect(await slow, 'a slow request, whose 401 arrives now').toBe('SignInRequired');
      expect(network.sent.length - before, 'requests sent after SignInRequired').toBe(0);
      const elsewhere = statusOf(cairn.fetch('https://elsewhere.example/'));
      expect(await elsewhere, 'a request to another origin').toBe(200);
    },
  );

  check(
    'a-failure-is-not-a-refusal',
    'keeps the tokens when the refresh fails for another reason, and tries again the next time',
    {
      points: 2,
      hint: [
        'A server that is being restarted says 503, and a tunnel says nothing at all. That’s no reason to sign Mira out.',
        'Only a 400 refuses the refresh token. For any other answer without tokens throw an Error, and leave `tokens` as they are. And a promise that was rejected stays rejected: set `refreshing` back to undefined then, too.',
        '`finally` runs whether the promise was fulfilled or rejected; code after an `await` doesn’t.',
      ],
    },
    async () => {
      const failures: Failure[] = [
        ...[503, 401, 403, 404, 422, 429].map((status): Failure => [
          `is answered ${status}`,
          () => new Response('{}', { status }),
        ]),
        ['is answered 500, with something like tokens', () => tokensWith(500)],
        ['is answered with half of the tokens', () => Response.json({ access_token: 'ey-x' })],
        ['is answered with HTML', () => new Response('<h1>Welcome to the café</h1>')],
        ['is answered with null', () => Response.json(null)],
        ['gets no answer', noAnswer],
      ];
      for (const [what, failure] of failures) {
        const network = new Network();
        const cairn = await clientOn(network);
        network.expire();
        network.refreshFails.push(failure);
        const first = await Promise.all([1, 2, 3].map(() => statusOf(cairn.fetch('/api/me'))));
        const kind = first.map((result) => (typeof result === 'number' ? result : 'an error'));
        expectAll(kind, 'an error', `three requests, when the refresh ${what}`);
        const isOurs = first.includes('SignInRequired');
        expect(isOurs, `whether that is SignInRequired, when the refresh ${what}`).toBe(false);
        const next = await statusOf(cairn.fetch('/api/me'));
        expect(next, `the next request, after a refresh that ${what}`).toBe(200);
        const sent = refreshTokensOf(network);
        const label = `the refresh tokens that were sent, the first time when it ${what}`;
        expect(sent, label).toEqual(['secret-refresh-1', 'secret-refresh-1']);
      }
    },
  );

  check(
    'one-retry',
    'returns a second 401 as it is, and refreshes for no other status',
    {
      points: 1,
      hint: [
        'One refresh for each refused pair. If the API refuses the new token as well, more of them won’t help.',
        'This is given, in `fetch`. It breaks when `replaceTokens` returns something else than the new tokens, or calls `fetch`.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOn(network);
      network.acceptsTokens = false;
      const status = await statusOf(cairn.fetch('/api/me'));
      expect(status, 'the response, when the API refuses every token').toBe(401);
      const tries = `${network.requests.length} requests, ${network.refreshes.length} refresh`;
      expect(tries, 'what was sent, when the API refuses every token').toBe(
        '2 requests, 1 refresh',
      );
      network.acceptsTokens = true;
      for (const other of [302, 400, 403, 404, 429, 500]) {
        network.statuses.set('/api/me', other);
        const answer = await statusOf(cairn.fetch('/api/me'));
        expect(answer, `what the client returns, when the API answers ${other}`).toBe(other);
      }
      expect(network.refreshes.length, 'refreshes, after other errors').toBe(1);
    },
  );

  check(
    'never-the-password-again',
    'sends the password once, and never again',
    {
      points: 1,
      hint: [
        'The client lives for weeks. What it doesn’t have can’t be stolen from it.',
        'A refresh takes the refresh token, and nothing else. When that is refused, ask the person: throw `SignInRequired`.',
        '`askToRefresh(refused.refreshToken)`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOn(network);
      const before = network.sent.length;
      for (let turn = 0; turn < 3; turn += 1) {
        network.expire();
        expect(await statusOf(cairn.fetch('/api/me')), 'a request').toBe(200);
      }
      network.endSessions();
      expect(await statusOf(cairn.fetch('/api/me')), 'a request, in the end').toBe(
        'SignInRequired',
      );
      expect(network.signIns.length, 'how often the client signed in').toBe(1);
      const later = network.sent.slice(before).map(wholeOf).join(' ');
      const leaked = secretsIn(later).filter((what) => what.startsWith('the password'));
      expect(leaked, 'what was sent after the sign-in').toEqual([]);
      const others = network.requests.map(wholeOf).join(' ');
      const misplaced = secretsIn(others).filter((what) => what !== 'an access token');
      expect(misplaced, 'what was sent with ordinary requests').toEqual([]);
      const followed = network.sent.filter(({ redirect }) => redirect !== 'manual').length;
      expect(followed, 'requests that take their secrets wherever a redirect leads').toBe(0);
      const { signIn } = await theClient();
      const wrong = { origin: HOME, handle: 'mira', password: 'not-hers', fetch: network.fetch };
      const error: unknown = await signIn(wrong).catch((thrown: unknown) => thrown);
      expect(String(error), 'what signing in with a wrong password throws').toMatch(/mira.* 401/);
    },
  );

  check(
    'one-session-a-client',
    'keeps the tokens of two clients apart',
    {
      points: 1,
      hint: [
        'Two clients in one program are two people, and each refreshes for itself.',
        'A variable at the top of the file is shared by all clients. `tokens` and `refreshing` are inside `createClient`.',
      ],
    },
    async () => {
      const network = new Network();
      const [mira, tomas] = [await clientOn(network, 'mira'), await clientOn(network, 'tomas')];
      network.expire();
      const both = [mira.fetch('/api/of-mira'), tomas.fetch('/api/of-tomas')].map(statusOf);
      expectAll(await Promise.all(both), 200, 'two clients at once, whose tokens have expired');
      const sent = refreshTokensOf(network).sort();
      expect(sent, 'the refresh tokens of the two').toEqual([
        'secret-refresh-1',
        'secret-refresh-2',
      ]);
      const retried = network.requests.slice(-2).map(authorizationOf);
      expect(new Set(retried).size, 'different tokens of two clients').toBe(2);
    },
  );

  check(
    'keeps-its-secrets',
    'never shows a token or the password: not on the client, an error, or printed',
    {
      points: 1,
      hint: [
        'A client or an error is printed some day, with everything that hangs on it.',
        'The error says what the status was, and nothing of the answer. Print nothing.',
        'Is there a token in the message, or in the cause, of what you throw?',
      ],
    },
    async () => {
      const network = new Network();
      const printed = await printedBy(async () => {
        const cairn = await clientOn(network);
        network.expire();
        const response = await cairn.fetch('/api/me');
        expect(response.status, 'a request whose token has expired').toBe(200);
        expect(secretsIn(whole(response)), 'secrets on the response').toEqual([]);
        expect(secretsIn(whole(cairn)), 'secrets on the client').toEqual([]);
        network.refreshFails.push(
          () => new Response('{}', { status: 503 }),
          () => tokensWith(500),
        );
        for (const when of ['503', '500, with tokens', 'a refusal']) {
          network.expire();
          if (when === 'a refusal') network.endSessions();
          const error: unknown = await cairn.fetch('/api/me').catch((thrown: unknown) => thrown);
          expect(error, `what is thrown after ${when}`).toBeInstanceOf(Error);
          const text = `${String((error as Error).stack)} ${whole(error)}`;
          expect(secretsIn(text), `secrets in the error after ${when}`).toEqual([]);
        }
      });
      expect(secretsIn(printed), 'secrets that the client printed').toEqual([]);
    },
  );

  check(
    'with-your-own-api',
    'stays signed in at your own API for days, with one password',
    {
      points: 1,
      hint: [
        'This runs the client against your own API. If this check alone fails, look at 8.2 to 8.4.',
        'The API answers a refresh with 200 and both tokens, and a refused one with 400.',
      ],
    },
    async () => {
      const { api, world } = await open();
      const { signIn } = await theClient();
      const { handle, password } = PEOPLE.tomas;
      const cairn = await signIn({ origin: HOME, handle, password, fetch: fetchFrom(api) });
      for (const minutes of [0, 9, 11, 60, 24 * 60, 6 * 24 * 60]) {
        world.setTime(START + minutes * MINUTE);
        const three = [1, 2, 3].map(() => statusOf(cairn.fetch('/api/me')));
        const what = `three requests at once, ${minutes} minutes after the sign-in`;
        expectAll(await Promise.all(three), 200, what);
      }
      world.setTime(START + 14 * DAY);
      const late = await statusOf(cairn.fetch('/api/me'));
      expect(late, 'a request, eight days after the last one').toBe('SignInRequired');
    },
  );
});

function noAnswer(): Response {
  throw new TypeError('fetch failed');
}

/** What happens to a refresh, and the answer. */
type Failure = [what: string, answer: () => Response];

/** An answer with tokens, but a status that is no success. */
function tokensWith(status: number): Response {
  const tokens = { access_token: 'ey-access-x', refresh_token: 'secret-refresh-x' };
  return Response.json(tokens, { status });
}
