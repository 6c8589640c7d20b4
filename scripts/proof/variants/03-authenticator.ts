import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  {
    task: '3.1',
    name: 'verifies-with-node-crypto',
    how: 'Compares alg itself, and has node:crypto verify the bytes that were signed.',
    file: 'verify-signature.ts',
    imports: `import { verify } from 'node:crypto';`,
    region: `
  let decoded: DecodedToken;
  try {
    decoded = decodeToken(token);
  } catch {
    throw new AuthenticationError('invalid-token');
  }
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
  const holds =
    decoded.header['alg'] === ALGORITHM &&
    verify('sha256', signed, publicKey, decoded.signature);
  if (!holds) throw new AuthenticationError('invalid-token');
  return decoded;`,
  },
  {
    task: '3.1',
    name: 'feeds-a-verifier-part-by-part',
    how: 'Uses the streaming createVerify, and one refusal for every way to fail.',
    file: 'verify-signature.ts',
    imports: `import { createVerify } from 'node:crypto';`,
    region: `
  const refusal = new AuthenticationError('invalid-token');
  try {
    const { header, claims, signature } = decodeToken(token);
    if (header['alg'] !== 'RS256') throw refusal;
    const [first, second] = token.split('.') as [string, string];
    const verifier = createVerify('RSA-SHA256').update(first).update('.').update(second);
    if (!verifier.verify(publicKey, signature)) throw refusal;
    return { header, claims, signature };
  } catch {
    throw refusal;
  }`,
  },
  {
    task: '3.1',
    name: 'verifies-first-and-decodes-after',
    how: 'Lets jsonwebtoken look first, at a clock of its own making, and takes the token apart once it is known to be ours.',
    file: 'verify-signature.ts',
    region: `
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw Object.assign(new AuthenticationError('invalid-token'), { cause });
    }
  };
  const options = { complete: true, ignoreExpiration: true, ignoreNotBefore: true } as const;
  attempt(() => jwt.verify(token, publicKey, { ...options, algorithms: ['RS256'] }));
  return attempt(() => decodeToken(token));`,
  },
  {
    task: '3.1',
    name: 'forgives-the-library-its-clock',
    how: 'Lets jsonwebtoken look at exp and nbf, which it does after the signature, and forgives what it finds there.',
    file: 'verify-signature.ts',
    region: `
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
  } catch {
    throw new AuthenticationError('invalid-token');
  }`,
  },

  {
    task: '3.2',
    name: 'refuses-one-rule-after-the-other',
    how: 'Returns early at each rule, the times first, and counts in milliseconds.',
    file: 'verify-token.ts',
    region: `
  const refuse = () => new AuthenticationError('invalid-token');
  const { header, claims } = verifySignature(token, policy.publicKey);
  const { iat, exp, nbf, iss, aud, sub } = claims;

  if (!isTime(iat) || !isTime(exp)) throw refuse();
  if (iat * 1000 > now) throw refuse();
  if (exp > iat + policy.maxLifetime) throw refuse();
  if (nbf !== undefined && !isTime(nbf)) throw refuse();
  if (nbf !== undefined && nbf * 1000 > now) throw refuse();

  if (!isText(sub)) throw refuse();
  if (!policy.issuer || iss !== policy.issuer) throw refuse();
  if (!policy.audience) throw refuse();
  if (Array.isArray(aud) ? !aud.includes(policy.audience) : aud !== policy.audience) throw refuse();

  if (Object.hasOwn(header, 'crit')) throw refuse();
  if (header['typ'] !== TOKEN_TYPE) throw refuse();

  if (now >= exp * 1000) throw new AuthenticationError('expired-token');
  return { subject: sub };`,
  },
  {
    task: '3.2',
    name: 'describes-the-token-with-zod',
    how: 'Writes down what a token looks like as a schema, and refuses what does not parse.',
    file: 'verify-token.ts',
    imports: `import { z } from 'zod';`,
    region: `
  const { header, claims } = verifySignature(token, policy.publicKey);
  const seconds = now / 1000;
  const past = z.number().max(seconds);
  const schema = z.object({
    header: z.object({ typ: z.literal(TOKEN_TYPE), crit: z.never().optional() }),
    claims: z
      .object({
        iss: z.string().refine((iss) => iss === policy.issuer),
        aud: z
          .union([z.string().transform((one) => [one]), z.array(z.unknown())])
          .refine((all) => policy.audience && all.includes(policy.audience)),
        sub: z.string(),
        iat: past,
        nbf: past.optional(),
        exp: z.number(),
      })
      .refine(({ iat, exp }) => exp - iat <= policy.maxLifetime),
  });
  const parsed = schema.safeParse({ header, claims });
  if (!parsed.success) throw new AuthenticationError('invalid-token');
  const { sub, exp } = parsed.data.claims;
  if (exp <= seconds) throw new AuthenticationError('expired-token');
  return { subject: sub };`,
  },
  {
    task: '3.2',
    name: 'walks-a-list-of-rules',
    how: 'Keeps the rules in an array of closures, in another order, and asks whether every one holds.',
    file: 'verify-token.ts',
    region: `
  const { header, claims } = verifySignature(token, policy.publicKey);
  const at = now / 1000;
  const time = (name: 'iat' | 'nbf' | 'exp') => {
    const value = claims[name];
    return isTime(value) ? value : NaN;
  };
  const text = (value: unknown, wanted: unknown) => isText(value) && value === wanted;
  const rules = [
    () => isText(claims['sub']),
    () => [claims['aud']].flat(1).some((one) => text(one, policy.audience)),
    () => Array.isArray(claims['aud']) || isText(claims['aud']),
    () => text(claims['iss'], policy.issuer),
    () => text(header['typ'], TOKEN_TYPE),
    () => !Object.keys(header).includes('crit'),
    () => time('iat') <= at,
    () => !Object.hasOwn(claims, 'nbf') || time('nbf') <= at,
    () => time('exp') - time('iat') <= policy.maxLifetime,
  ];
  if (!rules.every((holds) => holds())) throw new AuthenticationError('invalid-token');
  if (!(at < time('exp'))) throw new AuthenticationError('expired-token');
  return { subject: String(claims['sub']) };`,
  },
  {
    task: '3.2',
    name: 'will-not-work-with-half-a-policy',
    how: 'Takes a policy that lacks something for a fault of ours, not of the token: it throws a plain error, and still accepts nobody.',
    file: 'verify-token.ts',
    region: `
  const { publicKey, issuer, audience, maxLifetime } = policy;
  if (!publicKey || !issuer || !audience || !maxLifetime) throw new Error('The policy is not whole.');
  const { header, claims } = verifySignature(token, publicKey);
  const { iss, aud, sub, iat, nbf = iat, exp } = claims;
  const seconds = now / 1000;
  let valid = header['typ'] === TOKEN_TYPE && header['crit'] === undefined;
  valid &&= iss === issuer;
  valid &&= aud === audience || (Array.isArray(aud) && aud.indexOf(audience) !== -1);
  if (!valid || typeof sub !== 'string' || !isTime(iat) || !isTime(nbf) || !isTime(exp)) {
    throw new AuthenticationError('invalid-token');
  }
  if (Math.max(iat, nbf) > seconds || exp - iat > maxLifetime) {
    throw new AuthenticationError('invalid-token');
  }
  if (exp > seconds) return { subject: sub };
  throw new AuthenticationError('expired-token');`,
  },

  {
    task: '3.3',
    name: 'recognises-asynchronously',
    how: 'Returns a promise, as an authenticator may, and rejects it where ours throws.',
    file: 'bearer-authenticator.ts',
    region: `
    return (async () => {
      const token = readToken(request);
      if (!token) return undefined;
      const accessToken = verifyAccessToken(token, policy, clock());
      const person = findPersonById(database, accessToken.subject);
      if (person) return person;
      throw new AuthenticationError('invalid-token');
    })();`,
  },
  {
    task: '3.3',
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
    task: '3.3',
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
    name: 'hands-errors-to-next',
    how: 'Catches, and calls next itself, with an error even where nothing was thrown.',
    file: 'guard.ts',
    region: `
    let person: Person | undefined;
    try {
      for (let index = 0; index < authenticators.length && !person; index += 1) {
        person = await authenticators[index]?.(request);
      }
    } catch (error) {
      return next(error || new Error('An authenticator failed, and did not say why.'));
    }
    if (person) setPerson(request, person);
    return next();`,
  },
  {
    task: '3.4',
    name: 'returns-at-the-first',
    how: 'Leaves the handler at the first person; who is left at the end is nobody.',
    file: 'guard.ts',
    region: `
    for (const authenticate of authenticators) {
      const person = await authenticate(request);
      if (person === undefined) continue;
      setPerson(request, person);
      return next();
    }
    next();`,
  },
  {
    task: '3.4',
    name: 'asks-recursively',
    how: 'Has no loop: it asks the first, and then the rest.',
    file: 'guard.ts',
    region: `
    const firstOf = async ([ask, ...others]: Authenticator[]): Promise<Person | undefined> =>
      ask && ((await ask(request)) ?? firstOf(others));
    const person = await firstOf(authenticators);
    if (person) setPerson(request, person);
    next();`,
  },
  {
    task: '3.4',
    name: 'chains-promises',
    how: 'Folds the authenticators into one chain of promises.',
    file: 'guard.ts',
    region: `
    let chain: Promise<Person | undefined> = Promise.resolve(undefined);
    for (const authenticate of authenticators) {
      chain = chain.then((person) => person ?? authenticate(request));
    }
    await chain.then((person) => person && setPerson(request, person));
    next();`,
  },

  {
    task: '3.5',
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
    task: '3.5',
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
    task: '3.5',
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
];
