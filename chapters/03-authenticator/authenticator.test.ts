import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign as cryptoSign,
} from 'node:crypto';
import supertest, { type Response as Answer } from 'supertest';
import type { Database } from '#api/database.ts';
import type { Person } from '#api/people.ts';
import { APP_PEM, appKeys, basic, check, encodePart, expect, goodClaims, goodHeader } from '#check';
import { lesson, makeWorld, NOW, PEOPLE, signToken, START, strangerKeys } from '#check';
import { task, wordsOf } from '#check';

const theErrors = lesson(
  '03-authenticator/authentication-error.ts',
  () => import('#course/03-authenticator/authentication-error.ts'),
);
const theSignature = lesson(
  '03-authenticator/verify-signature.ts',
  () => import('#course/03-authenticator/verify-signature.ts'),
);
const theVerifying = lesson(
  '03-authenticator/verify-token.ts',
  () => import('#course/03-authenticator/verify-token.ts'),
);
const theBearer = lesson(
  '03-authenticator/bearer-authenticator.ts',
  () => import('#course/03-authenticator/bearer-authenticator.ts'),
);
const theGuard = lesson(
  '03-authenticator/guard.ts',
  () => import('#course/03-authenticator/guard.ts'),
);
const thePerson = lesson(
  '03-authenticator/person.ts',
  () => import('#course/03-authenticator/person.ts'),
);
const theLock = lesson(
  '03-authenticator/lock-changes.ts',
  () => import('#course/03-authenticator/lock-changes.ts'),
);
const theApp = lesson('03-authenticator/app.ts', () => import('#course/03-authenticator/app.ts'));

/** Tokens, or what claims to be some, by what is wrong with them. */
type Tokens = Record<string, string>;

const ACCEPTED = 'accepted';
const INVALID = 'invalid-token';
const EXPIRED = 'expired-token';

/** How an attempt ends: accepted, or with the code of an AuthenticationError, or with a bug. */
async function outcomeOf(attempt: () => unknown): Promise<string> {
  const { AuthenticationError } = await theErrors();
  try {
    await attempt();
    return ACCEPTED;
  } catch (error) {
    return error instanceof AuthenticationError
      ? error.code
      : `not an AuthenticationError: ${error}`;
  }
}

