import { check, encodePart, expect, lesson, task } from '#check';
import { bytes, expectMention, messageOf, outcome, quote, REFUSED, refusal } from './outcome.ts';
import { expectNone, printedDuring } from './printed.ts';

const file = lesson(
  '01-jwt-basics/decode-segment.ts',
  () => import('#course/01-jwt-basics/decode-segment.ts'),
);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

async function expectRefused(wrong: Record<string, string[]>): Promise<void> {
  const { decodeSegment } = await file();
  for (const [why, list] of Object.entries(wrong)) {
    for (const segment of list) {
      const result = await refusal(() => decodeSegment(segment, 'payload'), bytes);
      expect(result, `decodeSegment(${shortened(segment)}, 'payload'): ${why}`).toBe(REFUSED);
    }
  }
}

/** Each segment has to come out as these bytes, however often it is asked for. */
async function expectBytes(known: Iterable<[segment: string, expected: string]>): Promise<void> {
  const { decodeSegment } = await file();
  for (const [segment, expected] of known) {
    const call = `decodeSegment(${shortened(segment)}, 'header')`;
    const first = await outcome(() => decodeSegment(segment, 'header'), bytes);
    expect(first, call).toBe(expected);
    const second = await outcome(() => decodeSegment(segment, 'header'), bytes);
    expect(second, `${call}, called a second time`).toBe(expected);
  }
}

const shortened = (segment: string) =>
  quote(segment.length > 40 ? `${segment.slice(0, 20)}…${segment.slice(-10)}` : segment);

