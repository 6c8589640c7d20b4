import { check, expect, lesson, NOW, START, task } from '#check';
import { outcome, REFUSED, refusal } from './outcome.ts';
import { expectNone, printedDuring } from './printed.ts';
import { instant } from './instant.ts';

const file = lesson(
  '01-jwt-basics/read-times.ts',
  () => import('#course/01-jwt-basics/read-times.ts'),
);

/** What the learner reads from these claims; `now` in milliseconds. */
async function read(claims: Record<string, unknown>, now = START) {
  const { readTimes } = await file();
  const call = `readTimes(${JSON.stringify(claims)}, ${now})`;
  const result = await outcome(
    () => readTimes({ ...claims }, now),
    (value) => (typeof value === 'object' && value !== null ? 'its times' : `returns ${value}`),
  );
  expect(result, call).toBe('its times');
  const { issuedAt, expiresAt, expired } = readTimes({ ...claims }, now);
  return { call, issuedAt: instant(issuedAt), expiresAt: instant(expiresAt), expired };
}

async function expectRefused(values: unknown[], shown: (value: unknown) => string) {
  const { readTimes } = await file();
  for (const name of ['exp', 'iat', 'nbf']) {
    for (const value of values) {
      for (const claims of [{ iat: NOW, exp: NOW + 60, [name]: value }, { [name]: value }]) {
        const result = await refusal(
          () => readTimes(claims, START),
          () => 'accepts it',
        );
        expect(result, `claims with ${name}: ${shown(value)}`).toBe(REFUSED);
      }
    }
  }
}