task('3.1', () => {
  const verify = async (token: string) => {
    const { verifySignature } = await theSignature();
    return verifySignature(token, appKeys.publicKey);
  };

  /** Every token is refused; ours beside them is not, or refusing would be easy. */
  const refuses = async (tokens: Tokens) => {
    expect(await outcomeOf(() => verify(signToken())), 'a token signed by our key').toBe(ACCEPTED);
    for (const [what, token] of Object.entries(tokens)) {
      expect(await outcomeOf(() => verify(token)), what).toBe(INVALID);
    }
  };

  check(
    'accepts-our-signature',
    'gives the header and the claims of a token that our key signed',
    {
      points: 2,
      hint: [
        'What does `decodeToken` return? This returns the same, once the signature holds.',
        '`jwt.verify(token, publicKey, options)` throws unless it holds; then return what `decodeToken(token)` gave.',
        'Is a good token refused? These are of June 2026. Unless its options say otherwise, `jwt.verify` holds `exp` and `nbf` against the clock of your machine.',
      ],
    },
    async () => {
      const good = await verify(signToken());
      expect(good.header, 'the header').toEqual(goodHeader());
      expect(good.claims, 'the claims').toEqual(goodClaims());

      const spaced = `{ "sub" : "p-mira",\n\t"exp" : ${NOW + 60} }`;
      const others = {
        'a token without a kid': signToken(goodClaims(), goodHeader({ kid: undefined })),
        'a token whose header stands in another order': signToken(
          goodClaims(),
          '{ "typ": "at+jwt", "alg": "RS256" }',
        ),
        'a token with white space in its JSON': signToken(spaced),
        'a token with a claim in Czech': signToken(goodClaims({ name: 'Tomáš Urban' })),
      };
      for (const [what, token] of Object.entries(others)) {
        expect(await outcomeOf(() => verify(token)), what).toBe(ACCEPTED);
      }
    },
  );

  check(
    'leaves-time-for-later',
    'looks at the signature only: an expired token is still one of ours',
    {
      points: 2,
      hint: [
        '`jwt.verify` also looks at `exp` and `nbf`, and at the machine’s clock for them. Here it should not.',
        'Its options `ignoreExpiration` and `ignoreNotBefore` leave the times to task 3.2.',
      ],
    },
    async () => {
      const times = {
        'a token that expired in 2001': { iat: 1_000_000_000, exp: 1_000_003_600 },
        'a token that is good from 2100 on': { nbf: 4_102_444_800, exp: 4_102_448_400 },
      };
      for (const [what, claims] of Object.entries(times)) {
        const token = signToken(goodClaims(claims));
        expect(await outcomeOf(() => verify(token)), `${what}, signed by our key`).toBe(ACCEPTED);
      }
    },
  );

  check(
    'refuses-a-strangers-signature',
    'refuses what our key did not sign, or did not sign like this',
    {
      points: 3,
      hint: [
        'Decoding tells you what a token says. Who said it?',
        'Only `jwt.verify` looks at the signature; `jwt.decode` and `decodeToken` never do.',
      ],
    },
    async () => {
      const good = signToken();
      const [header, payload, signature] = good.split('.') as [string, string, string];
      const other = signToken(goodClaims({ sub: PEOPLE.ines.id }));
      const promoted = encodePart(goodClaims({ sub: PEOPLE.ines.id }));
      await refuses({
        "a token signed with a stranger's key": signToken(
          goodClaims(),
          goodHeader(),
          strangerKeys.privateKey,
        ),
        'a token of ours with another sub put into its payload': `${header}.${promoted}.${signature}`,
        'a token of ours with another typ put into its header': `${encodePart(goodHeader({ typ: 'JWT' }))}.${payload}.${signature}`,
        "a token of ours with another token's signature": `${header}.${payload}.${other.split('.')[2]}`,
        'a token of ours with one bit of its signature turned': `${header}.${payload}.${flipped(signature)}`,
        'a token of ours with half of its signature': `${header}.${payload}.${signature.slice(0, 172)}`,
        'a token of ours without its signature': `${header}.${payload}.`,
      });
    },
  );

  check(
    'refuses-alg-none',
    'refuses a token whose header says alg none, however it is spelt',
    {
      points: 2,
      hint: [
        'Who writes the header: you, or whoever sends the token?',
        'Name the algorithms that you accept in `algorithms`; there is one (RFC 8725 §3.1).',
      ],
    },
    async () => {
      const tokens: Tokens = {};
      for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
        const unsigned = `${encodePart({ alg, typ: 'at+jwt' })}.${encodePart(goodClaims())}.`;
        tokens[`an unsigned token with alg "${alg}"`] = unsigned;
        tokens[`a token with alg "${alg}" and a signature of ours`] = signToken(
          goodClaims(),
          goodHeader({ alg }),
        );
      }
      tokens['a token whose header says alg twice, the last time none'] = signToken(
        goodClaims(),
        '{"alg":"RS256","typ":"at+jwt","alg":"none"}',
      );
      await refuses(tokens);
    },
  );

  check(
    'refuses-the-public-key-as-a-secret',
    'refuses an HMAC made with our public key: everybody has that one',
    {
      points: 2,
      hint: [
        'With HS256 whoever can verify can also sign. What would a forger use as the secret?',
        'Only RS256 belongs in `algorithms`, and the key is handed over as the KeyObject it is (RFC 8725 §2.1).',
      ],
    },
    async () => {
      const pem = APP_PEM.publicKey;
      const der = appKeys.publicKey.export({ format: 'der', type: 'spki' });
      const jwk = appKeys.publicKey.export({ format: 'jwk' });
      const secrets: Record<string, string | Buffer> = {
        'as PEM': pem,
        'as PEM without the last line end': pem.trimEnd(),
        'as PEM with CRLF': pem.replaceAll('\n', '\r\n'),
        'as PKCS#1 PEM': appKeys.publicKey.export({ format: 'pem', type: 'pkcs1' }),
        'as DER': der,
        'as DER in base64': der.toString('base64'),
        'as a JWK': JSON.stringify(jwk),
        'as the n of its JWK': String(jwk.n),
        'as its kid': appKeys.kid,
      };
      const tokens: Tokens = {};
      for (const [how, secret] of Object.entries(secrets)) {
        for (const bits of [256, 384, 512]) {
          tokens[`a token signed by HS${bits}, with our public key ${how} for a secret`] = forge(
            { alg: `HS${bits}` },
            (input) => createHmac(`sha${bits}`, secret).update(input).digest(),
          );
        }
      }
      await refuses(tokens);
    },
  );

  check(
    'refuses-other-algorithms',
    'refuses every algorithm but RS256, even with our own key',
    {
      points: 2,
      hint: [
        'We sign with one algorithm. What else is there to accept?',
        '`alg` is compared to the letter (RFC 7515 §4.1.1): `rs256` is no algorithm.',
      ],
    },
    async () => {
      const ours = appKeys.privateKey;
      const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      const ed = generateKeyPairSync('ed25519').privateKey;
      const tokens: Tokens = {
        'a token signed by ES256, with a key of its own': forge({ alg: 'ES256' }, (input) =>
          cryptoSign('sha256', Buffer.from(input), { key: ec, dsaEncoding: 'ieee-p1363' }),
        ),
        'a token signed by EdDSA, with a key of its own': forge({ alg: 'EdDSA' }, (input) =>
          cryptoSign(null, Buffer.from(input), ed),
        ),
        'a token that says RS256 and is signed by RS512': forge({ alg: 'RS256' }, rsa(512, ours)),
        'a token that says RS256 and is signed by PS256': forge({ alg: 'RS256' }, pss(256, ours)),
      };
      for (const bits of [256, 384, 512]) {
        if (bits > 256) {
          tokens[`a token signed by RS${bits}, with our own key`] = forge(
            { alg: `RS${bits}` },
            rsa(bits, ours),
          );
        }
        tokens[`a token signed by PS${bits}, with our own key`] = forge(
          { alg: `PS${bits}` },
          pss(bits, ours),
        );
        tokens[`a token signed by RS${bits}, with a stranger's key`] = forge(
          { alg: `RS${bits}` },
          rsa(bits, strangerKeys.privateKey),
        );
      }
      for (const alg of ['rs256', 'Rs256', 'RS256 ', 'RSA256', ['RS256'], 256, null, undefined]) {
        const what = `a token signed by our key, whose header says alg ${JSON.stringify(alg)}`;
        tokens[what] = signToken(goodClaims(), goodHeader({ alg }));
      }
      await refuses(tokens);
    },
  );

  check(
    'ignores-keys-in-the-header',
    'never takes the key from the token: no jwk, jku, x5u, x5c or kid decides',
    {
      points: 2,
      hint: [
        'A token may bring a key along, and fit it perfectly. Whose key is it?',
        'The key is `publicKey`, always. What the header says of keys proves nothing (RFC 8725 §3.10).',
      ],
    },
    async () => {
      const jwk = strangerKeys.publicKey.export({ format: 'jwk' });
      const der = strangerKeys.publicKey.export({ format: 'der', type: 'spki' });
      const headers: Record<string, Record<string, unknown>> = {
        'brings it along as jwk': { jwk },
        'points to it with jku': { jku: 'https://evil.example/keys.json' },
        'points to it with x5u': { x5u: 'https://evil.example/chain.pem' },
        'brings it along as x5c': { x5c: [der.toString('base64')] },
        'names it in kid': { kid: strangerKeys.kid },
        'says our kid': { kid: appKeys.kid },
        'has a path for a kid': { kid: '../../../../dev/null' },
        'has SQL for a kid': { kid: "' OR 1=1 --" },
      };
      const tokens: Tokens = {};
      for (const [what, header] of Object.entries(headers)) {
        tokens[`a token signed with a stranger's key, that ${what}`] = signToken(
          goodClaims(),
          goodHeader(header),
          strangerKeys.privateKey,
        );
      }
      await refuses(tokens);
    },
  );

  check(
    'wants-base64url-to-the-letter',
    'refuses a token that is not canonical base64url, though its signature would hold',
    {
      points: 2,
      hint: [
        '`jwt.verify` reads base64url generously: one signature then has many spellings.',
        '`decodeToken`, from chapter 1, refuses what is not canonical (RFC 4648 §3.5). Let it have a look first.',
      ],
    },
    async () => {
      // 30 bytes and 29: a payload of the second length has spare bits in its last character.
      const even = '{"sub":"p-mira","iat":1000000}';
      const odd = '{"sub":"p-mira","iat":100000}';
      const [header, payload, signature] = signToken(even).split('.') as [string, string, string];
      const spare = encodePart(odd);
      const otherAlphabet = signature.replaceAll('-', '+').replaceAll('_', '/');
      const respelt = (part: string) => `${part.slice(0, -1)}${nextLetter(part.at(-1)!)}`;
      const sign = (input: string) =>
        `${input}.${rsa(256, appKeys.privateKey)(input).toString('base64url')}`;
      await refuses({
        'a token whose signature is spelt with another last character': `${header}.${payload}.${respelt(signature)}`,
        'a token whose signature ends in ==': `${header}.${payload}.${signature}==`,
        'a token whose signature ends in a space': `${header}.${payload}.${signature} `,
        'a token whose signature ends in a line end': `${header}.${payload}.${signature}\n`,
        'a token whose signature has a line end within': `${header}.${payload}.${signature.slice(0, 60)}\n${signature.slice(60)}`,
        'a token whose signature is base64 with + and /': `${header}.${payload}.${otherAlphabet}`,
        'a token whose payload is spelt with another last character': sign(
          `${header}.${respelt(spare)}`,
        ),
        'a token whose payload ends in =': sign(`${header}.${spare}=`),
      });
    },
  );

  check(
    'every-fault-is-invalid-token',
    'throws invalid-token, and nothing else, whatever it is given',
    {
      points: 2,
      hint: [
        '`jwt.verify` does not throw JsonWebTokenError alone: on some input it is a SyntaxError or a TypeError.',
        'One `try` around all of it; what is caught becomes `new AuthenticationError("invalid-token")`.',
      ],
    },
    async () => {
      const jwtTyped = goodHeader({ typ: 'JWT' });
      const [header, payload, signature] = signToken().split('.') as [string, string, string];
      await refuses({
        'an empty text': '',
        'a text that is no token': 'not.a-token',
        'two dots': '..',
        'a token with two parts': `${header}.${payload}`,
        'a token with four parts': `${header}.${payload}.${signature}.${signature}`,
        'an encrypted token, which has five parts': `${header}.${payload}.${payload}.${payload}.${signature}`,
        'a token in Chinese': '令.牌.签',
        'a very long text': `${'A'.repeat(50_000)}.${'A'.repeat(50_000)}.A`,
        'a token whose header is not JSON': `${encodePart('{"alg":"RS256"')}.${payload}.${signature}`,
        'a token whose header is null': `${encodePart('null')}.${payload}.${signature}`,
        'a token signed by our key, with a payload that is not JSON': signToken('{"sub":'),
        'a token typed JWT and signed by our key, with a payload that is not JSON': signToken(
          '{"sub":',
          jwtTyped,
        ),
        'a token typed JWT and signed by nobody, with a payload that is not JSON': `${encodePart(jwtTyped)}.${encodePart('oops')}.${signature}`,
        'a token with an ES256 signature of the wrong length': `${encodePart(goodHeader({ alg: 'ES256' }))}.${payload}.AAAA`,
        'a token signed by our key, with a payload that is not UTF-8': signToken(
          Buffer.from('{"sub":"\xff"}', 'latin1'),
        ),
      });
    },
  );

  check(
    'wants-claims-to-be-an-object',
    'refuses a payload that is null, an array, a text or a number, though our key signed it',
    {
      points: 1,
      hint: '`jwt.verify` gives back whatever JSON it finds, `null` too. `decodeToken` wants an object (RFC 7519 §7.2).',
    },
    async () => {
      const tokens: Tokens = {};
      for (const payload of ['null', '[]', '[{"sub":"p-mira"}]', '"p-mira"', '42', 'true']) {
        tokens[`a token signed by our key, with the payload ${payload}`] = signToken(payload);
      }
      await refuses(tokens);
    },
  );
});

/** What the app accepts, in the shape that `verifyAccessToken` takes. */
const POLICY = {
  publicKey: appKeys.publicKey,
  issuer: 'https://cairn.example',
  audience: 'https://cairn.example/api',
  maxLifetime: 3600,
};

