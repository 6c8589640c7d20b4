import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { findPersonByHandle, type Person } from '#api/people.ts';
import { appKeys, check, expect, type Keys, lesson, makeWorld, NOW } from '#check';
import { START, strangerKeys, task } from '#check';
import { leaksOf } from './secrets.ts';

const theSigning = lesson(
  '02-signing/sign-token.ts',
  () => import('#course/02-signing/sign-token.ts'),
);

task('2.1', () => {
  const mira: Person = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };
  const ines: Person = { id: 'p-ines', handle: 'ines', name: 'Inês Duarte', role: 'ranger' };

  const sign = async ({
    person = mira,
    keys = appKeys,
    time = START,
    clock = () => time,
  } = {}): Promise<string> => {
    const { signAccessToken } = await theSigning();
    const token: unknown = await signAccessToken(person, keys, clock);
    expect(typeof token, 'the type of what signAccessToken returns').toBe('string');
    return token as string;
  };
  const claimsOf = async (options?: Parameters<typeof sign>[0]) => decodeJwt(await sign(options));

  const verdictOn = (token: string, { publicKey }: Keys) =>
    jwtVerify(token, publicKey, { algorithms: ['RS256'], currentDate: new Date(START) }).then(
      () => 'it verifies',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  check(
    'is-good-for-another-library',
    'signs with RS256 and the given private key',
    {
      points: 3,
      hint: [
        'jose, another library, tries to verify your token with the public key, as a client would.',
        'Pass `keys.privateKey` to `jwt.sign`, and set its `algorithm` option to ALGORITHM (RFC 7518 §3.3).',
        '`jwt.sign(claims, keys.privateKey, { algorithm: …, … })`',
      ],
    },
    async () => {
      for (const [whose, keys] of [
        ["the app's keys", appKeys],
        ["an attacker's keys", strangerKeys],
        ["the app's keys again", appKeys],
      ] as const) {
        const verdict = await verdictOn(await sign({ keys }), keys);
        expect(verdict, `what jose says about a token signed with ${whose}`).toBe('it verifies');
      }
    },
  );

  check(
    'says-what-it-is',
    'puts the algorithm, the type and the key id into the header, and nothing else',
    {
      points: 3,
      hint: [
        'An API looks at `typ` to tell an access token from any other JWT we may sign (RFC 9068 §2.1), and at `kid` to find the key.',
        'Two options of `jwt.sign` write them: `header` for `typ`, `keyid` for `kid`.',
        '`{ algorithm: ALGORITHM, keyid: keys.kid, header: { alg: ALGORITHM, typ: … } }`',
      ],
    },
    async () => {
      for (const keys of [appKeys, strangerKeys]) {
        const header = decodeProtectedHeader(await sign({ keys }));
        const expected = { alg: 'RS256', typ: 'at+jwt', kid: keys.kid };
        expect(header, "the token's header").toEqual(expected);
      }
    },
  );

  check(
    'says-by-whom-and-for-whom',
    'names the issuer, the audience and the client',
    {
      points: 3,
      hint: [
        'An API accepts a token only from the issuer it trusts, and only if it is the audience.',
        'token-profile.ts has the values: ISSUER for `iss`, AUDIENCE for `aud`, CLIENT_ID for `client_id` (RFC 9068 §2.2).',
        '`{ iss: ISSUER, aud: …, client_id: …, … }`',
      ],
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
    "uses the person's id as the subject, which a new handle doesn't change",
    {
      points: 3,
      hint: [
        'Mira may choose another handle within the hour, and someone else may take her old one.',
        '`sub` must never change and never pass to another person (RFC 7519 §4.1.2). Which property of `person` is like that?',
        '`sub: person.…`',
      ],
    },
    async () => {
      expect((await claimsOf()).sub, 'the claim sub, for mira').toBe('p-mira');
      const renamed = await claimsOf({ person: { ...mira, handle: 'castellan' } });
      expect(renamed.sub, 'the claim sub, for Mira after she changed her handle').toBe('p-mira');
      expect((await claimsOf({ person: ines })).sub, 'the claim sub, for ines').toBe('p-ines');
    },
  );

  check(
    'goes-by-the-apps-clock',
    "takes iat from the app's clock, in whole seconds, rounded down",
    {
      points: 3,
      hint: [
        '`clock()` counts milliseconds and `iat` counts seconds. An `iat` that is rounded up lies in the future.',
        'Without `iat` among the claims, `jwt.sign` uses the machine’s clock. Compute it from `clock()` with `Math.floor`.',
        '`const issuedAt = Math.floor(… / 1000);`',
      ],
    },
    async () => {
      const far = Date.UTC(2039, 0, 1);
      const farther = Date.UTC(2110, 0, 1);
      for (const [time, iat] of [
        [START, NOW],
        [START + 1, NOW],
        [START + 999, NOW],
        [START + 1000, NOW + 1],
        [Date.UTC(2001, 0, 1), Date.UTC(2001, 0, 1) / 1000],
        [far + 500, far / 1000],
        [farther, farther / 1000],
      ] as const) {
        const claims = await claimsOf({ time });
        expect(claims.iat, `the claim iat, when clock() returns ${time}`).toBe(iat);
      }
    },
  );

  check(
    'is-good-for-an-hour',
    'expires an hour after it was issued',
    {
      points: 2,
      hint: [
        '`exp` counts seconds, as `iat` does, and so does LIFETIME.',
        'If you use `expiresIn`: a number is seconds, but a string without a unit is milliseconds. If you compute it: read the clock once.',
        '`exp: issuedAt + …`',
      ],
    },
    async () => {
      for (const time of [START, START + 999, Date.UTC(2001, 0, 1), Date.UTC(2039, 0, 1)]) {
        const { iat, exp } = await claimsOf({ time });
        const lifetime = Number(exp) - Number(iat);
        expect(lifetime, `exp - iat, when clock() returns ${time}`).toBe(3600);
        const expected = Math.floor(time / 1000) + 3600;
        expect(exp, `the claim exp, when clock() returns ${time}`).toBe(expected);
      }
      // A second passes while the token is made.
      let time = START + 700;
      const { iat, exp } = await claimsOf({ clock: () => (time += 200) });
      const lifetime = Number(exp) - Number(iat);
      expect(lifetime, 'exp - iat, when clock() moves on between two calls').toBe(3600);
    },
  );

  check(
    'has-an-id-of-its-own',
    'gives every token an id that no one can guess',
    {
      points: 2,
      hint: [
        'Two tokens for one person in one second differ only in `jti`. It has to stay unique after a restart, too.',
        '`crypto.randomUUID()` returns 122 random bits. Math.random, a counter or a few characters may repeat.',
        '`jti: crypto.…(),`',
      ],
    },
    async () => {
      const ids = await withoutChance(async () => {
        const made: unknown[] = [];
        for (let count = 0; count < 8; count += 1) made.push((await claimsOf()).jti);
        return made;
      });
      expect(typeof ids[0], 'the type of the claim jti').toBe('string');
      const different = new Set(ids).size;
      const when = 'in one second, when Math.random() returns the same number each time';
      expect(different, `how many different jti eight tokens have, ${when}`).toBe(8);
      // Of random characters, hardly one is the same in all eight.
      const texts = ids as string[];
      const varying = [...texts[0]!].filter((char, at) => texts.some((text) => text[at] !== char));
      const enough = varying.length >= 14 ? '14 or more' : String(varying.length);
      expect(enough, 'how many characters of a jti are random').toBe('14 or more');
    },
  );

  check(
    'says-nothing-else',
    'contains the seven claims and nothing else about the person',
    {
      points: 2,
      hint: [
        'Anyone who has the token can read it, and a role in it stays the same for an hour, whatever happens to the person.',
        'Write the claims out one by one instead of spreading `person`.',
        '`{ iss, aud, sub, client_id, iat, exp, jti }`, and no `...person`',
      ],
    },
    async () => {
      // A person whose hash was not removed.
      const withHash = findPersonByHandle(makeWorld().database, 'mira');
      for (const person of [mira, withHash ?? mira]) {
        const before = { ...person };
        const names = Object.keys(await claimsOf({ person })).sort();
        const seven = ['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'sub'];
        expect(names, 'the claims in the token').toEqual(seven);
        expect(person, 'the person that was passed in, afterward').toEqual(before);
      }
    },
  );

  check(
    'keeps-it-out-of-the-log',
    'prints neither the token nor a key',
    {
      points: 1,
      hint: [
        'Anyone who can read the log could use the token until it expires.',
        'Look for a `console.log` in sign-token.ts.',
      ],
    },
    async () => {
      const leaks = await leaksOf(async () => {
        const [, , signature = ''] = (await sign()).split('.');
        return {
          'the token': signature,
          'the private key': appKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
          'the private key, as a JWK': appKeys.privateKey.export({ format: 'jwk' }).d ?? '',
        };
      });
      expect(leaks, 'the secrets that were printed').toEqual([]);
    },
  );
});

/** Does something while chance and the machine's clock stand still. */
async function withoutChance<Result>(work: () => Promise<Result>): Promise<Result> {
  const { random } = Math;
  const { now } = Date;
  Math.random = () => 0.5;
  Date.now = () => START;
  try {
    return await work();
  } finally {
    Math.random = random;
    Date.now = now;
  }
}
