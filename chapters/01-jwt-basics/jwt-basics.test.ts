import supertest, { type Response as Answer } from 'supertest';
import { check, encodePart, expect, goodClaims, lesson, makeWorld, NOW, START } from '#check';
import { goodHeader, signToken, strangerKeys, task, wordsOf, type World } from '#check';

const segments = lesson(
  '01-jwt-basics/decode-segment.ts',
  () => import('#course/01-jwt-basics/decode-segment.ts'),
);
const tokens = lesson(
  '01-jwt-basics/decode-token.ts',
  () => import('#course/01-jwt-basics/decode-token.ts'),
);
const times = lesson(
  '01-jwt-basics/read-times.ts',
  () => import('#course/01-jwt-basics/read-times.ts'),
);
const theApp = lesson('01-jwt-basics/app.ts', () => import('#course/01-jwt-basics/app.ts'));

const REFUSED = 'refused with a MalformedToken';

/** What was thrown, in words: the one right refusal, or what else it is. */
function thrown(error: unknown): string {
  const { code, name, message } = Object(error) as Record<string, unknown>;
  if (code === 'malformed-token') return REFUSED;
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  return name === 'Error'
    ? `threw a plain Error ("${String(message)}") instead of a MalformedToken`
    : `threw ${String(name)}: ${String(message)}`;
}

/** What a call comes to, in words. */
function outcome(call: () => unknown, describe: (value: unknown) => string): string {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    return thrown(error);
  }
  return describe(value);
}

/** The text of the MalformedToken that a call throws. */
function complaint(call: () => unknown, what: string): string {
  let error: unknown;
  try {
    call();
  } catch (caught) {
    error = caught;
  }
  expect(error === undefined ? 'accepted' : thrown(error), what).toBe(REFUSED);
  return String((error as Error).message);
}

/** The message has to name the part that is at fault, in any case. */
function expectToName(message: string, part: string, what: string): void {
  const wanted = `a message that names the ${part}`;
  const names = message.toLowerCase().includes(part);
  expect(names ? wanted : `the message ${quote(message)}`, what).toBe(wanted);
}

const quote = (text: string) => JSON.stringify(text);

// 1.1

/** Bytes as a learner can read them: `61 62`. */
function bytes(value: unknown): string {
  if (typeof value === 'string') return `the text ${quote(value)}, which is no bytes`;
  if (!(value instanceof Uint8Array)) {
    return value === undefined ? 'nothing: is a return missing?' : String(value);
  }
  const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, '0'));
  return hex.length === 0 ? 'no bytes' : `the bytes ${hex.join(' ')}`;
}

async function expectRefusedSegments(wrong: Record<string, string[]>): Promise<void> {
  const { decodeSegment } = await segments();
  for (const [why, list] of Object.entries(wrong)) {
    for (const segment of list) {
      const result = outcome(() => decodeSegment(segment, 'payload'), bytes);
      expect(result, `decodeSegment(${quote(segment)}, 'payload'): ${why}`).toBe(REFUSED);
    }
  }
}