task('3.2', () => {
  const verify = async (token: string, now = START, policy = POLICY) => {
    const { verifyAccessToken } = await theVerifying();
    return verifyAccessToken(token, policy, now);
  };
  const outcome = (token: string, now?: number) => outcomeOf(() => verify(token, now));

  /** A token of our key's, with these claims changed. */
  const withClaims = (changes: Record<string, unknown>) => signToken(goodClaims(changes));

  const refuses = async (tokens: Tokens) => {
    expect(await outcome(signToken()), 'a good token').toBe(ACCEPTED);
    for (const [what, token] of Object.entries(tokens)) {
      expect(await outcome(token), what).toBe(INVALID);
    }
  };

  /** A good token but for one claim, which has each of these values; `missing` takes it away. */
  const refusesClaim = (claim: string, values: unknown[]) =>
    refuses(
      Object.fromEntries(
        values.map((value) => [
          value === undefined
            ? `a token without ${claim}`
            : `a token with ${claim} ${JSON.stringify(value)}`,
          withClaims({ [claim]: value }),
        ]),
      ),
    );

  check(
    'accepts-a-good-token',
    'gives the subject of a token that is all that the policy asks for',
    {
      points: 1,
      hint: [
        'The claims are called `iss`, `aud`, `sub`, `iat`, `exp`, `nbf`. What does AccessToken call what you return?',
        'When nothing is wrong with it, return `{ subject: sub }`.',
      ],
    },
    async () => {
      const tokens = {
        'a good token': signToken(),
        'a good token without a kid': signToken(goodClaims(), goodHeader({ kid: undefined })),
        'a good token with a kid that nobody knows': signToken(
          goodClaims(),
          goodHeader({ kid: 'x' }),
        ),
        'a good token without a jti': withClaims({ jti: undefined }),
        'a good token with claims of its own': withClaims({ scope: 'reports', name: 'Mira' }),
        'a token for two audiences, ours among them': withClaims({
          aud: ['https://elsewhere.example', POLICY.audience],
        }),
        'a token for two audiences, ours the first': withClaims({
          aud: [POLICY.audience, 'https://elsewhere.example'],
        }),
        'a token with an nbf that has passed': withClaims({ nbf: NOW - 60 }),
        'a token with half seconds': withClaims({ iat: NOW - 0.5, exp: NOW + 0.5 }),
      };
      for (const [what, token] of Object.entries(tokens)) {
        expect(await outcome(token), what).toBe(ACCEPTED);
        expect(await verify(token), what).toMatchObject({ subject: PEOPLE.mira.id });
      }
      const fromInes = await verify(withClaims({ sub: PEOPLE.ines.id }));
      expect(fromInes.subject, 'the subject of a token with sub "p-ines"').toBe('p-ines');
    },
  );

  check(
    'verifies-before-it-reads',
    'refuses good claims that our key did not sign, and does not call them expired',
    {
      points: 2,
      hint: 'Nothing that a token says counts before its signature holds. Which function of yours sees to that?',
    },
    async () => {
      const stranger = strangerKeys.privateKey;
      const old = goodClaims({ iat: NOW - 7200, exp: NOW - 3600 });
      await refuses({
        "good claims, signed with a stranger's key": signToken(
          goodClaims(),
          goodHeader(),
          stranger,
        ),
        "expired claims, signed with a stranger's key": signToken(old, goodHeader(), stranger),
        'good claims that nobody signed': `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${encodePart(goodClaims())}.`,
        'good claims, signed by HS256 with our public key for a secret': forge(
          { alg: 'HS256' },
          (input) => createHmac('sha256', APP_PEM.publicKey).update(input).digest(),
        ),
        'a text that is no token': 'mira',
      });
    },
  );

  check(
    'wants-an-access-token',
    'refuses a JWT of another kind: typ says what a token is for',
    {
      points: 2,
      hint: [
        'The same key may sign other JWTs one day: for a password reset, for logging out. How would you tell them apart?',
        'The header’s `typ` must be TOKEN_TYPE (RFC 8725 §3.11, RFC 9068 §4).',
      ],
    },
    async () => {
      const types = [undefined, 'JWT', 'jwt', 'at', 'id+jwt', 'logout+jwt', 'at+jwt2', 'xat+jwt'];
      const tokens: Tokens = {};
      for (const typ of [...types, '', null, 1, true, ['at+jwt']]) {
        const what = typ === undefined ? 'without typ' : `with typ ${JSON.stringify(typ)}`;
        tokens[`a token ${what}`] = signToken(goodClaims(), goodHeader({ typ }));
      }
      await refuses(tokens);
    },
  );

  check(
    'refuses-crit',
    'refuses a header with crit, whatever crit says',
    {
      points: 1,
      hint: [
        '`crit` means: refuse this token unless you understand what is listed here. What do you understand?',
        'jsonwebtoken does not look at it. Ask whether the header has it at all (RFC 7515 §4.1.11).',
      ],
    },
    async () => {
      const tokens: Tokens = {};
      for (const crit of [['exp'], ['b64'], ['x-admin'], ['alg'], [], 'exp', '', null, false, {}]) {
        const header = goodHeader({ crit, b64: true, 'x-admin': true });
        tokens[`a token with crit ${JSON.stringify(crit)}`] = signToken(goodClaims(), header);
      }
      await refuses(tokens);
    },
  );

  check(
    'wants-our-issuer',
    'refuses a token that comes from another issuer, or from nobody',
    {
      points: 2,
      hint: '`iss` is a text and equals the policy’s issuer, to the letter (RFC 7519 §4.1.1). A part of it is not enough.',
    },
    () =>
      refusesClaim('iss', [
        undefined,
        null,
        '',
        'https://evil.example',
        'https://cairn.example/',
        'https://cairn.example.evil.example',
        'https://CAIRN.example',
        'http://cairn.example',
        'cairn.example',
        'https://cairn-example',
        ' https://cairn.example',
        'https://evil.example/https://cairn.example',
        [POLICY.issuer],
        { 0: POLICY.issuer },
        true,
      ]),
  );

  check(
    'wants-our-audience',
    'refuses a token that is meant for somebody else',
    {
      points: 2,
      hint: [
        '`aud` is a text, or an array of texts (RFC 7519 §4.1.3). One of them is ours, whole.',
        '`includes` finds an element in an array, but also a piece of a text.',
      ],
    },
    () =>
      refusesClaim('aud', [
        undefined,
        null,
        '',
        [],
        'https://cairn.example',
        'https://elsewhere.example/api',
        `${POLICY.audience}/v2`,
        `${POLICY.audience}/`,
        'https://cairn.example/API',
        'https://cairn.example:443/api',
        'https://cairn.example/ap',
        `https://evil.example/${POLICY.audience}`,
        `${POLICY.audience} https://elsewhere.example`,
        ['https://elsewhere.example/api', 'https://cairn.example'],
        [`${POLICY.audience}/v2`],
        [[POLICY.audience]],
        { [POLICY.audience]: true },
        [null],
      ]),
  );

  check(
    'fails-closed-on-half-a-policy',
    'accepts nobody when the policy lacks its issuer or its audience',
    {
      points: 1,
      hint: [
        'A policy is often made from environment variables, and one may be unset. With `issuer: undefined`, jsonwebtoken looks at no issuer.',
        'And a token without `iss` equals a policy without `issuer`: undefined is undefined. Want texts.',
      ],
    },
    async () => {
      expect(await outcome(signToken()), 'a good token, the whole policy').toBe(ACCEPTED);
      const lacking = (part: keyof typeof POLICY) => ({ ...POLICY, [part]: undefined }) as never;
      const cases: [what: string, token: string, policy: never][] = [
        ['a good token, a policy without issuer', signToken(), lacking('issuer')],
        [
          'a token without iss, a policy without issuer',
          withClaims({ iss: undefined }),
          lacking('issuer'),
        ],
        [
          'a token from evil.example, a policy without issuer',
          withClaims({ iss: 'https://evil.example' }),
          lacking('issuer'),
        ],
        ['a good token, a policy without audience', signToken(), lacking('audience')],
        [
          'a token without aud, a policy without audience',
          withClaims({ aud: undefined }),
          lacking('audience'),
        ],
        [
          'a token for evil.example, a policy without audience',
          withClaims({ aud: 'https://evil.example' }),
          lacking('audience'),
        ],
        [
          'an unsigned token, a policy without publicKey',
          `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${encodePart(goodClaims())}.`,
          lacking('publicKey'),
        ],
      ];
      for (const [what, token, policy] of cases) {
        const found = await outcomeOf(() => verify(token, START, policy));
        expect(found, what).not.toBe(ACCEPTED);
      }
    },
  );

  check(
    'asks-the-policy',
    'takes the key, the issuer, the audience and the lifetime from the policy',
    {
      points: 1,
      hint: 'What is fixed in your code that the policy should say? Chapter 2’s constants describe our tokens; the policy says which are accepted here.',
    },
    async () => {
      const changes = {
        publicKey: strangerKeys.publicKey,
        issuer: 'https://other.example',
        audience: 'https://other.example/api',
        maxLifetime: 60,
      };
      const theirs = signToken(
        goodClaims({ iss: changes.issuer, aud: changes.audience, iat: NOW, exp: NOW + 60 }),
        goodHeader(),
        strangerKeys.privateKey,
      );
      const found = await outcomeOf(() => verify(theirs, START, changes));
      expect(found, "another policy's good token, under that policy").toBe(ACCEPTED);
      for (const [part, value] of Object.entries(changes)) {
        const policy = { ...POLICY, [part]: value };
        const under = await outcomeOf(() => verify(signToken(), START, policy));
        expect(under, `our good token, under a policy with another ${part}`).toBe(INVALID);
      }
    },
  );

  check(
    'wants-an-expiry',
    'refuses a token whose exp is missing or is not a number',
    {
      points: 2,
      hint: [
        'jsonwebtoken takes a token without `exp` for one that never ends.',
        '`isTime` knows what a time is. JSON’s `1e400` is Infinity to JavaScript, and later than any clock.',
      ],
    },
    async () => {
      await refusesClaim('exp', [undefined, null, `${NOW + 60}`, '1h', '', true, [NOW + 60], {}]);
      const text = JSON.stringify(goodClaims());
      const exp = `"exp":${NOW - 60 + 3600}`;
      await refuses({
        'a token with exp 1e400': signToken(text.replace(exp, '"exp":1e400')),
        'a token with exp -1e400': signToken(text.replace(exp, '"exp":-1e400')),
        'a token with exp 1e400 and iat 1e400': signToken(
          text.replace(exp, '"exp":1e400').replace(`"iat":${NOW - 60}`, '"iat":1e400'),
        ),
      });
    },
  );

  check(
    'ends-at-exp',
    'calls a token expired from the very second that exp names, by the clock it is given',
    {
      points: 2,
      hint: [
        'A token is good *before* `exp`, and over *on or after* it (RFC 7519 §4.1.4). No leeway here.',
        '`exp` counts seconds, `now` milliseconds. And `now` is the only clock: not the machine’s.',
      ],
    },
    async () => {
      const exp = NOW + 3540;
      const cases: [what: string, now: number, expected: string][] = [
        ['one millisecond before exp', exp * 1000 - 1, ACCEPTED],
        ['at exp', exp * 1000, EXPIRED],
        ['one millisecond after exp', exp * 1000 + 1, EXPIRED],
        ['one second after exp', exp * 1000 + 1000, EXPIRED],
        ['a year after exp', exp * 1000 + 365 * 86_400_000, EXPIRED],
      ];
      for (const [when, now, expected] of cases) {
        expect(await outcome(signToken(), now), `a good token, ${when}`).toBe(expected);
      }
      const half = withClaims({ exp: NOW + 0.5 });
      expect(await outcome(half, START + 499), 'a token with half a second to go').toBe(ACCEPTED);
      expect(await outcome(half, START + 1000), 'the same, a second later').toBe(EXPIRED);

      for (const year of [2001, 2099]) {
        const now = Date.UTC(year, 0, 1);
        const times = { iat: now / 1000 - 10, exp: now / 1000 + 10 };
        expect(
          await outcome(withClaims(times), now),
          `a token that is good on 1 January ${year}, on that day`,
        ).toBe(ACCEPTED);
      }
    },
  );

  check(
    'only-a-good-token-expires',
    'says expired-token only of a token that was good once',
    {
      points: 2,
      hint: [
        '"Expired" tells the client to fetch a new token. Should whoever holds a token for somebody else be told so?',
        'Look at `exp` against the clock last, when all else holds.',
      ],
    },
    async () => {
      const past = { iat: NOW - 7200, exp: NOW - 3600 };
      const expired = (changes: Record<string, unknown>) => withClaims({ ...past, ...changes });
      const was = 'an expired token';
      expect(await outcome(expired({})), `${was} of ours`).toBe(EXPIRED);
      await refuses({
        [`${was} from another issuer`]: expired({ iss: 'https://evil.example' }),
        [`${was} for another audience`]: expired({ aud: 'https://evil.example' }),
        [`${was} without sub`]: expired({ sub: undefined }),
        [`${was} without iat`]: expired({ iat: undefined }),
        [`${was} with an iat in the future`]: expired({ iat: NOW + 60 }),
        [`${was} that lived for two hours`]: expired({ iat: NOW - 10_800 }),
        [`${was} with an nbf in the future`]: expired({ nbf: NOW + 60 }),
        [`${was} with an nbf that is a text`]: expired({ nbf: 'now' }),
        [`${was} with typ JWT`]: signToken(goodClaims(past), goodHeader({ typ: 'JWT' })),
        [`${was} with crit`]: signToken(goodClaims(past), goodHeader({ crit: ['exp'] })),
      });
    },
  );

  check(
    'wants-to-know-when-it-began',
    'refuses a token whose iat is missing, is not a number, or is in the future',
    {
      points: 1,
      hint: '`iat` says when the token was issued (RFC 7519 §4.1.6). Can that be later than now? By a second, by a millisecond?',
    },
    async () => {
      const soon = [NOW + 1, NOW + 0.001, NOW + 3600];
      await refusesClaim('iat', [undefined, null, `${NOW - 60}`, '', true, [NOW - 60], ...soon]);
      const text = JSON.stringify(goodClaims());
      const iat = `"iat":${NOW - 60}`;
      await refuses({
        'a token with iat 1e400': signToken(text.replace(iat, '"iat":1e400')),
        'a token with iat -1e400': signToken(text.replace(iat, '"iat":-1e400')),
      });
      const now = withClaims({ iat: NOW, exp: NOW + 60 });
      expect(await outcome(now), 'a token issued at this very second').toBe(ACCEPTED);
      expect(await outcome(now, START - 1), 'the same, one millisecond earlier').toBe(INVALID);
    },
  );

  check(
    'limits-the-lifetime',
    'refuses a token that lives longer than the policy allows: 3600 s pass, 3601 s do not',
    {
      points: 2,
      hint: 'From `iat` to `exp` is a lifetime. We issue an hour; a token that claims a year is not one of ours.',
    },
    async () => {
      const living = (seconds: number) => withClaims({ iat: NOW - 60, exp: NOW - 60 + seconds });
      expect(await outcome(living(3600)), 'a token that lives 3600 s').toBe(ACCEPTED);
      const tokens: Tokens = {};
      for (const seconds of [3601, 3600.5, 7200, 365 * 86_400, 3_600_000]) {
        tokens[`a token that lives ${seconds} s`] = living(seconds);
      }
      await refuses(tokens);
    },
  );

  check(
    'respects-not-before',
    'refuses a token before its nbf, and an nbf that is not a number',
    {
      points: 2,
      hint: '`nbf` may be missing. Where it is there, it is a time, and not in the future (RFC 7519 §4.1.5).',
    },
    async () => {
      const soon = [NOW + 1, NOW + 0.001, NOW + 600];
      await refusesClaim('nbf', [...soon, `${NOW - 60}`, '', true, null, false, [NOW - 60], {}]);
      const text = JSON.stringify(goodClaims());
      await refuses({
        'a token with nbf 1e400': signToken(text.replace('{', '{"nbf":1e400,')),
      });
      const fromNow = withClaims({ nbf: NOW });
      expect(await outcome(fromNow), 'a token with nbf at this very second').toBe(ACCEPTED);
      expect(await outcome(fromNow, START - 1), 'the same, one millisecond earlier').toBe(INVALID);
    },
  );

  check(
    'wants-a-subject',
    'refuses a token whose sub is missing or is not a text',
    {
      points: 1,
      hint: 'A token without `sub` is about nobody. What could `sub` be that is not a text, and what would the database make of it?',
    },
    () => refusesClaim('sub', [undefined, null, 1, 0, true, ['p-mira'], { id: 'p-mira' }]),
  );

  check(
    'reads-a-members-last-word',
    'is not confused by a claim that is there twice, or that is hidden in __proto__',
    {
      points: 1,
      hint: 'JSON.parse keeps the last of two equal names, which RFC 7519 §4 allows: read the claims once, from there, and copy them nowhere. A name like `__proto__` is a claim like others.',
    },
    async () => {
      const text = JSON.stringify(goodClaims());
      const twice = (last: string) => signToken(`${text.slice(0, -1)},${last}}`);
      const proto = (claim: string) => {
        const { [claim]: hidden, ...rest } = goodClaims();
        const inner = JSON.stringify({ [claim]: hidden });
        return signToken(`{"__proto__":${inner},${JSON.stringify(rest).slice(1)}`);
      };
      await refuses({
        'a token with iss twice, the last one not ours': twice('"iss":"https://evil.example"'),
        'a token with aud twice, the last one not ours': twice('"aud":"https://evil.example"'),
        'a token with exp twice, the last one too late': twice(`"exp":${NOW + 99_999}`),
        'a token with sub twice, the last one null': twice('"sub":null'),
        'a token without iss but with __proto__.iss': proto('iss'),
        'a token without exp but with __proto__.exp': proto('exp'),
        'a token without sub but with __proto__.sub': proto('sub'),
        'a token with crit in __proto__ and no typ': signToken(
          goodClaims(),
          '{"alg":"RS256","__proto__":{"typ":"at+jwt"}}',
        ),
      });
      const old = `${text.slice(0, -1)},"exp":${NOW - 1}}`;
      const found = await outcome(signToken(old));
      expect(found, 'a token with exp twice, the last one over').not.toBe(ACCEPTED);
    },
  );
});

