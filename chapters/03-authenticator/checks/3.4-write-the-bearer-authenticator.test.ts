import type { Request } from 'express';
import { check, expect, goodClaims, makeWorld, NOW, signToken, START, task } from '#check';
import { asText, leakedParts, printedBy } from './leaks.ts';
import { byAStranger, unsigned } from './forge.ts';
import { theBearer, theErrors } from './lessons.ts';
import {
  ACCEPTED,
  EXPIRED,
  expectEventually,
  INVALID,
  type Reading,
  type Tokens,
} from './outcome.ts';
import { POLICY } from './policy.ts';
import { receiver, type Sent } from './requests.ts';

const NOBODY = 'undefined, as if there were no token';
const MIRA = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };
const INES = { id: 'p-ines', handle: 'ines', name: 'Inês Duarte', role: 'ranger' };

/** To return undefined for a token that is there is to let its sender pass as nobody. */
const isSomebody: Reading = (returned) => (returned === undefined ? NOBODY : ACCEPTED);

/** Who an authenticator says it is, in words: for requests that nobody sent. */
const whoever: Reading = (returned) => (returned === undefined ? 'undefined' : asText(returned));

const tokenOf = (sub: string, changes: Record<string, unknown> = {}) =>
  signToken(goodClaims({ sub, ...changes }));