task('1.1', () => {
  check(
    'decodes-base64url',
    'turns base64url into the bytes it stands for',
    {
      points: 4,
      hint: [
        'Node has a decoder: Buffer.from(text, encoding). Which encoding is it here?',
        "Buffer.from(segment, 'base64url') gives the bytes. Return them.",
      ],
    },
    async () => {
      const { decodeSegment } = await segments();
      const known = {
        Y2Fpcm4: 'the bytes 63 61 69 72 6e',
        YQ: 'the bytes 61',
        YWI: 'the bytes 61 62',
        YWJj: 'the bytes 61 62 63',
        '-_-_': 'the bytes fb ff bf',
      };
      for (const [segment, expected] of Object.entries(known)) {
        const result = outcome(() => decodeSegment(segment, 'header'), bytes);
        expect(result, `decodeSegment(${quote(segment)}, 'header')`).toBe(expected);
      }
    },
  );

  check(
    'keeps-every-byte',
    'keeps every byte as it is, text or not',
    {
      points: 3,
      hint: [
        'A signature is no text. What happens to a byte such as ff on its way through a string?',
        'Buffer.from(…) already holds the bytes: return it without making a string of it.',
      ],
    },
    async () => {
      const { decodeSegment } = await segments();
      const all = Uint8Array.from({ length: 256 }, (_, index) => index);
      for (const count of [2, 3, 4, 5]) {
        for (let start = 0; start < 256; start += count) {
          const part = all.slice(start, start + count);
          const segment = encodePart(part);
          const result = outcome(() => decodeSegment(segment, 'signature'), bytes);
          expect(result, `decodeSegment(${quote(segment)}, 'signature')`).toBe(bytes(part));
        }
      }
    },
  );

  check(
    'takes-an-empty-part',
    'takes an empty segment for no bytes',
    {
      points: 2,
      hint: 'An unsigned token ends in a dot: its signature is there, and it is empty. "Any number of characters" includes none.',
    },
    async () => {
      const { decodeSegment } = await segments();
      const result = outcome(() => decodeSegment('', 'signature'), bytes);
      expect(result, "decodeSegment('', 'signature'): an empty segment").toBe('no bytes');
    },
  );

  check(
    'refuses-padding',
    'refuses padding: no `=` at the end',
    {
      points: 4,
      hint: [
        'Elsewhere base64 fills up its last group with `=`. A token never does (RFC 7515 §2).',
        'Look at the characters before you decode: the decoder takes `=` without a word.',
      ],
    },
    () =>
      expectRefusedSegments({ 'it has padding': ['YQ==', 'YWI=', 'YWJj=', 'YQ=', '=', '===='] }),
  );

  check(
    'refuses-plain-base64',
    'refuses `+` and `/`, the alphabet of plain base64',
    {
      points: 3,
      hint: [
        'Plain base64 has + and / where base64url has - and _. A URL could not carry them.',
        'Node decodes both alphabets, whichever you ask for. So you have to look yourself.',
      ],
    },
    () => expectRefusedSegments({ '+ and / are plain base64': ['+/+/', 'ab+d', 'ab/d', '-_+_'] }),
  );

  check(
    'refuses-other-characters',
    'refuses any other character, spaces and line ends too',
    {
      points: 3,
      hint: [
        'Which characters may a segment have? Say those, instead of the ones it may not have.',
        'A regular expression needs ^ in front and $ at the end, or it looks at a piece only.',
      ],
    },
    () =>
      expectRefusedSegments({
        'it has white space': [' YWJj', 'YWJj ', 'YW Jj', 'YWJj\n', '\tYWJj', 'YWJj\r\n'],
        'this character is not base64url': [
          'YW.j',
          'YW%3D',
          'YWJé',
          'YW\u0000j',
          '"YWJj"',
          'Y😀Jj',
        ],
      }),
  );

  check(
    'refuses-left-over-bits',
    'refuses a last character that no encoder writes',
    {
      points: 3,
      hint: [
        'YQ and YR decode to the same byte: R has bits that nobody reads. How can you tell the two apart?',
        'Encode the bytes once more: bytes.toString("base64url") must be the segment that came.',
      ],
    },
    () =>
      expectRefusedSegments({
        'it decodes to a byte that is spelt YQ': ['YR', 'YZ', 'Yf'],
        'it decodes to two bytes that are spelt YWI': ['YWJ', 'YWL'],
        'one character alone is six bits, less than a byte': ['A', 'YWJjZ'],
      }),
  );

  check(
    'names-the-part',
    'says in the message which part it is',
    {
      points: 2,
      hint: 'decodeSegment is told which part it reads. Put it in the message: whoever sent the token wants to know where to look.',
    },
    async () => {
      const { decodeSegment } = await segments();
      for (const part of ['header', 'payload', 'signature'] as const) {
        for (const segment of ['a b', 'YR']) {
          const what = `decodeSegment(${quote(segment)}, '${part}')`;
          expectToName(
            complaint(() => decodeSegment(segment, part), what),
            part,
            what,
          );
        }
      }
    },
  );
});

// 1.2

/** The example of RFC 7519 §3.1. */
const RFC_TOKEN = [
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9',
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
].join('.');

type Content = Record<string, unknown> | string | Uint8Array;

/** A token of these parts, well-formed or not. */
function tokenOf(header: Content, payload: Content, signature: Content = 'signed'): string {
  return [header, payload, signature].map(encodePart).join('.');
}

/** What the learner makes of a token that is one. */
async function takenApart(token: string, what: string) {
  const { decodeToken } = await tokens();
  const result = outcome(
    () => decodeToken(token),
    (value) => (value === undefined ? 'nothing: is a return missing?' : 'taken apart'),
  );
  expect(result, `decodeToken of ${what}`).toBe('taken apart');
  return decodeToken(token);
}