task('3.3', () => {
  /** An authenticator over a world, which reads a token from where a request of ours has it. */
  const inWorld = async (world = makeWorld()) => {
    const { bearerAuthenticator } = await theBearer();
    const authenticate = bearerAuthenticator({
      database: world.database,
      policy: POLICY,
      clock: world.clock,
      readToken: (request) => request.headers.authorization,
    });
    return (authorization?: string, rest: object = {}) =>
      authenticate({ ...aRequest(), ...rest, headers: { ...rest, authorization } } as never);
  };
  const tokenOf = (sub: string, changes: Record<string, unknown> = {}) =>
    signToken(goodClaims({ sub, ...changes }));
  /** How a token fares. To give undefined for one that came is to accept it in silence. */
  const outcomeFor = async (
    authenticate: (token: string) => unknown,
    token: string,
  ): Promise<string> => {
    let person: unknown;
    const outcome = await outcomeOf(async () => (person = await authenticate(token)));
    return outcome === ACCEPTED && person === undefined ? NOBODY : outcome;
  };
  const NOBODY = 'undefined, as if no token had come';
  const MIRA = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };

  check(
    'no-token-is-nobody',
    'gives undefined when a request carries no token',
    {
      points: 2,
      hint: [
        'Reading is free: a request without a token is no error here. What does Authenticator return for it?',
        'Where a token may be is for `readToken` to say, and nobody else: what it does not find is not there.',
      ],
    },
    async () => {
      const authenticate = await inWorld();
      const outcome = await outcomeOf(() => authenticate());
      expect(outcome, 'a request without a token').toBe(ACCEPTED);
      expect(await authenticate(), 'who sends a request without a token').toBeUndefined();
      const token = tokenOf('p-mira');
      const elsewhere = {
        query: { access_token: token, token },
        body: { access_token: token, token },
        cookies: { access_token: token, token },
        cookie: `access_token=${token}; token=${token}`,
        'x-access-token': token,
      };
      const person = await authenticate(undefined, elsewhere);
      expect(person, 'who sends one with a token where readToken finds none').toBeUndefined();
    },
  );

  check(
    'recognises-a-person',
    'gives the person that a good token names, as the database has them',
    {
      points: 2,
      hint: [
        'The token’s subject is an id. Which function finds a person by id?',
        '`findPersonById(database, subject)`, from `#api/people.ts`.',
      ],
    },
    async () => {
      const authenticate = await inWorld();
      expect(await authenticate(tokenOf('p-mira')), 'who sends a token for p-mira').toEqual(MIRA);
      expect(await authenticate(tokenOf('p-ines')), 'who sends a token for p-ines').toEqual({
        id: 'p-ines',
        handle: 'ines',
        name: 'Inês Duarte',
        role: 'ranger',
      });
    },
  );

  check(
    'a-bad-token-is-an-error',
    'throws on a token that does not hold, rather than taking its sender for nobody',
    {
      points: 2,
      hint: [
        'No token and a bad token are two things. Which of them should a client hear about?',
        '`verifyAccessToken` throws already. Who catches it?',
      ],
    },
    async () => {
      const authenticate = await inWorld();
      const tokens: Tokens = {
        "a token signed with a stranger's key": signToken(
          goodClaims(),
          goodHeader(),
          strangerKeys.privateKey,
        ),
        'an unsigned token': `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${encodePart(goodClaims())}.`,
        'a token from another issuer': tokenOf('p-mira', { iss: 'https://evil.example' }),
        'a text that is no token': 'mira',
      };
      for (const [what, token] of Object.entries(tokens)) {
        expect(await outcomeFor(authenticate, token), what).toBe(INVALID);
      }
      const old = tokenOf('p-mira', { iat: NOW - 7200, exp: NOW - 3600 });
      expect(await outcomeOf(() => authenticate(old)), 'an expired token').toBe(EXPIRED);
    },
  );

  check(
    'nobody-is-invalid-token',
    'refuses a token for somebody who is not there: never was, or has been deleted',
    {
      points: 3,
      hint: [
        'The token is good for an hour. The person may be gone after a minute.',
        'When the database knows nobody by that id: `new AuthenticationError("invalid-token")`.',
      ],
    },
    async () => {
      const world = makeWorld();
      const authenticate = await inWorld(world);
      for (const sub of ['p-nobody', '', 'undefined', '%', 'p-%', "' OR 1=1 --", '__proto__']) {
        const outcome = await outcomeFor(authenticate, tokenOf(sub));
        expect(outcome, `a token for "${sub}", whom nobody knows`).toBe(INVALID);
      }
      const token = tokenOf('p-mira');
      expect(await outcomeOf(() => authenticate(token)), "Mira's token").toBe(ACCEPTED);
      world.database.run('DELETE FROM people WHERE id = ?', 'p-mira');
      const after = await outcomeFor(authenticate, token);
      expect(after, "Mira's token, once she has been deleted").toBe(INVALID);
    },
  );

  check(
    'a-fault-of-ours-is-no-bad-token',
    'blames neither the token nor its sender when the database fails',
    {
      points: 1,
      hint: 'The token may be good: nobody could look. What is the error that comes out, and who catches it? Let it pass, and the app answers 500, and logs it.',
    },
    async () => {
      const fail = () => {
        throw new TypeError('the database has failed');
      };
      const world = makeWorld();
      const broken = makeWorld({ database: { get: fail, all: fail, run: fail } as never });
      const token = tokenOf('p-mira');
      const before = await outcomeOf(async () => (await inWorld(world))(token));
      expect(before, "Mira's token").toBe(ACCEPTED);
      const outcome = await outcomeOf(async () => (await inWorld(broken))(token));
      expect(outcome, 'the same, when the database fails').toMatch(/^not an AuthenticationError/);
    },
  );

  check(
    'sub-is-an-id',
    'reads sub as an id, to the letter, and never as a handle',
    {
      points: 2,
      hint: 'A handle may change, and then be taken by somebody else. An id stays. `sub` holds which?',
    },
    async () => {
      const world = makeWorld();
      // From now on somebody's handle is somebody else's id.
      world.database.run("UPDATE people SET handle = 'p-mira' WHERE id = 'p-tomas'");
      const authenticate = await inWorld(world);
      for (const sub of ['mira', 'ines', 'P-MIRA', 'p-mira ', ' p-mira', 'p-mira\0', 'p-mir']) {
        const outcome = await outcomeFor(authenticate, tokenOf(sub));
        expect(outcome, `a token with sub ${JSON.stringify(sub)}, which is no id`).toBe(INVALID);
      }
      const person = await authenticate(tokenOf('p-mira'));
      expect(person?.id, 'the id of who sends sub "p-mira", also the handle of p-tomas').toBe(
        'p-mira',
      );
    },
  );

  check(
    'reads-the-person-every-time',
    'knows a changed role, handle or name at once, with the same token',
    {
      points: 2,
      hint: 'The token says who. The database says what they are, at this moment: ask it at every request, and keep nothing.',
    },
    async () => {
      const world = makeWorld();
      const authenticate = await inWorld(world);
      const token = tokenOf('p-mira');
      expect(await authenticate(token), 'Mira, before').toEqual(MIRA);
      world.database.run(
        "UPDATE people SET role = 'ranger', handle = 'mc', name = 'Mira C.' WHERE id = 'p-mira'",
      );
      const changed = { id: 'p-mira', handle: 'mc', name: 'Mira C.', role: 'ranger' };
      expect(await authenticate(token), 'Mira, renamed and made a ranger').toEqual(changed);
      const other = await authenticate(tokenOf('p-tomas'));
      expect(other?.id, 'the id of who sends the next token, for p-tomas').toBe('p-tomas');
    },
  );

  check(
    'the-token-says-no-role',
    'takes no role, name or handle from the token, though our key signed them',
    {
      points: 1,
      hint: 'A role in a token is what it was when the token was signed. Where is it as it is now?',
    },
    async () => {
      const authenticate = await inWorld();
      const claims = { role: 'ranger', handle: 'ines', name: 'Inês Duarte', id: 'p-ines' };
      const person = await authenticate(tokenOf('p-mira', claims));
      expect(person, 'who sends a token for p-mira that also says role ranger').toEqual(MIRA);
    },
  );

  check(
    'asks-the-clock-every-time',
    'asks the clock at each request: a token that was good runs out',
    {
      points: 2,
      hint: 'When is `clock()` called: once, when the authenticator is made, or for each request?',
    },
    async () => {
      const world = makeWorld();
      const authenticate = await inWorld(world);
      const token = tokenOf('p-mira');
      expect(await outcomeOf(() => authenticate(token)), 'a good token').toBe(ACCEPTED);
      world.setTime(START + 3540 * 1000);
      const later = await outcomeOf(() => authenticate(token));
      expect(later, 'the same, when the clock says exp').toBe(EXPIRED);
      world.setTime(START - 3600 * 1000);
      const earlier = await outcomeOf(() => authenticate(token));
      expect(earlier, 'the same, when the clock is an hour before iat').toBe(INVALID);
    },
  );
});

