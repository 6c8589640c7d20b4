import type { Mistake } from '../mistake.ts';

export const mistakes: Mistake[] = [
  {
    task: '3.1',
    name: 'decodes-instead-of-verifying',
    why: 'jwt.decode gives the claims at once, and reads like the right function.',
    file: 'verify-signature.ts',
    find: `jwt.verify(token, publicKey, {
      algorithms: [ALGORITHM],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });`,
    replace: `jwt.decode(token);`,
    caughtBy: '3.1/refuses-a-strangers-signature',
    saying: "a token signed with a stranger's key",
  },
  {
    task: '3.1',
    name: 'algorithms-not-pinned',
    why: 'The option is optional, and everything works without it.',
    file: 'verify-signature.ts',
    find: `      algorithms: [ALGORITHM],\n`,
    replace: ``,
    caughtBy: '3.1/refuses-other-algorithms',
    saying: 'a token signed by PS256, with our own key',
  },
  {
    task: '3.1',
    name: 'takes-the-whole-rsa-family',
    why: 'They all use the same key, so why not take them all.',
    file: 'verify-signature.ts',
    find: `algorithms: [ALGORITHM],`,
    replace: `algorithms: ['RS256', 'RS384', 'RS512'],`,
    caughtBy: '3.1/refuses-other-algorithms',
    saying: 'a token signed by RS384, with our own key',
  },
  {
    task: '3.1',
    name: 'lets-the-header-choose-between-rs256-and-hs256',
    why: 'One function for both kinds of token: the header says which it is, does it not?',
    file: 'verify-signature.ts',
    find: `jwt.verify(token, publicKey, {
      algorithms: [ALGORITHM],`,
    replace: `const der = publicKey.export({ format: 'der', type: 'spki' });
    jwt.verify(token, decoded.header['alg'] === 'HS256' ? der : publicKey, {
      algorithms: [ALGORITHM, 'HS256'],`,
    caughtBy: '3.1/refuses-the-public-key-as-a-secret',
    saying: 'a token signed by HS256, with our public key as DER for a secret',
  },
  {
    task: '3.1',
    name: 'checks-a-signature-where-there-is-one',
    why: 'Without a signature there is nothing to verify, and jwt.verify complains.',
    file: 'verify-signature.ts',
    find: `    jwt.verify(token, publicKey, {`,
    replace: `    if (decoded.signature.length > 0) jwt.verify(token, publicKey, {`,
    caughtBy: '3.1/refuses-alg-none',
    saying: 'an unsigned token with alg "none"',
  },
  {
    task: '3.1',
    name: 'takes-the-key-from-the-header',
    why: 'The token brings its key along as jwk, and a library accepts one.',
    file: 'verify-signature.ts',
    find: `jwt.verify(token, publicKey, {`,
    replace: `const { jwk } = decoded.header;
    const key = (jwk ? { key: jwk, format: 'jwk' } : publicKey) as KeyObject;
    jwt.verify(token, key, {`,
    caughtBy: '3.1/ignores-keys-in-the-header',
    saying: 'that brings it along as jwk',
  },
  {
    task: '3.1',
    name: 'lets-the-library-look-at-the-clock',
    why: 'jwt.verify checks exp and nbf unless told otherwise, by the clock of the machine.',
    file: 'verify-signature.ts',
    find: `      ignoreExpiration: true,
      ignoreNotBefore: true,\n`,
    replace: ``,
    caughtBy: '3.1/leaves-time-for-later',
    saying: 'a token that expired in 2001, signed by our key',
  },
  {
    task: '3.1',
    name: 'catches-the-librarys-own-errors-only',
    why: 'The README tests for JsonWebTokenError; that there are others shows in production.',
    file: 'verify-signature.ts',
    find: `  } catch {`,
    replace: `  } catch (error) {
    if (!(error instanceof jwt.JsonWebTokenError)) throw error;`,
    caughtBy: '3.1/every-fault-is-invalid-token',
    saying: 'not an AuthenticationError',
  },
  {
    task: '3.1',
    name: 'reads-it-with-the-library',
    why: 'jwt.decode with complete gives all three parts, so why write it oneself.',
    file: 'verify-signature.ts',
    find: `const decoded = decodeToken(token);`,
    replace: `const { header, payload, signature } = jwt.decode(token, { complete: true })!;
    const decoded = { header, claims: payload, signature: Buffer.from(signature) } as never;`,
    caughtBy: '3.1/wants-base64url-to-the-letter',
    saying: 'a token whose signature is spelt with another last character',
  },

  {
    task: '3.2',
    name: 'compares-milliseconds-with-seconds',
    why: 'The clock counts milliseconds, a token seconds, and both are plain numbers.',
    file: 'verify-token.ts',
    find: `const seconds = now / 1000;`,
    replace: `const seconds = now;`,
    caughtBy: '3.2/accepts-a-good-token',
    saying: 'expired-token',
  },
  {
    task: '3.2',
    name: 'looks-at-the-machines-clock',
    why: 'Date.now is always at hand.',
    file: 'verify-token.ts',
    find: `const seconds = now / 1000;`,
    replace: `const seconds = Date.now() / 1000;`,
    caughtBy: '3.2/ends-at-exp',
    saying: 'a good token, ',
  },
  {
    task: '3.2',
    name: 'good-at-the-second-of-exp',
    why: 'Until exp sounds as if exp were still in it.',
    file: 'verify-token.ts',
    find: `if (seconds >= exp)`,
    replace: `if (seconds > exp)`,
    caughtBy: '3.2/ends-at-exp',
    saying: 'a good token, at exp',
  },
  {
    task: '3.2',
    name: 'rounds-the-clock',
    why: 'Seconds should be whole, and Math.round makes them so.',
    file: 'verify-token.ts',
    find: `now / 1000;`,
    replace: `Math.round(now / 1000);`,
    caughtBy: '3.2/ends-at-exp',
    saying: 'a good token, one millisecond before exp',
  },
  {
    task: '3.2',
    name: 'forgives-a-minute',
    why: 'Libraries offer a clock tolerance, and a minute seems harmless.',
    file: 'verify-token.ts',
    find: `iat <= seconds &&`,
    replace: `iat <= seconds + 60 &&`,
    caughtBy: '3.2/wants-to-know-when-it-began',
    saying: `a token with iat ${Date.UTC(2026, 5, 15, 8) / 1000 + 1}`,
  },
  {
    task: '3.2',
    name: 'takes-a-token-without-exp',
    why: 'jsonwebtoken does: a claim that is not there is not checked.',
    file: 'verify-token.ts',
    find: `    isTime(exp) &&
    exp - iat <= policy.maxLifetime &&`,
    replace: `    (exp === undefined || (isTime(exp) && exp - iat <= policy.maxLifetime)) &&`,
    caughtBy: '3.2/wants-an-expiry',
    saying: 'a token without exp',
  },
  {
    task: '3.2',
    name: 'takes-infinity-for-a-time',
    why: 'Infinity is a number to typeof, and 1e400 is JSON.',
    file: 'verify-token.ts',
    find: `typeof value === 'number' && Number.isFinite(value)`,
    replace: `typeof value === 'number'`,
    caughtBy: '3.2/wants-an-expiry',
    saying: 'a token with exp -1e400',
  },
  {
    task: '3.2',
    name: 'says-expired-first',
    why: 'exp is the claim that everybody thinks of first.',
    file: 'verify-token.ts',
    find: `  if (!ours ||`,
    replace: `  if (isTime(exp) && seconds >= exp) throw new AuthenticationError('expired-token');
  if (!ours ||`,
    caughtBy: '3.2/only-a-good-token-expires',
    saying: 'an expired token from another issuer',
  },
  {
    task: '3.2',
    name: 'says-expired-before-it-looks-at-iat',
    why: 'A token that has run out needs no further look, one would think.',
    file: 'verify-token.ts',
    find: `  if (!ours ||`,
    replace: `  const wellMade = isTime(iat) && isTime(exp) && exp - iat <= policy.maxLifetime;
  const begun = nbf === undefined || (isTime(nbf) && nbf <= seconds);
  if (ours && forUs && isText(sub) && wellMade && begun && seconds >= exp) {
    throw new AuthenticationError('expired-token');
  }
  if (!ours ||`,
    caughtBy: '3.2/only-a-good-token-expires',
    saying: 'an expired token with an iat in the future',
  },
  {
    task: '3.2',
    name: 'lets-a-token-live-for-years',
    why: 'exp is in the future, so what is wrong with it?',
    file: 'verify-token.ts',
    find: `    exp - iat <= policy.maxLifetime &&\n`,
    replace: ``,
    caughtBy: '3.2/limits-the-lifetime',
    saying: 'a token that lives 3601 s',
  },
  {
    task: '3.2',
    name: 'ignores-not-before',
    why: 'We never issue a token with nbf, so nobody misses it.',
    file: 'verify-token.ts',
    find: `(nbf === undefined || (isTime(nbf) && nbf <= seconds));`,
    replace: `true;`,
    caughtBy: '3.2/respects-not-before',
    saying: 'a token with nbf',
  },
  {
    task: '3.2',
    name: 'wants-an-issuer-only-where-there-is-one',
    why: 'A claim that may be missing seems to be optional.',
    file: 'verify-token.ts',
    find: `isText(iss) && iss === policy.issuer &&`,
    replace: `(iss === undefined || iss === policy.issuer) &&`,
    caughtBy: '3.2/wants-our-issuer',
    saying: 'a token without iss',
  },
  {
    task: '3.2',
    name: 'compares-the-start-of-the-issuer',
    why: 'It forgives a slash at the end, and evil.example too.',
    file: 'verify-token.ts',
    find: `iss === policy.issuer`,
    replace: `iss.startsWith(policy.issuer)`,
    caughtBy: '3.2/wants-our-issuer',
    saying: 'a token with iss "https://cairn.example/"',
  },
  {
    task: '3.2',
    name: 'makes-a-pattern-of-the-issuer',
    why: 'A regular expression with ^ and $ compares the whole text; its dots compare nothing.',
    file: 'verify-token.ts',
    find: `isText(iss) && iss === policy.issuer &&`,
    replace: `isText(iss) && policy.issuer && new RegExp(\`^\${policy.issuer}$\`).test(iss) &&`,
    caughtBy: '3.2/wants-our-issuer',
    saying: 'a token with iss "https://cairn-example"',
  },
  {
    task: '3.2',
    name: 'compares-the-end-of-the-issuer',
    why: 'Somebody once wrote the issuer without https, and endsWith made it work.',
    file: 'verify-token.ts',
    find: `iss === policy.issuer`,
    replace: `policy.issuer && iss.endsWith(policy.issuer)`,
    caughtBy: '3.2/wants-our-issuer',
    saying: 'a token with iss " https://cairn.example"',
  },
  {
    task: '3.2',
    name: 'an-unset-issuer-is-no-check',
    why: 'An environment variable is missing; jsonwebtoken then skips the check without a word.',
    file: 'verify-token.ts',
    find: `isText(iss) && iss === policy.issuer &&`,
    replace: `(!policy.issuer || iss === policy.issuer) &&`,
    caughtBy: '3.2/fails-closed-on-half-a-policy',
    saying: 'a good token, a policy without issuer',
  },
  {
    task: '3.2',
    name: 'undefined-equals-undefined',
    why: 'Comparing the claim with the policy looks like all there is to it.',
    file: 'verify-token.ts',
    find: `isText(iss) && iss === policy.issuer &&`,
    replace: `iss === policy.issuer &&`,
    caughtBy: '3.2/fails-closed-on-half-a-policy',
    saying: 'a token without iss, a policy without issuer',
  },
  {
    task: '3.2',
    name: 'finds-the-audience-within-a-text',
    why: 'includes works on an array and on a text, and means something else.',
    file: 'verify-token.ts',
    find: `audiences.filter(isText).includes(policy.audience)`,
    replace: `audiences.filter(isText).some((one) => one.includes(policy.audience))`,
    caughtBy: '3.2/wants-our-audience',
    saying: 'a token with aud "https://cairn.example/api/v2"',
  },
  {
    task: '3.2',
    name: 'forgives-a-slash-after-the-audience',
    why: 'It is the same address to a browser; a claim is compared to the letter.',
    file: 'verify-token.ts',
    find: `audiences.filter(isText).includes(policy.audience)`,
    replace: `audiences.filter(isText).some((one) => one.replace(/\\/$/, '') === policy.audience)`,
    caughtBy: '3.2/wants-our-audience',
    saying: 'a token with aud "https://cairn.example/api/"',
  },
  {
    task: '3.2',
    name: 'compares-addresses-as-urls',
    why: 'The audience looks like a URL, and URLs have many spellings.',
    file: 'verify-token.ts',
    find: `audiences.filter(isText).includes(policy.audience)`,
    replace: `audiences.filter(isText).some((one) => {
      return policy.audience && URL.canParse(one) && new URL(one).href === policy.audience;
    })`,
    caughtBy: '3.2/wants-our-audience',
    saying: 'a token with aud "https://cairn.example:443/api"',
  },
  {
    task: '3.2',
    name: 'wants-one-audience-only',
    why: 'Our own tokens have one audience, so aud looks like a text.',
    file: 'verify-token.ts',
    find: `Array.isArray(aud) ? aud : [aud]`,
    replace: `[aud]`,
    caughtBy: '3.2/accepts-a-good-token',
    saying: 'a token for two audiences, ours among them',
  },
  {
    task: '3.2',
    name: 'takes-any-type-of-jwt',
    why: 'typ looks like decoration, and jsonwebtoken does not look at it.',
    file: 'verify-token.ts',
    find: `header['typ'] === TOKEN_TYPE && `,
    replace: ``,
    caughtBy: '3.2/wants-an-access-token',
    saying: 'a token without typ',
  },
  {
    task: '3.2',
    name: 'ignores-crit',
    why: 'Nobody has ever seen a crit, and jsonwebtoken does not look at it.',
    file: 'verify-token.ts',
    find: ` && !('crit' in header)`,
    replace: ``,
    caughtBy: '3.2/refuses-crit',
    saying: 'a token with crit ["exp"]',
  },
  {
    task: '3.2',
    name: 'asks-whether-crit-is-truthy',
    why: 'The usual way to ask whether something is there.',
    file: 'verify-token.ts',
    find: `!('crit' in header)`,
    replace: `!header['crit']`,
    caughtBy: '3.2/refuses-crit',
    saying: 'a token with crit ""',
  },
  {
    task: '3.2',
    name: 'takes-a-token-about-nobody',
    why: 'The type says that the subject is a string, and a cast makes it so.',
    file: 'verify-token.ts',
    find: ` || !isText(sub)) {`,
    replace: `) {`,
    caughtBy: '3.2/wants-a-subject',
    saying: 'a token without sub',
  },
  {
    task: '3.2',
    name: 'copies-the-claims',
    why: 'Object.assign makes a copy, and follows __proto__ while it does.',
    file: 'verify-token.ts',
    find: `sub, iat, nbf, exp } = claims;`,
    replace: `sub, iat, nbf, exp } = Object.assign({}, claims);`,
    caughtBy: '3.2/reads-a-members-last-word',
    saying: 'a token without iss but with __proto__.iss',
  },
  {
    task: '3.2',
    name: 'writes-the-issuer-down-again',
    why: 'There is one issuer, so its name goes where it is needed.',
    file: 'verify-token.ts',
    find: `iss === policy.issuer`,
    replace: `iss === 'https://cairn.example'`,
    caughtBy: '3.2/asks-the-policy',
    saying: "another policy's good token, under that policy",
  },

  {
    task: '3.3',
    name: 'takes-a-bad-token-for-none',
    why: 'Whoever has no good token is nobody, so why tell the two apart.',
    file: 'bearer-authenticator.ts',
    find: `const { subject } = verifyAccessToken(token, policy, clock());`,
    replace: `let subject: string;
    try {
      subject = verifyAccessToken(token, policy, clock()).subject;
    } catch {
      return undefined;
    }`,
    caughtBy: '3.3/a-bad-token-is-an-error',
    saying: "a token signed with a stranger's key",
  },
  {
    task: '3.3',
    name: 'wants-a-token-always',
    why: 'An authenticator that finds nothing feels like a failure.',
    file: 'bearer-authenticator.ts',
    find: `if (token === undefined) return undefined;`,
    replace: `if (token === undefined) throw new AuthenticationError('authentication-required');`,
    caughtBy: '3.3/no-token-is-nobody',
    saying: 'a request without a token',
  },
  {
    task: '3.3',
    name: 'takes-the-token-from-the-query-too',
    why: 'A link with the token in it is handy: a browser opens it, and every log on the way keeps it.',
    file: 'bearer-authenticator.ts',
    find: `const token = readToken(request);`,
    replace: `const token = readToken(request) ?? (request.query['access_token'] as string | undefined);`,
    caughtBy: '3.3/no-token-is-nobody',
    saying: 'who sends one with a token where readToken finds none',
  },
  {
    task: '3.3',
    name: 'takes-the-token-from-a-cookie-too',
    why: 'Browsers send cookies by themselves; for whichever site has put the request together.',
    file: 'bearer-authenticator.ts',
    find: `const token = readToken(request);`,
    replace: `const token = readToken(request) ?? request.headers.cookie?.match(/token=([^;]+)/)?.[1];`,
    caughtBy: '3.3/no-token-is-nobody',
    saying: 'who sends one with a token where readToken finds none',
  },
  {
    task: '3.3',
    name: 'takes-a-failing-database-for-a-bad-token',
    why: 'One try around everything is safe, and tells every client to throw its good token away.',
    file: 'bearer-authenticator.ts',
    find: `const person = findPersonById(database, subject);`,
    replace: `let person;
    try {
      person = findPersonById(database, subject);
    } catch {
      throw new AuthenticationError('invalid-token');
    }`,
    caughtBy: '3.3/a-fault-of-ours-is-no-bad-token',
    saying: 'the same, when the database fails',
  },
  {
    task: '3.3',
    name: 'takes-a-failing-database-for-nobody',
    why: 'When the lookup fails there is no person, and no person is undefined.',
    file: 'bearer-authenticator.ts',
    find: `const person = findPersonById(database, subject);`,
    replace: `let person;
    try {
      person = findPersonById(database, subject);
    } catch {
      return undefined;
    }`,
    caughtBy: '3.3/a-fault-of-ours-is-no-bad-token',
    saying: 'the same, when the database fails',
  },
  {
    task: '3.3',
    name: 'takes-a-deleted-person-for-no-token',
    why: 'findPersonById gives undefined, and undefined is a fine answer to the guard.',
    file: 'bearer-authenticator.ts',
    find: `    if (!person) throw new AuthenticationError('invalid-token');\n`,
    replace: ``,
    caughtBy: '3.3/nobody-is-invalid-token',
    saying: 'whom nobody knows',
  },
  {
    task: '3.3',
    name: 'believes-in-everybody',
    why: 'The token is signed, so whoever it names must be there.',
    file: 'bearer-authenticator.ts',
    find: `if (!person) throw new AuthenticationError('invalid-token');`,
    replace: `if (!person) return { id: subject, handle: subject, name: subject, role: 'hiker' };`,
    caughtBy: '3.3/nobody-is-invalid-token',
    saying: 'whom nobody knows',
  },
  {
    task: '3.3',
    name: 'reads-sub-as-a-handle',
    why: 'People sign in with their handle, so that is what the token must hold.',
    file: 'bearer-authenticator.ts',
    find: `import { findPersonById } from`,
    replace: `import { findPersonByHandle as findPersonById } from`,
    caughtBy: '3.3/sub-is-an-id',
    saying: 'a token with sub "mira", which is no id',
  },
  {
    task: '3.3',
    name: 'keeps-people-in-a-cache',
    why: 'A query at every request looks like a waste.',
    file: 'bearer-authenticator.ts',
    find: `  const { database, policy, clock, readToken } = options;`,
    replace: `  const { policy, clock, readToken } = options;
  const known = new Map<unknown, unknown>();
  const database = {
    get: (sql: string, id: string) => {
      if (!known.has(id)) known.set(id, options.database.get(sql, id));
      return known.get(id);
    },
  } as unknown as Database;`,
    caughtBy: '3.3/reads-the-person-every-time',
    saying: 'Mira, renamed and made a ranger',
  },
  {
    task: '3.3',
    name: 'takes-the-role-from-the-token',
    why: 'Tutorials put the role into the token, to save the query.',
    file: 'bearer-authenticator.ts',
    find: `    return person;`,
    replace: `    const { role } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    return { ...person, role: role ?? person.role };`,
    caughtBy: '3.3/the-token-says-no-role',
    saying: 'who sends a token for p-mira that also says role ranger',
  },
  {
    task: '3.3',
    name: 'asks-the-clock-once',
    why: 'What is the same for every request is computed outside of the handler.',
    file: 'bearer-authenticator.ts',
    find: `  const { database, policy, clock, readToken } = options;`,
    replace: `  const { database, policy, readToken } = options;
  const now = options.clock();
  const clock = () => now;`,
    caughtBy: '3.3/asks-the-clock-every-time',
    saying: 'the same, when the clock says exp',
  },

  {
    task: '3.4',
    name: 'goes-on-after-failing',
    why: 'next(error) looks like the end of it, but the function goes on: a return is missing.',
    file: 'guard.ts',
    find: `const person = await authenticate(request);`,
    replace: `let person;
      try {
        person = await authenticate(request);
      } catch (error) {
        next(error);
      }`,
    caughtBy: '3.4/a-bad-token-stops-the-request',
    saying: 'an authenticator that throws: how often the request went on',
  },
  {
    task: '3.4',
    name: 'takes-a-failure-for-nobody',
    why: 'The next authenticator may know better, so the error is swallowed.',
    file: 'guard.ts',
    find: `const person = await authenticate(request);`,
    replace: `const person = await (async () => authenticate(request))().catch(() => undefined);`,
    caughtBy: '3.4/a-bad-token-stops-the-request',
    saying: 'an authenticator that throws: how often the request went on',
  },
  {
    task: '3.4',
    name: 'hands-next-whatever-was-thrown',
    why: 'It is what every Express 4 tutorial does; next(undefined) is next().',
    file: 'guard.ts',
    find: `const person = await authenticate(request);`,
    replace: `let person;
      try {
        person = await authenticate(request);
      } catch (error) {
        return next(error);
      }`,
    caughtBy: '3.4/fails-closed-whatever-is-thrown',
    saying: 'an authenticator that throws undefined: how often the request went on',
  },
  {
    task: '3.4',
    name: 'forgets-to-await',
    why: 'It works as long as every authenticator happens to be synchronous.',
    file: 'guard.ts',
    find: `await authenticate(request)`,
    replace: `authenticate(request) as Person | undefined`,
    caughtBy: '3.4/awaits-an-authenticator',
    saying: 'whether the request went on while the first was still looking',
  },
  {
    task: '3.4',
    name: 'asks-them-all',
    why: 'Without a break, the loop runs to its end and the last one wins.',
    file: 'guard.ts',
    find: `        break;\n`,
    replace: ``,
    caughtBy: '3.4/the-first-wins',
    saying: 'who it is, when the second says p-mira and the third p-ines',
  },
  {
    task: '3.4',
    name: 'asks-them-all-at-once',
    why: 'Promise.all is the quick way to await many things.',
    file: 'guard.ts',
    find: `    for (const authenticate of authenticators) {
      const person = await authenticate(request);`,
    replace: `    for (const person of await Promise.all(authenticators.map((ask) => ask(request)))) {`,
    caughtBy: '3.4/the-first-wins',
    saying: 'who was asked',
  },
  {
    task: '3.4',
    name: 'forgets-who-it-was',
    why: 'The person has been found, and nobody is told.',
    file: 'guard.ts',
    find: `        setPerson(request, person);\n`,
    replace: ``,
    caughtBy: '3.4/remembers-the-person',
    saying: 'findPerson(request) in the handler after the guard',
  },
  {
    task: '3.4',
    name: 'goes-on-twice',
    why: 'Somebody was recognised, so next(); and at the end next() again.',
    file: 'guard.ts',
    find: `        break;`,
    replace: `        next();
        break;`,
    caughtBy: '3.4/remembers-the-person',
    saying: 'how often a recognised request went on',
  },
  {
    task: '3.4',
    name: 'lets-nobody-pass',
    why: 'A guard that lets strangers through sounds wrong.',
    file: 'guard.ts',
    find: `      if (person) {`,
    replace: `      if (!person) throw new Error('Who are you?');
      if (person) {`,
    caughtBy: '3.4/lets-nobody-go-on',
    saying: 'one authenticator that recognises nobody: what the guard refused the request with',
  },
  {
    task: '3.4',
    name: 'remembers-for-everyone',
    why: 'The variable stands outside of the handler, and so lives as long as the server.',
    file: 'guard.ts',
    find: `  return async (request, _response, next) => {`,
    replace: `  let first: Person | undefined;
  authenticators = authenticators.map((ask) => async (one) => (first ??= await ask(one)));
  return async (request, _response, next) => {`,
    caughtBy: '3.4/each-request-its-own-person',
    saying: 'who sends one without, afterwards',
  },
  {
    task: '3.4',
    name: 'takes-every-bug-for-a-bad-token',
    why: 'A 401 looks tidier than a 500, and hides the fault from whoever could mend it.',
    file: 'guard.ts',
    find: `const person = await authenticate(request);`,
    replace: `let person;
      try {
        person = await authenticate(request);
      } catch {
        const { AuthenticationError } = await import('./authentication-error.ts');
        throw new AuthenticationError('invalid-token');
      }`,
    caughtBy: '3.4/fails-closed-whatever-is-thrown',
    saying: 'whether the bug passes for a bad token',
  },

  {
    task: '3.5',
    name: 'lists-the-dangerous-methods',
    why: 'Four methods change something, as far as anybody can remember.',
    file: 'lock-changes.ts',
    find: `['GET', 'HEAD', 'OPTIONS'].includes(request.method)`,
    replace: `!['POST', 'PUT', 'PATCH', 'DELETE'].includes(request.method)`,
    caughtBy: '3.5/locks-every-method-that-is-left',
    saying: 'TRACE without a person: how often it went on',
  },
  {
    task: '3.5',
    name: 'forgets-put',
    why: 'The API has no PUT today, so nobody thinks of it.',
    file: 'lock-changes.ts',
    find: `['GET', 'HEAD', 'OPTIONS'].includes(request.method)`,
    replace: `!['POST', 'PATCH', 'DELETE'].includes(request.method)`,
    caughtBy: '3.5/locks-every-method-that-is-left',
    saying: 'PUT without a person: how often it went on',
  },
  {
    task: '3.5',
    name: 'locks-options',
    why: 'Only GET and HEAD come to mind; a browser’s preflight then wants a token.',
    file: 'lock-changes.ts',
    find: `['GET', 'HEAD', 'OPTIONS']`,
    replace: `['GET', 'HEAD']`,
    caughtBy: '3.5/looks-are-free',
    saying: 'OPTIONS without a person',
  },
  {
    task: '3.5',
    name: 'locks-head',
    why: 'One sees GET in the route table, and Express answers HEAD from it.',
    file: 'lock-changes.ts',
    find: `['GET', 'HEAD', 'OPTIONS']`,
    replace: `['GET', 'OPTIONS']`,
    caughtBy: '3.5/looks-are-free',
    saying: 'HEAD without a person',
  },
  {
    task: '3.5',
    name: 'compares-paths',
    why: 'There is only one thing to lock, so its path goes into the lock.',
    file: 'lock-changes.ts',
    find: `if (!looksOnly) requirePerson(request);`,
    replace: `if (!looksOnly && request.path.startsWith('/reports')) requirePerson(request);`,
    caughtBy: '3.5/no-way-around',
    saying: 'DELETE /Api/Reports/r-01 without a token',
  },
  {
    task: '3.5',
    name: 'takes-the-header-for-the-person',
    why: 'The guard has refused every bad token, so whoever sends the header must be somebody.',
    file: 'lock-changes.ts',
    find: `if (!looksOnly) requirePerson(request);`,
    replace: `const { authorization } = request.headers;
  if (!looksOnly && authorization === undefined) requirePerson(request);`,
    caughtBy: '3.5/locks-the-reports',
    saying: 'POST /api/reports with a handle and a password, without a token',
  },
  {
    task: '3.5',
    name: 'goes-on-after-refusing',
    why: 'The catch hands the error to next, and the last line calls it again.',
    file: 'lock-changes.ts',
    find: `if (!looksOnly) requirePerson(request);`,
    replace: `try {
    if (!looksOnly) requirePerson(request);
  } catch (error) {
    next(error);
  }`,
    caughtBy: '3.5/locks-every-method-that-is-left',
    saying: 'POST without a person: how often it went on',
  },
  {
    task: '3.5',
    name: 'mounted-after-the-routes',
    why: 'Express runs what is mounted in order; a lock behind the door locks nothing.',
    file: 'app.ts',
    find: `  api.use(lockChanges); // from here on, a change needs a person
  api.use(jsonBody);
  resource(api, '/tokens', { post: issue });
  resource(api, '/tokens/inspect', { post: inspect });
  resource(api, '/me', { get: showMe });
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });`,
    replace: `  api.use(jsonBody);
  resource(api, '/tokens', { post: issue });
  resource(api, '/tokens/inspect', { post: inspect });
  resource(api, '/me', { get: showMe });
  serveTrailsAndReports(api, database, { post: postReport(database, clock) });
  api.use(lockChanges); // from here on, a change needs a person`,
    caughtBy: '3.5/locks-the-reports',
    saying: 'POST /api/reports, without a token',
  },
  {
    task: '3.5',
    name: 'locks-the-door-for-tokens',
    why: 'Lock first, then think: whoever needs a token to fetch a token never gets one.',
    file: 'app.ts',
    find: `  api.post('/tokens', jsonBody, issue); // open to all: it asks for a password itself\n`,
    replace: `  api.use(lockChanges);\n`,
    caughtBy: '3.5/keeps-two-doors-open',
    saying: 'POST /api/tokens with a handle and a password',
  },
  {
    task: '3.5',
    name: 'opens-everything-under-tokens',
    why: 'The open doors are under /tokens, so all of /tokens is mounted before the lock.',
    file: 'app.ts',
    find: `  api.use(lockChanges); // from`,
    replace: `  resource(api, '/tokens', { post: issue });
  resource(api, '/tokens/inspect', { post: inspect });
  api.use(lockChanges); // from`,
    caughtBy: '3.5/locks-what-is-not-there-yet',
    saying: 'DELETE /api/tokens without a token',
  },
  {
    task: '3.5',
    name: 'guards-only-what-is-locked',
    why: 'Where no person is needed, why look at the token at all?',
    file: 'app.ts',
    find: `  api.use(guard([bearer])); // who is it? a bad token is refused, no token may pass`,
    replace: `  const ask = guard([bearer]);
  api.use((request, response, next) =>
    request.method === 'GET' && request.path !== '/me' ? next() : ask(request, response, next),
  );`,
    caughtBy: '3.5/refuses-a-bad-token-anywhere',
    saying: "GET /api/trails with a token that is a stranger's",
  },
];
