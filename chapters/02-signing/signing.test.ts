import { KeyObject } from 'node:crypto';
import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  jwtVerify,
} from 'jose';
import supertest, { type Response as Answer } from 'supertest';
import { findPersonByHandle, type Person } from '#api/people.ts';
import { NotWrittenYet } from '#api/todo.ts';
import { APP_PEM, EC_PEM, LONG_PEM, PSS_PEM, SHORT_PEM, STRANGER_PEM } from '#check';
import { appKeys, basic, check, expect, type Keys, lesson, makeWorld, NOW } from '#check';
import { PEOPLE, START, strangerKeys, task, wordsOf, type World } from '#check';

const theKeyPair = lesson('02-signing/key-pair.ts', () => import('#course/02-signing/key-pair.ts'));
const theReader = lesson(
  '02-signing/read-basic.ts',
  () => import('#course/02-signing/read-basic.ts'),
);
const theCheck = lesson(
  '02-signing/check-password.ts',
  () => import('#course/02-signing/check-password.ts'),
);
const theSigning = lesson(
  '02-signing/sign-token.ts',
  () => import('#course/02-signing/sign-token.ts'),
);
const theApp = lesson('02-signing/app.ts', () => import('#course/02-signing/app.ts'));

task('2.1', () => {
  const load = async (pem: typeof APP_PEM): Promise<Keys> => {
    const { loadKeyPair } = await theKeyPair();
    return loadKeyPair(pem);
  };

  /** What loadKeyPair says against a pair: the message of the error that it throws. */
  const complaint = async (
    what: string,
    changes: Partial<Record<keyof typeof APP_PEM, unknown>>,
  ) => {
    try {
      await load({ ...APP_PEM, ...changes } as typeof APP_PEM);
    } catch (error) {
      if (error instanceof NotWrittenYet) throw error;
      expect(error instanceof Error ? 'an Error' : error, `what is thrown, given ${what}`).toBe(
        'an Error',
      );
      return (error as Error).message;
    }
    expect('it takes them', `loadKeyPair, given ${what}`).toBe('it throws an Error');
    return '';
  };

  /** Refusing is easy for who refuses everything: a good pair is taken. */
  const takesAGoodPair = async () => {
    const { kid } = await load(APP_PEM);
    expect(typeof kid, 'the kid, given a good key pair').toBe('string');
  };

  check(
    'gives-key-objects',
    'gives both keys as KeyObjects, parsed once and for all',
    {
      points: 3,
      hint: [
        'A text is parsed again for every token. node:crypto has an object that is parsed already.',
        'parse(which, create, pem) below your task calls createPrivateKey or createPublicKey for you.',
      ],
    },
    async () => {
      const { privateKey, publicKey } = await load(APP_PEM);
      const kindOf = (key: unknown) =>
        key instanceof KeyObject ? `a ${key.type} KeyObject` : `of type ${typeof key}`;
      expect(kindOf(privateKey), 'privateKey').toBe('a private KeyObject');
      expect(kindOf(publicKey), 'publicKey').toBe('a public KeyObject');
      expect(privateKey.equals(appKeys.privateKey), 'privateKey is the one given').toBe(true);
      expect(publicKey.equals(appKeys.publicKey), 'publicKey is the one given').toBe(true);
    },
  );

  check(
    'names-the-key',
    'names the key by its thumbprint, so that every server gives it the same name',
    {
      points: 2,
      hint: 'kid is the RFC 7638 thumbprint of the public key: thumbprintOf, below your task, computes it.',
    },
    async () => {
      for (const [whose, pem, { publicKey }] of [
        ["the app's key", APP_PEM, appKeys],
        ["a stranger's key", STRANGER_PEM, strangerKeys],
      ] as const) {
        const { kid } = await load(pem);
        const thumbprint = await calculateJwkThumbprint(await exportJWK(publicKey));
        expect(kid, `the kid of ${whose}`).toBe(thumbprint);
      }
    },
  );

  check(
    'takes-a-longer-key',
    'takes a key that is longer than need be',
    { points: 1, hint: 'RFC 7518 §3.3 says "2048 bits or larger": a key of 3072 bits is fine.' },
    async () => {
      const { publicKey } = await load(LONG_PEM);
      const bits = publicKey.asymmetricKeyDetails?.modulusLength;
      expect(bits, 'the length of the key that comes back, given one of 3072 bits').toBe(3072);
    },
  );

  check(
    'refuses-a-missing-key',
    'throws when a key is missing, and says which',
    {
      points: 2,
      hint: [
        'An unset variable gives undefined, an empty file gives "". Which error would you like to read at night?',
        'parse, below your task, knows a missing key. Both keys go through it.',
      ],
    },
    async () => {
      await takesAGoodPair();
      for (const which of ['private', 'public'] as const) {
        for (const missing of ['', ' \n', undefined]) {
          const what = `${JSON.stringify(missing)} for the ${which} key`;
          const message = await complaint(what, { [`${which}Key`]: missing });
          expectToName(message, which, what);
        }
      }
    },
  );

  check(
    'refuses-what-is-no-key',
    'throws when a text is no key in PEM form, and says which, in words of its own',
    {
      points: 2,
      hint: [
        'createPrivateKey throws "error:1E08010C:DECODER routines::unsupported". Does that help anybody?',
        'Catch it, and say which key it is: parse, below your task, does.',
      ],
    },
    async () => {
      await takesAGoodPair();
      const half = (pem: string) => pem.slice(0, pem.length / 2);
      for (const [which, what, changes] of [
        ['private', '"hello" for the private key', { privateKey: 'hello' }],
        ['public', '"hello" for the public key', { publicKey: 'hello' }],
        ['private', 'half of a private key', { privateKey: half(APP_PEM.privateKey) }],
        ['public', 'half of a public key', { publicKey: half(APP_PEM.publicKey) }],
        ['private', 'the public key in both places', { privateKey: APP_PEM.publicKey }],
      ] as const) {
        expectToName(await complaint(what, changes), which, what);
      }
    },
  );

  check(
    'refuses-a-key-that-is-not-rsa',
    'throws when a key is no RSA key, and says so',
    {
      points: 3,
      hint: [
        'An elliptic curve makes good keys, and none for RS256. A KeyObject says what it is.',
        'asymmetricKeyType must be "rsa" to the letter: "rsa-pss" is another kind, bound to other algorithms.',
      ],
    },
    async () => {
      await takesAGoodPair();
      for (const [what, changes, which] of [
        ['a pair on an elliptic curve (P-256)', EC_PEM],
        ['a pair for RSA-PSS', PSS_PEM],
        ['a private key on an elliptic curve', { privateKey: EC_PEM.privateKey }, 'private'],
        ['a public key on an elliptic curve', { publicKey: EC_PEM.publicKey }, 'public'],
      ] as [string, Partial<typeof APP_PEM>, ('private' | 'public')?][]) {
        const message = await complaint(what, changes);
        expectToSay(message, 'it says that RSA is wanted', /rsa/i, what);
        if (which) expectToName(message, which, what);
      }
    },
  );

  check(
    'refuses-a-short-key',
    'throws when a key has fewer than 2048 bits, and says so',
    {
      points: 2,
      hint: [
        'RFC 7518 §3.3 wants 2048 bits or more. Who can factor a shorter key can sign as you.',
        'asymmetricKeyDetails of a KeyObject has the modulusLength, in bits.',
      ],
    },
    async () => {
      await takesAGoodPair();
      const what = 'an RSA pair of 1024 bits';
      const message = await complaint(what, SHORT_PEM);
      const short = /2048|bits|short|small|weak|length|long|size|large/i;
      expectToSay(message, 'it says that it is too short', short, what);
    },
  );

  check(
    'refuses-a-private-key-as-public',
    "throws when a private key stands in the public key's place",
    {
      points: 1,
      hint: 'createPublicKey takes a private key as well, and derives the public one, without a word. parse, below your task, looks first.',
    },
    async () => {
      await takesAGoodPair();
      const what = 'the private key in both places';
      expectToName(await complaint(what, { publicKey: APP_PEM.privateKey }), 'public', what);
    },
  );

  check(
    'refuses-keys-of-two-pairs',
    'throws when the public key does not belong to the private key',
    {
      points: 3,
      hint: [
        'Two good keys need not be a pair: somebody renewed one file and forgot the other.',
        'createPublicKey(privateKey) gives the public half that the private key has; a KeyObject has equals().',
      ],
    },
    async () => {
      await takesAGoodPair();
      for (const [what, changes] of [
        ["our private key and a stranger's public key", { publicKey: STRANGER_PEM.publicKey }],
        ["a stranger's private key and our public key", { privateKey: STRANGER_PEM.privateKey }],
      ] as const) {
        const message = await complaint(what, changes);
        const noPair =
          /pair|belong|match|fit|other|same|together|differ|equal|correspond|public[^]*private|private[^]*public/i;
        expectToSay(message, 'it says that they are no pair', noPair, what);
      }
    },
  );

  check(
    'keeps-the-key-to-itself',
    'never puts a key into a message',
    {
      points: 1,
      hint: 'A message ends up in a log, and a log is read by many. Say what is wrong with the key, not what is in it.',
    },
    async () => {
      for (const [what, changes] of [
        ['keys of two pairs', { publicKey: STRANGER_PEM.publicKey }],
        ['a private key on an elliptic curve', { privateKey: EC_PEM.privateKey }],
        ['an RSA pair of 1024 bits', SHORT_PEM],
        ['half of a private key', { privateKey: APP_PEM.privateKey.slice(0, 400) }],
        ['a private key in both places', { publicKey: APP_PEM.privateKey }],
      ] as const) {
        const message = await complaint(what, changes);
        const quotes = (Object.values({ ...APP_PEM, ...changes }) as string[])
          .flatMap((pem) => pem.split('\n'))
          .filter((line) => line.length > 20 && !line.startsWith('-----'))
          .some((line) => message.includes(line));
        expect(quotes, `the message quotes from the key, given ${what}`).toBe(false);
      }
    },
  );

  function expectToName(message: string, which: 'private' | 'public', what: string): void {
    const says = `it says which key it is about, the ${which} one`;
    expectToSay(message, says, new RegExp(which, 'i'), what);
    expectToSay(message, "it is not OpenSSL's own", /^(?![^]*(error:\w{8}|routines))/, what);
  }

  function expectToSay(message: string, wanted: string, pattern: RegExp, what: string): void {
    const found = pattern.test(message) ? wanted : `the message ${JSON.stringify(message)}`;
    expect(found, `the message, given ${what}`).toBe(wanted);
  }
});

