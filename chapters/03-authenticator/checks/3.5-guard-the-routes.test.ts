import type { Request } from 'express';
import type { Person } from '#api/people.ts';
import { check, expect, signToken, task } from '#check';
import { asText, leakedParts, printedBy } from './leaks.ts';
import { theErrors, theGuard, thePerson } from './lessons.ts';
import { aMoment, deferred, oneConnection, passThrough, type Sent } from './requests.ts';

const MIRA: Person = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };
const INES: Person = { id: 'p-ines', handle: 'ines', name: 'Inês Duarte', role: 'ranger' };

task('3.5', () => {
  /** A guard of the learner's, and how to send a request through it. */
  const guardOf = async (authenticators: unknown[]) => {
    const { findPerson } = await thePerson();
    const { guard } = await theGuard();
    const handler = guard(authenticators as never);
    return (sent: Sent = {}) => passThrough(handler, findPerson, sent);
  };
  const send = async (authenticators: unknown[], sent: Sent = {}) =>
    (await guardOf(authenticators))(sent);

  check(
    'lets-nobody-go-on',
    'lets a request continue when no authenticator recognizes anyone',
    {
      points: 1,
      hint: [
        'Reading is free. When every authenticator returned `undefined`, the request continues as nobody’s.',
        'After the loop, call `next()`, without an argument. If a promise was taken for a person: `await` each result first.',
      ],
    },
    async () => {
      const cases = {
        'no authenticator at all': [],
        'one authenticator that recognizes nobody': [() => undefined],
        'two of them, one of them async': [() => undefined, async () => undefined],
      };
      for (const [what, authenticators] of Object.entries(cases)) {
        const { errors, nextCalls, person } = await send(authenticators);
        expect(errors, `${what}: the errors that the guard threw`).toEqual([]);
        expect(nextCalls, `${what}: how often the guard called next()`).toBe(1);
        expect(person, `${what}: who sent the request`).toBeUndefined();
      }
    },
  );

  check(
    'remembers-the-person',
    'remembers who sent a request before the request continues',
    {
      points: 1,
      hint: [
        'The handlers behind the guard call `requirePerson(request)`, and it must know.',
        'Call `setPerson(request, person)` before `next()`: Express runs the next handler inside of that call.',
      ],
    },
    async () => {
      const { errors, person } = await send([() => MIRA]);
      expect(errors, 'a recognized person: the errors that the guard threw').toEqual([]);
      expect(person, 'findPerson(request) in the handler behind the guard').toEqual(MIRA);
    },
  );

  check(
    'calls-next-once',
    'calls next() exactly once, no matter who was recognized',
    {
      points: 1,
      hint: [
        'A second `next()` runs handlers that were meant for other requests: here the one that answers 404.',
        'Call `next()` in one place only, after the loop. Inside of the loop, use `break`.',
      ],
    },
    async () => {
      const cases = {
        'a recognized person': [() => MIRA],
        'a person that the second authenticator recognizes': [() => undefined, async () => MIRA],
        'a person that two would recognize': [() => MIRA, () => INES],
      };
      for (const [what, authenticators] of Object.entries(cases)) {
        const { nextCalls } = await send(authenticators);
        expect(nextCalls, `${what}: how often the guard called next()`).toBe(1);
      }
    },
  );

  check(
    'hands-the-request-over',
    'calls each authenticator with the request itself',
    {
      points: 1,
      hint: [
        'An authenticator finds credentials in a request, so it needs the real one: not a copy, and not a part of it.',
        'An Authenticator is a function of the request: `authenticate(request)`.',
      ],
    },
    async () => {
      const given: unknown[] = [];
      const sent: Request[] = [];
      const look = (request: unknown) => void given.push(request);
      await send([look, look], { before: (request) => void sent.push(request) });
      expect(given.length, 'how often two authenticators were called').toBe(2);
      const same = given.every((one) => one === sent[0]);
      expect(same, 'whether each was called with the request itself').toBe(true);
    },
  );

  check(
    'the-first-wins',
    'calls the authenticators in order, and stops at the first that recognizes a person',
    {
      points: 2,
      hint: [
        'Two authenticators may each recognize someone else. The order decides which of them is right.',
        'Leave the loop when a person was recognized. `Promise.all` would ask all of them.',
        '`for (const authenticate of authenticators) { …; if (person) { …; break; } }`',
      ],
    },
    async () => {
      const asked: string[] = [];
      const asking = (name: string, answer?: Person) => () => {
        asked.push(name);
        return answer;
      };
      const { person, errors } = await send([
        asking('first'),
        asking('second', MIRA),
        asking('third', INES),
      ]);
      expect(errors, 'the errors that the guard threw').toEqual([]);
      expect(person?.id, 'who it is, when the second says p-mira and the third p-ines').toBe(
        'p-mira',
      );
      expect(asked, 'which authenticators were called').toEqual(['first', 'second']);
    },
  );

  check(
    'awaits-an-authenticator',
    'waits for an authenticator that has to look something up',
    {
      points: 2,
      hint: [
        'Every promise is truthy, also one that will turn out to be nobody.',
        '`await` each authenticator before you look at its result, and before you call the next one.',
        '`const person = … authenticate(request);`',
      ],
    },
    async () => {
      const lookup = deferred<Person | undefined>();
      const begun = deferred<void>();
      const asked: string[] = [];
      const sendThrough = await guardOf([
        () => {
          asked.push('first');
          begun.resolve();
          return lookup.promise;
        },
        async () => (asked.push('second'), INES),
      ]);
      let reached = 0;
      const fate = sendThrough({ onReach: () => (reached += 1) });
      await begun.promise;
      await aMoment();
      expect(
        reached,
        'how often the request got past the guard while the first was still looking',
      ).toBe(0);
      expect(asked, 'which were called while the first was still looking').toEqual(['first']);
      lookup.resolve(undefined);
      const { errors, person, nextCalls } = await fate;
      expect(errors, 'the errors that the guard threw').toEqual([]);
      expect(nextCalls, 'how often the guard called next()').toBe(1);
      expect(person, 'who it is, when the first finds nobody and the second p-ines').toEqual(INES);
    },
  );

  check(
    'a-bad-token-stops-the-request',
    'refuses a request when an authenticator throws, and asks no other',
    {
      points: 2,
      hint: [
        'An authenticator throws when there are credentials that aren’t valid. Another way in must not make up for that.',
        'Let the error reach Express, and don’t call `next()` after it. Express 5 passes what an async handler throws to the error handlers.',
      ],
    },
    async () => {
      const { AuthenticationError } = await theErrors();
      const error = new AuthenticationError('expired-token');
      const refusing = {
        'an authenticator that throws': () => {
          throw error;
        },
        'an async authenticator that throws': async () => {
          await aMoment();
          throw error;
        },
      };
      for (const [what, authenticate] of Object.entries(refusing)) {
        let askedNext = false;
        const next = () => ((askedNext = true), INES);
        const fate = await send([() => undefined, authenticate, next]);
        expect(fate.reached, `${what}: how often the request got past the guard`).toBe(0);
        expect(fate.nextCalls, `${what}: how often the guard called next() without an error`).toBe(
          0,
        );
        expect(fate.errors.length, `${what}: how many errors the error handlers got`).toBe(1);
        const same = fate.errors[0] === error;
        expect(same, `${what}: whether they got the error that was thrown`).toBe(true);
        expect(askedNext, `${what}: whether the next authenticator was called`).toBe(false);
      }
      // Where a person is optional, too.
      for (const method of ['OPTIONS', 'HEAD', 'POST']) {
        const { reached } = await send([() => Promise.reject(error)], { method });
        const what = `a bad token with ${method}: how often the request got past the guard`;
        expect(reached, what).toBe(0);
      }
    },
  );

  check(
    'fails-closed-whatever-is-thrown',
    'refuses a request even when what is thrown is undefined, null or an empty string',
    {
      points: 1,
      hint: [
        '`next(undefined)` is `next()`: the request continues.',
        'Don’t pass to `next` what you caught. Throw it: Express makes an error of every rejected promise, even when it was rejected with nothing.',
      ],
    },
    async () => {
      for (const thrown of [undefined, null, '', 0, false, NaN]) {
        for (const how of ['throws', 'rejects with']) {
          let asked = 0;
          const authenticate = () => {
            asked += 1;
            if (how === 'throws') throw thrown;
            return Promise.reject(thrown);
          };
          const what = `an authenticator that ${how} ${JSON.stringify(thrown) ?? 'undefined'}`;
          const { reached, nextCalls } = await send([authenticate]);
          expect(asked, `${what}: how often it was called`).toBe(1);
          expect(reached, `${what}: how often the request got past the guard`).toBe(0);
          expect(nextCalls, `${what}: how often the guard called next() without an error`).toBe(0);
        }
      }
    },
  );

  check(
    'no-command-for-express',
    'refuses a request even when what is thrown is the string "route" or "router"',
    {
      points: 1,
      hint: [
        'To Express, `next("route")` and a promise rejected with `"route"` mean: skip what is left here, and go on. Nobody was refused.',
        'Only an `Error` is sure to end at the error handlers. Catch what the authenticators throw; if it isn’t an `Error`, throw one instead.',
        '`throw error instanceof Error ? error : new Error("An authenticator failed", { cause: … });`',
      ],
    },
    async () => {
      const likeErrors = [{ status: 401 }, { name: 'Error', message: 'no', stack: 'Error: no' }];
      const strings = ['route', 'router', 'no such session'];
      for (const thrown of [...strings, ...likeErrors, Symbol('no'), Object.create(null)]) {
        const shown = JSON.stringify(thrown) ?? String(thrown);
        const what = `an authenticator that rejects with ${shown}`;
        const fate = await send([() => Promise.reject(thrown)]);
        expect(fate.reached, `${what}: how often the request got past the guard`).toBe(0);
        expect(fate.errors.length, `${what}: how many errors the error handlers got`).toBe(1);
        const [error] = fate.errors;
        expect(
          error instanceof Error ? 'an Error' : asText(error),
          `${what}: what the error handlers got`,
        ).toBe('an Error');
        const { cause } = error as Error;
        expect(cause === thrown, `${what}: whether it is the cause of that Error`).toBe(true);
      }
    },
  );

  check(
    'a-bug-is-no-bad-token',
    'passes a bug in an authenticator on as it is, and doesn’t call it invalid-token',
    {
      points: 1,
      hint: [
        'A bug is our mistake: a 500, with the real error in the log. As a 401 it would blame the client, and nobody would look for it.',
        'Don’t turn errors into AuthenticationErrors here. Throw the very error that you caught.',
      ],
    },
    async () => {
      for (const bug of [new TypeError('a bug in an authenticator'), new RangeError('another')]) {
        const { reached, errors } = await send([() => Promise.reject(bug)]);
        const what = `an authenticator with a ${bug.name}`;
        expect(reached, `${what}: how often the request got past the guard`).toBe(0);
        const { AuthenticationError } = await theErrors();
        const blamed = errors[0] instanceof AuthenticationError;
        expect(blamed, `${what}: whether the bug is told as a bad token`).toBe(false);
        expect(errors[0] === bug, `${what}: whether the error handlers got that very error`).toBe(
          true,
        );
      }
    },
  );

  check(
    'each-request-its-own-person',
    'keeps requests apart, also when they are under way at the same time',
    {
      points: 1,
      hint: [
        'The guard is made once and serves everybody. What it remembers outside of the handler, it remembers for all of them.',
        'Declare `person` inside of the handler, and give it to `setPerson(request, person)` only.',
      ],
    },
    async () => {
      const lookup = deferred<Person>();
      const begun = deferred<void>();
      const sendThrough = await guardOf([
        (request: Request) => {
          if (request.headers['x-who'] !== 'mira') return undefined;
          begun.resolve();
          return lookup.promise;
        },
      ]);
      const onConnection = oneConnection();
      const asMira = { headers: { 'x-who': 'mira' }, before: onConnection };
      const first = sendThrough(asMira);
      await begun.promise;
      const second = await sendThrough({ before: onConnection });
      lookup.resolve(MIRA);
      const hers = await first;
      const third = await sendThrough({ before: onConnection });
      expect((await sendThrough(asMira)).person, 'who sent her next request').toEqual(MIRA);
      const nobodys = await guardOf([]);
      expect((await nobodys()).person, 'who sent one through a guard that asks no one').toBe(
        undefined,
      );
      expect(hers.person, 'who sent the request with credentials').toEqual(MIRA);
      expect(second.person, 'who sent one without any, meanwhile').toBeUndefined();
      expect(third.person, 'who sent one without any, afterwards').toBeUndefined();
      expect([second.nextCalls, third.nextCalls], 'how often next() was called for those').toEqual([
        1, 1,
      ]);
      const other = await guardOf([() => undefined]);
      expect((await other()).person, 'who sent a request through another guard').toBeUndefined();

      const lookups = { mira: deferred<Person>(), ines: deferred<Person>() };
      const arrived: Promise<void>[] = [];
      const together = await guardOf([
        ({ headers }: Request) => lookups[headers['x-who'] as 'mira' | 'ines'].promise,
      ]);
      const fates = (['mira', 'ines'] as const).map((who) => {
        const arrival = deferred<void>();
        arrived.push(arrival.promise);
        return together({ headers: { 'x-who': who }, before: () => arrival.resolve() });
      });
      await Promise.all(arrived);
      await aMoment();
      lookups.mira.resolve(MIRA);
      lookups.ines.resolve(INES);
      const people = (await Promise.all(fates)).map(({ person }) => person?.id);
      expect(people, 'who sent two requests that are recognized at the same moment').toEqual([
        'p-mira',
        'p-ines',
      ]);
    },
  );

  check(
    'prints-no-credentials',
    'prints nothing of the credentials that a request carries',
    {
      points: 1,
      hint: [
        'A request carries a token in its headers. A printed request is a printed token.',
        'Remove the `console` lines, or print the person’s id and nothing else.',
      ],
    },
    async () => {
      const token = signToken();
      const headers = { authorization: `Bearer ${token}` };
      const { nextCalls } = await send([() => MIRA], { headers });
      expect(nextCalls, 'a recognized person: how often the guard called next()').toBe(1);
      const ends: Record<string, () => unknown> = {
        'a recognized person': () => MIRA,
        nobody: () => undefined,
        'an authenticator that throws': () => Promise.reject(new Error('no')),
      };
      for (const [what, authenticate] of Object.entries(ends)) {
        const printed = await printedBy(() => send([authenticate], { headers }));
        expect(leakedParts(token, printed), `${what}: what is printed of the token`).toEqual([]);
      }
    },
  );
});
