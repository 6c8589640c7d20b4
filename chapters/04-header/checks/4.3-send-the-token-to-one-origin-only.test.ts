import { inspect } from 'node:util';
import { check, expect, PEOPLE, task } from '#check';
import { serve } from './chapter-api.ts';
import {
  authorizationOf,
  clientOf,
  fetchFrom,
  HOME,
  looksOf,
  Network,
  refusal,
  secretsIn,
  SIGN_IN_FAILURES,
  statusOf,
  whole,
  withoutAuthorization,
} from './network.ts';
import {
  expectNoTokenAfterA401Elsewhere,
  expectNoTokenElsewhere,
  lookAlikes,
} from './other-origins.ts';
import { printedDuring } from './printed.ts';

const HEADERS = 'https://developer.mozilla.org/docs/Web/API/Headers';

task('4.3', () => {
  check(
    'signs-in-and-sends-the-token',
    'sends the token in the Authorization header of every request to the API',
    {
      points: 3,
      hint: [
        'Every request to the API carries one Authorization header with the token, and nothing else carries it.',
        `\`fetch\` needs a whole URL, so resolve the target first. Then set the header on a \`Headers\` object (${HEADERS}/set): append would add to what is there already.`,
        "`const url = new URL(target, origin);` and `headers.set('Authorization', …);` where the value is `Bearer ${…}`",
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network.fetch);
      const whole = `${HOME}/api/reports?page=2`;
      const targets = ['/api/me', new URL('/api/trails', HOME), whole, '/', 'health'];
      for (const target of targets) {
        const status = await statusOf(cairn.fetch(target));
        expect(status, `client.fetch(${inspect(String(target))})`).toBe(200);
        const sent = network.requests.at(-1)?.url.href;
        expect(sent, `where client.fetch(${inspect(String(target))}) sends the request`).toBe(
          new URL(target, HOME).href,
        );
      }
      const headers = network.requests.map(authorizationOf);
      expect(headers, 'the Authorization of five requests').toEqual(
        Array(5).fill('Bearer ey-token-1'),
      );
      expect(network.signIns.length, 'how often the client signed in').toBe(1);
      const own = { headers: { Authorization: 'Bearer ey-of-the-caller' } };
      await cairn.fetch('/api/me', own);
      const label = 'Authorization, when the caller has set one of its own';
      expect(authorizationOf(network.requests.at(-1)), label).toBe('Bearer ey-token-1');
      const app = await clientOf(network.fetch, { origin: `${HOME}/app/` });
      await app.fetch('health');
      const last = network.requests.at(-1);
      const given = `for a client with the origin '${HOME}/app/'`;
      expect(last?.url.href, `where 'health' is, ${given}`).toBe(`${HOME}/health`);
      expect(authorizationOf(last), `Authorization, ${given}`).toBe('Bearer ey-token-2');
      const others = network.sent.map(withoutAuthorization).join(' ');
      expect(secretsIn(others), 'secrets in a URL, a body or another header').toBe('none');
    },
  );

  check(
    'sends-what-it-is-given',
    'sends the method, the headers and the body that it is given',
    {
      points: 2,
      hint: [
        'A caller uses this fetch like the one it knows: all of `init` must arrive.',
        `Headers come as an object, as pairs, or as a \`Headers\` object, and \`{ ...headers }\` of the last is empty. The constructor accepts all three: ${HEADERS}/Headers`,
        '`const headers = new Headers(init?.…);` and `send(url, { ...init, headers, … })`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network.fetch);
      const all = { 'Content-Type': 'application/merge-patch+json', Accept: 'text/csv' };
      const headers: [string, NonNullable<RequestInit['headers']>][] = [
        ['an object', all],
        ['pairs', Object.entries(all)],
        ['Headers', new Headers(all)],
      ];
      for (const [what, given] of headers) {
        const init = { method: 'PATCH', headers: given, body: '{"title":"Ice"}' };
        const status = await statusOf(cairn.fetch('/api/reports/r-1', init));
        expect(status, `a PATCH with headers as ${what}`).toBe(200);
        const sent = network.requests.at(-1);
        expect(sent?.method, 'the method of a PATCH').toBe('PATCH');
        expect(sent?.body, 'the body of a PATCH').toBe('{"title":"Ice"}');
        for (const name of ['Content-Type', 'Accept'] as const) {
          const label = `the ${name}, when headers are given as ${what}`;
          expect(sent?.headers.get(name), label).toBe(all[name]);
        }
      }
      const rare = { cache: 'no-store', credentials: 'omit' } as const;
      await cairn.fetch('/api/reports/r-1', { method: 'DELETE', ...rare });
      const sent = network.requests.at(-1);
      expect(sent?.body, 'the body of a DELETE that is given none').toBe('');
      const type = sent?.headers.get('content-type') ?? 'none';
      expect(type, 'the Content-Type of a DELETE that is given none').toBe('none');
      const signal = AbortSignal.abort(new Error('the caller has left'));
      const before = network.requests.length;
      const aborted = String(await statusOf(cairn.fetch('/api/me', { signal })));
      expect(aborted, "what happens after the caller's signal aborted").toMatch(/^threw /);
      expect(network.requests.length, "requests after the caller's signal aborted").toBe(before);
      expect(sent?.rare, 'cache and credentials of a DELETE').toBe('no-store, omit');
    },
  );

  check(
    'ten-requests-one-sign-in',
    'signs in once for ten requests at the same time',
    {
      points: 1,
      hint: [
        'The first request signs in, and the others wait for the same token.',
        '`getToken()` does this for you. Call it for each request, and no other function that signs in.',
        '`const token = await …();`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network.fetch);
      const ten = Array.from({ length: 10 }, () => statusOf(cairn.fetch('/api/me')));
      expect(await Promise.all(ten), 'ten requests at once').toEqual(Array(10).fill(200));
      expect(network.signIns.length, 'sign-ins for ten requests at once').toBe(1);
    },
  );

  check(
    'renews-a-token-that-ran-out',
    'gets a new token after a 401, and sends the same request again',
    {
      points: 2,
      hint: [
        "A 401 tells the client that its token is no longer accepted. It gets another one and tries again, and the caller doesn't notice.",
        'Get the new token with `replaceToken(token)`: `getToken()` would return the refused one. Then send the same request: method, headers and body.',
        'Put the sending into a function, and call it twice: `const sendWith = (token: string) => …`',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network.fetch);
      await cairn.fetch('/api/me');
      network.revoke();
      const headers = { 'Content-Type': 'application/json' };
      const init = { method: 'POST', headers, body: '{"title":"Ice"}' };
      const status = await statusOf(cairn.fetch('/api/reports?draft=1', init));
      expect(status, 'a request whose token has expired').toBe(200);
      expect(network.signIns.length, 'sign-ins: one, and one more for the new token').toBe(2);
      const [refused, again] = network.requests.slice(-2);
      expect(authorizationOf(again), 'the token of the second try').toBe('Bearer ey-token-2');
      expect(again?.url.href, 'the URL of the second try').toBe(refused?.url.href);
      expect(again?.method, 'the method of the second try').toBe(refused?.method);
      expect(again?.body, 'the body of the second try').toBe(refused?.body);
      const type = again?.headers.get('content-type');
      expect(type, 'the Content-Type of the second try').toBe('application/json');
      await cairn.fetch('/api/me');
      expect(network.signIns.length, 'sign-ins, when the new token is used again').toBe(2);
      for (const challenge of [undefined, 'Basic realm="gateway"']) {
        network.revoke();
        network.challenge = challenge;
        const label = `a request that is refused by a 401 with ${challenge ?? 'no challenge'}`;
        expect(await statusOf(cairn.fetch('/api/me')), label).toBe(200);
      }
    },
  );

  check(
    'renews-once',
    'returns a second 401, and does not try a third time',
    {
      points: 2,
      hint: [
        "If a new token is refused, too, another one won't help. A client that keeps trying never stops.",
        'Return the second response whatever its status is. No loop around it, and no call of this.fetch.',
        'Send the same request with the token that `await replaceToken(token)` returns, and return that response: `return send(url, …);`',
      ],
    },
    async () => {
      const network = new Network();
      network.acceptsTokens = false;
      const cairn = await clientOf(network.fetch);
      const status = await statusOf(cairn.fetch('/api/me'));
      expect(status, 'the response, when the API refuses every token').toBe(401);
      const tries = `${network.requests.length} requests, ${network.signIns.length} sign-ins`;
      expect(tries, 'what was sent to this API').toBe('2 requests, 2 sign-ins');
    },
  );

  check(
    'renews-for-401-alone',
    'returns any other response as it is, and sends nothing twice',
    {
      points: 2,
      hint: [
        'Only 401 is about the token. A report that is sent again after a 500, or after no answer, may be stored twice.',
        'Compare `response.status` with 401 (RFC 9110 §15.5.2: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2). `response.ok` is false for many other reasons.',
        '`if (response.status !== …) return response;`',
      ],
    },
    async () => {
      for (const status of [204, 302, 400, 403, 404, 407, 419, 422, 429, 500, 503]) {
        const network = new Network();
        network.statuses.set('/api/reports', status);
        const cairn = await clientOf(network.fetch);
        const answer = await statusOf(cairn.fetch('/api/reports', { method: 'POST', body: '{}' }));
        expect(answer, `what the client returns, when the API answers ${status}`).toBe(status);
        const tries = `${network.requests.length} request, ${network.signIns.length} sign-in`;
        expect(tries, `what was sent, when the API answers ${status}`).toBe('1 request, 1 sign-in');
      }
      const network = new Network();
      network.silent.add('/api/reports');
      const cairn = await clientOf(network.fetch);
      const init = { method: 'POST', body: '{}' };
      const answer = String(await statusOf(cairn.fetch('/api/reports', init)));
      expect(answer, 'what the client does, when no answer comes').toMatch(/^threw /);
      const label = 'requests, when no answer comes: the report may have arrived anyway';
      expect(network.requests.length, label).toBe(1);
    },
  );

  check(
    'renews-together',
    'signs in again once for all requests whose token has expired',
    {
      points: 1,
      hint: [
        'Several requests went out with the same old token, and each of them gets a 401. One new token is enough.',
        '`replaceToken(token)` does this for you. Give it the token that this very request was sent with.',
        '`await replaceToken(…)`, with the same variable that the first try used.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network.fetch);
      await cairn.fetch('/api/me');
      network.revoke();
      const five = Array.from({ length: 5 }, () => statusOf(cairn.fetch('/api/me')));
      expect(await Promise.all(five), 'five requests with an expired token').toEqual(
        Array(5).fill(200),
      );
      expect(network.signIns.length - 1, 'new sign-ins for five requests').toBe(1);

      network.revoke();
      let letGo = () => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      network.beforeRefusing = ({ url }) => (url.pathname === '/api/slow' ? held : undefined);
      const slow = statusOf(cairn.fetch('/api/slow'));
      const quick = await statusOf(cairn.fetch('/api/quick'));
      letGo();
      expect([quick, await slow], 'a quick request, and a slow one').toEqual([200, 200]);
      const late = 'new sign-ins, when a 401 to the same old token arrives late';
      expect(network.signIns.length - 2, late).toBe(1);
    },
  );

  check(
    'no-token-for-other-origins',
    'sends the token to the API’s origin, and to no other',
    {
      points: 3,
      hint: [
        'A request to another origin is sent as the caller gave it: no token, no sign-in, and nothing left out.',
        'Compare origins, not strings that begin alike: let `URL` resolve the target, then compare its `origin` (https://developer.mozilla.org/docs/Web/API/URL/origin) before anything else happens.',
        '`if (url.origin !== …) return send(url, init);`',
      ],
    },
    async () => {
      await expectNoTokenElsewhere(HOME);
      await expectNoTokenElsewhere('https://cairn.example:8443');
      await expectNoTokenAfterA401Elsewhere();
    },
  );

  check(
    'no-token-in-what-it-was-given',
    'leaves init and its headers unchanged: no token stays behind in them',
    {
      points: 2,
      hint: [
        'init belongs to the caller, who may use it for the next request, to another server. A token that stays in it travels along.',
        `Make new headers from the given ones, and a new init: ${HEADERS}/Headers copies, even from a \`Headers\` object.`,
        '`const headers = new Headers(…);` and `{ ...init, headers, … }`',
      ],
    },
    async () => {
      const given: [string, () => NonNullable<RequestInit['headers']>][] = [
        ['Headers', () => new Headers({ Accept: 'application/json' })],
        ['an object', () => ({ Accept: 'application/json' })],
        ['pairs', () => [['Accept', 'application/json']]],
      ];
      for (const [what, make] of given) {
        const network = new Network();
        const cairn = await clientOf(network.fetch);
        const headers = make();
        const init = { headers };
        const before = whole(init);
        for (const expired of [false, true]) {
          if (expired) network.revoke();
          expect(await statusOf(cairn.fetch('/api/me', init)), 'GET /api/me').toBe(200);
          const label = `init after client.fetch(path, init), with headers as ${what}`;
          expect(
            init.headers === headers,
            `${label}: whether its headers are the same object`,
          ).toBe(true);
          expect(whole(init), label).toBe(before);
        }
        const frozen = Object.freeze({ headers: Object.freeze(make()) }) as RequestInit;
        const status = await statusOf(cairn.fetch('/api/me', frozen));
        expect(status, `GET /api/me with a frozen init, with headers as ${what}`).toBe(200);
      }
    },
  );

  check(
    'no-token-through-a-redirect',
    'follows no redirect with the token or the password, on neither try',
    {
      points: 3,
      hint: [
        'A redirect may lead to another origin, and not every platform removes the Authorization header on the way.',
        "`redirect: 'manual'` returns the redirect to the caller instead of following it (https://developer.mozilla.org/docs/Web/API/RequestInit#redirect). Both tries need it, and a caller's own `redirect` must not override it.",
        "`send(url, { ...init, headers, redirect: '…' })`: the later property wins.",
      ],
    },
    async () => {
      for (const path of ['/api/me', '/api/tokens']) {
        for (const target of lookAlikes(HOME).slice(0, 3)) {
          const network = new Network();
          network.redirects.set(path, target);
          const cairn = await clientOf(network.fetch);
          await statusOf(cairn.fetch('/api/me'));
          await statusOf(cairn.fetch('/api/me', { redirect: 'follow' }));
          const atHome = network.sent.filter(({ url }) => url.origin === HOME);
          expect(atHome.at(-1)?.url.pathname, 'the path that was requested').toBe(path);
          const away = network.sent.filter(({ url }) => url.origin !== HOME);
          const label = `Authorization that arrives at ${target}, where ${path} redirects to`;
          for (const sent of away) expect(authorizationOf(sent), label).toBe('none');
        }
      }

      const network = new Network();
      const cairn = await clientOf(network.fetch);
      await cairn.fetch('/api/trails');
      network.revoke();
      network.checksBeforeRedirecting = true;
      network.redirects.set('/api/me', 'https://elsewhere.example/api/me');
      const status = await statusOf(cairn.fetch('/api/me', { redirect: 'follow' }));
      const away = network.sent.filter(({ url }) => url.origin !== HOME).map(authorizationOf);
      const label = 'Authorization that arrives elsewhere, when the second try is redirected';
      expect(away.join(', ') || 'none', label).toBe('none');
      expect(status, 'the response, when the second try is redirected').toBe(302);
    },
  );

  check(
    'speaks-utf-8',
    'signs in tomas at your own API, whose password has colons and is not ASCII',
    {
      points: 1,
      hint: [
        'This runs the client against your own API, with a password that only survives as UTF-8.',
        '`basic`, at the end of the file, encodes it. If this check alone fails, look at what your API answers to the request: does 4.1 read the header?',
        'Leave `basic` as it is, and get the token with `await …()`.',
      ],
    },
    async () => {
      const cairn = await clientOf(fetchFrom(await serve()), { handle: 'tomas' });
      const answer = cairn.fetch('/api/me');
      expect(await statusOf(answer), 'GET /api/me with a client for tomas').toBe(200);
      const me = (await (await answer).json()) as { id: string };
      expect(me.id, 'who the API says that is').toBe(PEOPLE.tomas.id);
    },
  );

  check(
    'one-person-a-client',
    'keeps the tokens of two clients apart',
    {
      points: 1,
      hint: [
        'Two clients in one program are two people. Each sends its own token.',
        'A variable at the top of the file is shared by all clients. `getToken` keeps the token inside `createClient`.',
        'Keep nothing outside of `createClient`: `const token = await getToken();`',
      ],
    },
    async () => {
      const network = new Network();
      const mira = await clientOf(network.fetch);
      const tomas = await clientOf(network.fetch, { handle: 'tomas' });
      const sent: string[] = [];
      for (const cairn of [mira, tomas, mira, tomas]) {
        await cairn.fetch('/api/me');
        sent.push(authorizationOf(network.requests.at(-1)));
      }
      const tokens = [1, 2, 1, 2].map((number) => `Bearer ey-token-${number}`);
      expect(sent, 'Authorization of mira, tomas, mira, tomas').toEqual(tokens);

      await Promise.all([mira.fetch('/api/of-mira'), tomas.fetch('/api/of-tomas')]);
      const last = network.requests.slice(-2);
      const together = last.map((each) => `${each.url.pathname}: ${authorizationOf(each)}`).sort();
      expect(together, 'Authorization of two requests at the same time').toEqual([
        `/api/of-mira: ${tokens[0]}`,
        `/api/of-tomas: ${tokens[1]}`,
      ]);
    },
  );

  check(
    'a-failed-sign-in',
    'throws when it gets no token, sends no request, and tries again the next time',
    {
      points: 1,
      hint: [
        'Without a token there is no request to send: not without the header, and not with "Bearer undefined".',
        '`getToken()` throws when the API issues no token. Let this error through to the caller.',
        '`const token = await getToken();`, without try and without catch.',
      ],
    },
    async () => {
      for (const [what, failure] of SIGN_IN_FAILURES) {
        const network = new Network();
        network.signInFails.push(failure);
        const cairn = await clientOf(network.fetch);
        const first = String(await statusOf(cairn.fetch('/api/me')));
        expect(first, `a request, when the token endpoint ${what}`).toMatch(/^threw /);
        const message = `what the error says, when the token endpoint ${what}`;
        expect(first, message).toMatch(/: .*\w/);
        const label = `requests sent without a token, when the token endpoint ${what}`;
        expect(network.requests.length, label).toBe(0);
        const next = await statusOf(cairn.fetch('/api/me'));
        expect(next, `the next request, after the token endpoint once ${what}`).toBe(200);
      }
    },
  );

  check(
    'keeps-its-secrets',
    'never shows the token or the password: not on the client, a response or an error, not printed',
    {
      points: 2,
      hint: [
        'A client, a response or an error is printed some day, with everything that hangs on it.',
        'A variable inside the function is seen by nobody else. Properties of the client or the response are, and so is the cause of an error.',
        'Return the response as it came: `return …;`. Add nothing to it, and print nothing.',
      ],
    },
    async () => {
      const network = new Network();
      const printed = await printedDuring(async () => {
        const cairn = await clientOf(network.fetch);
        const response = await cairn.fetch('/api/me');
        expect(response.status, 'client.fetch("/api/me")').toBe(200);
        for (const [how, text] of Object.entries(looksOf(cairn, response))) {
          expect(secretsIn(text), `secrets in ${how}`).toBe('none');
        }
        network.revoke();
        const renewed = await cairn.fetch('/api/me');
        expect(secretsIn(whole(renewed)), 'secrets in the second response').toBe('none');

        network.revoke();
        network.signInFails.push(() => refusal('Basic realm="cairn", charset="UTF-8"'));
        network.signInFails.push(() => new Response('ey-token-9'));
        network.signInFails.push(() => {
          throw new TypeError('fetch failed');
        });
        for (const when of ['is refused', 'gets an answer that is not JSON', 'does not arrive']) {
          const error: unknown = await cairn.fetch('/api/me').catch((thrown: unknown) => thrown);
          expect(error, `what is thrown when a sign-in ${when}`).toBeInstanceOf(Error);
          const label = `secrets in the error (message, stack, cause) when a sign-in ${when}`;
          expect(secretsIn(`${String((error as Error).stack)} ${whole(error)}`), label).toBe(
            'none',
          );
        }

        network.acceptsTokens = false;
        const twice = await cairn.fetch('/api/me');
        expect(secretsIn(whole(twice)), 'secrets in a response that is a second 401').toBe('none');

        network.silent.add('/api/me');
        const error: unknown = await cairn.fetch('/api/me').catch((thrown: unknown) => thrown);
        expect(error, 'what is thrown when a request does not arrive').toBeInstanceOf(Error);
        const label = 'secrets in the error (message, stack, cause) when a request does not arrive';
        expect(secretsIn(`${String((error as Error).stack)} ${whole(error)}`), label).toBe('none');
      });
      expect(secretsIn(printed), 'secrets that the client printed').toBe('none');
    },
  );
});