task('2.2', () => {
  /** What is read from these lines; undefined is written out, to be seen in a message. */
  const read = async (...lines: string[]): Promise<unknown> => {
    const { readBasicCredentials } = await theReader();
    return readBasicCredentials(lines) ?? 'undefined';
  };

  const encode = (credentials: string | Uint8Array) => Buffer.from(credentials).toString('base64');

  const MIRA = { handle: 'mira', password: 'granite-switchback-7' };
  const mira = basic(MIRA.handle, MIRA.password);

  /** None of these is read, while Mira's credentials are. */
  const refuses = async (headers: [what: string, ...lines: string[]][]) => {
    expect(await read(mira), `Authorization: ${mira}`).toEqual(MIRA);
    for (const [what, ...lines] of headers) expect(await read(...lines), what).toBe('undefined');
  };

  check(
    'reads-handle-and-password',
    'reads a handle and a password',
    {
      points: 2,
      hint: [
        'After "Basic" and a space comes base64: Buffer.from(text, "base64") decodes it.',
        'This is plain base64 (RFC 4648 §4), not base64url: + and / belong to it, and = at its end.',
      ],
    },
    async () => {
      expect(await read(mira), `Authorization: ${mira}`).toEqual(MIRA);
      // Between them, these need +, /, and no, one and two = at the end.
      for (const [handle, password] of [
        ['ada', '>>>???'],
        ['ada', '~~~???>>'],
        ['adam', '>>>???>>'],
        ['p', 'x'],
      ] as const) {
        const header = basic(handle, password);
        expect(await read(header), `Authorization: ${header}`).toEqual({ handle, password });
      }
      // As they are: nothing is trimmed, put into another case, or decoded once more.
      for (const [handle, password] of [
        ['tomas', ' spaces around '],
        ['Ada', 'BIG and small'],
        ['\ufeffada', 'what looks like a byte order mark'],
        ['ada', '%41%3a'],
      ] as const) {
        const what = `the credentials "${handle}:${password}"`;
        expect(await read(basic(handle, password)), what).toEqual({ handle, password });
      }
    },
  );

  check(
    'splits-at-the-first-colon',
    'ends the handle at the first colon, and leaves the others to the password',
    {
      points: 3,
      hint: [
        'What does "tomas:a:b".split(":") give, and where does the rest of the password go?',
        'RFC 7617 §2: a handle has no colon, a password may. indexOf finds the first.',
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
      hint: 'base64 gives bytes, and bytes are not yet text. atob makes one character of every byte.',
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
    },
  );

  check(
    'refuses-bytes-that-are-not-utf-8',
    'reads nothing from bytes that are not UTF-8',
    {
      points: 2,
      hint: [
        'Buffer\'s toString never fails: it writes "�" for what it cannot read, and so two passwords become one.',
        'decodeUtf8, below your task, gives undefined for such bytes.',
      ],
    },
    async () => {
      await refuses([
        ['"mira:passé" in Latin-1', `Basic ${encode(Buffer.from('mira:passé', 'latin1'))}`],
        ['"mirá:x" in Latin-1', `Basic ${encode(Buffer.from('mirá:x', 'latin1'))}`],
        ['"mira:" and the byte FF', `Basic ${encode(Buffer.from('6d6972613aff', 'hex'))}`],
        ['a ů that is cut in half', `Basic ${encode(Buffer.from('mira:ů').subarray(0, -1))}`],
      ]);
    },
  );

  check(
    'takes-the-scheme-as-http-does',
    'takes "Basic" in any case, with one space after it or more',
    {
      points: 2,
      hint: 'The name of a scheme has no case (RFC 9110 §11.1), and 1*SP follows it (§11.4): one space or more.',
    },
    async () => {
      const encoded = mira.slice('Basic '.length);
      for (const scheme of ['basic ', 'BASIC ', 'bAsIc ', 'Basic   ']) {
        const header = `${scheme}${encoded}`;
        expect(await read(header), `Authorization: ${header}`).toEqual(MIRA);
      }
    },
  );

  check(
    'refuses-other-schemes',
    'reads nothing from another scheme',
    {
      points: 1,
      hint: 'The scheme is the whole word before the space. Does your pattern say where the line begins?',
    },
    async () => {
      const encoded = mira.slice('Basic '.length);
      await refuses(
        ['Bearer', 'Digest', 'Basics', 'NotBasic', 'Proxy Basic', 'Basic:', 'Basic\t', ''].map(
          (scheme) => [`Authorization: ${scheme} ${encoded}`, `${scheme} ${encoded}`],
        ),
      );
      await refuses([
        ['Authorization: Basic and the credentials, without a space', `Basic${encoded}`],
        ['Authorization: the credentials alone', encoded],
      ]);
    },
  );

  check(
    'refuses-what-is-not-base64',
    'reads nothing from what is not base64, to the letter',
    {
      points: 3,
      hint: [
        'Buffer.from(text, "base64") never complains: it skips what it does not know.',
        'Say what base64 is: A–Z a–z 0–9 + and /, then no more than two = at the end. Does your pattern reach to the end of the line?',
      ],
    },
    async () => {
      const encoded = mira.slice('Basic '.length);
      const [front, back] = [encoded.slice(0, 8), encoded.slice(8)];
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
          `Basic !${encoded}`,
          `Basic ${encoded}, Basic ${encoded}`,
          `Basic ${encoded} charset="UTF-8"`,
          `Basic ${encoded}===`,
          'Basic mira:granite-switchback-7',
        ].map((header) => [`Authorization: ${header}`, header]),
      );
    },
  );

  check(
    'wants-exactly-one-line',
    'reads nothing when there is no Authorization line, or more than one',
    {
      points: 2,
      hint: [
        'Of two lines, a proxy may have looked at the other one. Which would be the caller?',
        'lines is an array. Without such a header it is empty: `lines = []` sees to that.',
      ],
    },
    async () => {
      const tomas = basic('tomas', 'x');
      await refuses([
        ['no Authorization line'],
        ['an Authorization line with nothing on it', ''],
        ["two Authorization lines: Mira's credentials, and Tomáš's", mira, tomas],
        ["two Authorization lines: Mira's credentials, twice", mira, mira],
        ["two Authorization lines: Mira's credentials, and a token", mira, 'Bearer a.b.c'],
        ["two Authorization lines: a token, and Mira's credentials", 'Bearer a.b.c', mira],
        ["three Authorization lines: Mira's credentials each time", mira, mira, mira],
      ]);
      const { readBasicCredentials } = await theReader();
      const nothing = readBasicCredentials(undefined) ?? 'undefined';
      expect(nothing, 'undefined instead of lines').toBe('undefined');
    },
  );

  check(
    'wants-a-colon',
    'reads nothing from credentials without a colon',
    {
      points: 1,
      hint: 'indexOf gives -1 where there is none. What does slice(0, -1) give then?',
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
    'reads nothing from credentials with control characters',
    {
      points: 2,
      hint: [
        'RFC 7617 §2: neither the handle nor the password may hold control characters. A zero ends a text for many a database.',
        'CONTROL.test(text) finds one: in the handle, in the password, at the very end.',
      ],
    },
    async () => {
      const controls = [
        ['\0', 'a zero byte'],
        ['\t', 'a tab'],
        ['\n', 'a line feed'],
        ['\r', 'a carriage return'],
        ['\u001b', 'an escape'],
        ['\u007f', 'a delete'],
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
});

task('2.3', () => {
  const checked = async (
    handle: string,
    password: string,
    database = makeWorld().database,
  ): Promise<Person | undefined> => {
    const { checkPassword } = await theCheck();
    return checkPassword(database, { handle, password });
  };

  /** What came back, in words: whoever is let in by mistake is named, and no more. */
  const whoIs = (person: Person | undefined): string => {
    if (!person) return 'undefined';
    return person.handle === undefined ? String(person) : `the person ${person.handle}`;
  };

  const { mira, tomas, ines } = PEOPLE;
  const found = once(() => checked(mira.handle, mira.password));

  check(
    'finds-the-person',
    'gives the person whose handle and password these are',
    {
      points: 3,
      hint: [
        'findPersonByHandle gives the person, with the hash of their password.',
        'verifyPassword takes tens of milliseconds, so it gives a promise. Is it awaited?',
      ],
    },
    async () => {
      expect(await found(), "Mira's handle and her password").toMatchObject({
        id: 'p-mira',
        handle: 'mira',
        name: 'Mira Castellan',
        role: 'hiker',
      });
      const right = await checked(tomas.handle, tomas.password);
      expect(right, "Tomáš's handle and his password").toMatchObject({ id: 'p-tomas' });
    },
  );

  check(
    'keeps-the-hash-to-itself',
    "gives id, handle, name and role, and never the password's hash",
    {
      points: 3,
      hint: [
        'What this returns travels on: into handlers, logs, perhaps an answer. What must not?',
        'Take passwordHash off: `const { passwordHash: _, ...person } = found`.',
      ],
    },
    async () => {
      const members = Object.keys(Object(await found())).sort();
      expect(members, 'the members of the person that is returned').toEqual([
        'handle',
        'id',
        'name',
        'role',
      ]);
    },
  );

  check(
    'refuses-a-wrong-password',
    'gives undefined for a wrong password',
    {
      points: 3,
      hint: [
        'verifyPassword tells whether the password is right. A promise of false is true, until it is awaited.',
        'The password has to be that of the person who has the handle.',
      ],
    },
    async () => {
      expect(await found(), "Mira's handle and her password").toMatchObject({ id: 'p-mira' });
      for (const [what, password] of [
        ["Mira's handle with Inês's password", ines.password],
        ["Mira's handle with no password at all", ''],
        ["Mira's handle with her password and a space", `${mira.password} `],
      ] as const) {
        expect(whoIs(await checked(mira.handle, password)), what).toBe('undefined');
      }
    },
  );

  check(
    'refuses-an-unknown-handle',
    'gives undefined for a handle that nobody has',
    {
      points: 3,
      hint: 'Both must hold: there is such a person, and the password is theirs.',
    },
    async () => {
      expect(await found(), "Mira's handle and her password").toMatchObject({ id: 'p-mira' });
      for (const [what, handle, password] of [
        ["an unknown handle with Mira's password", 'nobody', mira.password],
        ['an unknown handle with a password that nobody has', 'nobody', 'let-me-in'],
        ["a handle with SQL in it, with Mira's password", "' OR id = 'p-mira", mira.password],
        ["the handle m_ra with Mira's password", 'm_ra', mira.password],
      ] as const) {
        expect(whoIs(await checked(handle, password)), what).toBe('undefined');
      }
    },
  );

  check(
    'does-the-same-work-for-an-unknown-handle',
    'takes as long for a handle that nobody has as for a wrong password',
    {
      points: 4,
      timeout: 4000,
      hint: [
        'Who measures how long an answer takes learns which handles exist, if one answer comes at once.',
        'Verify the password in every case, and once: where there is no person, against NOBODYS_HASH.',
      ],
    },
    async () => {
      const { database } = makeWorld();
      const refuse = async (handle: string) => {
        const person = await checked(handle, 'not-the-password', database);
        expect(whoIs(person), `${handle} with a wrong password`).toBe('undefined');
      };
      const work = await compareTimes(
        () => refuse('nobody'),
        () => refuse(mira.handle),
      );
      expect(work, 'the work for an unknown handle, beside a wrong password').toBe('the same');
    },
  );

  check(
    'asks-the-database-each-time',
    'goes by who is in the database at this moment',
    {
      points: 2,
      hint: 'Somebody may be renamed between two requests. Nothing about people is worth keeping in a variable.',
    },
    async () => {
      const { database } = makeWorld();
      const before = await checked(ines.handle, ines.password, database);
      expect(before, 'ines with her password').toMatchObject({ id: 'p-ines' });
      database.run("UPDATE people SET handle = 'ines-duarte' WHERE id = 'p-ines'");
      const old = await checked(ines.handle, ines.password, database);
      expect(whoIs(old), 'the handle ines, after she was renamed to ines-duarte').toBe('undefined');
      const renamed = await checked('ines-duarte', ines.password, database);
      expect(renamed, 'the handle ines-duarte, after she was renamed').toMatchObject({
        id: 'p-ines',
        handle: 'ines-duarte',
      });
    },
  );
});

task('2.4', () => {
  const mira: Person = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };

  const sign = async ({ person = mira, keys = appKeys, time = START } = {}): Promise<string> => {
    const { signAccessToken } = await theSigning();
    const token: unknown = await signAccessToken(person, keys, () => time);
    expect(typeof token, 'what signAccessToken returns is a text').toBe('string');
    return token as string;
  };
  const claimsOf = async (options?: Parameters<typeof sign>[0]) => decodeJwt(await sign(options));

  check(
    'is-good-for-another-library',
    'signs a token that another library verifies with the public key',
    {
      points: 4,
      hint: [
        'jwt.sign(claims, privateKey, options): which algorithm do the options name? Without one it is HS256.',
        'The key is the private key of the pair that is given, the algorithm is ALGORITHM.',
      ],
    },
    async () => {
      for (const [whose, keys] of [
        ["the app's keys", appKeys],
        ["a stranger's keys", strangerKeys],
      ] as const) {
        const { publicKey } = keys;
        const token = await sign({ keys });
        const verdict = await jwtVerify(token, publicKey, {
          algorithms: ['RS256'],
          currentDate: new Date(START),
        }).then(() => 'it verifies', reasonOf);
        expect(verdict, `what jose makes of a token signed with ${whose}`).toBe('it verifies');
      }
    },
  );

  check(
    'says-what-it-is',
    'names the algorithm, the type and the key in the header, and nothing else',
    {
      points: 3,
      hint: [
        'Whoever verifies the token looks at typ first: this is an access token, not any JWT (RFC 9068 §2.1).',
        'The options of jwt.sign: keyid writes kid, header writes typ. The type is TOKEN_TYPE.',
      ],
    },
    async () => {
      for (const keys of [appKeys, strangerKeys]) {
        const header = decodeProtectedHeader(await sign({ keys }));
        expect(header, "the token's header").toEqual({
          alg: 'RS256',
          typ: 'at+jwt',
          kid: keys.kid,
        });
      }
    },
  );

  check(
    'says-by-whom-and-for-whom',
    'names the issuer, the audience and the client',
    {
      points: 3,
      hint: 'token-profile.ts has the values: ISSUER for iss, AUDIENCE for aud, CLIENT_ID for client_id (RFC 9068 §2.2).',
    },
    async () => {
      const { iss, aud, client_id } = await claimsOf();
      expect(iss, 'the claim iss').toBe('https://cairn.example');
      expect(aud, 'the claim aud').toBe('https://cairn.example/api');
      expect(client_id, 'the claim client_id').toBe('cairn');
    },
  );

  check(
    'names-the-person-by-id',
    "has the person's id as its subject, which a new handle does not change",
    {
      points: 3,
      hint: [
        'Mira may choose another handle within the hour, and somebody else may take the old one.',
        'sub is what never changes, and is never given to anyone else: person.id.',
      ],
    },
    async () => {
      expect((await claimsOf()).sub, 'the claim sub, for mira').toBe('p-mira');
      const renamed = await claimsOf({ person: { ...mira, handle: 'castellan' } });
      expect(renamed.sub, 'the claim sub, for Mira after she took another handle').toBe('p-mira');
      const ines: Person = { id: 'p-ines', handle: 'ines', name: 'Inês Duarte', role: 'ranger' };
      expect((await claimsOf({ person: ines })).sub, 'the claim sub, for ines').toBe('p-ines');
    },
  );

  check(
    'goes-by-the-apps-clock',
    "has the app's time as its iat, in whole seconds, rounded down",
    {
      points: 3,
      hint: [
        'clock() is in milliseconds, iat in seconds. A token whose iat is rounded up comes from the future.',
        "Without an iat among the claims, jwt.sign takes the machine's time. Math.floor(clock() / 1000) is ours.",
      ],
    },
    async () => {
      for (const [time, iat] of [
        [START, NOW],
        [START + 1, NOW],
        [START + 999, NOW],
        [START + 1000, NOW + 1],
        [Date.UTC(2001, 0, 1), Date.UTC(2001, 0, 1) / 1000],
      ] as const) {
        const claims = await claimsOf({ time });
        expect(claims.iat, `the claim iat, when clock() gives ${time}`).toBe(iat);
      }
    },
  );

  check(
    'is-good-for-an-hour',
    'ends an hour after it was issued',
    {
      points: 2,
      hint: [
        'exp is in seconds, as iat is. LIFETIME counts seconds too.',
        "To jwt.sign, expiresIn: 3600 are seconds, and expiresIn: '3600' are milliseconds. iat + LIFETIME leaves no doubt.",
      ],
    },
    async () => {
      for (const time of [START, START + 999, Date.UTC(2001, 0, 1)]) {
        const { iat, exp } = await claimsOf({ time });
        const lifetime = Number(exp) - Number(iat);
        expect(lifetime, `exp - iat, when clock() gives ${time}`).toBe(3600);
        const whole = Math.floor(time / 1000) + 3600;
        expect(exp, `the claim exp, when clock() gives ${time}`).toBe(whole);
      }
    },
  );

  check(
    'has-an-id-of-its-own',
    'gives every token an id of its own',
    {
      points: 2,
      hint: [
        'Two tokens for the same person in the same second: what tells them apart?',
        'crypto.randomUUID() makes a jti that nobody else has, each time it is called.',
      ],
    },
    async () => {
      const ids: unknown[] = [];
      for (let count = 0; count < 5; count += 1) ids.push((await claimsOf()).jti);
      expect(typeof ids[0], 'the type of the claim jti').toBe('string');
      const different = new Set(ids).size;
      expect(different, 'how many jti differ, of five tokens for the same second').toBe(5);
      expect(ids.includes(''), 'a jti is empty').toBe(false);
    },
  );

  check(
    'says-nothing-else',
    'carries the seven claims, and nothing else about the person',
    {
      points: 2,
      hint: [
        'Anyone who holds the token can read it, and what it says of a role is an hour old when it matters.',
        'Write the claims out one by one, instead of spreading the person.',
      ],
    },
    async () => {
      // As a person looks whose hash nobody has taken off.
      const withHash = findPersonByHandle(makeWorld().database, 'mira');
      for (const person of [mira, withHash ?? mira]) {
        const names = Object.keys(await claimsOf({ person })).sort();
        expect(names, 'the claims that the token carries').toEqual([
          'aud',
          'client_id',
          'exp',
          'iat',
          'iss',
          'jti',
          'sub',
        ]);
      }
    },
  );
});

task('2.5', () => {
  /** Asks for a token: with an Authorization header, several, or none. */
  const ask = async (world: World, ...lines: string[]): Promise<Answer> => {
    const { createApp } = await theApp();
    const sent = supertest(createApp(world)).post('/api/tokens');
    // A header that is given as a list is sent as so many lines.
    if (lines.length > 0)
      void sent.set('Authorization', (lines.length > 1 ? lines : lines[0]) as string);
    return sent;
  };

  const { mira, tomas } = PEOPLE;
  const miras = basic(mira.handle, mira.password);

  const granted = once(() => ask(makeWorld(), miras));
  const wrong = once(() => ask(makeWorld(), basic(mira.handle, 'not-her-password')));
  const unknown = once(() => ask(makeWorld(), basic('nobody', 'not-her-password')));
  const without = once(() => ask(makeWorld()));

  /** What jose says of the token in an answer: whose it is, or why it is none. */
  const holderOf = async ({ status, body }: Answer): Promise<unknown> => {
    if (status !== 200) return `no token, but status ${status}`;
    return jwtVerify(String(body.access_token), appKeys.publicKey, {
      issuer: 'https://cairn.example',
      audience: 'https://cairn.example/api',
      typ: 'at+jwt',
      algorithms: ['RS256'],
      currentDate: new Date(START),
      requiredClaims: ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'],
    }).then(({ payload }) => payload.sub, reasonOf);
  };

  check(
    'trades-a-password-for-a-token',
    'answers 200 with an access token that another library accepts',
    {
      points: 4,
      hint: [
        'readBasicCredentials, then checkPassword, then signAccessToken: each gives what the next one takes.',
        'checkPassword gives a promise. Is it awaited?',
      ],
    },
    async () => {
      const answer = await granted();
      expect(answer.status, "the status, for Mira's handle and password").toBe(200);
      const holder = await holderOf(answer);
      expect(holder, 'whose token it is, or what jose finds wrong with it').toBe('p-mira');
      expect(answer.headers['x-powered-by'], 'X-Powered-By of the answer').toBe(undefined);

      // The rest of the API is as it was: it does not ask for the token yet.
      const { createApp } = await theApp();
      const api = supertest(createApp(makeWorld()));
      const token: unknown = answer.body.access_token;
      const inspected = await api.post('/api/tokens/inspect').send({ token });
      expect(inspected.status, 'POST /api/tokens/inspect with that token').toBe(200);
      const report = { trail: 'larch-loop', condition: 'open', title: 'Dry', author: 'mira' };
      const posted = await api.post('/api/reports').send(report);
      expect(posted.status, 'POST /api/reports without a token').toBe(201);
    },
  );

  check(
    'says-how-to-use-it',
    'answers with access_token, token_type and expires_in',
    {
      points: 2,
      hint: 'RFC 6749 §5.1 names the three members. expires_in is a number of seconds, token_type is "Bearer".',
    },
    async () => {
      const { status, type, body } = await granted();
      expect(status, "the status, for Mira's handle and password").toBe(200);
      expect(type, 'the media type of the answer').toBe('application/json');
      expect(body.token_type, 'token_type').toBe('Bearer');
      expect(body.expires_in, 'expires_in').toBe(3600);
      const members = Object.keys(body as object).sort();
      expect(members, 'the members of the answer').toEqual([
        'access_token',
        'expires_in',
        'token_type',
      ]);
    },
  );

  check(
    'is-kept-by-no-cache',
    'forbids every cache to keep the token',
    {
      points: 2,
      hint: [
        'A cache between you and Mira that keeps this answer keeps her token.',
        'Cache-Control: no-store (RFC 6749 §5.1). no-cache means something else: keep it, but ask me first.',
      ],
    },
    async () => {
      const { status, headers } = await granted();
      expect(status, "the status, for Mira's handle and password").toBe(200);
      const directives = String(headers['cache-control'])
        .toLowerCase()
        .split(/\s*,\s*/);
      expect(directives, 'Cache-Control of an answer with a token').toContain('no-store');
    },
  );

  check(
    'signs-tomas-in',
    'signs Tomáš in, whose password has colons, and letters beyond ASCII',
    {
      points: 2,
      hint: "Tomáš's password is potůček:u:lesa-9. Task 2.2 has to read it whole, and as UTF-8.",
    },
    async () => {
      const answer = await ask(makeWorld(), basic(tomas.handle, tomas.password));
      const holder = await holderOf(answer);
      expect(holder, 'whose token it is, for tomas and potůček:u:lesa-9').toBe('p-tomas');
    },
  );

  check(
    'refuses-whatever-is-wrong',
    'answers 401 to credentials that are missing, malformed or wrong',
    {
      points: 3,
      hint: [
        'readBasicCredentials gives undefined, and so does checkPassword. Both times the answer is the same.',
        'Throw invalidCredentials(), below your task: `throw`, so that nothing after it happens.',
      ],
    },
    async () => {
      const { createApp } = await theApp();
      const api = supertest(createApp(makeWorld()));
      const inBody = api.post('/api/tokens').send({ handle: mira.handle, password: mira.password });
      const inQuery = api
        .post('/api/tokens')
        .query({ handle: mira.handle, password: mira.password });
      for (const [what, answer] of [
        ['no Authorization header', await without()],
        ["Mira's handle with a wrong password", await wrong()],
        ['a handle that nobody has', await unknown()],
        ['a Bearer token', await ask(makeWorld(), 'Bearer a.b.c')],
        ['Basic without credentials', await ask(makeWorld(), 'Basic')],
        ['credentials that are not base64', await ask(makeWorld(), 'Basic mira:x')],
        ['credentials without a colon', await ask(makeWorld(), 'Basic bWlyYQ==')],
        ['bytes that are not UTF-8', await ask(makeWorld(), 'Basic bWlyYTr/')],
        ['handle and password in the body', await inBody],
        ['handle and password in the query', await inQuery],
      ] as const) {
        expect(answer.status, `the status, for ${what}`).toBe(401);
        expect(answer.text.includes('access_token'), `a token in the answer to ${what}`).toBe(
          false,
        );
      }
    },
  );

  check(
    'asks-for-basic-credentials',
    'says with every 401 how to sign in: Basic, in UTF-8',
    {
      points: 2,
      hint: 'A 401 has to say in WWW-Authenticate how to come back (RFC 9110 §15.5.2). invalidCredentials() has it.',
    },
    async () => {
      for (const [what, { status, headers }] of [
        ['no Authorization header', await without()],
        ['a wrong password', await wrong()],
        ['an unknown handle', await unknown()],
      ] as const) {
        expect(status, `the status, for ${what}`).toBe(401);
        const challenge: unknown = headers['www-authenticate'];
        expect(typeof challenge, `the type of WWW-Authenticate, for ${what}`).toBe('string');
        expect(challenge, `WWW-Authenticate, for ${what}`).toMatch(/^basic +\w/i);
        expect(challenge, `WWW-Authenticate, for ${what}`).toMatch(/\brealm="?cairn"?(,|\s|$)/i);
        expect(challenge, `WWW-Authenticate, for ${what}`).toMatch(/\bcharset="?utf-8"?(,|\s|$)/i);
      }
    },
  );

  check(
    'names-the-problem',
    'answers a problem of the type invalid-credentials',
    {
      points: 1,
      hint: 'Errors here are problems (RFC 9457). invalidCredentials() makes this one; throw it, and the app answers.',
    },
    async () => {
      for (const [what, { status, type, body }] of [
        ['no Authorization header', await without()],
        ['a wrong password', await wrong()],
        ['an unknown handle', await unknown()],
      ] as const) {
        expect(type, `the media type, for ${what}`).toBe('application/problem+json');
        const problem = 'https://cairn.example/problems/invalid-credentials';
        expect(body.type, `the problem's type, for ${what}`).toBe(problem);
        expect(body.status, `the problem's status, for ${what}`).toBe(status);
        for (const member of ['title', 'detail']) {
          expect(typeof body[member], `the type of the problem's ${member}`).toBe('string');
        }
        const words = `the members of the problem with words in them, for ${what}`;
        expect(wordsOf(body), words).toEqual(['title', 'detail']);
      }
    },
  );

  check(
    'tells-nobody-who-exists',
    'answers an unknown handle and a wrong password with the very same words',
    {
      points: 2,
      hint: [
        'Whoever tries handles from a list must not learn which of them exist.',
        'One invalidCredentials() for every reason: no word about which of the two was wrong.',
      ],
    },
    async () => {
      const [one, other] = [await wrong(), await unknown()];
      expect(one.status, "the status, for Mira's handle with a wrong password").toBe(401);
      expect(other.text, 'the answer to an unknown handle, beside a wrong password').toBe(one.text);
      const { date: _, ...headers } = one.headers as Record<string, string>;
      expect(other.headers, 'the headers of both answers').toMatchObject(headers);
    },
  );

  check(
    'refuses-two-lines',
    'answers 401 to a request with two Authorization lines',
    {
      points: 1,
      hint: [
        'request.headers.authorization is the first line, and says nothing about a second.',
        'request.headersDistinct.authorization is an array of them all.',
      ],
    },
    async () => {
      expect((await granted()).status, "the status, for one line with Mira's credentials").toBe(
        200,
      );
      const twice = await ask(makeWorld(), miras, basic('tomas', 'x'));
      expect(twice.status, "the status, for two lines: Mira's credentials, and others").toBe(401);
    },
  );

  check(
    'gives-a-fresh-token-each-time',
    'gives a fresh token each time, from the clock and the database of that moment',
    {
      points: 1,
      hint: 'Whatever is made outside of the handler is made once. Sign within it.',
    },
    async () => {
      const world = makeWorld();
      const claims = async (answer: Promise<Answer>) => {
        const { status, body } = await answer;
        expect(status, "the status, for Mira's handle and password").toBe(200);
        return decodeJwt(String(body.access_token));
      };
      const { createApp } = await theApp();
      const api = supertest(createApp(world));
      const signIn = async () => api.post('/api/tokens').set('Authorization', miras);
      const first = await claims(signIn());
      world.setTime(START + 3_600_000);
      const second = await claims(signIn());
      expect(second.iat, 'iat of a token that Mira gets an hour later').toBe(NOW + 3600);
      expect(second.jti === first.jti, 'the second token has the jti of the first').toBe(false);
      world.database.run(
        "UPDATE people SET passwordHash = (SELECT passwordHash FROM people WHERE id = 'p-ines') WHERE id = 'p-mira'",
      );
      const { status } = await signIn();
      expect(status, "the status, for Mira's old password after her password has changed").toBe(
        401,
      );
    },
  );
});

/** Why jose does not accept a token, in its words. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A sign-in costs tens of milliseconds: checks that look at the same one share it. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let kept: Promise<Result> | undefined;
  return async () => {
    const result = await (kept ??= work());
    // What is not written yet is to be run into by every check.
    if (Object(result).status === 501) kept = undefined;
    return result;
  };
}

/**
 * How long one thing takes beside another. They take turns, the shortest times count, and while in
 * doubt it goes on: whatever else a busy machine does makes some times longer, and none shorter.
 */
async function compareTimes(
  one: () => Promise<void>,
  other: () => Promise<void>,
): Promise<'the same' | 'much less' | 'much more'> {
  const start = performance.now();
  const ones: number[] = [];
  const others: number[] = [];
  // The shortest times of both, or the second shortest: how do they compare?
  const ratio = (rank: number) => (ones[rank] ?? 0) / (others[rank] ?? 0);
  for (let round = 1; ; round += 1) {
    // Neither always has the better moment.
    if (round % 2) ones.push(await timeOf(one));
    others.push(await timeOf(other));
    if (round % 2 === 0) ones.push(await timeOf(one));
    for (const times of [ones, others]) times.sort((a, b) => a - b);

    const ratios = [ratio(0), ratio(1)];
    if (round >= 4 && ratios.every((it) => it > 0.8 && it < 1.25)) return 'the same';
    if (round >= 8 && performance.now() - start > 1000) {
      if (ratios.some((it) => it > 0.35 && it < 1.6)) return 'the same';
      return ratio(0) < 1 ? 'much less' : 'much more';
    }
  }
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