task('3.4', () => {
  const MIRA: Person = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };
  const INES: Person = { id: 'p-ines', handle: 'ines', name: 'Inês Duarte', role: 'ranger' };

  /** Sends a request through a guard, and tells who it is when the guard lets it go on. */
  const send = async (authenticators: unknown[], request = aRequest()) => {
    const { guard } = await theGuard();
    const { findPerson } = await thePerson();
    let person: Person | undefined;
    const fate = await pass(guard(authenticators as never), request, () => {
      person = findPerson(request as never);
    });
    return { ...fate, person };
  };

  check(
    'lets-nobody-go-on',
    'lets a request go on when no authenticator recognises anybody',
    {
      points: 2,
      hint: 'Reading is free. When everybody has been asked and nobody was recognised: `next()`.',
    },
    async () => {
      const cases = {
        'no authenticator at all': [],
        'one authenticator that recognises nobody': [() => undefined],
        'two of them, one of them async': [() => undefined, async () => undefined],
      };
      for (const [what, authenticators] of Object.entries(cases)) {
        const { errors, wentOn, person } = await send(authenticators);
        expect(errors, `${what}: what the guard refused the request with`).toEqual([]);
        expect(wentOn, `${what}: how often the request went on`).toBe(1);
        expect(person, `${what}: who sends it`).toBeUndefined();
      }
    },
  );

  check(
    'remembers-the-person',
    'remembers who sends a request before the request goes on',
    {
      points: 2,
      hint: [
        'Later handlers call `requirePerson(request)`. Who tells it?',
        '`setPerson(request, person)`, and only then `next()`: Express runs the next handler inside that call.',
        'And once: after a `next()` inside of the loop, does your code come to another?',
      ],
    },
    async () => {
      const { errors, wentOn, person } = await send([() => MIRA]);
      expect(errors, 'what a recognised request was refused with').toEqual([]);
      expect(wentOn, 'how often a recognised request went on').toBe(1);
      expect(person, 'findPerson(request) in the handler after the guard').toEqual(MIRA);
    },
  );

  check(
    'hands-the-request-over',
    'gives each authenticator the request itself',
    { points: 1, hint: 'An authenticator is a function of the request: `authenticate(request)`.' },
    async () => {
      const given: unknown[] = [];
      const look = (request: unknown) => void given.push(request);
      const request = aRequest();
      await send([look, look], request);
      expect(given.length, 'how often two authenticators were asked').toBe(2);
      expect(
        given.every((one) => one === request),
        'whether each was asked with the request itself',
      ).toBe(true);
    },
  );

  check(
    'the-first-wins',
    'asks in order, and stops at the first that recognises somebody',
    {
      points: 3,
      hint: [
        'Of two authenticators that each know somebody, which one is right? The order says.',
        'Leave the loop once somebody has been recognised; a `for` loop keeps the order that `Promise.all` loses.',
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
      expect(errors, 'what the request was refused with').toEqual([]);
      expect(person?.id, 'who it is, when the second says p-mira and the third p-ines').toBe(
        'p-mira',
      );
      expect(asked, 'who was asked').toEqual(['first', 'second']);
    },
  );

  check(
    'awaits-an-authenticator',
    'waits for an authenticator that has to look something up',
    {
      points: 2,
      hint: 'A promise of nobody is not nobody: every promise is truthy. What does `await` make of it?',
    },
    async () => {
      const { guard } = await theGuard();
      const { findPerson } = await thePerson();
      const lookup = deferred<Person | undefined>();
      const asked: string[] = [];
      const twoWays = guard([
        () => (asked.push('first'), lookup.promise),
        async () => (asked.push('second'), INES),
      ]);
      const request = aRequest();
      let gone = false;
      const running = pass(twoWays, request, () => (gone = true));
      await aMoment();
      expect(gone, 'whether the request went on while the first was still looking').toBe(false);
      expect(asked, 'who was asked while the first was still looking').toEqual(['first']);
      lookup.resolve(undefined);
      expect((await running).errors, 'what the request was refused with').toEqual([]);
      const person = findPerson(request as never);
      expect(person, 'who it is, when the first finds nobody and the second p-ines').toEqual(INES);
    },
  );

  check(
    'a-bad-token-stops-the-request',
    'refuses a request when an authenticator throws, and asks no other',
    {
      points: 3,
      hint: [
        'An authenticator throws when there were credentials, and they do not hold. Should another way in make up for it?',
        'Do not catch it: Express 5 hands what an async handler throws to the error handlers.',
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
        const request = aRequest();
        let askedNext = false;
        const next = () => ((askedNext = true), INES);
        const { wentOn, errors } = await send([() => undefined, authenticate, next], request);
        expect(wentOn, `${what}: how often the request went on`).toBe(0);
        expect(errors.length, `${what}: how often the request was refused`).toBe(1);
        expect(
          (errors[0] as { code?: unknown }).code,
          `${what} expired-token: the code that the error handlers get`,
        ).toBe('expired-token');
        expect(askedNext, `${what}: whether the next authenticator was asked`).toBe(false);
        const { findPerson } = await thePerson();
        expect(findPerson(request as never), `${what}: who sends the request`).toBeUndefined();
      }
    },
  );

  check(
    'fails-closed-whatever-is-thrown',
    'refuses a request even when what is thrown is undefined, null or an empty text',
    {
      points: 2,
      hint: [
        '`next(error)` lets a request go on when `error` is undefined: then it is `next()`.',
        'Let an async handler throw: Express 5 then makes an error even of nothing. Or never reach `next` with something falsy.',
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
          const { wentOn } = await send([authenticate]);
          expect(asked, `${what}: how often it was asked`).toBe(1);
          expect(wentOn, `${what}: how often the request went on`).toBe(0);
        }
      }
      const fault = new TypeError('a bug in an authenticator');
      const { wentOn, errors } = await send([() => Promise.reject(fault)]);
      expect(wentOn, 'an authenticator with a bug: how often the request went on').toBe(0);
      const { AuthenticationError } = await theErrors();
      expect(
        errors[0] instanceof AuthenticationError,
        'an authenticator with a bug: whether the bug passes for a bad token',
      ).toBe(false);
    },
  );

  check(
    'each-request-its-own-person',
    'keeps two requests apart that are under way at the same time',
    {
      points: 2,
      hint: 'The guard is made once and serves everyone. What may it remember outside of the handler?',
    },
    async () => {
      const { guard } = await theGuard();
      const { findPerson } = await thePerson();
      const [hers, nobodys] = [aRequest(), aRequest()];
      const lookup = deferred<Person>();
      const oneGuard = guard([
        (request) => ((request as unknown) === hers ? lookup.promise : undefined),
      ]);
      const first = pass(oneGuard, hers);
      const second = await pass(oneGuard, nobodys);
      lookup.resolve(MIRA);
      await first;
      const third = aRequest();
      const last = await pass(oneGuard, third);
      expect(findPerson(hers as never), 'who sends the request with a token').toEqual(MIRA);
      expect(findPerson(nobodys as never), 'who sends one without, meanwhile').toBeUndefined();
      expect(findPerson(third as never), 'who sends one without, afterwards').toBeUndefined();
      expect([second.wentOn, last.wentOn], 'how often each of those went on').toEqual([1, 1]);
    },
  );
});

