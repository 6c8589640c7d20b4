import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as cryptoSign,
} from 'node:crypto';
import { appKeys, check, EC_PEM, encodePart, expect, goodClaims, goodHeader } from '#check';
import { LONG_PEM, NOW, PEOPLE, PSS_PEM, signToken, strangerKeys, task } from '#check';
import { byAStranger, flipped, forge, hmac, nextLetter, pss, publicKeyAsSecret } from './forge.ts';
import { rsa, unsigned } from './forge.ts';
import { asText, leakedParts, printedBy } from './leaks.ts';
import { theErrors, theSignature } from './lessons.ts';
import { oddTokens } from './odd-tokens.ts';
import { ACCEPTED, expectOutcome, INVALID, type Tokens } from './outcome.ts';

task('3.1', () => {
  const verifier = async () => {
    const { verifySignature } = await theSignature();
    return (token: string, ...key: [KeyObject?]) =>
      verifySignature(token, key.length === 0 ? appKeys.publicKey : (key[0] as KeyObject));
  };

  const accepts = async (tokens: Tokens) => {
    const verify = await verifier();
    for (const [what, token] of Object.entries(tokens)) {
      await expectOutcome(what, () => verify(token), ACCEPTED);
    }
  };

  /** Every token is refused. Ours beside them isn't, or refusing would be easy. */
  const refuses = async (tokens: Tokens) => {
    const verify = await verifier();
    await expectOutcome('a token signed by our key', () => verify(signToken()), ACCEPTED);
    for (const [what, token] of Object.entries(tokens)) {
      await expectOutcome(what, () => verify(token), INVALID);
    }
  };

  check(
    'accepts-our-signature',
    'returns the header and the claims of a token that our key signed',
    {
      points: 2,
      hint: [
        'The function must return what a good token says, and a good token must get that far.',
        'Return what [`decodeToken`](/chapters/01-jwt-basics#1-2) returned. `jwt.verify(token, publicKey, options)` only has to throw when the signature is wrong; don’t return its result.',
        'Is a good token refused? The tokens here are from June 2026, and `jwt.verify` compares `exp` with your computer’s clock unless you tell it not to: `{ algorithms: […], ignoreExpiration: …, ignoreNotBefore: … }`.',
      ],
    },
    async () => {
      const verify = await verifier();
      await expectOutcome('a token signed by our key', () => verify(signToken()), ACCEPTED);
      const good = verify(signToken());
      expect(good.header, 'the header').toEqual(goodHeader());
      expect(good.claims, 'the claims').toEqual(goodClaims());

      const header = goodHeader({ kid: 'klíč', cty: '山' });
      const czech = verify(signToken(goodClaims(), header)).header;
      expect(czech, 'a header with letters beyond ASCII').toEqual(header);
      const spaced = `{ "sub" : "p-mira",\n\t"exp" : ${NOW + 60} }`;
      await accepts({
        'a token without a kid': signToken(goodClaims(), goodHeader({ kid: undefined })),
        'a token whose header has another order': signToken(
          goodClaims(),
          '{ "typ": "at+jwt", "alg": "RS256" }',
        ),
        'a token with white space in its JSON': signToken(spaced),
        'a token with a claim in Czech': signToken(goodClaims({ name: 'Tomáš Urban' })),
        'a token of another type, signed by our key': signToken(
          goodClaims(),
          goodHeader({ typ: 'JWT' }),
        ),
      });
    },
  );

  check(
    'leaves-time-for-later',
    'checks only the signature: an expired token is still ours',
    {
      points: 1,
      hint: [
        '`jwt.verify` also checks `exp` and `nbf`, against the clock of your computer. Here it must not.',
        'The options `ignoreExpiration` and `ignoreNotBefore` leave the times to [task 3.3](/chapters/03-authenticator#3-3).',
      ],
    },
    () =>
      accepts({
        'a token that expired in 2001, signed by our key': signToken(
          goodClaims({ iat: 1_000_000_000, exp: 1_000_003_600 }),
        ),
        'a token that is valid from 2100, signed by our key': signToken(
          goodClaims({ nbf: 4_102_444_800, exp: 4_102_448_400 }),
        ),
        'a token without any times, signed by our key': signToken({ sub: 'p-mira' }),
      }),
  );

  check(
    'refuses-a-strangers-signature',
    'refuses what our key didn’t sign, or didn’t sign like this',
    {
      points: 2,
      hint: [
        'Decoding tells you what a token says. It doesn’t tell you who said it.',
        'Only [`jwt.verify`](https://github.com/auth0/node-jsonwebtoken#jwtverifytoken-secretorpublickey-options-callback) checks the signature. `jwt.decode` and `decodeToken` never do.',
        'Between decoding and returning: `jwt.verify(token, …, { algorithms: [ALGORITHM], ignoreExpiration: true, ignoreNotBefore: true })`.',
      ],
    },
    async () => {
      const good = signToken();
      const [header, payload, signature] = good.split('.') as [string, string, string];
      const other = signToken(goodClaims({ sub: PEOPLE.ines.id }));
      const promoted = encodePart(goodClaims({ sub: PEOPLE.ines.id }));
      await refuses({
        "a token signed with a stranger's key": byAStranger(),
        'one of our tokens with another sub put into its payload': `${header}.${promoted}.${signature}`,
        'one of our tokens with another typ put into its header': `${encodePart(goodHeader({ typ: 'JWT' }))}.${payload}.${signature}`,
        "one of our tokens with another token's signature": `${header}.${payload}.${other.split('.')[2]}`,
        'one of our tokens with one bit of its signature changed': `${header}.${payload}.${flipped(signature)}`,
        'one of our tokens with half of its signature': `${header}.${payload}.${signature.slice(0, 172)}`,
        'one of our tokens with its signature twice': `${header}.${payload}.${signature.slice(0, 340)}${signature.slice(0, 340)}`,
        'one of our tokens without its signature': `${header}.${payload}.`,
      });
    },
  );

  check(
    'refuses-alg-none',
    'refuses a token whose header says alg none, however it is spelled',
    {
      points: 1,
      hint: [
        'The sender of a token writes its header. If the header decides how you verify, the sender decides.',
        'Set `algorithms` in the options of `jwt.verify` ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)), and call it for every token.',
        '`{ algorithms: [ … ] }` contains exactly one name: the constant ALGORITHM.',
      ],
    },
    async () => {
      const tokens: Tokens = {};
      for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
        tokens[`an unsigned token with alg "${alg}"`] = unsigned(goodClaims(), alg);
        tokens[`a token with alg "${alg}" and our signature`] = signToken(
          goodClaims(),
          goodHeader({ alg }),
        );
      }
      tokens['a token whose header says alg twice, the second time none'] = signToken(
        goodClaims(),
        '{"alg":"RS256","typ":"at+jwt","alg":"none"}',
      );
      await refuses(tokens);
    },
  );

  check(
    'refuses-the-public-key-as-a-secret',
    'refuses an HMAC made with our public key, which everybody has',
    {
      points: 1,
      hint: [
        'With HS256, one secret both signs and verifies. A forger hopes that you take your public key for that secret.',
        'Only RS256 belongs in `algorithms`, and the key goes to `jwt.verify` as the KeyObject that it is ([RFC 8725 §2.1](https://www.rfc-editor.org/rfc/rfc8725#section-2.1)).',
      ],
    },
    async () => {
      const tokens: Tokens = {};
      for (const [how, secret] of Object.entries(publicKeyAsSecret())) {
        for (const bits of [256, 384, 512]) {
          tokens[`a token signed by HS${bits}, with our public key ${how} for a secret`] = forge(
            { alg: `HS${bits}` },
            hmac(bits, secret),
          );
        }
      }
      await refuses(tokens);
    },
  );

  check(
    'refuses-other-algorithms',
    'refuses every algorithm except RS256, even with our own key',
    {
      points: 2,
      hint: [
        'We sign with one algorithm. Everything else that you accept is a way in that nobody watches.',
        'Without `algorithms`, `jwt.verify` accepts everything that the key could verify. And it compares names exactly: `rs256` isn’t an algorithm ([RFC 7515 §4.1.1](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.1)).',
        '`{ algorithms: [ … ] }` contains exactly one name: the constant ALGORITHM.',
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
    'never takes the key from the token: jwk, jku, x5u, x5c and kid decide nothing',
    {
      points: 1,
      hint: [
        'A token can bring a key along that fits perfectly: the forger’s own.',
        'The key is `publicKey`, always. What a header says about keys proves nothing ([RFC 8725 §3.10](https://www.rfc-editor.org/rfc/rfc8725#section-3.10)).',
      ],
    },
    async () => {
      const jwk = strangerKeys.publicKey.export({ format: 'jwk' });
      const der = strangerKeys.publicKey.export({ format: 'der', type: 'spki' });
      const pem = strangerKeys.publicKey.export({ format: 'pem', type: 'spki' });
      const headers: Record<string, Record<string, unknown>> = {
        'brings it along as jwk': { jwk },
        'brings it along as jwks': { jwks: { keys: [jwk] } },
        'brings it along as a PEM key': { key: pem, pem },
        'points to it with jku': { jku: 'https://evil.example/keys.json' },
        'points to it with x5u': { x5u: 'https://evil.example/chain.pem' },
        'brings it along as x5c': { x5c: [der.toString('base64')] },
        'specifies it in kid': { kid: strangerKeys.kid },
        'says our kid': { kid: appKeys.kid },
        'has a path for a kid': { kid: '../../../../dev/null' },
        'has SQL for a kid': { kid: "' OR 1=1 --" },
      };
      const tokens: Tokens = {};
      for (const [what, header] of Object.entries(headers)) {
        const token = byAStranger(goodClaims(), goodHeader(header));
        tokens[`a token signed with a stranger's key, that ${what}`] = token;
      }
      tokens["a token signed with a stranger's key, whose claims bring it along"] = byAStranger(
        goodClaims({ jwk, cnf: { jwk } }),
      );
      await refuses(tokens);
      await accepts({
        'a token signed by our key, with a kid that nobody knows': signToken(
          goodClaims(),
          goodHeader({ kid: 'next-year' }),
        ),
      });
    },
  );

  check(
    'wants-base64url-to-the-letter',
    'refuses a token that isn’t canonical base64url, even if its signature is right',
    {
      points: 1,
      hint: [
        '`jwt.verify` decodes base64url generously, so one signature has many spellings, and a list of revoked tokens would know only one of them.',
        '`decodeToken` from chapter 1 refuses what isn’t canonical ([RFC 4648 §3.5](https://www.rfc-editor.org/rfc/rfc4648#section-3.5)). Pass it the token exactly as it came.',
      ],
    },
    async () => {
      // 30 bytes and 29: a payload of the second length has spare bits in its last character.
      const even = '{"sub":"p-mira","iat":1000000}';
      const odd = '{"sub":"p-mira","iat":100000}';
      const good = signToken(even);
      const [header, payload, signature] = good.split('.') as [string, string, string];
      const spare = encodePart(odd);
      const otherAlphabet = signature.replaceAll('-', '+').replaceAll('_', '/');
      const respelled = (part: string) => `${part.slice(0, -1)}${nextLetter(part.at(-1)!)}`;
      const sign = (input: string) =>
        `${input}.${rsa(256, appKeys.privateKey)(input).toString('base64url')}`;
      await refuses({
        'a token whose signature has another last character': `${header}.${payload}.${respelled(signature)}`,
        'a token whose signature ends in ==': `${header}.${payload}.${signature}==`,
        'a token whose signature ends in a space': `${header}.${payload}.${signature} `,
        'a token whose signature ends in a line end': `${header}.${payload}.${signature}\n`,
        'a token whose signature has a line end within': `${header}.${payload}.${signature.slice(0, 60)}\n${signature.slice(60)}`,
        'a token whose signature is base64 with + and /': `${header}.${payload}.${otherAlphabet}`,
        'a token with a space before it': ` ${good}`,
        'a token in quotation marks': `"${good}"`,
        'a token with its scheme before it': `Bearer ${good}`,
        'a token whose payload has another last character': sign(`${header}.${respelled(spare)}`),
        'a token whose payload ends in =': sign(`${header}.${spare}=`),
        'a token whose payload begins with a space': sign(`${header}. ${payload}`),
        'a token whose header ends in a line end': sign(`${header}\n.${payload}`),
      });
    },
  );

  check(
    'every-fault-is-invalid-token',
    'throws invalid-token, and nothing else, whatever a client sends',
    {
      points: 2,
      hint: [
        'An unexpected error becomes a 500. If a token can cause one, anyone can.',
        '`jwt.verify` throws JsonWebTokenError for most tokens, but a plain SyntaxError or TypeError for some. `decodeToken` throws MalformedToken. Catch them all.',
        '`try { … } catch (error) { throw new AuthenticationError(…, { cause: error }); }` around both calls.',
      ],
    },
    () => refuses(oddTokens()),
  );

  check(
    'wants-claims-to-be-an-object',
    'refuses a payload that is null, an array, a string or a number, even if our key signed it',
    {
      points: 1,
      hint: [
        'A claim is a property of an object. An array has none, and code that looks for one finds nothing to refuse.',
        '`jwt.verify` returns whatever JSON it finds. `decodeToken` requires an object ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2)).',
      ],
    },
    async () => {
      const tokens: Tokens = {};
      for (const payload of ['null', '[]', '[{"sub":"p-mira"}]', '"p-mira"', '42', 'true']) {
        tokens[`a token signed by our key, with the payload ${payload}`] = signToken(payload);
      }
      await refuses(tokens);
    },
  );

  check(
    'a-wrong-key-is-our-mistake',
    'throws a plain Error, not invalid-token, when the key is missing or isn’t an RSA key',
    {
      points: 1,
      hint: [
        'With a wrong key on our side, every token would be refused with a 401, and nothing in the log would say why.',
        'No token can cause that. So test `publicKey.asymmetricKeyType` before the `try`, and throw a plain `Error`: the app answers 500 and logs it.',
        '`if (publicKey?.asymmetricKeyType !== …) throw new Error(…);`',
      ],
    },
    async () => {
      const { AuthenticationError } = await theErrors();
      const verify = await verifier();
      await expectOutcome(
        'a good token, verified with our key',
        () => verify(signToken()),
        ACCEPTED,
      );
      const long = createPrivateKey(LONG_PEM.privateKey);
      const byLong = signToken(goodClaims(), goodHeader(), long);
      const verifyByLong = () => verify(byLong, createPublicKey(LONG_PEM.publicKey));
      await expectOutcome('a token signed by a key of 3072 bits', verifyByLong, ACCEPTED);
      const keys: Record<string, unknown> = {
        'without a key': undefined,
        'with an EC key': createPublicKey(EC_PEM.publicKey),
        'with an Ed25519 key': generateKeyPairSync('ed25519').publicKey,
        'with an RSA key for PSS only': createPublicKey(PSS_PEM.publicKey),
      };
      for (const [how, key] of Object.entries(keys)) {
        let thrown: unknown;
        try {
          verify(signToken(), key as never);
        } catch (error) {
          thrown = error;
        }
        const what = `a good token, verified ${how}`;
        const kind =
          thrown instanceof AuthenticationError ? `an AuthenticationError, ${thrown.code}` : thrown;
        expect(
          kind instanceof Error ? 'our own error' : (kind ?? 'nothing'),
          `${what}: what is thrown`,
        ).toBe('our own error');
        // Not what the engine says of a property of undefined.
        const ours = /^(?!Cannot read ).*(key|RSA|PEM)/is.test(Object(thrown).message);
        expect(ours, `${what}: whether the error says what is wrong with the key`).toBe(true);
      }
    },
  );

  check(
    'keeps-the-cause',
    'keeps the original error as the cause of invalid-token',
    {
      points: 1,
      hint: [
        'To the client, all of these refusals look alike. To you they shouldn’t: one of them may be a bug in this function.',
        'AuthenticationError takes an [`ErrorOptions`](https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Error/cause) as its second argument.',
        '`new AuthenticationError("invalid-token", { cause: … })`',
      ],
    },
    async () => {
      const verify = await verifier();
      const [header, payload] = signToken().split('.') as [string, string, string];
      for (const [what, token] of Object.entries({
        'a string that isn’t a token': 'not.a-token',
        'a token whose payload isn’t JSON': `${header}.${encodePart('oops')}.AAAA`,
        'a token with padding': `${header}.${payload}=.AAAA`,
      })) {
        await expectOutcome(what, () => verify(token), INVALID);
        let cause: unknown;
        try {
          verify(token);
        } catch (error) {
          cause = (error as Error).cause;
        }
        expect(cause instanceof Error ? 'an Error' : asText(cause), `${what}: the cause`).toBe(
          'an Error',
        );
      }
    },
  );

  check(
    'remembers-no-token',
    'verifies each token anew, with the key that it is given',
    {
      points: 1,
      hint: [
        'Two apps in one process may have two keys. What does your function remember between two calls?',
        'Keep nothing outside of the function: neither tokens, nor results, nor the key.',
      ],
    },
    async () => {
      const verify = await verifier();
      const theirs = strangerKeys.publicKey;
      const [mine, foreign] = [signToken(), byAStranger()];
      const rounds: [what: string, token: string, key: typeof theirs, expected: string][] = [
        ['our token, with our key', mine, appKeys.publicKey, ACCEPTED],
        ["the same, with a stranger's key", mine, theirs, INVALID],
        ["a stranger's token, with the stranger's key", foreign, theirs, ACCEPTED],
        ['the same, with our key', foreign, appKeys.publicKey, INVALID],
        ['our token, with our key again', mine, appKeys.publicKey, ACCEPTED],
      ];
      for (const [what, token, key, expected] of rounds) {
        await expectOutcome(what, () => verify(token, key), expected);
      }
      Reflect.set(Object(verify(mine).claims), 'sub', PEOPLE.ines.id);
      expect(
        Object(verify(mine).claims).sub,
        'the sub of a token whose claims a caller has changed, verified again',
      ).toBe(PEOPLE.mira.id);
    },
  );

  check(
    'keeps-the-token-to-itself',
    'prints no token, and puts none into its errors',
    {
      points: 1,
      hint: [
        'A token in a log is as good as its owner’s password until it expires. A token that you refuse may be good elsewhere, or a second later.',
        'Remove the `console` lines, and don’t put the token into a message or a cause.',
      ],
    },
    async () => {
      const verify = await verifier();
      await expectOutcome('a token signed by our key', () => verify(signToken()), ACCEPTED);
      const expired = signToken(goodClaims({ iat: NOW - 7200, exp: NOW - 3600 }));
      const tokens = { good: signToken(), expired, forged: byAStranger(), padded: `${expired}==` };
      for (const [what, token] of Object.entries(tokens)) {
        let error: unknown;
        const printed = await printedBy(() => {
          try {
            verify(token);
          } catch (thrown) {
            error = thrown;
          }
        });
        const bare = token.replace(/=+$/, '');
        expect(leakedParts(bare, printed), `a ${what} token: what is printed of it`).toEqual([]);
        expect(leakedParts(bare, asText(error)), `a ${what} token: what its error shows`).toEqual(
          [],
        );
      }
    },
  );
});
