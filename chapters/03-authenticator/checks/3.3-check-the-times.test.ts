import { APP_PEM, check, encodePart, expect, goodClaims, goodHeader, NOW, signToken } from '#check';
import { START, task } from '#check';
import { byAStranger, forge, hmac, unsigned } from './forge.ts';
import { theTimes, theVerifying } from './lessons.ts';
import { ACCEPTED, EXPIRED, expectOutcome, INVALID, returnsNothing } from './outcome.ts';
import { POLICY, policyWithout, tokenWith } from './policy.ts';

type Claims = Record<string, unknown>;

/** Good claims with these changes, as a token would say them. */
function claimsWith(changes: Claims | string = {}): Claims {
  if (typeof changes === 'string') return JSON.parse(changes) as Claims;
  return JSON.parse(JSON.stringify(goodClaims(changes))) as Claims;
}

/** Good claims whose JSON has something else in one place: for values that JavaScript can't write. */
function rewritten(from: string, to: string): Claims {
  return claimsWith(JSON.stringify(goodClaims()).replace(from, to));
}

const IAT = `"iat":${NOW - 60}`;
const EXP = `"exp":${NOW - 60 + 3600}`;

task('3.3', () => {
  const expectTimes = async (
    what: string,
    claims: Claims,
    expected: string,
    now = START,
    policy = POLICY,
  ) => {
    const { verifyTimes } = await theTimes();
    await expectOutcome(what, () => verifyTimes(claims, policy, now), expected, returnsNothing);
  };

  const refuses = async (cases: Record<string, Claims>, policy = POLICY) => {
    await expectTimes('a good token', claimsWith(), ACCEPTED);
    for (const [what, claims] of Object.entries(cases)) {
      await expectTimes(what, claims, INVALID, START, policy);
    }
  };

  /** A good token except for one claim, which has each of these values; undefined removes it. */
  const refusesClaim = (claim: string, values: unknown[]) =>
    refuses(
      Object.fromEntries(
        values.map((value) => [tokenWith(claim, value), claimsWith({ [claim]: value })]),
      ),
    );

  check(
    'accepts-good-times',
    'accepts a token that is valid at this moment',
    {
      points: 2,
      hint: [
        'A token that is valid at this moment is refused. The message says which one; units, rounding and missing values are the usual reasons.',
        'A token counts seconds, the clock counts milliseconds. Divide `now` by 1000, without rounding. `nbf` may be missing.',
        'Zero is a time, too: ask `isTime(iat)` rather than whether `iat` is truthy.',
      ],
    },
    async () => {
      await expectTimes('a good token', claimsWith(), ACCEPTED);
      await expectTimes(
        'a token with an nbf that has passed',
        claimsWith({ nbf: NOW - 60 }),
        ACCEPTED,
      );
      await expectTimes('a token with nbf 0', claimsWith({ nbf: 0 }), ACCEPTED);
      await expectTimes(
        'a token with half seconds',
        claimsWith({ iat: NOW - 0.5, exp: NOW + 0.5 }),
        ACCEPTED,
      );
      await expectTimes(
        'a token issued half a second ago, when the clock says 0.7 s',
        claimsWith({ iat: NOW + 0.5, exp: NOW + 60 }),
        ACCEPTED,
        START + 700,
      );
      for (const year of [2001, 2099]) {
        const now = Date.UTC(year, 0, 1);
        const times = { iat: now / 1000 - 10, exp: now / 1000 + 10 };
        const what = `a token that is valid on 1 January ${year}, on that day`;
        await expectTimes(what, claimsWith(times), ACCEPTED, now);
      }
      const first = claimsWith({ iat: 0, exp: 3600 });
      await expectTimes('a token from the first hour of 1970, in that hour', first, ACCEPTED, 1000);
      await expectTimes('the same, in the very first millisecond', first, ACCEPTED, 0);
    },
  );

  check(
    'wants-an-expiry',
    'refuses a token whose exp is missing or isn’t a time',
    {
      points: 2,
      hint: [
        'A token without an `exp` would be valid forever. jsonwebtoken accepts one: it checks only claims that are there.',
        '`isTime` knows what a time is. JSON’s `1e400` becomes Infinity in JavaScript, which is later than any clock.',
        '`if (!isTime(exp)) throw …`',
      ],
    },
    async () => {
      await refusesClaim('exp', [undefined, null, `${NOW + 60}`, '1h', '', true, [NOW + 60], {}]);
      await refuses({
        'a token with exp 1e400': rewritten(EXP, '"exp":1e400'),
        'a token with exp -1e400': rewritten(EXP, '"exp":-1e400'),
        'a token with exp 1e400 and iat 1e400': claimsWith(
          JSON.stringify(goodClaims()).replace(EXP, '"exp":1e400').replace(IAT, '"iat":1e400'),
        ),
        'a token without exp but with __proto__.exp': claimsWith(
          `{"__proto__":{${EXP}},${JSON.stringify(goodClaims({ exp: undefined })).slice(1)}`,
        ),
        'a token with iat and exp in milliseconds': claimsWith({
          iat: (NOW - 60) * 1000,
          exp: (NOW + 60) * 1000,
        }),
        'a token with exp in milliseconds': claimsWith({ exp: (NOW + 60) * 1000 }),
      });
    },
  );

  check(
    'ends-at-exp',
    'calls a token expired from the very moment of its exp, by the clock that it is given',
    {
      points: 2,
      hint: [
        'A token is valid *before* `exp`. *On* or after it, it has expired ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).',
        '`exp` is in seconds and `now` in milliseconds. Don’t round, and don’t ask your computer’s clock.',
        '`if (now / 1000 … exp) throw new AuthenticationError("expired-token")`: is it `>` or `>=`?',
      ],
    },
    async () => {
      const exp = NOW + 3540;
      const cases: [when: string, now: number, expected: string][] = [
        ['one millisecond before exp', exp * 1000 - 1, ACCEPTED],
        ['at exp', exp * 1000, EXPIRED],
        ['one millisecond after exp', exp * 1000 + 1, EXPIRED],
        ['one second after exp', exp * 1000 + 1000, EXPIRED],
        ['a year after exp', exp * 1000 + 365 * 86_400_000, EXPIRED],
      ];
      for (const [when, now, expected] of cases) {
        await expectTimes(`a good token, ${when}`, claimsWith(), expected, now);
      }
      const half = claimsWith({ exp: NOW + 0.5 });
      await expectTimes(
        'a token with half a second to go, after 499 ms',
        half,
        ACCEPTED,
        START + 499,
      );
      await expectTimes('the same, after 500 ms', half, EXPIRED, START + 500);
      await expectTimes('the same, after 700 ms', half, EXPIRED, START + 700);
      const blink = claimsWith({ exp: NOW + 0.0004 });
      await expectTimes('a token with 0.4 milliseconds to go', blink, ACCEPTED);
      const first = claimsWith({ iat: -10, exp: 0 });
      await expectTimes('a token with exp 0, at that moment', first, EXPIRED, 0);
      await expectTimes('the same, a millisecond earlier', first, ACCEPTED, -1);
    },
  );

  check(
    'only-a-good-token-expires',
    'says expired-token only about a token that was good once',
    {
      points: 2,
      hint: [
        '"Expired" tells a client to fetch a new token. So it must only be said of a token that a new one would replace.',
        'Compare `exp` with the clock last, after every other rule. `verifyAccessToken` calls your three functions in order for the same reason.',
      ],
    },
    async () => {
      const past = { iat: NOW - 7200, exp: NOW - 3600 };
      const expired = (changes: Claims) => claimsWith({ ...past, ...changes });
      const was = 'an expired token';
      await expectTimes(`${was} of ours`, expired({}), EXPIRED);
      await refuses({
        [`${was} without iat`]: expired({ iat: undefined }),
        [`${was} with an iat that is a string`]: expired({ iat: String(NOW - 7200) }),
        [`${was} with an iat in the future`]: expired({ iat: NOW + 60 }),
        [`${was} that lived for two hours`]: expired({ iat: NOW - 10_800 }),
        [`${was} with an nbf in the future`]: expired({ nbf: NOW + 60 }),
        [`${was} with an nbf that is a string`]: expired({ nbf: 'now' }),
      });

      const { verifyAccessToken } = await theVerifying();
      const whole = (token: string) => () => verifyAccessToken(token, POLICY, START);
      const signed = (changes: Claims, header = goodHeader()) =>
        whole(signToken(goodClaims({ ...past, ...changes }), header));
      await expectOutcome(`${was} of ours, to verifyAccessToken`, signed({}), EXPIRED);
      const others: Record<string, () => unknown> = {
        [`${was} from another issuer`]: signed({ iss: 'https://evil.example' }),
        [`${was} for another audience`]: signed({ aud: 'https://evil.example' }),
        [`${was} without sub`]: signed({ sub: undefined }),
        [`${was} with typ JWT`]: signed({}, goodHeader({ typ: 'JWT' })),
        [`${was} with crit`]: signed({}, goodHeader({ crit: ['exp'] })),
        [`${was} signed by a stranger`]: whole(byAStranger(goodClaims(past))),
      };
      for (const [what, attempt] of Object.entries(others)) {
        await expectOutcome(`${what}, to verifyAccessToken`, attempt, INVALID);
      }
    },
  );

  check(
    'wants-to-know-when-it-began',
    'refuses a token whose iat is missing, isn’t a time, or is in the future',
    {
      points: 2,
      hint: [
        'Without an `iat`, nobody can say how long a token lives. An `iat` in the future was written by a clock that is wrong, or by a forger.',
        '`iat` must pass `isTime`, and must not be later than now ([RFC 7519 §4.1.6](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.6) leaves that to us), except for the policy’s `clockTolerance`.',
        '`isTime(iat) && iat <= now / 1000 + …`',
      ],
    },
    async () => {
      const soon = [NOW + 1, NOW + 0.001, NOW + 0.0004, NOW + 3600];
      await refusesClaim('iat', [
        undefined,
        null,
        `${NOW - 60}`,
        '',
        true,
        [NOW - 60],
        {},
        ...soon,
      ]);
      await refuses({
        'a token with iat 1e400': rewritten(IAT, '"iat":1e400'),
        'a token with iat -1e400': rewritten(IAT, '"iat":-1e400'),
      });
      const first = claimsWith({ iat: undefined, exp: 3600 });
      await expectTimes('a token without iat, in the first hour of 1970', first, INVALID, 1000);
      const now = claimsWith({ iat: NOW, exp: NOW + 60 });
      await expectTimes('a token issued at this very moment', now, ACCEPTED);
      await expectTimes('the same, one millisecond earlier', now, INVALID, START - 1);
    },
  );

  check(
    'limits-the-lifetime',
    'refuses a token that lives longer than the policy allows: 3600 s pass, 3601 s don’t',
    {
      points: 2,
      hint: [
        'We issue tokens for an hour. One that claims to live for a year isn’t one of those, even if our key signed it.',
        'The lifetime is the time from `iat` to `exp`, whatever the clock says.',
        '`exp - iat <= policy.…`',
      ],
    },
    async () => {
      const living = (seconds: number) => claimsWith({ iat: NOW - 60, exp: NOW - 60 + seconds });
      await expectTimes('a token that lives 3600 s', living(3600), ACCEPTED);
      const cases: Record<string, Claims> = {};
      for (const seconds of [3601, 3600.5, 7200, 365 * 86_400, 3_600_000]) {
        cases[`a token that lives ${seconds} s`] = living(seconds);
      }
      cases['a token that lives two hours, and has one minute to go'] = claimsWith({
        iat: NOW - 7140,
        exp: NOW + 60,
      });
      await refuses(cases);
    },
  );

  check(
    'respects-not-before',
    'refuses a token before its nbf, and an nbf that isn’t a time',
    {
      points: 2,
      hint: [
        '`nbf` means "not before". Used earlier, the token isn’t valid yet ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).',
        '`nbf` may be missing. If it is there, it must pass `isTime`, even when it is `null`, and obey the same limit as `iat`.',
        '`nbf === undefined || (isTime(nbf) && …)`',
      ],
    },
    async () => {
      const soon = [NOW + 1, NOW + 0.001, NOW + 0.0004, NOW + 600];
      await refusesClaim('nbf', [...soon, `${NOW - 60}`, '', true, null, false, [NOW - 60], {}]);
      await refuses({
        'a token with nbf 1e400': rewritten('{', '{"nbf":1e400,'),
        'a token with nbf -1e400': rewritten('{', '{"nbf":-1e400,'),
      });
      const fromNow = claimsWith({ nbf: NOW });
      await expectTimes('a token with nbf at this very moment', fromNow, ACCEPTED);
      await expectTimes('the same, one millisecond earlier', fromNow, INVALID, START - 1);
    },
  );

  check(
    'forgives-a-clock-that-is-ahead',
    'accepts an iat or nbf that is ahead by up to the policy’s clockTolerance',
    {
      points: 2,
      hint: [
        'Two servers’ clocks differ. The one that issues tokens may be a few seconds ahead of the one that verifies them.',
        '`policy.clockTolerance` is in seconds. It moves the latest allowed `iat` and `nbf`, and nothing else.',
        '`const latest = now / 1000 + policy.…`',
      ],
    },
    async () => {
      const policy = { ...POLICY, clockTolerance: 30 };
      const ahead = (claim: string, seconds: number) =>
        claimsWith({ exp: NOW + 60, [claim]: NOW + seconds });
      for (const claim of ['iat', 'nbf']) {
        const what = `a token with an ${claim}`;
        const tolerance = 'a tolerance of 30 s';
        await expectTimes(
          `${what} 30 s ahead, ${tolerance}`,
          ahead(claim, 30),
          ACCEPTED,
          START,
          policy,
        );
        await expectTimes(
          `${what} 30.001 s ahead, ${tolerance}`,
          ahead(claim, 30.001),
          INVALID,
          START,
          policy,
        );
        await expectTimes(
          `${what} 60 s ahead, ${tolerance}`,
          ahead(claim, 60),
          INVALID,
          START,
          policy,
        );
        await expectTimes(`${what} 1 s ahead, no tolerance`, ahead(claim, 1), INVALID);
        await expectTimes(
          `${what} of this moment, ${tolerance}`,
          ahead(claim, 0),
          ACCEPTED,
          START,
          policy,
        );
      }
    },
  );

  check(
    'no-tolerance-for-exp',
    'gives no tolerance to exp or to the lifetime, whatever the policy’s clockTolerance',
    {
      points: 1,
      hint: [
        'A tolerance for `exp` would make every token live longer than it says. The one who issues a token can choose a later `exp`.',
        'Use `clockTolerance` for `iat` and `nbf` only. Compare `exp` with the plain clock, and `exp - iat` with the plain `maxLifetime`.',
      ],
    },
    async () => {
      const policy = { ...POLICY, clockTolerance: 30 };
      const exp = NOW + 3540;
      const at = 'a tolerance of 30 s';
      await expectTimes(
        `a good token, 1 ms before exp, ${at}`,
        claimsWith(),
        ACCEPTED,
        exp * 1000 - 1,
        policy,
      );
      await expectTimes(`a good token, at exp, ${at}`, claimsWith(), EXPIRED, exp * 1000, policy);
      await expectTimes(
        `a good token, 10 s after exp, ${at}`,
        claimsWith(),
        EXPIRED,
        exp * 1000 + 10_000,
        policy,
      );
      const long = claimsWith({ iat: NOW - 60, exp: NOW - 60 + 3601 });
      await expectTimes(`a token that lives 3601 s, ${at}`, long, INVALID, START, policy);
      const whole = claimsWith({ iat: NOW + 30, exp: NOW + 30 + 3600 });
      await expectTimes(
        `a token that lives 3600 s, issued 30 s ahead, ${at}`,
        whole,
        ACCEPTED,
        START,
        policy,
      );
    },
  );

  check(
    'asks-the-policy-for-times',
    'takes lifetime and tolerance from the policy, each time, and accepts no token without them',
    {
      points: 1,
      hint: [
        'Did you hard-code something that the policy provides, or give it a generous default?',
        'LIFETIME of chapter 2 describes the tokens that we issue. `policy.maxLifetime` says which ones are accepted here, and half a policy must accept nothing that the whole one wouldn’t.',
      ],
    },
    async () => {
      const minute = { ...POLICY, maxLifetime: 60 };
      const day = { ...POLICY, maxLifetime: 86_400 };
      const living = (seconds: number) => claimsWith({ iat: NOW - 10, exp: NOW - 10 + seconds });
      const under = (seconds: number) => `under a policy of ${seconds} s`;
      await expectTimes(
        `a token that lives 60 s, ${under(60)}`,
        living(60),
        ACCEPTED,
        START,
        minute,
      );
      await expectTimes(
        `a token that lives 61 s, ${under(60)}`,
        living(61),
        INVALID,
        START,
        minute,
      );
      await expectTimes(
        `a token that lives a day, ${under(86_400)}`,
        living(86_400),
        ACCEPTED,
        START,
        day,
      );
      await expectTimes(`a token that lives 3600 s, ${under(3600)}`, living(3600), ACCEPTED);
      const { verifyTimes } = await theTimes();
      const halves: [part: 'maxLifetime' | 'clockTolerance', claims: Claims, what: string][] = [
        ['maxLifetime', claimsWith({ exp: NOW + 365 * 86_400 }), 'a token that lives a year'],
        ['clockTolerance', claimsWith({ iat: NOW + 5 }), 'a token with an iat 5 s ahead'],
        ['clockTolerance', claimsWith({ nbf: NOW + 5 }), 'a token with an nbf 5 s ahead'],
      ];
      for (const [part, claims, what] of halves) {
        let accepted = true;
        try {
          verifyTimes(claims, policyWithout(part), START);
        } catch {
          accepted = false;
        }
        expect(accepted, `whether ${what} is accepted by a policy without ${part}`).toBe(false);
      }
    },
  );

  check(
    'verifies-before-it-reads',
    'together with 3.1 and 3.2: accepts a good token, and no claims that our key didn’t sign',
    {
      points: 2,
      hint: [
        '`verifyAccessToken` puts your three functions together: the signature, the parties, the times. Nothing that a token says counts before its signature is verified.',
        'It is given in verify-token.ts. Does it still call all three, in that order?',
      ],
    },
    async () => {
      const { verifyAccessToken } = await theVerifying();
      const { verifyTimes } = await theTimes();
      verifyTimes(claimsWith(), POLICY, START);
      const whole =
        (token: string, policy = POLICY) =>
        () =>
          verifyAccessToken(token, policy, START);
      await expectOutcome('a good token', whole(signToken()), ACCEPTED);
      const accepted = verifyAccessToken(signToken(), POLICY, START);
      expect(accepted.subject, 'the subject of a good token').toBe('p-mira');
      expect(accepted.claims, 'the claims of a good token').toEqual(goodClaims());
      const old = goodClaims({ iat: NOW - 7200, exp: NOW - 3600 });
      const tokens: Record<string, string> = {
        "good claims, signed with a stranger's key": byAStranger(),
        "expired claims, signed with a stranger's key": byAStranger(old),
        'good claims that nobody signed': unsigned(),
        'good claims, signed by HS256 with our public key for a secret': forge(
          { alg: 'HS256' },
          hmac(256, APP_PEM.publicKey),
        ),
        'a string that isn’t a token': 'mira',
        'good claims with another payload’s signature': `${signToken().split('.', 2).join('.')}.${encodePart('x')}`,
        'a token without exp': signToken(goodClaims({ exp: undefined })),
        'a token from another issuer': signToken(goodClaims({ iss: 'https://evil.example' })),
      };
      for (const [what, token] of Object.entries(tokens)) {
        await expectOutcome(what, whole(token), INVALID);
      }
      let passed = true;
      try {
        whole(unsigned(), policyWithout('publicKey'))();
      } catch {
        passed = false;
      }
      expect(passed, 'whether an unsigned token is accepted by a policy without a key').toBe(false);
    },
  );
});
