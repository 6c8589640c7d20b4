import { check, expect, goodClaims, goodHeader, lesson, signToken, task } from '#check';
import { bytes, expectMention, messageOf, outcome } from './outcome.ts';
import { expectNone, printedDuring } from './printed.ts';
import { decoded, expectRefused, inEither, RFC_TOKEN, tokenOf } from './tokens.ts';

const file = lesson(
  '01-jwt-basics/decode-token.ts',
  () => import('#course/01-jwt-basics/decode-token.ts'),
);

task('1.2', () => {
  check(
    'takes-apart',
    'returns the header and the claims of a token',
    {
      points: 3,
      hint: [
        'The first part of a token is the header, the second is the payload with the claims. Both are JSON objects, whatever names they contain.',
        'For each of the two: `decodeSegment` returns its bytes, and `readObject` (below) turns bytes into an object.',
        "`header: readObject(decodeSegment(header, 'header'), 'header')`, and the same for the payload, which you return as …",
      ],
    },
    async () => {
      const example = await decoded(RFC_TOKEN, 'the example in RFC 7519 §3.1');
      const claims = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };
      expect(example.header, 'the header in RFC 7519 §3.1').toEqual({ typ: 'JWT', alg: 'HS256' });
      expect(example.claims, 'the claims in RFC 7519 §3.1').toEqual(claims);
      const ours = await decoded(signToken(), 'a token as chapter 2 signs it');
      expect(ours.header, 'the header of a token as chapter 2 signs it').toEqual(goodHeader());
      expect(ours.claims, 'the claims of a token as chapter 2 signs it').toEqual(goodClaims());
      const unusual = {
        list: [1, 'two', null, { three: [] }],
        empty: '',
        none: null,
        no: false,
        half: 0.5,
        date: '2026-06-15T08:00:00Z',
        digits: '0042',
        Sub: 'upper case',
        _private: 1,
        levels: { of: { an: { object: { in: 'another' } } } },
      };
      const token = tokenOf({ cty: 'x', crit: ['b64'], zip: 'DEF' }, unusual);
      const { header, claims: found } = await decoded(token, 'a token with claims of all types');
      expect(header, 'a header without alg and typ').toEqual({
        cty: 'x',
        crit: ['b64'],
        zip: 'DEF',
      });
      expect(found, 'claims of all types').toEqual(unusual);
      const long = { sub: 'x'.repeat(60_000) };
      const large = await decoded(tokenOf({}, long), 'a token of 80,000 characters');
      expect(large.claims, 'the claims of a token of 80,000 characters').toEqual(long);
      for (const typ of ['JWT', 'dpop+jwt', 'JOSE', 'jwt', 7]) {
        const { header: typed } = await decoded(tokenOf({ typ }, {}), `a token with typ ${typ}`);
        expect(typed, `the header of a token with typ ${typ}`).toEqual({ typ });
      }
      const nothing = await decoded(
        tokenOf('{}', '{}'),
        'a token with an empty header and payload',
      );
      expect([nothing.header, nothing.claims], 'an empty header and payload').toEqual([{}, {}]);
    },
  );

  check(
    'keeps-the-signature',
    'returns the signature as bytes',
    {
      points: 2,
      hint: [
        'The signature is neither JSON nor text. It is base64url like the other two parts, and `signature` has to be its bytes.',
        'Your `decodeSegment` (1.1) turns the third part into bytes.',
        "`signature: decodeSegment(…, 'signature')`",
      ],
    },
    async () => {
      const { signature } = await decoded(RFC_TOKEN, 'the example in RFC 7519 §3.1');
      const expected =
        'the bytes 74 18 df b4 97 99 e0 25 4f fa 60 7d d8 ad bb ba 16 d4 25 4d 69 d6 bf f0 5b 58 05 58 53 84 8d 79';
      expect(bytes(signature), 'the signature in RFC 7519 §3.1').toBe(expected);
      const short = await decoded(tokenOf({}, {}, Uint8Array.of(0xff)), 'a token signed with ff');
      expect(bytes(short.signature), 'a signature that is one byte long').toBe('the bytes ff');
    },
  );

  check(
    'takes-an-unsigned-token',
    'takes an unsigned token apart, too',
    {
      points: 2,
      hint: [
        'An unsigned token ends in a dot with nothing after it (RFC 7519 §6.1). It still has three parts; the third is empty.',
        'Count the parts with `parts.length`, not by asking whether each part has characters. Refusing unsigned tokens is up to chapter 3.',
        '`"a.b.".split(".")` returns `["a", "b", ""]`. How many parts is that?',
      ],
    },
    async () => {
      const what = 'an unsigned token: header.payload. with nothing after the last dot';
      const token = tokenOf({ alg: 'none' }, { sub: 'p-ines' }, '');
      const { header, claims, signature } = await decoded(token, what);
      expect(header, 'the header of an unsigned token').toEqual({ alg: 'none' });
      expect(claims, 'the claims of an unsigned token').toEqual({ sub: 'p-ines' });
      expect(bytes(signature), 'the signature of an unsigned token').toBe('no bytes');
    },
  );

  check(
    'reads-utf-8',
    'reads names that aren’t ASCII',
    {
      points: 3,
      hint: [
        'š is one character but two bytes. A token’s JSON is UTF-8 (RFC 7519 §7.1), so bytes have to become a string in one step, as UTF-8.',
        '`atob()` and the encodings latin1 and binary make one character of each byte. `readObject` (below) decodes UTF-8: pass it the bytes.',
        "`readObject(decodeSegment(…, 'payload'), 'payload')`",
      ],
    },
    async () => {
      for (const name of ['Tomáš Urban', 'Inês', 'Јован', '北壁', '🥾']) {
        const token = tokenOf({ alg: 'RS256', kid: name }, { name });
        const { header, claims } = await decoded(token, `a token that contains ${name}`);
        expect(claims['name'], 'the claim name').toBe(name);
        expect(header['kid'], 'kid in the header').toBe(name);
      }
    },
  );

  check(
    'wants-three-parts',
    'refuses a string that doesn’t have exactly three parts',
    {
      points: 4,
      hint: [
        'A token has exactly three parts. A fourth must not be ignored, and a missing one must not be read as undefined.',
        '`token.split(".")` returns every part, so look at its length. A second argument of `split` throws the rest away.',
        "`const parts = token.split('.'); if (parts.length !== …) throw new MalformedToken(…);`",
      ],
    },
    async () => {
      const [header, payload, signature] = signToken().split('.') as [string, string, string];
      await expectRefused({
        'an empty string': '',
        'two dots and nothing else': '..',
        'a string without a dot': header,
        'two parts: header.payload': `${header}.${payload}`,
        'four parts: a token and .extra': `${header}.${payload}.${signature}.extra`,
        'four parts: a token with a dot at its end': `${header}.${payload}.${signature}.`,
        'four parts: a token with a dot in front': `.${header}.${payload}.${signature}`,
        'four parts: two dots between header and payload': `${header}..${payload}.${signature}`,
        'five parts, like an encrypted token': `${header}.${payload}.${signature}.YQ.YQ`,
      });
    },
  );

  check(
    'refuses-what-is-not-base64url',
    'refuses a token if any of its parts isn’t base64url',
    {
      points: 3,
      hint: [
        'All three parts have to be base64url, the signature included.',
        'Pass each part to your `decodeSegment` exactly as it is between the dots. Don’t trim, cut or replace anything first.',
        "`signature: decodeSegment(…, 'signature')`, not `Buffer.from(…)`",
      ],
    },
    async () => {
      const [header, payload, signature] = RFC_TOKEN.split('.') as [string, string, string];
      await expectRefused({
        'a token with a padded header': `${header}==.${payload}.${signature}`,
        'a token with a padded payload': `${header}.${payload}==.${signature}`,
        'a token with a padded signature': `${header}.${payload}.${signature}=`,
        'a token whose signature has a + in it': `${header}.${payload}.+${signature.slice(1)}`,
        // k is the last character that an encoder writes; l decodes to the same bytes.
        'a token whose signature has bits left over': `${header}.${payload}.${signature.slice(0, -1)}l`,
        'a token with a space before a dot': `${header} .${payload}.${signature}`,
        'a token with a line break in its payload': `${header}.${payload.slice(0, 8)}\n${payload.slice(8)}.${signature}`,
        'a token with "Bearer " in front': `Bearer ${RFC_TOKEN}`,
        'a token with "bearer " in front': `bearer ${RFC_TOKEN}`,
        'a token with a space in front': ` ${RFC_TOKEN}`,
        'a token with a byte order mark in front': `\ufeff${RFC_TOKEN}`,
        'a token with a line break at its end': `${RFC_TOKEN}\n`,
        'a token in quotes': `"${RFC_TOKEN}"`,
        'a token with a part that is percent-encoded': `${header}.%65${payload.slice(1)}.${signature}`,
      });
    },
  );

  check(
    'refuses-what-is-not-utf-8',
    'refuses bytes that aren’t UTF-8',
    {
      points: 2,
      hint: [
        'Not every sequence of bytes is text. `toString()` writes � for the bytes that aren’t, and the token seems to say something that it doesn’t.',
        '`new TextDecoder("utf-8", { fatal: true })` throws instead. `readObject` (below) uses one: pass it the bytes, not a string made from them.',
        "`readObject(decodeSegment(…, 'payload'), 'payload')`, with no `toString()` in between",
      ],
    },
    async () => {
      const inQuotes = (...inner: number[]) =>
        Uint8Array.from([...Buffer.from('{"a":"'), ...inner, ...Buffer.from('"}')]);
      await expectRefused({
        ...inEither('not UTF-8: the byte ff', inQuotes(0xff)),
        ...inEither('in Latin-1: á as the one byte e1', inQuotes(0xe1)),
        ...inEither('not UTF-8: half of a character', inQuotes(0xc5)),
        ...inEither('not UTF-8: a slash in two bytes', inQuotes(0xc0, 0xaf)),
        ...inEither('not UTF-8: half of a surrogate pair', inQuotes(0xed, 0xa0, 0x80)),
      });
    },
  );

  check(
    'refuses-what-is-not-json',
    'refuses a header or a payload that isn’t JSON',
    {
      points: 1,
      hint: [
        '`JSON.parse` throws a SyntaxError for anything that isn’t JSON. `decodeToken` has to throw a MalformedToken.',
        '`readObject` (below) turns that SyntaxError into a MalformedToken. Does the header go through it as well as the payload?',
        "`readObject(decodeSegment(…, 'header'), 'header')`",
      ],
    },
    () =>
      expectRefused({
        ...inEither('empty', ''),
        ...inEither('a word', 'hello'),
        ...inEither('cut off', '{"alg":"RS256"'),
        ...inEither('followed by something', '{"alg":"RS256"}}'),
        ...inEither('JavaScript instead of JSON', '{alg:"RS256"}'),
        ...inEither('an expression', '{"exp":1+1}'),
        ...inEither('in single quotes', "{'alg':'RS256'}"),
        ...inEither('JSON with a comma too many', '{"alg":"RS256",}'),
        ...inEither('JSON with a comment', '{"alg":"RS256"/* */}'),
        ...inEither('JSON after a byte order mark', '\ufeff{"alg":"RS256"}'),
      }),
  );

  check(
    'wants-objects',
    'refuses JSON that isn’t an object',
    {
      points: 2,
      hint: [
        '42, null and [] are JSON, too, but a header and a payload have to be objects (RFC 7519 §7.2).',
        '`typeof null` and `typeof []` are both "object". `readObject` (below) checks for that, if it reads the header as well as the payload.',
        "`readObject(decodeSegment(…, 'header'), 'header')`",
      ],
    },
    async () => {
      for (const json of [
        'null',
        '[]',
        '[{"sub":"p-ines"}]',
        '42',
        'true',
        'false',
        '""',
        '"text"',
      ]) {
        await expectRefused(inEither(`${json}, which isn’t an object`, json));
      }
    },
  );

  check(
    'refuses-what-is-nested-too-deeply',
    'refuses a header or a payload that is nested too deeply',
    {
      points: 1,
      hint: [
        'JSON may be nested so deeply that code which walks through it runs out of stack. Such a token has to be refused.',
        '`readObject` (below) has a limit of 100 levels (RFC 8259 §9 allows one). Use it for both the header and the payload.',
        'If you parse the JSON yourself, ask `isDeeper(value, MAX_DEPTH)` and throw a MalformedToken.',
      ],
    },
    async () => {
      const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
      const list = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
      await expectRefused({
        ...inEither('20,000 objects inside one another', deep),
        ...inEither('an object with 20,000 arrays inside one another', list),
      });
    },
  );

  check(
    'names-the-part',
    'says in its error message what is wrong, and in which part',
    {
      points: 2,
      hint: [
        'The message tells the person who debugs a token where to look: at the number of parts, or at the header, the payload, or the signature. In your own words: a library’s message says nothing about tokens.',
        '`decodeSegment` and `readObject` put the name of the part into their messages. Pass each of them the right name.',
        'For the number of parts, use a template string in `new MalformedToken(…)`: `A token has three parts, separated by dots. This one has ${…}.`',
      ],
    },
    async () => {
      const { decodeToken } = await file();
      const [header, payload, signature] = signToken().split('.') as [string, string, string];
      const mistakes: [part: string, what: string, token: string][] = [
        ['header', 'a token with a padded header', `${header}=.${payload}.${signature}`],
        ['payload', 'a token with a padded payload', `${header}.${payload}=.${signature}`],
        ['signature', 'a token with a padded signature', `${header}.${payload}.${signature}=`],
        ['header', 'a token whose header isn’t JSON', tokenOf('hello', goodClaims())],
        ['payload', 'a token whose payload isn’t JSON', tokenOf(goodHeader(), 'hello')],
        ['header', 'a token whose header is null', tokenOf('null', goodClaims())],
        ['payload', 'a token whose payload is a list', tokenOf(goodHeader(), '[]')],
        ['header', 'a token whose header is empty', `.${payload}.${signature}`],
        ['payload', 'a token whose payload is empty', `${header}..${signature}`],
      ];
      const told: string[] = [];
      const libraries =
        /Unexpected|in JSON at|" is not valid JSON|encoded data|not correctly encoded/;
      for (const [part, what, token] of mistakes) {
        const message = await messageOf(() => decodeToken(token));
        if (message === undefined) continue;
        told.push(message);
        expectMention(message, part, `decodeToken(${what})`);
        const words = libraries.test(message) ? `a library’s words: ${message}` : 'your own words';
        expect(words, `the message of decodeToken(${what})`).toBe('your own words');
      }
      expect(told.length > 0, 'whether any MalformedToken was thrown').toBe(true);
      for (const token of [`${header}.${payload}`, `${header}.${payload}.${signature}.YQ.YQ`]) {
        const what = `decodeToken(a string with ${token.split('.').length} parts)`;
        const message = await messageOf(() => decodeToken(token));
        if (message === undefined) continue;
        const about = /part|segment|three|\b3\b|dot|header\.payload\.signature/i.test(message);
        const expected = 'a message about the number of parts';
        expect(about ? expected : `the message "${message}"`, what).toBe(expected);
      }
    },
  );

  check(
    'reads-each-token-afresh',
    'returns what this token says, whatever it decoded before',
    {
      points: 2,
      hint: [
        '`decodeToken` returned something that belongs to another token, or that another caller can change.',
        'Does it keep results between calls, in a Map, in a variable outside of the function, or in a regular expression with the flag `g`? `Object.assign` is another trap: it treats a claim called `__proto__` as an instruction.',
        'Decode anew on each call, and return what `JSON.parse` made: `{ header, claims, signature: … }`',
      ],
    },
    async () => {
      const { decodeToken } = await file();
      const [header, payload, signature] = tokenOf({ alg: 'x' }, { sub: 'p-mira' }).split('.');
      const other = tokenOf({ alg: 'y' }, { sub: 'p-ines' }, 'other').split('.');
      const tokens = {
        'a token': [header, payload, signature],
        'the same token with another payload': [header, other[1], signature],
        'the same token with another header': [other[0], payload, signature],
        'the same token with another signature': [header, payload, other[2]],
        'the first token again': [header, payload, signature],
      };
      for (const [what, parts] of Object.entries(tokens)) {
        const found = await decoded(parts.join('.'), what);
        expect(found.header['alg'], `alg of ${what}`).toBe(parts[0] === header ? 'x' : 'y');
        const sub = parts[1] === payload ? 'p-mira' : 'p-ines';
        expect(found.claims['sub'], `sub of ${what}`).toBe(sub);
        const text = new TextDecoder().decode(found.signature);
        expect(text, `the signature of ${what}`).toBe(parts[2] === signature ? 'signed' : 'other');
        // A caller may do what it likes with its own copy.
        Object.assign(found.claims, { sub: 'changed' });
        Object.assign(found.header, { alg: 'changed' });
        found.signature.fill(0);
      }
      const mine = await decoded(tokens['a token'].join('.'), 'a token');
      const copy = decodeToken(tokens['a token'].join('.'));
      Object.assign(copy.claims, { sub: 'changed' });
      expect(mine.claims['sub'], 'sub of a token, after it was decoded again').toBe('p-mira');
      decodeToken(other.join('.'));
      const said = [mine.header['alg'], mine.claims['sub']];
      expect(said, 'alg and sub of a token, after another one was decoded').toEqual([
        'x',
        'p-mira',
      ]);
      const proto = tokenOf('{"__proto__":{"alg":"none"}}', '{"__proto__":{"role":"ranger"}}');
      const tricky = decodeToken(proto);
      expect(tricky.claims['role'], 'role, in claims {"__proto__":{"role":"ranger"}}').toBe(
        undefined,
      );
      expect(tricky.header['alg'], 'alg, in a header {"__proto__":{"alg":"none"}}').toBe(undefined);
      expect(Object.keys(tricky.claims), 'the names in claims {"__proto__":…}').toEqual([
        '__proto__',
      ]);
    },
  );

  check(
    'keeps-the-token-to-itself',
    'prints nothing of the token on the console',
    {
      points: 1,
      hint: [
        'A token in a log can be used by anyone who reads the log, and its claims are about a person. `decodeToken` printed some of it.',
        'Is there a `console.log(…)` left from debugging? Take it out, or print no more than the number of parts.',
        '`npm run grade`, and the panel, show what went wrong without `console.log`: you can do without it here.',
      ],
    },
    async () => {
      const { decodeToken } = await file();
      const token = tokenOf({ alg: 'x', kid: 'kid-5081' }, { sub: 'sub-4071' }, 'sig-3021');
      const [header = '', payload = '', signature = ''] = token.split('.');
      const output = await printedDuring(async () => {
        await outcome(() => decodeToken(token), String);
        await outcome(() => decodeToken(`${token}=`), String);
        await outcome(() => decodeToken(`${token}.`), String);
        await outcome(() => decodeToken(`${header}.${payload.slice(0, -2)}.${signature}`), String);
      });
      const parts = { 'the header': header, 'the payload': payload, 'the signature': signature };
      const said = { 'the header': 'kid-5081', 'the claims': 'sub-4071' };
      expectNone({ ...parts }, output, 'decodeToken');
      expectNone({ ...said, 'the signature': 'sig-3021' }, output, 'decodeToken');
    },
  );
});