task('1.3', () => {
  check(
    'writes-dates',
    'turns iat and exp into dates',
    {
      points: 3,
      hint: [
        'issuedAt and expiresAt have to be the dates of iat and exp, in UTC. A date in January 1970 means that seconds were treated as milliseconds.',
        '`dateOf` (below) takes seconds, as `timeOf` returns them, and writes the date in RFC 3339.',
        "`issuedAt: dateOf(timeOf(claims, '…'))`, and `expiresAt` the same way",
      ],
    },
    async () => {
      const times = await read({ iat: NOW - 60, exp: NOW + 3540 });
      expect(times.issuedAt, `issuedAt of ${times.call}`).toBe('2026-06-15T07:59:00.000Z');
      expect(times.expiresAt, `expiresAt of ${times.call}`).toBe('2026-06-15T08:59:00.000Z');
      const old = await read({ iat: -1, exp: 981_173_106 });
      expect(old.issuedAt, `issuedAt of ${old.call}`).toBe('1969-12-31T23:59:59.000Z');
      expect(old.expiresAt, `expiresAt of ${old.call}`).toBe('2001-02-03T04:05:06.000Z');
      const late = await read({ iat: 4_294_967_296, exp: 7_258_118_400 });
      expect(late.issuedAt, `issuedAt of ${late.call}`).toBe('2106-02-07T06:28:16.000Z');
      expect(late.expiresAt, `expiresAt of ${late.call}`).toBe('2200-01-01T00:00:00.000Z');
    },
  );

  check(
    'says-null-for-none',
    'returns null for what the token doesn’t say',
    {
      points: 3,
      hint: [
        'What the token doesn’t say is null: not undefined, which JSON leaves out, and not a value taken from another claim.',
        '`timeOf` returns undefined for a missing claim, and `dateOf` turns that into null. Without exp nobody can say whether the token has expired, so expired is null, too.',
        '`expired: exp === undefined ? … : now >= exp * 1000`',
      ],
    },
    async () => {
      const full = { iat: NOW - 60, nbf: NOW - 60, exp: NOW - 1 };
      const { readTimes } = await file();
      await read(full);
      const kept = readTimes(full, START);
      const none = await read({ sub: 'p-mira' });
      expect(none.issuedAt, `issuedAt of ${none.call}: there is no iat`).toBe(null);
      expect(none.expiresAt, `expiresAt of ${none.call}: there is no exp`).toBe(null);
      expect(none.expired, `expired of ${none.call}: there is no exp`).toBe(null);
      const issued = await read({ iat: NOW - 999_999_999 });
      expect(issued.expiresAt, `expiresAt of ${issued.call}: there is no exp`).toBe(null);
      expect(issued.expired, `expired of ${issued.call}: there is no exp`).toBe(null);
      const ending = await read({ exp: NOW + 60 });
      expect(ending.issuedAt, `issuedAt of ${ending.call}: there is no iat`).toBe(null);
      const begun = await read({ nbf: NOW - 60, auth_time: NOW - 60, expires_in: 60 });
      const what = `of ${begun.call}: there is neither iat nor exp`;
      expect(begun.issuedAt, `issuedAt ${what}`).toBe(null);
      expect(begun.expiresAt, `expiresAt ${what}`).toBe(null);
      expect(begun.expired, `expired ${what}`).toBe(null);
      const proto = await read(JSON.parse(`{"__proto__":{"iat":0,"exp":${NOW - 1}}}`));
      const hidden = `of ${proto.call}: a claim called __proto__ is neither iat nor exp`;
      expect(proto.issuedAt, `issuedAt ${hidden}`).toBe(null);
      expect(proto.expired, `expired ${hidden}`).toBe(null);
      expect(kept.expired, 'expired of claims that were read before these others').toBe(true);
      const names = Object.keys(readTimes(full, START)).sort();
      const three = ['expired', 'expiresAt', 'issuedAt'];
      expect(names, 'the properties that readTimes returns').toEqual(three);
    },
  );

  check(
    'tells-expired-from-good',
    'distinguishes an expired token from a live one',
    {
      points: 3,
      hint: [
        'A live token counts as expired, or an expired one as live. Do the two numbers that you compare count the same thing?',
        'exp counts seconds (RFC 7519 §2), now counts milliseconds. iat and nbf don’t matter here, and the size of a number says nothing about its unit.',
        '`now >= exp * …`',
      ],
    },
    async () => {
      const good = await read({ iat: NOW - 60, exp: NOW + 3540 });
      expect(good.expired, `expired of ${good.call}: exp is 59 minutes ahead`).toBe(false);
      const over = await read({ iat: NOW - 7200, exp: NOW - 3600 });
      expect(over.expired, `expired of ${over.call}: exp was an hour ago`).toBe(true);
      const early = await read({ iat: NOW + 60, nbf: NOW + 60, exp: NOW + 3600 });
      expect(early.expired, `expired of ${early.call}: too early isn’t too late`).toBe(false);
      const long = await read({ iat: 0, exp: 4_102_444_800 });
      expect(long.expired, `expired of ${long.call}: exp is in the year 2100`).toBe(false);
      const before = await read({ exp: -1 });
      expect(before.expired, `expired of ${before.call}: exp was in 1969`).toBe(true);
      const huge = await read({ exp: START - 3_600_000 });
      const far = `expired of ${huge.call}: exp counts seconds, so it is in the year 58423`;
      expect(huge.expired === true, far).toBe(false);
      const reversed = await read({ iat: NOW + 3600, exp: NOW - 1 });
      expect(reversed.expired, `expired of ${reversed.call}: exp was a second ago`).toBe(true);
      const ahead = await read({ iat: NOW + 7200, exp: NOW + 3600 });
      expect(ahead.expired, `expired of ${ahead.call}: exp is an hour ahead`).toBe(false);
    },
  );

  check(
    'ends-at-exp',
    'counts a token as expired from exactly exp',
    {
      points: 4,
      hint: [
        'RFC 7519 §4.1.4 says that a token must not be accepted "on or after" exp. Your answer is wrong at exp itself, or a millisecond beside it.',
        '`>` and `>=` differ at exactly one moment. Rounding and a tolerance move that moment: use neither.',
        '`now … exp * 1000`',
      ],
    },
    async () => {
      const claims = { iat: NOW - 3600, exp: NOW };
      const before = await read(claims, START - 1);
      expect(before.expired, `one millisecond before exp, ${before.call}: expired`).toBe(false);
      const at = await read(claims, START);
      expect(at.expired, `at the moment of exp, ${at.call}: expired`).toBe(true);
      const after = await read(claims, START + 1);
      expect(after.expired, `one millisecond after exp, ${after.call}: expired`).toBe(true);
    },
  );

  check(
    'goes-by-the-given-time',
    'uses the time it is given, not the machine’s clock',
    {
      points: 3,
      hint: [
        '`readTimes` gets the current time as `now`. Code that asks the machine instead can’t be tested at noon for what it does at midnight.',
        'Look for `Date.now()` and `new Date()` without an argument, and use `now` in their place. Don’t guess its unit: it is always milliseconds.',
        '`… >= exp * 1000`',
      ],
    },
    async () => {
      for (const year of [1971, 1990, 2190]) {
        const then = Date.UTC(year, 0, 1);
        const good = await read({ exp: then / 1000 + 3600 }, then);
        expect(good.expired, `on 1 January ${year}, ${good.call}: expired`).toBe(false);
        const over = await read({ exp: then / 1000 - 3600 }, then);
        expect(over.expired, `on 1 January ${year}, ${over.call}: expired`).toBe(true);
      }
    },
  );

  check(
    'takes-zero-for-a-time',
    'treats 0 as a time like any other',
    {
      points: 2,
      hint: [
        '0 is a number and a time: the first second of 1970. Your code treats it as missing.',
        '`if (exp)`, `exp && …` and `exp || …` are false for 0 as well as for undefined. Compare with undefined instead.',
        '`expired: exp === … ? null : …`',
      ],
    },
    async () => {
      const times = await read({ iat: 0, nbf: 0, exp: 0 });
      const what = `of ${times.call}: 0 is the first second of 1970`;
      expect(times.issuedAt, `issuedAt ${what}`).toBe('1970-01-01T00:00:00.000Z');
      expect(times.expiresAt, `expiresAt ${what}`).toBe('1970-01-01T00:00:00.000Z');
      expect(times.expired, `expired ${what}`).toBe(true);
    },
  );

  check(
    'reads-fractions',
    'reads fractions of a second',
    {
      points: 1,
      hint: [
        'A NumericDate may have a fraction (RFC 7519 §2). Somewhere yours is lost.',
        'Leave out `Math.floor`, `Math.round`, `Math.trunc`, `parseInt` and `| 0`. Multiplying `exp` by 1000 loses nothing; dividing `now` and rounding it does.',
        '`now >= exp * 1000`, and `dateOf(exp)`',
      ],
    },
    async () => {
      const claims = { iat: NOW - 60.5, exp: NOW + 0.5 };
      const before = await read(claims, START + 499);
      expect(before.issuedAt, `issuedAt of ${before.call}`).toBe('2026-06-15T07:58:59.500Z');
      expect(before.expiresAt, `expiresAt of ${before.call}`).toBe('2026-06-15T08:00:00.500Z');
      expect(before.expired, `a millisecond before exp, ${before.call}: expired`).toBe(false);
      const at = await read(claims, START + 500);
      expect(at.expired, `at the moment of exp, ${at.call}: expired`).toBe(true);
      const almost = await read({ exp: NOW + 0.0004 });
      expect(almost.expired, `0.4 milliseconds before exp, ${almost.call}: expired`).toBe(false);
    },
  );

  check(
    'wants-numbers',
    'refuses an iat, nbf or exp that isn’t a number',
    {
      points: 3,
      hint: [
        'A time in a token is a number (RFC 7519 §2). A string of digits isn’t one, and null is a value, too.',
        '`timeOf` (below) throws for anything but a finite number. All three claims have to go through it as they are, including nbf, which you don’t return.',
        "`timeOf(claims, '…');` on a line of its own is enough for that one",
      ],
    },
    () =>
      expectRefused(
        [
          String(NOW + 60),
          '2026-06-15T08:00:00Z',
          'soon',
          '',
          null,
          true,
          false,
          [NOW + 60],
          [],
          {},
        ],
        (value) => `${JSON.stringify(value)}, which isn’t a number`,
      ),
  );

  check(
    'wants-finite-numbers',
    'refuses an infinite time, such as 1e400',
    {
      points: 1,
      hint: [
        'JSON can contain 1e400, and `JSON.parse` turns it into Infinity: a token that never expires. It has to be refused.',
        '`typeof Infinity` is "number". `Number.isFinite` tells the difference, and `timeOf` (below) uses it.',
        "Read all three with `timeOf(claims, '…')`.",
      ],
    },
    // As JSON.parse('{"exp":1e400}') returns it.
    () =>
      expectRefused([Infinity, -Infinity], (value) =>
        value === Infinity ? '1e400 (JSON.parse returns Infinity)' : '-1e400',
      ),
  );

  check(
    'survives-far-dates',
    'returns null for a date that RFC 3339 can’t write, and still knows whether it has passed',
    {
      points: 1,
      hint: [
        'A token may contain a year that has more than four digits. Such a date is null; `expired` still has an answer.',
        '`new Date(…).toISOString()` throws a RangeError for a date that is too far away. `dateOf` (below) returns null instead: use it for both dates.',
        '`issuedAt: dateOf(…), expiresAt: dateOf(…)`',
      ],
    },
    async () => {
      for (const exp of [1e20, 253_402_300_800]) {
        const times = await read({ exp });
        expect(times.expiresAt, `expiresAt of ${times.call}: after the year 9999`).toBe(null);
        expect(times.expired, `expired of ${times.call}: that is far in the future`).toBe(false);
      }
      for (const iat of [1e20, START]) {
        const issued = await read({ iat });
        expect(issued.issuedAt, `issuedAt of ${issued.call}: after the year 9999`).toBe(null);
      }
      for (const exp of [-1e20, -62_167_219_201]) {
        const past = await read({ exp });
        expect(past.expiresAt, `expiresAt of ${past.call}: before the year 0`).toBe(null);
        expect(past.expired, `expired of ${past.call}: that was long ago`).toBe(true);
      }
      for (const [exp, date] of [
        [-62_167_219_200, '0000-01-01T00:00:00.000Z'],
        [253_402_300_799, '9999-12-31T23:59:59.000Z'],
      ] as const) {
        const edge = await read({ exp });
        expect(edge.expiresAt, `expiresAt of ${edge.call}: four digits are enough`).toBe(date);
      }
    },
  );

  check(
    'leaves-the-claims-alone',
    'neither changes nor prints the claims',
    {
      points: 1,
      hint: [
        'The caller goes on to use the claims: `readTimes` must not change them. And what a token says doesn’t belong in a log.',
        'Do you assign to `claims.exp`, delete something from `claims`, or is there a `console.log(…)` left from debugging?',
        "Keep a result in a variable of its own: `const exp = timeOf(claims, 'exp');`",
      ],
    },
    async () => {
      const { readTimes } = await file();
      const claims = { sub: 'sub-4071', iat: NOW - 60, nbf: NOW - 60, exp: NOW + 60 };
      const output = await printedDuring(() => outcome(() => readTimes(claims, START), String));
      const expected = { sub: 'sub-4071', iat: NOW - 60, nbf: NOW - 60, exp: NOW + 60 };
      expect(claims, 'the claims, after readTimes').toEqual(expected);
      expectNone({ 'the claims': 'sub-4071' }, output, 'readTimes');
    },
  );
});