task('3.5', () => {
  const serve = async (world = makeWorld()) => supertest((await theApp()).createApp(world));
  const bearer = (sub: string = PEOPLE.mira.id) => `Bearer ${signToken(goodClaims({ sub }))}`;
  const REPORT = { trail: 'larch-loop', condition: 'open', title: 'Quiet', author: 'mira' };

  /** A request by the name of its method; supertest knows each as a function. */
  const ask = (api: Awaited<ReturnType<typeof serve>>, method: string, path: string) =>
    api[method.toLowerCase() as 'get'](path);

  check(
    'looks-are-free',
    'lets GET, HEAD and OPTIONS through without a person',
    {
      points: 2,
      hint: 'Which methods only look? RFC 9110 §9.2.1 calls them safe. For those, `next()` at once.',
    },
    async () => {
      const { lockChanges } = await theLock();
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const { wentOn, errors } = await pass(lockChanges, aRequest(method));
        expect(errors, `${method} without a person: what it was refused with`).toEqual([]);
        expect(wentOn, `${method} without a person: how often it went on`).toBe(1);
      }
      const api = await serve();
      const answers: [what: string, status: number, expected: number][] = [
        ['GET /api/trails', (await api.get('/api/trails')).status, 200],
        ['GET /api/reports/r-01', (await api.get('/api/reports/r-01')).status, 200],
        ['HEAD /api/reports', (await api.head('/api/reports')).status, 200],
        ['OPTIONS /api/reports', (await api.options('/api/reports')).status, 204],
        ['GET /api/nothing/here', (await api.get('/api/nothing/here')).status, 404],
      ];
      for (const [what, status, expected] of answers) {
        expect(status, `${what} without a token`).toBe(expected);
      }
    },
  );

  check(
    'locks-every-method-that-is-left',
    'asks for a person on every other method, known or not',
    {
      points: 3,
      hint: [
        'Which is the safer list to keep: the methods that change something, or those that do not?',
        'HTTP has more methods than four, and gets new ones. Lock all but GET, HEAD and OPTIONS.',
      ],
    },
    async () => {
      const { lockChanges } = await theLock();
      const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'QUERY', 'PROPFIND'];
      for (const method of [...methods, 'MKCOL', 'LINK', 'PURGE', 'REPORT', 'BREW']) {
        const { wentOn, errors } = await pass(lockChanges, aRequest(method));
        expect(wentOn, `${method} without a person: how often it went on`).toBe(0);
        const code = (errors[0] as { code?: unknown } | undefined)?.code;
        expect(code, `${method} without a person: the code it is refused with`).toBe(
          'authentication-required',
        );
        const { setPerson } = await thePerson();
        const hers = aRequest(method);
        setPerson(hers as never, { id: 'p-mira', handle: 'mira', name: 'Mira', role: 'hiker' });
        const fate = await pass(lockChanges, hers);
        expect(fate.errors, `${method} with a person: what it was refused with`).toEqual([]);
        expect(fate.wentOn, `${method} with a person: how often it went on`).toBe(1);
      }
      const api = await serve();
      for (const method of ['PROPFIND', 'MKCOL', 'REPORT', 'PURGE']) {
        const { status } = await ask(api, method, '/api/reports');
        expect(status, `${method} /api/reports without a token`).toBe(401);
      }
    },
  );

  check(
    'locks-the-reports',
    'answers 401 to a change without a token, and changes nothing',
    {
      points: 2,
      hint: [
        'No person, and something would change: `requirePerson(request)` throws what the app answers 401 to.',
        'In app.ts, what stands behind `api.use(lockChanges)` is locked, and what stands before it is not.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = contentsOf(world.database);
      const api = await serve(world);
      const answers = {
        'POST /api/reports': await api.post('/api/reports').send(REPORT),
        'PATCH /api/reports/r-01': await api.patch('/api/reports/r-01').send({ title: 'Mine' }),
        'DELETE /api/reports/r-01': await api.delete('/api/reports/r-01'),
        'PUT /api/reports/r-01': await api.put('/api/reports/r-01').send(REPORT),
        'POST /api/reports with a body that is not JSON': await api
          .post('/api/reports')
          .type('json')
          .send('{"trail"'),
        'DELETE of a report that is not there': await api.delete('/api/reports/r-99'),
        'POST /api/reports with a handle and a password': await api
          .post('/api/reports')
          .set('Authorization', basic(PEOPLE.mira.handle, PEOPLE.mira.password))
          .send(REPORT),
      };
      for (const [what, { status }] of Object.entries(answers)) {
        expect(status, `${what}, without a token`).toBe(401);
      }
      const same = contentsOf(world.database) === before;
      expect(same, 'whether the database is as it was before').toBe(true);
    },
  );

  check(
    'locks-what-is-not-there-yet',
    'locks routes that nobody has written yet, and lower ones too',
    {
      points: 2,
      hint: [
        'Somebody adds `POST /api/reports/:id/photos` next year, and forgets the lock. Should it matter?',
        'The lock is `api.use(lockChanges)`, before the routes, and looks at the method alone: no list of paths.',
      ],
    },
    async () => {
      const api = await serve();
      const requests: [method: string, path: string][] = [
        ['POST', '/api/reports/r-01/photos'],
        ['PUT', '/api/trails/larch-loop/map'],
        ['POST', '/api/nothing/here'],
        ['DELETE', '/api/trails/larch-loop'],
        ['POST', '/api'],
        ['PATCH', '/api/me'],
        ['DELETE', '/api/tokens'],
        ['PUT', '/api/tokens'],
        ['DELETE', '/api/tokens/inspect'],
        ['PATCH', '/api/tokens/inspect'],
        ['POST', '/api/tokens/inspect/all'],
        ['POST', '/api/tokens/p-mira'],
      ];
      for (const [method, path] of requests) {
        const { status } = await ask(api, method, path);
        expect(status, `${method} ${path} without a token`).toBe(401);
      }
    },
  );

  check(
    'lets-a-person-change',
    'lets a person post, change and delete',
    {
      points: 2,
      hint: 'With a person, a request goes on whatever its method: does every way through your lock end in `next()`?',
    },
    async () => {
      const api = await serve();
      const authorization = { Authorization: bearer() };
      const posted = await api.post('/api/reports').set(authorization).send(REPORT);
      expect(posted.status, 'POST /api/reports with a token').toBe(201);
      const path = String(posted.headers['location']);
      const patched = await api.patch(path).set(authorization).send({ title: 'Busy' });
      expect(patched.status, `PATCH ${path} with a token`).toBe(200);
      expect((await api.get(path)).body, `GET ${path} after that`).toMatchObject({ title: 'Busy' });
      const deleted = await api.delete(path).set(authorization);
      expect(deleted.status, `DELETE ${path} with a token`).toBe(204);
      const nowhere = await api.post('/api/nothing/here').set(authorization);
      expect(nowhere.status, 'POST /api/nothing/here with a token').toBe(404);
    },
  );

  check(
    'keeps-two-doors-open',
    'leaves POST /api/tokens and POST /api/tokens/inspect open, and takes the token it gets there',
    {
      points: 2,
      hint: 'Whoever fetches a token has none yet. In app.ts these two stand before the lock; is that still so?',
    },
    async () => {
      const api = await serve();
      const { handle, password } = PEOPLE.mira;
      const issued = await api.post('/api/tokens').set('Authorization', basic(handle, password));
      expect(issued.status, 'POST /api/tokens with a handle and a password').toBe(200);
      const { access_token: token } = issued.body as { access_token: string };
      const inspected = await api.post('/api/tokens/inspect').send({ token });
      expect(inspected.status, 'POST /api/tokens/inspect without a token of its own').toBe(200);
      const me = await api.get('/api/me').set('Authorization', `Bearer ${token}`);
      expect(me.status, 'GET /api/me with the token from POST /api/tokens').toBe(200);
      const posted = await api
        .post('/api/reports')
        .set('Authorization', `Bearer ${token}`)
        .send(REPORT);
      expect(posted.status, 'POST /api/reports with that token').toBe(201);
      for (const path of ['/api/tokens', '/api/tokens/inspect']) {
        const looked = await api.get(path);
        expect(looked.status, `GET ${path}: there is no such method here`).toBe(405);
        expect(looked.headers['allow'], `Allow of GET ${path}`).toMatch(/\bPOST\b/);
        expect(looked.headers['x-powered-by'], `X-Powered-By of GET ${path}`).toBe(undefined);
      }
    },
  );

  check(
    'tells-you-who-you-are',
    'answers GET /api/me with the person, as they are now, and wants one',
    {
      points: 2,
      hint: 'GET /api/me only looks, and still needs a person: `showMe` asks for one itself. Is the guard before it in app.ts?',
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const me = () => api.get('/api/me').set('Authorization', bearer());
      expect((await api.get('/api/me')).status, 'GET /api/me without a token').toBe(401);
      expect((await api.head('/api/me')).status, 'HEAD /api/me without a token').toBe(401);
      const mira = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' };
      expect((await me()).body, "GET /api/me with Mira's token").toEqual(mira);
      world.database.run("UPDATE people SET role = 'ranger' WHERE id = 'p-mira'");
      expect((await me()).body, 'the same, once she is a ranger').toEqual({
        ...mira,
        role: 'ranger',
      });
      world.database.run("DELETE FROM people WHERE id = 'p-mira'");
      expect((await me()).status, 'the same, once she has been deleted').toBe(401);
    },
  );

  check(
    'no-way-around',
    'is not walked around by another spelling of the path',
    {
      points: 2,
      hint: [
        'Express matches paths in any case and forgives a slash at the end. Does whatever locks them see the same?',
        'A lock that compares paths will miss a spelling. Yours can stand in the same router, and not look at the path at all.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = contentsOf(world.database);
      const api = await serve(world);
      const paths = [
        '/API/reports/r-01',
        '/Api/Reports/r-01',
        '/api/reports/r-01/',
        '/api/REPORTS/r-01/',
        '/api//reports/r-01',
        '//api/reports/r-01',
        '/api/reports//r-01',
        '/api/reports/r-01//',
        '/%61pi/reports/r-01',
        '/api/%72eports/r-01',
        '/api/reports/%72-01',
        '/api%2Freports%2Fr-01',
        '/api/reports%2Fr-01',
        '/api;/reports/r-01',
        '/api/reports;/r-01',
        '/api/reports/r-01?',
        '/api/reports/r-01?/api/tokens/inspect',
        '/api/tokens/inspect/%2e%2e/%2e%2e/reports/r-01',
        '/api/tokens/..%2Freports/r-01',
        '/api/reports/r-01%00',
      ];
      for (const path of paths) {
        for (const method of ['DELETE', 'PATCH']) {
          const { status } = await ask(api, method, path).send({ title: 'Mine' });
          expect([401, 404], `${method} ${path} without a token`).toContain(status);
        }
      }
      for (const path of ['/API/REPORTS', '/api/reports/', '/api//reports', '/api/%72eports']) {
        const { status } = await api.post(path).send(REPORT);
        expect([401, 404], `POST ${path} without a token`).toContain(status);
      }
      for (const header of ['X-HTTP-Method-Override', 'X-Original-URL', 'X-Forwarded-Method']) {
        const value = header === 'X-Original-URL' ? '/api/tokens' : 'GET';
        const { status } = await api.delete('/api/reports/r-01').set(header, value);
        expect(status, `DELETE /api/reports/r-01 with ${header}: ${value}`).toBe(401);
      }
      const same = contentsOf(world.database) === before;
      expect(same, 'whether the database is as it was before').toBe(true);
      const hers = await api.delete('/API/Reports/r-01/').set('Authorization', bearer());
      expect(hers.status, 'DELETE /API/Reports/r-01/ with a token').toBe(204);
    },
  );

  check(
    'refuses-a-bad-token-anywhere',
    'refuses a bad token even where none is needed',
    {
      points: 2,
      hint: 'No token on GET /api/trails is fine. A token that does not hold is a mistake or an attack: who should hear of it? Does the guard stand before these routes?',
    },
    async () => {
      const api = await serve();
      const stranger = signToken(goodClaims(), goodHeader(), strangerKeys.privateKey);
      const expired = signToken(goodClaims({ iat: NOW - 7200, exp: NOW - 3600 }));
      for (const [what, token] of Object.entries({ "a stranger's": stranger, expired })) {
        for (const [method, path] of [
          ['GET', '/api/trails'],
          ['HEAD', '/api/reports'],
          ['OPTIONS', '/api/reports'],
          ['GET', '/api/nothing/here'],
          ['POST', '/api/tokens/inspect'],
          ['POST', '/api/reports'],
        ] as const) {
          const { status } = await ask(api, method, path).set('Authorization', `Bearer ${token}`);
          expect(status, `${method} ${path} with a token that is ${what}`).toBe(401);
        }
      }
      const good = await api.get('/api/trails').set('Authorization', bearer());
      expect(good.status, 'GET /api/trails with a good token').toBe(200);
      const other = await api.get('/api/me').set('Authorization', `Not${bearer()}`);
      expect(other.status, 'GET /api/me with a good token under another scheme').toBe(401);
    },
  );

  check(
    'never-answers-500',
    'answers 401 whatever a token holds, and 500 never',
    {
      points: 1,
      hint: 'A 500 says that something surprised you. What does `verifySignature` catch, and what gets past it?',
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const jwtTyped = goodHeader({ typ: 'JWT' });
      const [header, payload, signature] = signToken().split('.') as [string, string, string];
      const tokens: Tokens = {
        'a text that is no token': 'mira',
        'two dots': '..',
        'brackets and quotes': '{"alg":"none"}.{}.',
        'a payload that is not JSON, typed JWT': `${encodePart(jwtTyped)}.${encodePart('oops')}.${signature}`,
        'a payload that is not JSON, typed JWT and signed by us': signToken('oops', jwtTyped),
        'a signed null': signToken('null'),
        'a signed array': signToken('[]'),
        'a header that is null': `${encodePart('null')}.${payload}.${signature}`,
        'a header that is a number': `${encodePart('7')}.${payload}.${signature}`,
        'no alg': `${encodePart({})}.${payload}.${signature}`,
        'an alg that is a number': signToken(goodClaims(), goodHeader({ alg: 7 })),
        'an ES256 signature of the wrong length': `${encodePart({ alg: 'ES256' })}.${payload}.AAAA`,
        'no signature': `${header}.${payload}.`,
        'a sub that is an object': signToken(goodClaims({ sub: { id: 'p-mira' } })),
        'a sub that is an array': signToken(goodClaims({ sub: ['p-mira'] })),
        'an aud that is null': signToken(goodClaims({ aud: null })),
        'an exp of 1e400': signToken(
          JSON.stringify(goodClaims()).replace(/"exp":\d+/, '"exp":1e400'),
        ),
        'a claim called __proto__ and nothing else': signToken('{"__proto__":null}'),
        'eight thousand characters': 'A'.repeat(8_000),
      };
      for (const [what, token] of Object.entries(tokens)) {
        const { status } = await api.get('/api/trails').set('Authorization', `Bearer ${token}`);
        expect(status, `GET /api/trails with a token that holds ${what}`).toBe(401);
      }
      expect(world.logged, 'what the app logged as unexpected').toEqual([]);
    },
  );

  check(
    'challenges-at-every-401',
    'sends a Bearer challenge with every 401, as problem details',
    {
      points: 1,
      hint: 'A 401 must say how to come back (RFC 9110 §15.5.2). `challengeEveryone` does, for every AuthenticationError: is yours one?',
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const nobody = bearer('p-nobody');
      const answers: Record<string, Answer> = {
        'POST /api/reports without a token': await api.post('/api/reports').send(REPORT),
        'PURGE /api/reports without a token': await ask(api, 'PURGE', '/api/reports'),
        'GET /api/me without a token': await api.get('/api/me'),
        'GET /api/me with a token for nobody': await api
          .get('/api/me')
          .set('Authorization', nobody),
        'GET /api/trails with a text that is no token': await api
          .get('/api/trails')
          .set('Authorization', 'Bearer x'),
      };
      for (const [what, { status, headers, body, type }] of Object.entries(answers)) {
        expect(status, what).toBe(401);
        expect(String(headers['www-authenticate']), `${what}: WWW-Authenticate`).toMatch(
          /^Bearer\b/i,
        );
        expect(type, `${what}: the type of the answer`).toBe('application/problem+json');
        expect((body as { status?: unknown }).status, `${what}: status in the body`).toBe(401);
        expect(wordsOf(body), `${what}: what has words in it`).toEqual(['title', 'detail']);
      }
    },
  );
});