async function expectRefusedTokens(wrong: Record<string, string>): Promise<void> {
  const { decodeToken } = await tokens();
  for (const [what, token] of Object.entries(wrong)) {
    const result = outcome(
      () => decodeToken(token),
      () => 'accepted',
    );
    expect(result, `decodeToken of ${what}`).toBe(REFUSED);
  }
}

/** The same fault in the header, and in the payload. */
function inEither(fault: string, content: Content): Record<string, string> {
  return {
    [`a token whose header is ${fault}`]: tokenOf(content, goodClaims()),
    [`a token whose payload is ${fault}`]: tokenOf(goodHeader(), content),
  };
}

task('1.2', () => {
  check(
    'takes-apart',
    'gives the header and the claims of a token',
    {
      points: 4,
      hint: [
        'Split at the dots. Which part is which? The first says how it is signed, the second what it says.',
        'decodeSegment gives the bytes of a part, readObject the object in them. Return { header, claims, signature }.',
      ],
    },
    async () => {
      const example = await takenApart(RFC_TOKEN, 'the example of RFC 7519 §3.1');
      const wanted = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };
      expect(example.header, 'the header in RFC 7519 §3.1').toEqual({ typ: 'JWT', alg: 'HS256' });
      expect(example.claims, 'the claims in RFC 7519 §3.1').toEqual(wanted);
      const ours = await takenApart(signToken(), 'a token as chapter 2 will sign it');
      expect(ours.header, 'the header of a token as chapter 2 will sign it').toEqual(goodHeader());
      expect(ours.claims, 'the claims of a token as chapter 2 will sign it').toEqual(goodClaims());
    },
  );

  check(
    'keeps-the-signature',
    'gives the signature as bytes',
    {
      points: 3,
      hint: 'The signature is no JSON and no text, but it is base64url like the other two parts. Who reads base64url here?',
    },
    async () => {
      const { signature } = await takenApart(RFC_TOKEN, 'the example of RFC 7519 §3.1');
      const expected =
        'the bytes 74 18 df b4 97 99 e0 25 4f fa 60 7d d8 ad bb ba 16 d4 25 4d 69 d6 bf f0 5b 58 05 58 53 84 8d 79';
      expect(bytes(signature), 'the signature in RFC 7519 §3.1').toBe(expected);
    },
  );

  check(
    'takes-an-unsigned-token',
    'takes an unsigned token apart as well',
    {
      points: 3,
      hint: [
        'An unsigned token ends in a dot, with nothing after it (RFC 7519 §6.1). How many parts has it?',
        'Three: the third is empty. To take it apart is not to believe it; refusing it is chapter 3’s work.',
      ],
    },
    async () => {
      const what = 'an unsigned token: header.payload. and nothing after the last dot';
      const token = tokenOf({ alg: 'none' }, { sub: 'p-ines' }, '');
      const { header, claims, signature } = await takenApart(token, what);
      expect(header, 'the header of an unsigned token').toEqual({ alg: 'none' });
      expect(claims, 'the claims of an unsigned token').toEqual({ sub: 'p-ines' });
      expect(bytes(signature), 'the signature of an unsigned token').toBe('no bytes');
    },
  );

  check(
    'reads-utf-8',
    'reads names that are not ASCII',
    {
      points: 3,
      hint: [
        'š is one character and two bytes. Which of your steps knows that?',
        'A token’s JSON is UTF-8 (RFC 7519 §7.1). atob() gives one character a byte: use the bytes, and readObject.',
      ],
    },
    async () => {
      for (const name of ['Tomáš Urban', 'Inês', 'Јован', '北壁', '🥾']) {
        const token = tokenOf({ alg: 'RS256', kid: name }, { name });
        const { header, claims } = await takenApart(token, `a token that names ${name}`);
        expect(claims['name'], 'the claim name').toBe(name);
        expect(header['kid'], 'the header’s kid').toBe(name);
      }
    },
  );

  check(
    'wants-three-parts',
    'refuses what has not exactly three parts',
    {
      points: 4,
      hint: [
        'Count the parts before you name them. What does your code do with a fourth?',
        'token.split(".").length must be 3. Encrypted tokens have five parts (RFC 7516 §3.1): they are not for us.',
      ],
    },
    async () => {
      const [header, payload, signature] = signToken().split('.') as [string, string, string];
      await expectRefusedTokens({
        'an empty text': '',
        'a text without a dot': header,
        'two parts: header.payload': `${header}.${payload}`,
        'four parts: a token and .extra': `${header}.${payload}.${signature}.extra`,
        'four parts: a token with a dot at its end': `${header}.${payload}.${signature}.`,
        'four parts: a token with a dot in front': `.${header}.${payload}.${signature}`,
        'five parts, as an encrypted token has': `${header}.${payload}.${signature}.YQ.YQ`,
      });
    },
  );

  check(
    'refuses-what-is-not-base64url',
    'refuses a token with a part that is not base64url, whichever it is',
    {
      points: 3,
      hint: [
        'All three parts must be base64url, the signature too.',
        'Does every part go through your decodeSegment, as it came? Nothing is trimmed or cut off first.',
      ],
    },
    async () => {
      const [header, payload, signature] = RFC_TOKEN.split('.') as [string, string, string];
      await expectRefusedTokens({
        'a token with a padded header': `${header}==.${payload}.${signature}`,
        'a token with a padded payload': `${header}.${payload}==.${signature}`,
        'a token with a padded signature': `${header}.${payload}.${signature}=`,
        'a token whose signature has a + in it': `${header}.${payload}.+${signature.slice(1)}`,
        // k is the last character that an encoder writes; l decodes to the same bytes.
        'a token whose signature has bits left over': `${header}.${payload}.${signature.slice(0, -1)}l`,
        'a token with "Bearer " in front': `Bearer ${RFC_TOKEN}`,
        'a token with a line end behind it': `${RFC_TOKEN}\n`,
      });
    },
  );

  check(
    'refuses-what-is-not-utf-8',
    'refuses bytes that are not UTF-8',
    {
      points: 2,
      hint: [
        'Some bytes are no text at all, and a lenient decoder writes � for them. Which decoder complains?',
        'readObject, below decodeToken, reads bytes strictly. Give it the bytes, not a string.',
      ],
    },
    async () => {
      const inQuotes = (...inner: number[]) =>
        Uint8Array.from([...Buffer.from('{"a":"'), ...inner, ...Buffer.from('"}')]);
      await expectRefusedTokens({
        ...inEither('not UTF-8: the byte ff', inQuotes(0xff)),
        ...inEither('Latin-1: š as the one byte e1', inQuotes(0xe1)),
        ...inEither('not UTF-8: half of a character', inQuotes(0xc5)),
      });
    },
  );

  check(
    'refuses-what-is-not-json',
    'refuses a header or a payload that is not JSON',
    {
      points: 1,
      hint: 'JSON.parse throws a SyntaxError. Nobody here expects that one: readObject makes a MalformedToken of it.',
    },
    () =>
      expectRefusedTokens({
        ...inEither('empty', ''),
        ...inEither('a word', 'hello'),
        ...inEither('cut off', '{"alg":"RS256"'),
        ...inEither('in single quotes', "{'alg':'RS256'}"),
        ...inEither('JSON behind a byte order mark', '\ufeff{"alg":"RS256"}'),
      }),
  );

  check(
    'wants-objects',
    'refuses JSON that is not an object',
    {
      points: 2,
      hint: [
        '"42", "null" and "[]" are JSON too. What would a claim of theirs be?',
        'typeof null is "object", and so is an array’s. readObject knows: let it read the header as well.',
      ],
    },
    async () => {
      for (const json of ['null', '[]', '[{"sub":"p-ines"}]', '42', 'true', '"text"']) {
        await expectRefusedTokens(inEither(`${json}, no object`, json));
      }
    },
  );

  check(
    'names-the-part',
    'says in the message which part is at fault',
    {
      points: 2,
      hint: 'decodeSegment and readObject put the part into their messages. Do you tell each of them the right one?',
    },
    async () => {
      const { decodeToken } = await tokens();
      const [header, payload, signature] = signToken().split('.') as [string, string, string];
      const faults: [part: string, what: string, token: string][] = [
        ['header', 'a token with a padded header', `${header}=.${payload}.${signature}`],
        ['payload', 'a token with a padded payload', `${header}.${payload}=.${signature}`],
        ['signature', 'a token with a padded signature', `${header}.${payload}.${signature}=`],
        ['header', 'a token whose header is no JSON', tokenOf('hello', goodClaims())],
        ['payload', 'a token whose payload is no JSON', tokenOf(goodHeader(), 'hello')],
      ];
      for (const [part, what, token] of faults) {
        const message = complaint(() => decodeToken(token), `decodeToken of ${what}`);
        expectToName(message, part, `decodeToken of ${what}`);
      }
    },
  );
});

