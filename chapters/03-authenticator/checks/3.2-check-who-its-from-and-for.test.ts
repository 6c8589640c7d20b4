import { check, encodePart, expect, goodClaims, goodHeader, signToken, task } from '#check';
import { leakedParts, printedBy } from './leaks.ts';
import { theParties } from './lessons.ts';
import { ACCEPTED, expectOutcome, INVALID } from './outcome.ts';
import { POLICY, policyWithout, tokenWith } from './policy.ts';

/** A header or claims: as an object, or as exact JSON. */
type Part = Record<string, unknown> | string;

/** A verified token with a good header and good claims, but for what is given. */
function decoded({ header = goodHeader() as Part, claims = goodClaims() as Part } = {}) {
  // Parsed, so that a claim called __proto__ is one, as in a real token.
  const parsed = (part: Part) =>
    JSON.parse(typeof part === 'string' ? part : JSON.stringify(part)) as Record<string, unknown>;
  return { header: parsed(header), claims: parsed(claims), signature: new Uint8Array(256) };
}

task('3.2', () => {
  const verifier = async () => {
    const { verifyParties } = await theParties();
    return (token = decoded(), policy = POLICY) => verifyParties(token, policy);
  };

  const accepts = async (tokens: Record<string, ReturnType<typeof decoded>>) => {
    const verify = await verifier();
    for (const [what, token] of Object.entries(tokens)) {
      await expectOutcome(what, () => verify(token), ACCEPTED);
    }
  };

  const refuses = async (tokens: Record<string, ReturnType<typeof decoded>>) => {
    const verify = await verifier();
    await expectOutcome('a good token', () => verify(), ACCEPTED);
    for (const [what, token] of Object.entries(tokens)) {
      await expectOutcome(what, () => verify(token), INVALID);
    }
  };

  /** A good token except for one claim, which has each of these values; undefined removes it. */
  const refusesClaim = (claim: string, values: unknown[]) =>
    refuses(
      Object.fromEntries(
        values.map((value) => [
          tokenWith(claim, value),
          decoded({ claims: goodClaims({ [claim]: value }) }),
        ]),
      ),
    );

  check(
    'accepts-a-good-token',
    'returns the subject of an access token from our issuer for our audience',
    {
      points: 2,
      hint: [
        'A good token is refused, or the function doesn’t return its subject.',
        'The claims are called `iss`, `aud` and `sub`; `aud` may be a string or an array ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)). Other claims are none of this function’s business.',
        'At the end, `return` the value of `sub`, nothing else.',
      ],
    },
    async () => {
      const other = 'https://elsewhere.example';
      const claims = (changes: Record<string, unknown>) => decoded({ claims: goodClaims(changes) });
      await accepts({
        'a good token': decoded(),
        'a good token without a kid': decoded({ header: goodHeader({ kid: undefined }) }),
        'a good token with a kid that nobody knows': decoded({ header: goodHeader({ kid: 'x' }) }),
        'a good token without a jti': claims({ jti: undefined }),
        'a good token without a client_id': claims({ client_id: undefined }),
        'a good token with claims of its own': claims({ scope: 'reports', name: 'Mira' }),
        'a token for two audiences, ours the last': claims({ aud: [other, POLICY.audience] }),
        'a token for two audiences, ours the first': claims({ aud: [POLICY.audience, other] }),
        'a token for our audience alone, in an array': claims({ aud: [POLICY.audience] }),
      });
      const verify = await verifier();
      for (const sub of ['p-mira', 'p-ines', 'P-INES', ' p-mira ', 'mira@cairn.example', '42']) {
        const subject = verify(claims({ sub, subject: 'p-tomas', id: 'p-tomas' }));
        expect(subject, `the subject of a token with sub ${JSON.stringify(sub)}`).toBe(sub);
      }
      const token = decoded();
      verify(token);
      expect(token.claims, 'the claims of a good token, after verifyParties').toEqual(goodClaims());
      const shared = claims({ aud: [other, POLICY.audience] });
      verify(shared);
      const audiences = 'aud of a token for two audiences, after verifyParties';
      expect(shared.claims['aud'], audiences).toEqual([other, POLICY.audience]);
    },
  );

  check(
    'wants-an-access-token',
    'refuses a JWT of another type',
    {
      points: 2,
      hint: [
        'The same key may sign other JWTs one day: for a password reset, or for signing out. They must not open the API.',
        'The header’s `typ` must be exactly TOKEN_TYPE ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11), [RFC 9068 §4](https://www.rfc-editor.org/rfc/rfc9068#section-4)).',
        '`header["typ"] === …`',
      ],
    },
    async () => {
      const types = [undefined, 'JWT', 'jwt', 'at', 'id+jwt', 'logout+jwt', 'at+jwt2', 'xat+jwt'];
      const spellings = ['AT+JWT', ' at+jwt', 'at jwt', 'application/at+jwt', ''];
      const tokens: Record<string, ReturnType<typeof decoded>> = {};
      for (const typ of [...types, ...spellings, null, 1, true, ['at+jwt'], { 0: 'at+jwt' }]) {
        tokens[tokenWith('typ', typ)] = decoded({ header: goodHeader({ typ }) });
      }
      tokens['a token with typ among its claims, but not in its header'] = decoded({
        header: goodHeader({ typ: undefined }),
        claims: goodClaims({ typ: 'at+jwt' }),
      });
      await refuses(tokens);
    },
  );

  check(
    'refuses-crit',
    'refuses a header with crit, whatever its value',
    {
      points: 1,
      hint: [
        '`crit` means: refuse this token unless you understand everything on this list. We understand none of it.',
        'jsonwebtoken ignores `crit`. Check whether the header has it at all ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)): an empty value counts, too.',
        '`Object.hasOwn(header, …)`',
      ],
    },
    async () => {
      const tokens: Record<string, ReturnType<typeof decoded>> = {};
      const values = [['exp'], ['b64'], ['x-admin'], ['alg'], ['typ'], [], 'exp', '', null, false];
      for (const crit of [...values, 0, {}]) {
        const header = goodHeader({ crit, b64: true, 'x-admin': true });
        tokens[tokenWith('crit', crit)] = decoded({ header });
      }
      await refuses(tokens);
    },
  );

  check(
    'wants-our-issuer',
    'refuses a token from another issuer, or without one',
    {
      points: 2,
      hint: [
        'A token from another issuer says something about another system’s people.',
        '`iss` must be a string and exactly equal to the policy’s `issuer` ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)). A part of it, another spelling, or an array isn’t enough.',
        '`isString(iss) && iss === …`',
      ],
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
        'ｈttps://cairn.example',
        'https://cairn.exampl',
        ' https://cairn.example',
        'https://cairn.example ',
        // Characters that no one sees, and that localeCompare doesn't, either.
        'https://cairn.example\u200d',
        'https://cairn\u00ad.example',
        'https://cairn.example:443',
        'https://evil.example/https://cairn.example',
        [POLICY.issuer],
        [POLICY.issuer, 'https://evil.example'],
        ['https://evil.example', POLICY.issuer],
        { 0: POLICY.issuer },
        true,
      ]),
  );

  check(
    'wants-our-audience',
    'refuses a token that is meant for another audience',
    {
      points: 2,
      hint: [
        'A token for the map service must not open this API, even if the same issuer signed it.',
        '`aud` is a string, or an array of strings ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)). `includes` finds an element in an array, but in a string it finds a part.',
        'Make it an array first: `Array.isArray(aud) ? aud : [aud]`. Then look for one whole element.',
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
        'https://cairn.example/ａpi',
        'https://cairn.example/ap',
        ` ${POLICY.audience}`,
        `${POLICY.audience}\u200d`,
        `https://evil.example/${POLICY.audience}`,
        `${POLICY.audience} https://elsewhere.example`,
        `${POLICY.audience},https://elsewhere.example`,
        ['https://elsewhere.example/api', 'https://cairn.example'],
        [`${POLICY.audience}/v2`],
        [`${POLICY.audience}/`],
        ['https://cairn.example/API'],
        [[POLICY.audience]],
        { [POLICY.audience]: true },
        { 0: POLICY.audience, length: 1 },
        [null],
        true,
      ]),
  );

  check(
    'fails-closed-on-half-a-policy',
    'accepts no token when the policy lacks its issuer or its audience',
    {
      points: 2,
      hint: [
        'A policy is often made from environment variables, and one may not be set. With `issuer: undefined`, jsonwebtoken skips that check without a word.',
        'A token without `iss` equals a policy without `issuer`: `undefined === undefined`. So require strings before you compare.',
        '`isString(iss) && iss === policy.issuer`, and for the audience: `audiences.filter(…)`',
      ],
    },
    async () => {
      const verify = await verifier();
      await expectOutcome('a good token, the whole policy', () => verify(), ACCEPTED);
      const claims = (changes: Record<string, unknown>) => decoded({ claims: goodClaims(changes) });
      const evil = 'https://evil.example';
      const cases: [
        part: 'issuer' | 'audience',
        token: ReturnType<typeof decoded>,
        what: string,
      ][] = [
        ['issuer', decoded(), 'a good token'],
        ['issuer', claims({ iss: undefined }), 'a token without iss'],
        ['issuer', claims({ iss: null }), 'a token with iss null'],
        ['issuer', claims({ iss: 'undefined' }), 'a token with iss "undefined"'],
        ['issuer', claims({ iss: evil }), 'a token from evil.example'],
        ['audience', decoded(), 'a good token'],
        ['audience', claims({ aud: undefined }), 'a token without aud'],
        ['audience', claims({ aud: null }), 'a token with aud null'],
        ['audience', claims({ aud: [null] }), 'a token with aud [null]'],
        ['audience', claims({ aud: 'undefined' }), 'a token with aud "undefined"'],
        ['audience', claims({ aud: evil }), 'a token for evil.example'],
      ];
      for (const [part, token, what] of cases) {
        const half = {
          [`a policy without ${part}`]: policyWithout(part),
          [`a policy whose ${part} is null`]: { ...POLICY, [part]: null },
        };
        for (const [which, policy] of Object.entries(half)) {
          let accepted = true;
          try {
            verify(token, policy as typeof POLICY);
          } catch {
            accepted = false;
          }
          expect(accepted, `whether ${what} is accepted by ${which}`).toBe(false);
        }
      }
    },
  );

  check(
    'asks-the-policy',
    'takes the issuer and the audience from the policy, each time',
    {
      points: 2,
      hint: [
        'Did you hard-code something that the policy provides, or remember a policy from an earlier call?',
        'Chapter 2’s constants describe the tokens that we issue. `policy` says which ones are accepted here.',
      ],
    },
    async () => {
      const verify = await verifier();
      const other = { ...POLICY, issuer: 'https://other.example', audience: 'https://map.example' };
      const theirs = decoded({ claims: goodClaims({ iss: other.issuer, aud: other.audience }) });
      const cases: [what: string, token: typeof theirs, policy: typeof POLICY, expected: string][] =
        [
          ['our good token, under our policy', decoded(), POLICY, ACCEPTED],
          ["another policy's good token, under that policy", theirs, other, ACCEPTED],
          ["another policy's good token, under ours", theirs, POLICY, INVALID],
          ['our good token, under another policy', decoded(), other, INVALID],
          [
            'our good token, under a policy with another issuer',
            decoded(),
            { ...POLICY, issuer: other.issuer },
            INVALID,
          ],
          [
            'our good token, under a policy with another audience',
            decoded(),
            { ...POLICY, audience: other.audience },
            INVALID,
          ],
          ['our good token, under our policy again', decoded(), POLICY, ACCEPTED],
        ];
      for (const [what, token, policy, expected] of cases) {
        await expectOutcome(what, () => verify(token, policy), expected);
      }
    },
  );

  check(
    'wants-a-subject',
    'refuses a token whose sub is missing or isn’t a string',
    {
      points: 1,
      hint: [
        'A token without `sub` is about nobody, and the database would be asked for something that isn’t an id.',
        'Check `sub` with `isString`, and throw before you return it.',
      ],
    },
    () =>
      refusesClaim('sub', [undefined, null, 1, 0, true, false, [], ['p-mira'], { id: 'p-mira' }]),
  );

  check(
    'reads-a-members-last-word',
    'isn’t confused by a claim that appears twice, or that hides in __proto__',
    {
      points: 1,
      hint: [
        'JSON.parse keeps the last of two equal names, and [RFC 7519 §4](https://www.rfc-editor.org/rfc/rfc7519#section-4) allows that. `__proto__` is a name like any other, until an object is copied.',
        'Read the claims where `decodeToken` put them. `Object.assign` and a setter follow `__proto__`.',
      ],
    },
    async () => {
      const text = JSON.stringify(goodClaims());
      const twice = (last: string) => decoded({ claims: `${text.slice(0, -1)},${last}}` });
      const proto = (claim: string) => {
        const { [claim]: hidden, ...rest } = goodClaims();
        const inner = JSON.stringify({ [claim]: hidden });
        return decoded({ claims: `{"__proto__":${inner},${JSON.stringify(rest).slice(1)}` });
      };
      await refuses({
        'a token with iss twice, the last one not ours': twice('"iss":"https://evil.example"'),
        'a token with aud twice, the last one not ours': twice('"aud":"https://evil.example"'),
        'a token with sub twice, the last one null': twice('"sub":null'),
        'a token without iss but with __proto__.iss': proto('iss'),
        'a token without aud but with __proto__.aud': proto('aud'),
        'a token without sub but with __proto__.sub': proto('sub'),
        'a token without typ but with __proto__.typ': decoded({
          header: '{"alg":"RS256","__proto__":{"typ":"at+jwt"}}',
        }),
      });
    },
  );

  check(
    'keeps-the-token-to-itself',
    'prints nothing from which the token could be put together again',
    {
      points: 1,
      hint: [
        'Header, claims and signature together are the token. Anyone who reads the log could send it.',
        'Remove the `console` lines.',
      ],
    },
    async () => {
      const verify = await verifier();
      await expectOutcome('a good token', () => verify(), ACCEPTED);
      for (const claims of [goodClaims(), goodClaims({ iss: 'https://evil.example' })]) {
        const token = signToken(claims);
        const signature = Buffer.from(token.split('.')[2]!, 'base64url');
        const printed = await printedBy(() => {
          try {
            verify({ ...decoded({ claims }), signature });
          } catch {
            // Refused: fine.
          }
        });
        expect(leakedParts(token, printed), 'what is printed of a token').toEqual([]);
        expect(printed.includes(encodePart(claims)), 'whether its payload is printed').toBe(false);
      }
    },
  );
});
