import type { Variant } from '../variant.ts';

const RIGHT_KEY = `
  if (publicKey?.asymmetricKeyType !== 'rsa') throw new Error('The key is no RSA key.');`;

export const variants: Variant[] = [
  {
    task: '3.1',
    name: 'verifies-with-node-crypto',
    how: 'Compares alg itself, and has node:crypto verify the bytes that were signed.',
    file: 'verify-signature.ts',
    imports: `import { verify } from 'node:crypto';`,
    region: `${RIGHT_KEY}
  let decoded: DecodedToken;
  try {
    decoded = decodeToken(token);
  } catch (cause) {
    throw new AuthenticationError('invalid-token', { cause });
  }
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
  const isOurs =
    decoded.header['alg'] === ALGORITHM &&
    verify('sha256', signed, publicKey, decoded.signature);
  if (!isOurs) throw new AuthenticationError('invalid-token');
  return decoded;`,
  },
  {
    task: '3.1',
    name: 'feeds-a-verifier-part-by-part',
    how: 'Uses the streaming createVerify, and one error for every way to fail.',
    file: 'verify-signature.ts',
    imports: `import { createVerify } from 'node:crypto';`,
    region: `
  const { asymmetricKeyType } = publicKey; // a missing key is a TypeError, before the try
  if (asymmetricKeyType !== 'rsa') throw new RangeError('Wrong kind of key: ' + asymmetricKeyType);
  try {
    const { header, claims, signature } = decodeToken(token);
    if (header['alg'] !== 'RS256') throw new Error('Another algorithm.');
    const [first, second] = token.split('.') as [string, string];
    const verifier = createVerify('RSA-SHA256').update(first).update('.').update(second);
    if (!verifier.verify(publicKey, signature)) throw new Error('Another signature.');
    return { header, claims, signature };
  } catch (error) {
    throw new AuthenticationError('invalid-token', { cause: error });
  }`,
  },
  {
    task: '3.1',
    name: 'verifies-first-and-decodes-after',
    how: 'Lets jsonwebtoken look first, and takes the token apart once it is known to be ours.',
    file: 'verify-signature.ts',
    region: `
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw new AuthenticationError('invalid-token', { cause });
    }
  };
  switch (publicKey?.asymmetricKeyType) {
    case 'rsa':
      break;
    default:
      throw new Error('verifySignature needs an RSA key.');
  }
  const options = { complete: true, ignoreExpiration: true, ignoreNotBefore: true } as const;
  attempt(() => jwt.verify(token, publicKey, { ...options, algorithms: ['RS256'] }));
  return attempt(() => decodeToken(token));`,
  },
  {
    task: '3.1',
    name: 'forgives-the-library-its-clock',
    how: 'Lets jsonwebtoken look at exp and nbf, which it does after the signature, and forgives what it finds there.',
    file: 'verify-signature.ts',
    region: `${RIGHT_KEY}
  try {
    const decoded = decodeToken(token);
    try {
      jwt.verify(token, publicKey, { algorithms: [ALGORITHM] });
    } catch (error) {
      const late = error instanceof jwt.TokenExpiredError;
      const early = error instanceof jwt.NotBeforeError;
      if (!late && !early) throw error;
    }
    return decoded;
  } catch (error) {
    console.debug('A token was refused: %s', (error as Error).name);
    throw new AuthenticationError('invalid-token', { cause: error });
  }`,
  },
  {
    task: '3.1',
    name: 'asserts-the-key',
    how: 'Uses node:assert for our own mistake: an AssertionError is an Error, too.',
    file: 'verify-signature.ts',
    imports: `import assert from 'node:assert/strict';`,
    region: `
  assert.equal(publicKey?.asymmetricKeyType, 'rsa', 'Tokens are verified with an RSA key.');
  try {
    const verifying = { algorithms: [ALGORITHM], ignoreExpiration: true, ignoreNotBefore: true };
    const decoded = decodeToken(token);
    return jwt.verify(token, publicKey, verifying as jwt.VerifyOptions) ? decoded : decoded;
  } catch (cause) {
    const error = new AuthenticationError('invalid-token');
    error.cause = cause;
    throw error;
  }`,
  },

  {
    task: '3.2',
    name: 'refuses-one-rule-after-the-other',
    how: 'Returns early at each rule, in another order.',
    file: 'verify-parties.ts',
    region: `
  const refuse = () => new AuthenticationError('invalid-token');
  const { iss, aud, sub } = claims;
  if (!isString(sub)) throw refuse();
  if (!policy.issuer || iss !== policy.issuer) throw refuse();
  if (!policy.audience) throw refuse();
  if (Array.isArray(aud) ? !aud.includes(policy.audience) : aud !== policy.audience) throw refuse();
  if ('crit' in header) throw refuse();
  if (header['typ'] !== TOKEN_TYPE) throw refuse();
  return sub;`,
  },
  {
    task: '3.2',
    name: 'describes-the-token-with-zod',
    how: 'Describes the token as a schema, and refuses what does not parse.',
    file: 'verify-parties.ts',
    imports: `import { z } from 'zod';`,
    region: `
  const schema = z.object({
    header: z.object({ typ: z.literal(TOKEN_TYPE), crit: z.never().optional() }),
    claims: z.object({
      iss: z.string().refine((iss) => iss === policy.issuer),
      aud: z
        .union([z.string().transform((one) => [one]), z.array(z.unknown())])
        .refine((all) => policy.audience && all.includes(policy.audience)),
      sub: z.string(),
    }),
  });
  const { success, data, error } = schema.safeParse({ header, claims });
  if (!success) throw new AuthenticationError('invalid-token', { cause: error });
  return data.claims.sub;`,
  },
  {
    task: '3.2',
    name: 'walks-a-list-of-rules',
    how: 'Keeps the rules in an array of closures, and asks whether every one is met.',
    file: 'verify-parties.ts',
    region: `
  const is = (value: unknown, required: unknown) => isString(value) && value === required;
  const rules = [
    () => isString(claims['sub']),
    () => [claims['aud']].flat(1).some((one) => is(one, policy.audience)),
    () => is(claims['iss'], policy.issuer),
    () => is(header['typ'], TOKEN_TYPE),
    () => !Object.keys(header).includes('crit'),
  ];
  if (!rules.every((isMet) => isMet())) throw new AuthenticationError('invalid-token');
  return String(claims['sub']);`,
  },
  {
    task: '3.2',
    name: 'will-not-work-with-half-a-policy',
    how: 'Treats a policy that lacks something as a mistake of ours: it throws a plain error, and accepts nobody.',
    file: 'verify-parties.ts',
    region: `
  const { issuer, audience } = policy;
  if (!issuer || !audience) throw new Error('The policy lacks its issuer or its audience.');
  const { iss, aud, sub } = claims;
  let valid = header['typ'] === TOKEN_TYPE && header['crit'] === undefined;
  valid &&= iss === issuer;
  valid &&= aud === audience || (Array.isArray(aud) && aud.indexOf(audience) !== -1);
  if (!valid || typeof sub !== 'string') throw new AuthenticationError('invalid-token');
  return sub;`,
  },

  {
    task: '3.3',
    name: 'counts-in-milliseconds',
    how: 'Returns early at each rule, and multiplies the token’s times instead of dividing the clock’s.',
    file: 'verify-times.ts',
    region: `
  const refuse = () => new AuthenticationError('invalid-token');
  const { iat, exp, nbf } = claims;
  const tolerance = policy.clockTolerance * 1000;
  if (!isTime(iat) || !isTime(exp)) throw refuse();
  if (!(iat * 1000 <= now + tolerance)) throw refuse();
  if (!(exp <= iat + policy.maxLifetime)) throw refuse();
  if (nbf !== undefined && !isTime(nbf)) throw refuse();
  if (nbf !== undefined && !(nbf * 1000 <= now + tolerance)) throw refuse();
  if (now >= exp * 1000) throw new AuthenticationError('expired-token');`,
  },
  {
    task: '3.3',
    name: 'describes-the-times-with-zod',
    how: 'Describes the times as a schema; z.number() refuses Infinity by itself.',
    file: 'verify-times.ts',
    imports: `import { z } from 'zod';`,
    region: `
  const seconds = now / 1000;
  const past = z.number().refine((time) => time <= seconds + policy.clockTolerance);
  const times = z
    .object({ iat: past, nbf: past.optional(), exp: z.number() })
    .refine(({ iat, exp }) => exp - iat <= policy.maxLifetime)
    .safeParse(claims);
  if (!times.success) throw new AuthenticationError('invalid-token', { cause: times.error });
  if (times.data.exp <= seconds) throw new AuthenticationError('expired-token');`,
  },
  {
    task: '3.3',
    name: 'walks-a-list-of-rules-for-times',
    how: 'Makes NaN of what isn’t a time: no comparison with it is true.',
    file: 'verify-times.ts',
    region: `
  const at = now / 1000;
  const time = (name: 'iat' | 'nbf' | 'exp') => {
    const value = claims[name];
    return isTime(value) ? value : NaN;
  };
  const rules = [
    () => time('iat') - policy.clockTolerance <= at,
    () => !Object.hasOwn(claims, 'nbf') || time('nbf') - policy.clockTolerance <= at,
    () => time('exp') - time('iat') <= policy.maxLifetime,
  ];
  if (!rules.every((isMet) => isMet())) throw new AuthenticationError('invalid-token');
  if (!(at < time('exp'))) throw new AuthenticationError('expired-token');`,
  },
  {
    task: '3.3',
    name: 'takes-the-later-of-two-times',
    how: 'Lets iat stand in for a missing nbf, and treats half a policy as a mistake of ours.',
    file: 'verify-times.ts',
    region: `
  const { maxLifetime, clockTolerance } = policy;
  if (!isTime(maxLifetime) || !isTime(clockTolerance)) throw new Error('The policy lacks a number.');
  const { iat, exp, nbf = iat } = claims;
  const seconds = now / 1000;
  const wellMade = isTime(iat) && isTime(nbf) && isTime(exp);
  if (!wellMade || Math.max(iat, nbf) - seconds > clockTolerance || exp - iat > maxLifetime) {
    throw new AuthenticationError('invalid-token');
  }
  if (exp > seconds) return;
  throw new AuthenticationError('expired-token');`,
  },

  {
    task: '3.4',
    name: 'recognises-asynchronously',
    how: 'Returns a promise, as an authenticator may, and rejects it where ours throws.',
    file: 'bearer-authenticator.ts',
    region: `
    return (async () => {
      const token = readToken(request);
      if (token === undefined) return undefined;
      const accessToken = verifyAccessToken(token, policy, clock());
      const person = findPersonById(database, accessToken.subject);
      if (person) return person;
      throw new AuthenticationError('invalid-token');
    })();`,
  },
  {
    task: '3.4',
    name: 'asks-the-database-itself',
    how: 'Writes the query out, and makes the person from the row.',
    file: 'bearer-authenticator.ts',
    imports: `import type { Person } from '#api/people.ts';`,
    region: `
    const now = clock();
    const token = options.readToken(request);
    if (typeof token !== 'string') return;
    const { subject: id } = verifyAccessToken(token, policy, now);
    const [row] = database.all<Person>('SELECT * FROM people WHERE id = ?', id);
    if (row === undefined) throw new AuthenticationError('invalid-token');
    return { id: row.id, handle: row.handle, name: row.name, role: row.role };`,
  },
  {
    task: '3.4',
    name: 'has-a-helper-that-throws',
    how: 'Splits the work over two closures, and throws from within an expression.',
    file: 'bearer-authenticator.ts',
    region: `
    const refuse = (): never => {
      throw new AuthenticationError('invalid-token');
    };
    const personOf = (token: string) => {
      const { subject } = verifyAccessToken(token, policy, clock());
      return findPersonById(database, subject) ?? refuse();
    };
    const token = readToken(request);
    return token === undefined ? undefined : personOf(token);`,
  },
  {
    task: '3.4',
    name: 'uses-the-requests-own-methods',
    how: 'Logs which client it was, with request.get and request.ip, before it looks at the token.',
    file: 'bearer-authenticator.ts',
    region: `
    console.debug(request.ip, request.get('user-agent'), request.accepts('json'), request.path);
    const token = readToken(request);
    if (token === undefined) {
      return undefined;
    }
    const accessToken = verifyAccessToken(token, policy, clock());
    const person = findPersonById(database, accessToken.subject);
    if (person) return { ...person };
    throw new AuthenticationError('invalid-token', { cause: new Error(accessToken.subject) });`,
  },

  {
    task: '3.5',
    name: 'hands-errors-to-next',
    how: 'Catches, and calls next itself, with an error whatever was thrown.',
    file: 'guard.ts',
    region: `
    let person: Person | undefined;
    try {
      for (let index = 0; index < authenticators.length && !person; index += 1) {
        person = await authenticators[index]?.(request);
      }
    } catch (error) {
      if (error instanceof Error) return next(error);
      return next(new Error('An authenticator failed, and did not say why.', { cause: error }));
    }
    if (person) setPerson(request, person);
    return next();`,
  },
  {
    task: '3.5',
    name: 'returns-at-the-first',
    how: 'Leaves the handler at the first person; after the loop there is nobody.',
    file: 'guard.ts',
    region: `
    for (const authenticate of authenticators) {
      let person: Person | undefined;
      try {
        person = await authenticate(request);
      } catch (error) {
        if (!(error instanceof Error)) throw new TypeError('No error.', { cause: error });
        throw error;
      }
      if (person === undefined) continue;
      setPerson(request, person);
      return next();
    }
    next();`,
  },
  {
    task: '3.5',
    name: 'asks-recursively',
    how: 'Has no loop: it asks the first, and then the rest.',
    file: 'guard.ts',
    region: `
    const firstOf = async ([ask, ...others]: Authenticator[]): Promise<Person | undefined> =>
      ask && ((await ask(request)) ?? firstOf(others));
    const person = await firstOf(authenticators).catch((cause: unknown) => {
      throw cause instanceof Error ? cause : new Error('It failed.', { cause });
    });
    if (person) setPerson(request, person);
    next();`,
  },
  {
    task: '3.5',
    name: 'chains-promises',
    how: 'Folds the authenticators into one chain of promises.',
    file: 'guard.ts',
    region: `
    let chain: Promise<Person | undefined> = Promise.resolve(undefined);
    for (const authenticate of authenticators) {
      chain = chain.then((person) => person ?? authenticate(request));
    }
    return chain.then(
      (person) => {
        if (person) setPerson(request, person);
        next();
      },
      (reason: unknown) => next(reason instanceof Error ? reason : new Error('?', { cause: reason })),
    );`,
  },
  {
    task: '3.5',
    name: 'says-what-the-answer-depends-on',
    how: 'Sets Vary, as an answer that depends on the header should, with Express’s own methods.',
    file: 'guard.ts',
    region: `
    _response.vary('Authorization');
    if (request.get('authorization')) _response.set('Cache-Control', 'private');
    try {
      for (const authenticate of authenticators.values()) {
        const person = await authenticate(request);
        if (!person) continue;
        setPerson(request, person);
        console.info('%s %s by %s', request.method, request.originalUrl, person.id);
        break;
      }
    } catch (error) {
      throw Error.prototype.isPrototypeOf(Object(error)) ? error : new Error('?', { cause: error });
    }
    next();`,
  },

  {
    task: '3.6',
    name: 'switches-over-the-method',
    how: 'Lets three cases through, and asks for a person by default.',
    file: 'lock-changes.ts',
    region: `
  switch (request.method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
      return next();
    default:
      requirePerson(request);
      return next();
  }`,
  },
  {
    task: '3.6',
    name: 'hands-the-refusal-to-next',
    how: 'Looks for the person itself, and passes the error on instead of throwing it.',
    file: 'lock-changes.ts',
    imports: `import { AuthenticationError } from './authentication-error.ts';
import { findPerson } from './person.ts';`,
    region: `
  const isSafe = /^(?:GET|HEAD|OPTIONS)$/.test(request.method);
  const isSomebody = findPerson(request) !== undefined;
  next(isSafe || isSomebody ? undefined : new AuthenticationError('authentication-required'));`,
  },
  {
    task: '3.6',
    name: 'catches-what-it-passes-on',
    how: 'Catches what requirePerson throws, and goes on only where it did not.',
    file: 'lock-changes.ts',
    region: `
  const free = new Set(['OPTIONS', 'HEAD', 'GET']);
  if (free.has(request.method)) {
    next();
    return;
  }
  try {
    requirePerson(request);
  } catch (error) {
    next(error);
    return;
  }
  next();`,
  },
  {
    task: '3.6',
    name: 'says-that-the-answer-varies',
    how: 'Uses request.get and response.vary, and looks the person up once for all methods.',
    file: 'lock-changes.ts',
    imports: `import { findPerson } from './person.ts';`,
    region: `
  _response.vary('Authorization');
  const someone = findPerson(request);
  const isSafe = new Set<string>(['GET', 'HEAD', 'OPTIONS']).has(request.method);
  if (someone || isSafe) {
    next();
  } else {
    console.debug('locked: %s %s %s', request.method, request.path, request.get('user-agent'));
    requirePerson(request);
  }`,
  },
];