// 1.3

/** An RFC 3339 time in UTC, in one spelling; anything else as it is. */
function instant(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const isUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/i.test(value);
  return isUtc ? new Date(value).toISOString() : value;
}

/** What the learner reads from claims; `now` in milliseconds. */
async function read(claims: Record<string, unknown>, now = START) {
  const { readTimes } = await times();
  const call = `readTimes(${JSON.stringify(claims)}, ${now})`;
  const result = outcome(
    () => readTimes(claims, now),
    (value) => (value === undefined ? 'nothing: is a return missing?' : 'its times'),
  );
  expect(result, call).toBe('its times');
  const { issuedAt, expiresAt, expired } = readTimes(claims, now);
  return { call, issuedAt: instant(issuedAt), expiresAt: instant(expiresAt), expired };
}

async function expectRefusedTimes(values: unknown[], shown: (value: unknown) => string) {
  const { readTimes } = await times();
  for (const name of ['exp', 'iat', 'nbf']) {
    for (const value of values) {
      const claims = { iat: NOW, exp: NOW + 60, [name]: value };
      const result = outcome(
        () => readTimes(claims, START),
        () => 'accepted',
      );
      expect(result, `claims with ${name}: ${shown(value)}, which is no time`).toBe(REFUSED);
    }
  }
}