/** What a handler did with a request. */
interface Fate {
  /** How often it let the request go on. */
  wentOn: number;
  /** What it refused the request with; Express gives it to the error handlers. */
  errors: unknown[];
}

/**
 * Runs a handler as Express 5 does. What it throws goes to `next`, and `next(undefined)` lets the
 * request go on; a promise that is rejected never does, for Express makes an error even of nothing.
 *
 * @param onward is called whenever the request goes on
 */
async function pass(handler: unknown, request: object, onward?: () => void): Promise<Fate> {
  const fate: Fate = { wentOn: 0, errors: [] };
  await new Promise<void>((resolve) => {
    const next = (error?: unknown) => {
      if (error) {
        fate.errors.push(error);
      } else {
        fate.wentOn += 1;
        onward?.();
      }
      resolve();
    };
    try {
      const running: unknown = (handler as (...args: unknown[]) => unknown)(request, {}, next);
      Promise.resolve(running).catch((error: unknown) => next(error || new Error('Rejected')));
    } catch (error) {
      next(error);
    }
  });
  // Whoever calls next twice does so about now.
  await aMoment();
  return fate;
}

/** As much of a request as a handler may look at before any route. */
function aRequest(method = 'GET') {
  const path = '/reports';
  return { method, url: path, path, originalUrl: `/api${path}`, headers: {}, query: {} };
}

