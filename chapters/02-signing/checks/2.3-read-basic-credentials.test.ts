import { basic, check, expect, lesson, PEOPLE, task } from '#check';
import { leaksOf } from './secrets.ts';

const theReader = lesson(
  '02-signing/read-basic.ts',
  () => import('#course/02-signing/read-basic.ts'),
);

task('2.3', () => {
  /** What is read from these lines; undefined is spelled out, so that a message can show it. */
  const read = async (...lines: string[]): Promise<unknown> => {
    const { readBasicCredentials } = await theReader();
    return readBasicCredentials(lines) ?? 'undefined';
  };

  const encode = (credentials: string | Uint8Array) => Buffer.from(credentials).toString('base64');

  /** With letters beyond ASCII by their code, for two strings that look the same. */
  const inAscii = (text: string) =>
    text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

  const MIRA = { handle: 'mira', password: PEOPLE.mira.password };
  const mira = basic(MIRA.handle, MIRA.password);
  const encoded = mira.slice('Basic '.length);

  /** None of these is read, but Mira's credentials are. */
  const refuses = async (headers: [what: string, ...lines: string[]][]) => {
    expect(await read(mira), `Authorization: ${mira}`).toEqual(MIRA);
    for (const [what, ...lines] of headers) expect(await read(...lines), what).toBe('undefined');
  };

  check(
    'reads-handle-and-password',
    'reads a handle and a password, exactly as they were sent',
    {
      points: 2,
      hint: [
        'After `Basic` and a space comes base64 with `+`, `/` and `=`, not base64url (RFC 4648 §4).',
        '`Buffer.from(…, "base64")` decodes it. Don’t trim, lower-case or decode the result once more.',
        '`return { handle: text.slice(0, colon), password: text.slice(…) };`',
      ],
    },
    async () => {
      expect(await read(mira), `Authorization: ${mira}`).toEqual(MIRA);
      // Among them, these need +, /, and zero, one and two = at the end.
      for (const [handle, password] of [
        ['ada', '>>>???'],
        ['ada', '~~~???>>'],
        ['adam', '>>>???>>'],
        ['p', 'x'],
      ] as const) {
        const header = basic(handle, password);
        expect(await read(header), `Authorization: ${header}`).toEqual({ handle, password });
      }
      for (const [handle, password] of [
        ['tomas', ' spaces around '],
        ['Ada', 'BIG and small'],
        ['\ufeffada', 'what looks like a byte order mark'],
        ['ada', '%41%3a'],
        ['ada', 'a+b&amp;c'],
        ['ada', 'two\u2028lines'],
        ['ada', 'x'.repeat(200)],
        ['ada', ''],
        ['', 'x'],
      ] as const) {
        const what = inAscii(`the credentials "${handle}:${password}"`);
        expect(await read(basic(handle, password)), what).toEqual({ handle, password });
      }
    },
  );

  check(
    'splits-at-the-first-colon',
    'ends the handle at the first colon',
    {
      points: 2,
      hint: [
        'A handle can’t contain a colon, but a password can (RFC 7617 §2).',
        '`split(":")` splits at every colon. `indexOf(":")` finds the first.',
        '`const colon = text.…(":");`',
      ],
    },
    async () => {
      for (const [handle, password] of [
        ['tomas', 'a:b'],
        ['tomas', 'a:b:c:'],
        ['tomas', ':a'],
        ['tomas', '::'],
      ] as const) {
        const what = `the credentials ${handle}:${password}`;
        expect(await read(basic(handle, password)), what).toEqual({ handle, password });
      }
    },
  );

  check(
    'reads-utf-8',
    'reads the bytes as UTF-8',
    {
      points: 2,
      hint: [
        'base64 encodes bytes, and a character may take several of them. `atob` makes one character of every byte.',
        '`Buffer.from(…, "base64")` returns bytes; `decodeUtf8`, below your task, turns them into a string. Return it as it is: `verifyPassword` normalizes it later.',
        '`const text = decodeUtf8(…);`',
      ],
    },
    async () => {
      for (const [handle, password] of [
        ['tomas', 'potůček'],
        ['tomáš', 'x'],
        ['hiker', '⛰️ and 山'],
      ] as const) {
        const what = `the credentials ${handle}:${password}, in UTF-8`;
        expect(await read(basic(handle, password)), what).toEqual({ handle, password });
      }
      // `verifyPassword` normalizes. What is read is what was sent.
      for (const form of ['NFC', 'NFD', 'NFKC']) {
        const password = 'potůček ½'.normalize(form);
        const found = Object(await read(basic('tomas', password))) as { password?: unknown };
        const what = `the password potůček ½, sent in the form ${form} of Unicode`;
        expect(inAscii(String(found.password)), what).toBe(inAscii(password));
      }
    },
  );

  check(
    'refuses-bytes-that-are-not-utf-8',
    'returns undefined for bytes that are not UTF-8',
    {
      points: 2,
      hint: [
        'A Buffer’s `toString` never fails. It writes `�` for what it can’t read, so two different passwords become the same.',
        '`decodeUtf8`, below your task, returns undefined for such bytes. Pass that on.',
        '`if (text === undefined …) return …;`',
      ],
    },
    async () => {
      await refuses([
        ['"mira:passé" in Latin-1', `Basic ${encode(Buffer.from('mira:passé', 'latin1'))}`],
        ['"mirá:x" in Latin-1', `Basic ${encode(Buffer.from('mirá:x', 'latin1'))}`],
        ['"mira:" and the byte FF', `Basic ${encode(Buffer.from('6d6972613aff', 'hex'))}`],
        ['"mira:" and half a ů', `Basic ${encode(Buffer.from('mira:ů').subarray(0, -1))}`],
      ]);
    },
  );

  check(
    'takes-the-scheme-as-http-does',
    'accepts "Basic" in any case, followed by one or more spaces',
    {
      points: 2,
      hint: [
        'The scheme’s name is case-insensitive (RFC 9110 §11.1), and one or more spaces follow it (§11.4).',
        'In a regular expression, the flag `i` ignores case, and ` +` matches one or more spaces.',
        '`/^basic…(\\S+)$/i`',
      ],
    },
    async () => {
      for (const scheme of ['basic ', 'BASIC ', 'bAsIc ', 'Basic   ']) {
        const header = `${scheme}${encoded}`;
        expect(await read(header), `Authorization: ${header}`).toEqual(MIRA);
      }
    },
  );

  check(
    'refuses-other-schemes',
    'returns undefined for another scheme',
    {
      points: 1,
      hint: [
        'The scheme is the whole word before the space, and only spaces may follow it (RFC 9110 §11.4).',
        'Does your regular expression say where the line begins? `^` does.',
        '`/^basic +…/i`',
      ],
    },
    async () => {
      await refuses(
        ['Bearer', 'Digest', 'Basics', 'NotBasic', 'Proxy Basic', 'Basic:', 'Basic\t', ''].map(
          (scheme) => [`Authorization: ${scheme} ${encoded}`, `${scheme} ${encoded}`],
        ),
      );
      await refuses([
        ['Authorization: Basic and the credentials, without a space', `Basic${encoded}`],
        ['Authorization: Basic, a tab and the credentials', `Basic\t${encoded}`],
        ['Authorization: the credentials alone', encoded],
        // Two letters that upper case turns into S and I.
        ['Authorization: Ba\\u017fic and the credentials', `Ba\u017fic ${encoded}`],
        ['Authorization: Bas\\u0131c and the credentials', `Bas\u0131c ${encoded}`],
      ]);
    },
  );

  check(
    'refuses-what-is-not-base64',
    'returns undefined for anything that a base64 encoder would not have written',
    {
      points: 3,
      hint: [
        '`Buffer.from(…, "base64")` never complains: it skips what it doesn’t know. `atob` throws, but not for everything.',
        'Encode the bytes again with `toString("base64")`. You must get back exactly what was on the line, padding included.',
        '`if (bytes.toString("base64") !== …) return undefined;`',
      ],
    },
    async () => {
      const [front, back] = [encoded.slice(0, 8), encoded.slice(8)];
      // base64url writes >>>??? with - and _.
      const url = Buffer.from('ada:>>>???').toString('base64url');
      await refuses(
        [
          'Basic',
          'Basic ',
          'Basic =',
          `Basic ${front}!${back}`,
          `Basic ${front} ${back}`,
          `Basic ${front}\n${back}`,
          `Basic ${front}=${back}`,
          `Basic ${front}-_${back}`,
          `Basic ${url}==`,
          `Basic !${encoded}`,
          `Basic ${encoded}, Basic ${encoded}`,
          `Basic ${encoded} charset="UTF-8"`,
          `Basic ${encoded}===`,
          `Basic ${encoded}\n`,
          'Basic mira:granite-switchback-7',
        ].map((header) => [`Authorization: ${header}`, header]),
      );
      await refuses([
        ['a space after the credentials', `Basic ${encoded} `],
        ['base64 without its padding', 'Basic bWlyYTphYg'],
        ['base64 with too little padding', 'Basic bWlyYTphYg='],
        ['base64 with padding that it does not need', 'Basic bWlyYTp4='],
        ['base64 with bits left over: B== where an encoder writes A==', 'Basic bWlyYTpheB=='],
        ['base64 with one character too many', 'Basic bWlyYTp4Y'],
        ['base64 with one character too many, and padding', 'Basic bWlyYTp4Y==='],
      ]);
    },
  );

  check(
    'wants-exactly-one-line',
    'returns undefined unless there is exactly one Authorization line',
    {
      points: 2,
      hint: [
        'With two lines, a proxy may have looked at one and you at the other. Without any, there is nothing to read.',
        '`lines` is an array: look at its length. It’s empty when there is no such header.',
        '`if (line === undefined || lines.length > …) return undefined;`',
      ],
    },
    async () => {
      const tomas = basic('tomas', 'x');
      await refuses([
        ['no Authorization line'],
        ['an empty Authorization line', ''],
        ["two Authorization lines: Mira's credentials, and Tomáš's", mira, tomas],
        ["two Authorization lines: Mira's credentials, twice", mira, mira],
        ["two Authorization lines: Mira's credentials, and a token", mira, 'Bearer a.b.c'],
        ["two Authorization lines: a token, and Mira's credentials", 'Bearer a.b.c', mira],
        ["two Authorization lines: an empty one, and Mira's credentials", '', mira],
        ["three Authorization lines: Mira's credentials each time", mira, mira, mira],
      ]);
      const { readBasicCredentials } = await theReader();
      const nothing = readBasicCredentials(undefined) ?? 'undefined';
      expect(nothing, 'undefined instead of lines').toBe('undefined');
    },
  );

  check(
    'wants-a-colon',
    'returns undefined for credentials without a colon',
    {
      points: 1,
      hint: [
        'Without a colon there is no handle and no password.',
        '`indexOf` returns -1 when it finds nothing, and `slice(0, -1)` still returns something.',
        '`if (colon === …) return undefined;`',
      ],
    },
    async () => {
      await refuses([
        ['the credentials "mira", without a colon', `Basic ${encode('mira')}`],
        ['the credentials "mira granite", without a colon', `Basic ${encode('mira granite')}`],
      ]);
    },
  );

  check(
    'refuses-control-characters',
    'returns undefined for credentials with control characters',
    {
      points: 2,
      hint: [
        'Neither the handle nor the password may contain control characters (RFC 7617 §2). For many a database, a zero byte ends a string.',
        '`CONTROL.test(…)` finds one. Test the whole string, before or after you split it.',
        '`if (… || CONTROL.test(text)) return undefined;`',
      ],
    },
    async () => {
      const controls = [
        ['\0', 'a zero byte'],
        ['\t', 'a tab'],
        ['\n', 'a line feed'],
        ['\r', 'a carriage return'],
        ['\u001b', 'an escape character'],
        ['\u007f', 'a delete character'],
      ] as const;
      await refuses(
        controls.flatMap(([control, name]) => [
          [`${name} in the handle`, basic(`mi${control}ra`, 'x')],
          [`${name} at the end of the handle`, basic(`mira${control}`, 'x')],
          [`${name} at the end of the password`, basic('mira', `x${control}`)],
          [`${name} before the handle`, basic(`${control}mira`, 'x')],
        ]),
      );
    },
  );

  check(
    'keeps-credentials-out-of-the-log',
    'prints nothing of the credentials',
    {
      points: 1,
      hint: [
        'base64 hides nothing: anyone who can read the log can decode it.',
        'Look for a `console.log` in read-basic.ts.',
      ],
    },
    async () => {
      const leaks = await leaksOf(async () => {
        await read(mira);
        await read(mira, mira);
        await read(basic('mira\0', MIRA.password));
        await read(`Basic ${encoded}!`);
        await read(`Basic ${encoded} x`);
        await read(`Bearer ${encoded}`);
        await read(encoded);
        await read(basic('mira', `${MIRA.password}\n`));
        await read(`Basic ${encode(MIRA.password)}`);
        return {
          'the password': MIRA.password,
          'the Authorization line': encoded,
        };
      });
      expect(leaks, 'the secrets that were printed').toEqual([]);
    },
  );
});