task('1.3', () => {
  check(
    'writes-dates',
    'turns iat and exp into dates',
    {
      points: 4,
      hint: [
        'A token counts seconds, JavaScript counts milliseconds. A date in January 1970 tells that the two were mixed up.',
        'dateOf, below readTimes, takes seconds as timeOf gives them. issuedAt is from iat, expiresAt from exp.',
      ],
    },
    async () => {
      const times = await read({ iat: NOW - 60, exp: NOW + 3540 });
      expect(times.issuedAt, `issuedAt of ${times.call}`).toBe('2026-06-15T07:59:00.000Z');
      expect(times.expiresAt, `expiresAt of ${times.call}`).toBe('2026-06-15T08:59:00.000Z');
    },
  );

  check(
    'says-null-for-none',
    'says null where the token says nothing',
    {
      points: 3,
      hint: [
        'JSON has no undefined: a member that is undefined is gone from the answer. null is there, and says "none".',
        'Without exp nobody can say whether it is over: expired is null then, neither true nor false.',
      ],
    },
    async () => {
      const none = await read({ sub: 'p-mira' });
      expect(none.issuedAt, `issuedAt of ${none.call}: there is no iat`).toBe(null);
      expect(none.expiresAt, `expiresAt of ${none.call}: there is no exp`).toBe(null);
      expect(none.expired, `expired of ${none.call}: there is no exp`).toBe(null);
      const issued = await read({ iat: NOW - 9999 });
      expect(issued.expired, `expired of ${issued.call}: there is no exp`).toBe(null);
      const ending = await read({ exp: NOW + 60 });
      expect(ending.issuedAt, `issuedAt of ${ending.call}: there is no iat`).toBe(null);
      const begun = await read({ nbf: NOW - 60 });
      const what = `issuedAt of ${begun.call}: there is no iat, and nbf is not one`;
      expect(begun.issuedAt, what).toBe(null);
    },
  );

  check(
    'tells-expired-from-good',
    'tells a token that is over from one that is not',
    {
      points: 3,
      hint: [
        'Which two numbers do you compare, and does each of them count the same thing?',
        'exp * 1000 is exp in milliseconds. iat and nbf have no say in it.',
      ],
    },
    async () => {
      const good = await read({ iat: NOW - 60, exp: NOW + 3540 });
      expect(good.expired, `expired of ${good.call}: exp is 59 minutes ahead`).toBe(false);
      const over = await read({ iat: NOW - 7200, exp: NOW - 3600 });
      expect(over.expired, `expired of ${over.call}: exp was an hour ago`).toBe(true);
      const early = await read({ iat: NOW + 60, nbf: NOW + 60, exp: NOW + 3600 });
      expect(early.expired, `expired of ${early.call}: too early is not too late`).toBe(false);
    },
  );

  check(
    'ends-at-exp',
    'says expired at the very second that exp names, and not before',
    {
      points: 4,
      hint: [
        'RFC 7519 §4.1.4 says "on or after". What does your code say at exp itself?',
        '>= where you have >. And no leeway, on either side.',
      ],
    },
    async () => {
      const claims = { iat: NOW - 3600, exp: NOW };
      const before = await read(claims, START - 1);
      expect(before.expired, `one millisecond before exp, ${before.call}: expired`).toBe(false);
      const at = await read(claims, START);
      expect(at.expired, `at the second exp names, ${at.call}: expired`).toBe(true);
      const after = await read(claims, START + 1);
      expect(after.expired, `one millisecond after exp, ${after.call}: expired`).toBe(true);
    },
  );

  check(
    'goes-by-the-given-time',
    'goes by the time it is given, not by the machine’s',
    {
      points: 3,
      hint: [
        'readTimes is told what time it is. Why ask the machine?',
        'Whatever asks Date.now() cannot be tested at noon for what it does at midnight. Compare with `now`.',
      ],
    },
    async () => {
      const past = Date.UTC(1990, 0, 1);
      const good = await read({ exp: past / 1000 + 3600 }, past);
      expect(good.expired, `on 1 January 1990, ${good.call}: expired`).toBe(false);
      const future = Date.UTC(2190, 0, 1);
      const over = await read({ exp: future / 1000 - 3600 }, future);
      expect(over.expired, `on 1 January 2190, ${over.call}: expired`).toBe(true);
    },
  );

  check(
    'takes-zero-for-a-time',
    'takes 0 for a time like any other',
    {
      points: 2,
      hint: '0 is a number, and `if (exp)` takes it for nothing. Ask whether it is undefined instead.',
    },
    async () => {
      const times = await read({ iat: 0, exp: 0 });
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
      hint: 'A NumericDate may have a fraction (RFC 7519 §2). Nothing has to be rounded.',
    },
    async () => {
      const claims = { iat: NOW - 60.5, exp: NOW + 0.5 };
      const before = await read(claims, START + 499);
      expect(before.issuedAt, `issuedAt of ${before.call}`).toBe('2026-06-15T07:58:59.500Z');
      expect(before.expiresAt, `expiresAt of ${before.call}`).toBe('2026-06-15T08:00:00.500Z');
      expect(before.expired, `a millisecond before exp, ${before.call}: expired`).toBe(false);
      const at = await read(claims, START + 500);
      expect(at.expired, `at exp, ${at.call}: expired`).toBe(true);
    },
  );

  check(
    'wants-numbers',
    'refuses a time that is not a number, in iat, nbf and exp',
    {
      points: 3,
      hint: [
        'Times are numbers (RFC 7519 §2). A text of digits is a text, and null is a value that is there.',
        'timeOf, below, refuses them. Does each of the three claims go through it, the one you do not show too?',
      ],
    },
    () =>
      expectRefusedTimes([String(NOW + 60), '2026-06-15', null, true, [NOW + 60], {}], (value) =>
        JSON.stringify(value),
      ),
  );

  check(
    'wants-finite-numbers',
    'refuses a time without an end, such as 1e400',
    {
      points: 2,
      hint: 'JSON can write 1e400, and JSON.parse makes Infinity of it: a token that never ends. Number.isFinite tells.',
    },
    // As JSON.parse('{"exp":1e400}') gives it.
    () =>
      expectRefusedTimes([Infinity, -Infinity], (value) =>
        value === Infinity ? '1e400 (JSON.parse says Infinity)' : '-1e400',
      ),
  );

  check(
    'survives-far-dates',
    'says null for a date that no calendar reaches, and still knows whether it is over',
    {
      points: 1,
      hint: 'new Date(…).toISOString() throws a RangeError for a date too far away. dateOf, below, says null for it.',
    },
    async () => {
      for (const exp of [1e20, 253_402_300_800]) {
        const times = await read({ exp });
        expect(times.expiresAt, `expiresAt of ${times.call}: after the year 9999`).toBe(null);
        expect(times.expired, `expired of ${times.call}: it is a long time until then`).toBe(false);
      }
      const issued = await read({ iat: 1e20 });
      expect(issued.issuedAt, `issuedAt of ${issued.call}: after the year 9999`).toBe(null);
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
});

// 1.4

async function inspect(token: string, world: World = makeWorld()): Promise<Answer> {
  const app = (await theApp()).createApp(world);
  return supertest(app).post('/api/tokens/inspect').send({ token });
}

/** The answer to a token that is one. */
async function inspected(token: string, what: string, world?: World) {
  const answer = await inspect(token, world);
  const { status, type } = answer;
  expect(status, `POST /api/tokens/inspect with ${what}: the status`).toBe(200);
  expect(type, `POST /api/tokens/inspect with ${what}: its type`).toBe('application/json');
  return answer.body as Record<string, unknown>;
}

task('1.4', () => {
  check(
    'shows-what-it-says',
    'answers with the token’s header, its claims and its times',
    {
      points: 5,
      hint: [
        'You have written both halves: decodeToken takes the token apart, readTimes reads its times.',
        'readTimes returns three of the members by the names that the answer wants: spread them into it.',
      ],
    },
    async () => {
      const claims = goodClaims({ name: 'Tomáš', groups: ['north', 'south'] });
      const header = goodHeader({ cty: 'example' });
      const body = await inspected(signToken(claims, header), 'a good token');
      expect(body['header'], 'header in the answer').toEqual(header);
      expect(body['claims'], 'claims in the answer').toEqual(claims);
      expect(instant(body['issuedAt']), 'issuedAt').toBe('2026-06-15T07:59:00.000Z');
      expect(instant(body['expiresAt']), 'expiresAt').toBe('2026-06-15T08:59:00.000Z');
      expect(body['expired'], 'expired, of a token with 59 minutes to go by the app’s clock').toBe(
        false,
      );
    },
  );

  check(
    'has-its-six-members',
    'answers with six members, no fewer and no more',
    {
      points: 3,
      hint: [
        'header, claims, issuedAt, expiresAt, expired, verified: a client may count on each, even where it is null.',
        'The signature’s bytes are of no use to a reader: leave them out.',
      ],
    },
    async () => {
      const six = ['claims', 'expired', 'expiresAt', 'header', 'issuedAt', 'verified'];
      for (const [what, claims] of [
        ['a good token', goodClaims()],
        ['a token without iat and exp', { sub: 'p-mira' }],
      ] as const) {
        const body = await inspected(signToken(claims), what);
        expect(Object.keys(body).sort(), `the members of the answer to ${what}`).toEqual(six);
      }
      const body = await inspected(signToken({ sub: 'p-mira' }), 'a token without iat and exp');
      for (const name of ['issuedAt', 'expiresAt', 'expired']) {
        expect(body[name], `${name} of a token without iat and exp`).toBe(null);
      }
    },
  );

  check(
    'never-says-verified',
    'says verified: false, even of a token that is genuine',
    {
      points: 4,
      hint: [
        'Did anything here look at the signature? Then nothing here knows whether it holds.',
        'verified is false, always. Anybody can write {"sub":"p-ines"} and encode it.',
      ],
    },
    async () => {
      const suspects = {
        'a token signed with our own key': signToken(),
        'a token signed by a stranger': signToken(
          goodClaims(),
          goodHeader(),
          strangerKeys.privateKey,
        ),
        'an unsigned token': tokenOf({ alg: 'none' }, goodClaims(), ''),
        'a token that is over': signToken(goodClaims({ exp: NOW - 1 })),
      };
      for (const [what, token] of Object.entries(suspects)) {
        const body = await inspected(token, what);
        expect(body['verified'], `verified, of ${what}`).toBe(false);
      }
    },
  );

  check(
    'goes-by-the-apps-clock',
    'goes by the app’s clock, at the time of the request',
    {
      points: 4,
      hint: [
        'inspectToken is given a clock. clock() is the time now, in milliseconds, as readTimes wants it.',
        'Ask the clock inside of the handler: what is asked outside is asked once, when the app starts.',
      ],
    },
    async () => {
      const world = makeWorld();
      const token = signToken(goodClaims({ exp: NOW + 60 }));
      const app = supertest((await theApp()).createApp(world));
      const ask = async () => (await app.post('/api/tokens/inspect').send({ token })).body.expired;
      const what = 'expired, of a token that ends at 08:01, when the app’s clock says';
      expect(await ask(), `${what} 08:00:00`).toBe(false);
      world.setTime(START + 59_999);
      expect(await ask(), `${what} 08:00:59.999`).toBe(false);
      world.setTime(START + 60_000);
      expect(await ask(), `${what} 08:01:00`).toBe(true);
    },
  );

  check(
    'names-the-fault',
    'answers 422 malformed-token, and names the fault, when it is no token',
    {
      points: 4,
      hint: [
        'decodeToken and readTimes throw a MalformedToken, and the catch below your code makes the answer of it.',
        'Let what they throw pass: no try of your own, and no answer before both have done their work.',
      ],
    },
    async () => {
      const faults: [what: string, token: string, names: RegExp][] = [
        [
          'a text without dots, "hello"',
          'hello',
          /part|three|\b3\b|dot|segment|header\.payload\.signature/i,
        ],
        ['a token with padding', `${signToken()}=`, /base64|padd|character|=/i],
        ['a payload that is not UTF-8', tokenOf(goodHeader(), Buffer.from([0xff])), /utf-?8/i],
        ['a payload that is not JSON', tokenOf(goodHeader(), 'hello'), /json/i],
        ['a payload that is a list', tokenOf(goodHeader(), '[]'), /object/i],
        ['exp: "soon"', signToken(goodClaims({ exp: 'soon' })), /num|finite|\bexp\b/i],
        ['exp: 1e400', signToken('{"sub":"p-mira","exp":1e400}'), /num|finite|\bexp\b/i],
      ];
      for (const [what, token, names] of faults) {
        const { status, type, body } = await inspect(token);
        expect(status, `the status for ${what}`).toBe(422);
        expect(type, `the type of the answer to ${what}`).toBe('application/problem+json');
        expect(body.type, `"type" for ${what}`).toBe(
          'https://cairn.example/problems/malformed-token',
        );
        expect(body.status, `"status" for ${what}`).toBe(422);
        expect(body.detail, `"detail" for ${what}: it names the fault`).toMatch(names);
        expect(wordsOf(body), `what has words in it, for ${what}`).toEqual(['title', 'detail']);
      }
    },
  );

  check(
    'survives-any-token',
    'has an answer to any token, however strange',
    {
      points: 2,
      hint: [
        'A status of 500 says that our code broke. What did the code not expect?',
        'JSON may be nested so deep that it cannot be written again. readObject (decode-token.ts) has a limit.',
      ],
    },
    async () => {
      const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},"sub":"p-mira"}`;
      const strange = {
        'a token with a claim called __proto__': signToken('{"__proto__":{"exp":"soon"}}'),
        'a token with a claim called toString': signToken('{"toString":1,"constructor":null}'),
        'a token that says exp: 1e20': signToken(goodClaims({ exp: 1e20 })),
        'a token with half of a surrogate pair': signToken('{"sub":"\\ud800"}'),
      };
      for (const [what, token] of Object.entries(strange)) await inspected(token, what);
      for (const [where, token] of [
        ['payload', signToken(deep)],
        ['header', signToken(goodClaims(), deep)],
      ] as const) {
        const { status, body } = await inspect(token);
        const what = `20000 brackets in one another, in its ${where}`;
        const shown = status < 500 ? 'below 500' : String(status);
        expect(shown, `the status for ${what}`).toBe('below 500');
        if (status === 200) continue;
        expect(wordsOf(body), `what has words in it, for ${what}`).toEqual(['title', 'detail']);
      }
    },
  );

  check(
    'takes-one-token',
    'takes a body with a token, needs no credentials, and leaves the rest of the API as it was',
    {
      points: 1,
      hint: 'Everything around your lines is given: what is in inspect-token.ts checks the body, app.ts has the routes. Compare them with npm run diff 1.',
    },
    async () => {
      const app = supertest((await theApp()).createApp(makeWorld()));
      const inspect = () => app.post('/api/tokens/inspect');
      const good = await inspect().set('Authorization', 'nonsense').send({ token: signToken() });
      expect(good.status, 'a good token, and an Authorization header that is nonsense').toBe(200);
      for (const [body, pointer] of [
        [{}, '#/token'],
        [{ token: 42 }, '#/token'],
        [{ token: null }, '#/token'],
        [[signToken()], '#'],
      ] as const) {
        const answer = await inspect().send(body);
        const what = `the body ${JSON.stringify(body).slice(0, 30)}`;
        expect(answer.status, `the status for ${what}`).toBe(422);
        const [fault] = answer.body.errors ?? [];
        expect(fault?.pointer, `where the fault is in ${what}`).toBe(pointer);
        // As zod has it: an answer carries no library's own message.
        const ours = /\w/.test(fault?.detail ?? '') && !fault.detail.startsWith('Invalid input');
        expect(ours, `whether the fault in ${what} is told in our own words`).toBe(true);
      }
      const report = { trail: 'larch-loop', condition: 'open', title: 'Dry', author: 'mira' };
      const posted = await app.post('/api/reports').send(report);
      expect(posted.status, 'POST /api/reports').toBe(201);
      const powered = posted.headers['x-powered-by'];
      expect(powered, 'X-Powered-By of POST /api/reports').toBe(undefined);
      expect((await app.get('/api/trails')).status, 'GET /api/trails').toBe(200);
    },
  );
});