/** Some turns of the microtask queue: enough for what is not waiting for anything. */
async function aMoment(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await undefined;
}

/** A promise that is kept from outside. */
function deferred<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((keep) => (resolve = keep));
  return { promise, resolve };
}

/** Good claims under another header, signed by whatever means. */
function forge(header: Record<string, unknown>, sign: (input: string) => Buffer): string {
  const input = `${encodePart(goodHeader(header))}.${encodePart(goodClaims())}`;
  return `${input}.${sign(input).toString('base64url')}`;
}

/** RS256, RS384, RS512 */
function rsa(bits: number, key: KeyObject) {
  const padding = constants.RSA_PKCS1_PADDING;
  return (input: string) => cryptoSign(`sha${bits}`, Buffer.from(input), { key, padding });
}

/** PS256, PS384, PS512 */
function pss(bits: number, key: KeyObject) {
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: bits / 8 };
  return (input: string) => cryptoSign(`sha${bits}`, Buffer.from(input), { key, ...options });
}

/** A signature with its first bit turned, still canonical base64url. */
function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0]! ^= 0x80;
  return bytes.toString('base64url');
}

/** The letter after a letter of base64url: in a part's last character, it often differs in spare bits only. */
function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(letter) + 1] ?? 'B';
}

/** All there is in the database, as one text. */
function contentsOf(database: Database): string {
  const tables = ['trails', 'people', 'reports'];
  return JSON.stringify(tables.map((table) => database.all(`SELECT * FROM ${table}`)));
}