task('3.4', () => {
  /** Asks an authenticator over a world who sent a request; ours reads tokens from Authorization. */
  const inWorld = async (world = makeWorld(), options: object = {}) => {
    const { bearerAuthenticator } = await theBearer();
    const authenticate = bearerAuthenticator({
      database: world.database,
      policy: POLICY,
      clock: world.clock,
      readToken: (request) => request.headers.authorization,
      ...options,
    });
    const send = receiver((request) => authenticate(request));
    return (token?: string, sent: Sent = {}) => {
      const headers = token === undefined ? {} : { authorization: token };
      return send({ ...sent, headers: { ...sent.headers, ...headers } });
    };
  };
  type Ask = Awaited<ReturnType<typeof inWorld>>;

  const expectFor = (what: string, ask: Ask, token: string, expected: string) =>
    expectEventually(what, () => ask(token), expected, isSomebody);

  check(
    'no-token-is-nobody',
    'returns undefined when a request has no token',
    {
      points: 2,
      hint: [
        'Reading is free, so a request without a token isn’t an error. An Authenticator returns `undefined` for it.',
        'Only `readToken` says where a token may be. A token in the query, the body or a cookie doesn’t count.',
        '`if (token === undefined) return …`',
      ],
    },
    async () => {
      const ask = await inWorld();
      for (const method of ['GET', 'POST', 'DELETE']) {
        const what = `a ${method} request without a token`;
        await expectEventually(what, () => ask(undefined, { method }), 'undefined', whoever);
      }
      const token = tokenOf('p-mira');
      const elsewhere: Record<string, Sent> = {
        'in the query': { path: `/reports?access_token=${token}&token=${token}` },
        'in a cookie': { headers: { cookie: `access_token=${token}; token=${token}` } },
        'in another header': { headers: { 'x-access-token': token, 'x-auth-token': token } },
        'in the body': {
          before: (request) => {
            request.body = { access_token: token, token };
            request.cookies = { access_token: token, token };
          },
        },
      };
      for (const [where, sent] of Object.entries(elsewhere)) {
        const what = `a request with a token ${where}, where readToken doesn’t look`;
        await expectEventually(what, () => ask(undefined, sent), 'undefined', whoever);
      }
    },
  );

  check(
    'recognises-a-person',
    'returns the person that a good token stands for, as the database has them',
    {
      points: 2,
      hint: [
        'The token’s subject is an id. The rest of the person is in the database.',
        '`findPersonById(database, subject)` from `#api/people.ts` returns a person, or undefined.',
        '`const { subject } = verifyAccessToken(token, policy, clock());`',
      ],
    },
    async () => {
      const ask = await inWorld();
      const token = tokenOf('p-mira');
      await expectFor('a token for p-mira', ask, token, ACCEPTED);
      expect(await ask(token), 'who sent a token for p-mira').toEqual(MIRA);
      expect(await ask(tokenOf('p-ines')), 'who sent a token for p-ines').toEqual(INES);
    },
  );

  check(
    'a-bad-token-is-an-error',
    'throws for a token that isn’t valid, instead of treating its sender as nobody',
    {
      points: 2,
      hint: [
        'No token and a bad token are different. The client with a bad one believes that it is signed in, and should hear that it isn’t.',
        '`verifyAccessToken` throws. Don’t catch it. Pass it what `readToken` returned, unchanged, even an empty string.',
      ],
    },
    async () => {
      const ask = await inWorld();
      const tokens: Tokens = {
        "a token signed with a stranger's key": byAStranger(),
        'an unsigned token': unsigned(),
        'a token from another issuer': tokenOf('p-mira', { iss: 'https://evil.example' }),
        'a token that lives for a year': tokenOf('p-mira', { exp: NOW + 365 * 86_400 }),
        'a token that is valid in a second': tokenOf('p-mira', { iat: NOW + 1 }),
        'a token that lives a second too long': tokenOf('p-mira', { exp: NOW + 3541 }),
        'a token that is valid in 30 s': tokenOf('p-mira', { iat: NOW + 30, exp: NOW + 60 }),
        'a string that isn’t a token': 'mira',
        'two words that aren’t a token': 'mira castellan',
      };
      for (const [what, token] of Object.entries(tokens)) {
        await expectFor(what, ask, token, INVALID);
      }
      const old = tokenOf('p-mira', { iat: NOW - 7200, exp: NOW - 3600 });
      await expectFor('an expired token', ask, old, EXPIRED);
      const good = tokenOf('p-mira');
      const spellings: Tokens = {
        'an empty string': '',
        'a good token with a space after it': `${good} `,
        'a good token with a line break before it': `\n${good}`,
        'a good token in quotation marks': `"${good}"`,
        'a good token with its scheme before it': `Bearer ${good}`,
        'a good token with a comma after it': `${good},`,
      };
      for (const [what, token] of Object.entries(spellings)) {
        const ask = await inWorld(makeWorld(), { readToken: () => token });
        await expectFor(`${what}, from readToken`, ask, 'x', INVALID);
      }
    },
  );

  check(
    'nobody-is-invalid-token',
    'refuses a token for a person who doesn’t exist, or no longer does',
    {
      points: 2,
      hint: [
        'The token is valid for an hour. The person may be deleted after a minute.',
        '`findPersonById` returns `undefined` for an unknown id. To return that would mean: there was no token.',
        '`if (!person) throw new AuthenticationError(…)`',
      ],
    },
    async () => {
      const world = makeWorld();
      const ask = await inWorld(world);
      for (const sub of ['p-nobody', '', 'undefined', '%', 'p-%', "' OR 1=1 --", '__proto__']) {
        await expectFor(`a token for "${sub}", who doesn’t exist`, ask, tokenOf(sub), INVALID);
      }
      const token = tokenOf('p-mira');
      await expectFor("Mira's token", ask, token, ACCEPTED);
      world.database.run('DELETE FROM people WHERE id = ?', 'p-mira');
      await expectFor("Mira's token, after she was deleted", ask, token, INVALID);
      world.database.run(
        "INSERT INTO people (id, handle, name, role, passwordHash) VALUES ('p-mira', 'mira', 'Mira Castellan', 'hiker', 'x')",
      );
      await expectFor("Mira's token, after she was added again", ask, token, ACCEPTED);
    },
  );

  check(
    'a-fault-of-ours-is-no-bad-token',
    'lets an error of the database pass: the token isn’t to blame',
    {
      points: 1,
      hint: [
        'The token may be good: nobody could look. If the client is told that it is bad, it throws a good token away, and you never hear of the failure.',
        'Don’t catch what the database throws. The app answers 500 and logs it.',
      ],
    },
    async () => {
      const { AuthenticationError } = await theErrors();
      const failure = new TypeError('the database has failed');
      const fail = () => {
        throw failure;
      };
      const broken = makeWorld({ database: { get: fail, all: fail, run: fail } as never });
      const token = tokenOf('p-mira');
      await expectFor("Mira's token", await inWorld(), token, ACCEPTED);
      const ask = await inWorld(broken);
      const end = await ask(token).then(
        (person) => `returned ${asText(person)}`,
        (error: unknown) => (error instanceof AuthenticationError ? error.code : 'our own error'),
      );
      expect(end, 'the same, when the database fails').toBe('our own error');
    },
  );

  check(
    'sub-is-an-id',
    'looks the subject up as an id, exactly as it is, and never as a handle',
    {
      points: 1,
      hint: [
        'A handle can change, and then belong to another person, together with the old tokens of the first.',
        '`findPersonById`, not `findPersonByHandle`, with the subject unchanged: no `trim`, no `toLowerCase`.',
      ],
    },
    async () => {
      const world = makeWorld();
      // From now on one person's handle is another one's id.
      world.database.run("UPDATE people SET handle = 'p-mira' WHERE id = 'p-tomas'");
      const ask = await inWorld(world);
      for (const sub of ['mira', 'ines', 'P-MIRA', 'p-mira ', ' p-mira', 'p-mira\0', 'p-mir']) {
        const what = `a token with sub ${JSON.stringify(sub)}, which isn’t an id`;
        await expectFor(what, ask, tokenOf(sub), INVALID);
      }
      const person = await ask(tokenOf('p-mira'));
      expect(
        person?.id,
        'the id of who sent sub "p-mira", which is also the handle of p-tomas',
      ).toBe('p-mira');
    },
  );

  check(
    'reads-the-person-every-time',
    'sees a changed role, handle or name at once, with the same token',
    {
      points: 1,
      hint: [
        'The token says who it is. The database says what that person is, at this moment.',
        'Call `findPersonById` on every request, and keep nothing from one request to the next.',
      ],
    },
    async () => {
      const world = makeWorld();
      const ask = await inWorld(world);
      const token = tokenOf('p-mira');
      expect(await ask(token), 'Mira, before').toEqual(MIRA);
      world.database.run(
        "UPDATE people SET role = 'ranger', handle = 'mc', name = 'Mira C.' WHERE id = 'p-mira'",
      );
      const changed = { id: 'p-mira', handle: 'mc', name: 'Mira C.', role: 'ranger' };
      expect(await ask(token), 'Mira, renamed and made a ranger').toEqual(changed);
      const other = await ask(tokenOf('p-tomas'));
      expect(other?.id, 'the id of who sends the next token, for p-tomas').toBe('p-tomas');
    },
  );

  check(
    'the-token-says-no-role',
    'takes no role, name or handle from the token, even if our key signed them',
    {
      points: 1,
      hint: [
        'A role in a token is what it was when the token was signed. In the database it is what it is now.',
        'Return what `findPersonById` returned, and nothing from the claims.',
      ],
    },
    async () => {
      const ask = await inWorld();
      const claims = { role: 'ranger', handle: 'ines', name: 'Inês Duarte', id: 'p-ines' };
      const person = await ask(tokenOf('p-mira', claims));
      expect(person, 'who sent a token for p-mira that also says role ranger').toEqual(MIRA);
    },
  );

  check(
    'asks-the-clock-every-time',
    'asks the clock on every request: a token that was valid expires',
    {
      points: 1,
      hint: [
        'A token that is accepted forever was compared with a time that stands still, or with your computer’s clock.',
        'Call `clock()` inside the function that gets the request, not when the authenticator is made.',
      ],
    },
    async () => {
      const world = makeWorld();
      const ask = await inWorld(world);
      const token = tokenOf('p-mira');
      await expectFor('a good token', ask, token, ACCEPTED);
      world.setTime(START + 3540 * 1000);
      await expectFor('the same, when the clock says exp', ask, token, EXPIRED);
      world.setTime(START - 3600 * 1000);
      await expectFor('the same, when the clock is an hour before iat', ask, token, INVALID);
      world.setTime(START);
      await expectFor('the same, when the clock is right again', ask, token, ACCEPTED);
    },
  );

  check(
    'keeps-two-apps-apart',
    'keeps two authenticators apart: each has its own database, policy and clock',
    {
      points: 1,
      hint: [
        'Two apps can run in one process. What does your code remember outside of the function that gets the request?',
        'Use the `options` of this authenticator, and keep nothing at the top of the file.',
      ],
    },
    async () => {
      const [one, other] = [makeWorld(), makeWorld()];
      const policy = { ...POLICY, audience: 'https://map.example' };
      const [first, second] = [await inWorld(one), await inWorld(other, { policy })];
      const forBoth = { aud: [POLICY.audience, policy.audience] };
      const token = tokenOf('p-mira', forBoth);
      await expectFor("Mira's token, in the first app", first, token, ACCEPTED);
      await expectFor('the same, in the second app', second, token, ACCEPTED);
      await expectFor(
        'a token for the first app, in the second',
        second,
        tokenOf('p-mira'),
        INVALID,
      );
      await expectFor('the same, in the first app', first, tokenOf('p-mira'), ACCEPTED);
      other.database.run("DELETE FROM people WHERE id = 'p-mira'");
      await expectFor("Mira's token in the second app, which deleted her", second, token, INVALID);
      await expectFor('the same, in the first app, which did not', first, token, ACCEPTED);
      const lenient = await inWorld(one, { policy: { ...POLICY, clockTolerance: 30 } });
      const early = tokenOf('p-mira', { iat: NOW + 30 });
      await expectFor('a token that is 30 s early, in the first app', first, early, INVALID);
      await expectFor('the same, in an app that tolerates 30 s', lenient, early, ACCEPTED);
      one.setTime(START + 3540 * 1000);
      await expectFor('the same, when the first app’s clock says exp', first, token, EXPIRED);
    },
  );

  check(
    'asks-readtoken-about-this-request',
    'passes the request to readToken, and lets what readToken throws pass',
    {
      points: 1,
      hint: [
        'In chapter 4, `readToken` refuses a malformed header by throwing. That refusal must reach the client.',
        'Call `readToken(request)` without a `try`.',
      ],
    },
    async () => {
      const { AuthenticationError } = await theErrors();
      const given: unknown[] = [];
      const sent: Request[] = [];
      const readToken = (request: unknown) => void given.push(request);
      const ask = await inWorld(makeWorld(), { readToken });
      await ask(undefined, { before: (request) => void sent.push(request) });
      expect(given.length > 0, 'whether readToken was called').toBe(true);
      expect(given[0] === sent[0], 'whether it was called with the request itself').toBe(true);
      const refuse = () => {
        throw new AuthenticationError('malformed-authorization');
      };
      const refusing = await inWorld(makeWorld(), { readToken: refuse });
      const what = 'a request whose header readToken refuses as malformed-authorization';
      await expectEventually(what, () => refusing(), 'malformed-authorization', isSomebody);
    },
  );

  check(
    'keeps-the-token-to-itself',
    'prints no token, good or bad',
    {
      points: 1,
      hint: [
        'Anyone who reads the log is that person until the token expires.',
        'Remove the `console` lines. To see who sent a request, print the person’s id.',
      ],
    },
    async () => {
      const ask = await inWorld();
      await expectFor('a token for p-mira', ask, tokenOf('p-mira'), ACCEPTED);
      const expired = tokenOf('p-mira', { iat: NOW - 7200, exp: NOW - 3600 });
      const tokens = { good: tokenOf('p-mira'), expired, 'deleted person’s': tokenOf('p-nobody') };
      for (const [what, token] of Object.entries(tokens)) {
        let error: unknown;
        const printed = await printedBy(() => ask(token).catch((thrown) => (error = thrown)));
        expect(leakedParts(token, printed), `a ${what} token: what is printed of it`).toEqual([]);
        const shown = leakedParts(token, asText(error));
        expect(shown, `a ${what} token: what the error shows of it`).toEqual([]);
      }
    },
  );
});