task('1.1', () => {
  check(
    'decodes-base64url',
    'decodes base64url into the bytes it stands for',
    {
      points: 4,
      hint: [
        '`decodeSegment` has to return the bytes that the segment encodes, as a Uint8Array. A Buffer is one.',
        'Node decodes base64url with `Buffer.from(string, encoding)`: https://nodejs.org/api/buffer.html#buffers-and-character-encodings',
        "`const bytes = Buffer.from(segment, '…');` then check it, and return bytes.",
      ],
    },
    async () => {
      await expectBytes([
        ['Y2Fpcm4', 'the bytes 63 61 69 72 6e'],
        ['YQ', 'the bytes 61'],
        ['YWI', 'the bytes 61 62'],
        ['YWJj', 'the bytes 61 62 63'],
        ['-_-_', 'the bytes fb ff bf'],
      ]);
    },
  );

  check(
    'keeps-every-byte',
    'keeps every byte as it is, even if the bytes aren’t text',
    {
      points: 3,
      hint: [
        'A signature isn’t text. A byte such as ff doesn’t survive being turned into a string and back.',
        '`Buffer.from(…)` already returns the bytes. Don’t call `toString()` on the way to your return.',
        "`const bytes = Buffer.from(segment, 'base64url');` … `return …;`",
      ],
    },
    async () => {
      const all = Uint8Array.from({ length: 256 }, (_, index) => index);
      const parts = [2, 3, 4, 5, 256].flatMap((count) =>
        Array.from({ length: Math.ceil(256 / count) }, (_, index) =>
          all.slice(index * count, (index + 1) * count),
        ),
      );
      // Bytes that something on the way might take for an end, a mark or a line break.
      for (const odd of ['0', '0 0', '1 0', 'ef bb bf 61', 'd a', '61 20', 'ff fe 0']) {
        parts.push(Uint8Array.from(odd.split(' '), (byte) => Number.parseInt(byte, 16)));
      }
      await expectBytes(parts.map((part) => [encodePart(part), bytes(part)]));
      const large = Uint8Array.from({ length: 60_000 }, (_, index) => index % 251);
      const { decodeSegment } = await file();
      const same = (value: Uint8Array) =>
        value.length === large.length && large.every((byte, index) => value[index] === byte)
          ? '60,000 bytes, all of them right'
          : `other bytes (${value.length})`;
      const segment = encodePart(large);
      expect(await outcome(() => decodeSegment(segment, 'payload'), same), 'a long segment').toBe(
        '60,000 bytes, all of them right',
      );
      const first = decodeSegment('YWJj', 'header');
      decodeSegment('eHl6', 'header');
      const what = "what decodeSegment('YWJj', 'header') returned, after another call";
      expect(bytes(first), what).toBe('the bytes 61 62 63');
      first.fill(0);
      const again =
        "what decodeSegment('YWJj', 'header') returns, after a caller changed its bytes";
      const later = await outcome(() => decodeSegment('YWJj', 'header'), bytes);
      expect(later, again).toBe('the bytes 61 62 63');
    },
  );

  check(
    'takes-an-empty-part',
    'accepts an empty segment: it encodes no bytes',
    {
      points: 2,
      hint: [
        'The signature of an unsigned token is an empty string. That is valid base64url: it encodes no bytes.',
        'In a regular expression, `+` means "one or more" and `*` means "any number, including none". And an `if (!segment)` refuses the empty string.',
        '`if (!/^[A-Za-z0-9_-]…$/.test(segment)) throw …`',
      ],
    },
    () => expectBytes([['', 'no bytes']]),
  );

  check(
    'refuses-padding',
    'refuses padding (= at the end)',
    {
      points: 3,
      hint: [
        'Other uses of base64 fill up the last group with `=`. A token never does (RFC 7515 §2), so a segment with `=` in it has to be refused with a MalformedToken.',
        '`Buffer.from(…)` ignores `=`. Look at the characters before you decode, and throw `new MalformedToken(…)`: https://www.rfc-editor.org/rfc/rfc7515#section-2',
        '`if (!/^[A-Za-z0-9…]*$/.test(segment)) throw new MalformedToken(…);` with the two characters that are missing, and no `=`.',
      ],
    },
    () => expectRefused({ 'it has padding': ['YQ==', 'YWI=', 'YWJj=', 'YQ=', '=', '===='] }),
  );

  check(
    'refuses-plain-base64',
    'refuses + and /, which belong to plain base64',
    {
      points: 3,
      hint: [
        'Plain base64 uses `+` and `/` where base64url uses `-` and `_`. Accepting both alphabets gives one token several spellings.',
        '`Buffer.from(segment, "base64url")` decodes both alphabets, so check the characters yourself (RFC 4648 §5): https://www.rfc-editor.org/rfc/rfc4648#section-5',
        'A class of characters such as `[A-Za-z0-9_-]` says what is allowed. Is a `+` or `/` in yours, or do you replace them first?',
      ],
    },
    () => expectRefused({ '+ and / are plain base64': ['+/+/', 'ab+d', 'ab/d', '-_+_', 'ab-/'] }),
  );

  check(
    'refuses-other-characters',
    'refuses every other character, including spaces and line breaks',
    {
      points: 4,
      hint: [
        'Any character outside of base64url has to be refused, wherever it is. The decoder skips it without a word.',
        'List what is allowed, not what isn’t. A range such as `A-z` also contains `[`, `]`, `^` and three more, and the flags `i`, `u` and `m` allow more than they seem to.',
        'The regular expression starts with `^` and ends with `$`, or it only looks at a piece: `/^[A-Z…]*$/`',
      ],
    },
    async () => {
      await expectRefused({
        'it has white space': [
          ' YWJj',
          'YWJj ',
          'YW Jj',
          'YWJj\n',
          '\nYWJj',
          'YWJj\r\n',
          'YWJj\nYWJj',
        ],
      });
      // Every character up to U+024F, and some that look or fold like a letter, a digit or nothing.
      const codes = Array.from({ length: 0x250 }, (_, code) => code);
      const lookalikes = [
        0x0430, 0x0661, 0x200b, 0x2010, 0x2028, 0x212a, 0xfeff, 0xff21, 0xff10, 0xd800,
      ];
      for (const code of [...codes, ...lookalikes]) {
        const character = String.fromCharCode(code);
        if (`${ALPHABET}+/=`.includes(character)) continue;
        await expectRefused({
          [`${quote(character)} isn’t base64url`]: [
            `${character}WJj`,
            `YW${character}j`,
            `YWJ${character}`,
            `YWJj${character}YWJj`,
            `YWJjYWJj${character}`,
            // What is left without it is base64url, of each length.
            `${character}YQ`,
            `YWJj${character}YQ`,
            `YWI${character}`,
            `YQ${character}${character}`,
            character.repeat(4),
          ],
        });
      }
      await expectRefused({
        'this isn’t base64url': [
          'YQ%3D%3D',
          'YWI%3D',
          'Y%57I',
          '"YWJj"',
          'Y😀Jj',
          'YW.j',
          `${'a'.repeat(60)}!`,
        ],
      });
    },
  );

  check(
    'refuses-left-over-bits',
    'refuses a last character that no encoder would write',
    {
      points: 3,
      hint: [
        'YQ and YR decode to the same byte: the last bits of R are ignored. If both are accepted, one token has many spellings (RFC 4648 §3.5).',
        'Encode the bytes again with `bytes.toString("base64url")`. An honest segment comes out as it went in: https://www.rfc-editor.org/rfc/rfc4648#section-3.5',
        "`if (bytes.toString('base64url') !== …) throw new MalformedToken(…);`",
      ],
    },
    async () => {
      const last = (start: string, unused: number) =>
        [...ALPHABET]
          .filter((_, index) => index % (1 << unused) !== 0)
          .map((character) => start + character);
      await expectRefused({
        'four of its bits are left over, and they aren’t zero': [
          ...last('Y', 4),
          ...last('YWJjY', 4),
        ],
        'two of its bits are left over, and they aren’t zero': [
          ...last('YW', 2),
          ...last('YWJjYW', 2),
        ],
        'one character alone is six bits, less than a byte': [
          ...ALPHABET,
          ...[...ALPHABET].map((character) => `YWJj${character}`),
        ],
      });
    },
  );

  check(
    'names-the-part',
    'says in its error message which part is wrong',
    {
      points: 2,
      hint: [
        'The message of each MalformedToken should say which part of the token is wrong: the person who debugs it needs to know where to look.',
        '`decodeSegment` gets the name of the part as its second parameter. Use it in every message, not only in the first.',
        'Put the name into a template string, as the message of every `new MalformedToken(…)`: `The ${…} is not base64url.`',
      ],
    },
    async () => {
      const { decodeSegment } = await file();
      const messages: Record<string, string[]> = { header: [], payload: [], signature: [] };
      for (const part of ['header', 'payload', 'signature'] as const) {
        for (const segment of ['a b', 'YQ==', 'ab+d', 'YR', 'A']) {
          const message = await messageOf(() => decodeSegment(segment, part));
          if (message === undefined) continue;
          expectMention(message, part, `decodeSegment(${quote(segment)}, '${part}')`);
          messages[part]?.push(message);
        }
      }
      const { header = [], payload } = messages;
      expect(header.length > 0, 'whether any MalformedToken was thrown').toBe(true);
      const same = quote(header[0] ?? '') === quote(payload?.[0] ?? '');
      const found = same ? `for both: ${quote(header[0] ?? '')}` : 'two different messages';
      expect(found, 'the messages for a bad header and a bad payload').toBe(
        'two different messages',
      );
    },
  );

  check(
    'keeps-the-segment-to-itself',
    'prints nothing of the segment on the console',
    {
      points: 1,
      hint: [
        'A token in a log can be used by anyone who reads the log. `decodeSegment` printed a piece of one.',
        'Is there a `console.log(…)` left from debugging? Take it out, or print `segment.length` instead.',
        '`npm run grade`, and the panel, show what went wrong without `console.log`: you can do without it here.',
      ],
    },
    async () => {
      const { decodeSegment } = await file();
      const good = 'c2VjcmV0LXNlZ21lbnQ';
      const text = 'secret-segment';
      const output = await printedDuring(async () => {
        await outcome(() => decodeSegment(good, 'signature'), bytes);
        await outcome(() => decodeSegment(`${good}=`, 'signature'), bytes);
        await outcome(() => decodeSegment(`${good}x`, 'signature'), bytes);
      });
      const secrets = { 'the segment': good, 'what the segment says': text };
      expectNone(secrets, output, 'decodeSegment');
    },
  );
});
