import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  {
    task: '2.1',
    name: 'signs-with-node-crypto',
    how: 'Encodes the two parts itself, signs them with node:crypto, and writes the header in another order.',
    file: 'sign-token.ts',
    imports: `import { sign } from 'node:crypto';`,
    region: `
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const iat = Math.floor(clock() / 1000);
  const header = { typ: TOKEN_TYPE, kid: keys.kid, alg: ALGORITHM };
  const claims = {
    jti: crypto.randomUUID(),
    sub: person.id,
    exp: iat + LIFETIME,
    iat,
    client_id: CLIENT_ID,
    aud: AUDIENCE,
    iss: ISSUER,
  };
  const input = [header, claims].map(encode).join('.');
  const signature = sign('RSA-SHA256', Buffer.from(input), keys.privateKey);
  return \`\${input}.\${signature.toString('base64url')}\`;`,
  },
  {
    task: '2.1',
    name: 'leaves-the-claims-to-the-options',
    how: 'Uses every option that jsonwebtoken has for a claim, with a number of seconds among them, and an id of random bytes.',
    file: 'sign-token.ts',
    imports: `import { randomBytes } from 'node:crypto';`,
    region: `
  const now = clock();
  const payload = { client_id: CLIENT_ID, iat: (now - (now % 1000)) / 1000 };
  return jwt.sign(payload, keys.privateKey, {
    header: { kid: keys.kid, typ: TOKEN_TYPE, alg: 'RS256' },
    algorithm: 'RS256',
    issuer: ISSUER,
    audience: AUDIENCE,
    subject: person.id,
    jwtid: randomBytes(16).toString('hex'),
    expiresIn: LIFETIME,
  });`,
  },
  {
    task: '2.1',
    name: 'random-bytes-and-a-helper',
    how: 'Has an id of 16 bytes from Web Crypto, drops the fraction with Math.trunc, and builds the claims from pairs.',
    file: 'sign-token.ts',
    region: `
  const { privateKey: key, kid } = keys;
  const seconds = Math.trunc(clock() / 1e3);
  const pairs: [string, unknown][] = [
    ['jti', Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')],
    ['sub', person.id],
    ['iss', ISSUER],
    ['client_id', CLIENT_ID],
    ['aud', AUDIENCE],
    ['exp', seconds + LIFETIME],
    ['iat', seconds],
  ];
  const header = { typ: TOKEN_TYPE, alg: ALGORITHM, kid } as const;
  return jwt.sign(Object.fromEntries(pairs), key, { header, algorithm: header.alg });`,
  },

  {
    task: '2.2',
    name: 'has-a-branch-for-nobody',
    how: 'Verifies against the stand-in in a branch of its own, and writes the four properties out.',
    file: 'check-password.ts',
    region: `
  const someone = findPersonByHandle(database, handle);
  if (someone === undefined) {
    await verifyPassword(NOBODYS_HASH, password);
    return undefined;
  }
  const { id, name, role, passwordHash } = someone;
  if (!(await verifyPassword(passwordHash, password))) return undefined;
  return { role, name, handle: someone.handle, id };`,
  },
  {
    task: '2.2',
    name: 'asks-argon2-and-the-database-itself',
    how: 'Writes the query and the verification out, and chains a promise instead of awaiting it.',
    file: 'check-password.ts',
    imports: `import { verify } from '@node-rs/argon2';
import { findPersonById, type PersonWithPassword } from '#api/people.ts';`,
    region: `
  const [row] = database.all<PersonWithPassword>(
    'SELECT id, passwordHash FROM people WHERE handle = ? LIMIT 1',
    handle,
  );
  const hash = row ? row.passwordHash : NOBODYS_HASH;
  return verify(hash, password.normalize('NFC')).then((right) =>
    row && right ? findPersonById(database, row.id) : undefined,
  );`,
  },
  {
    task: '2.2',
    name: 'hashes-for-nobody',
    how: 'Does the work for an unknown handle by hashing the password, and prints who failed.',
    file: 'check-password.ts',
    imports: `import { hashPassword } from '#api/passwords.ts';`,
    region: `
  const person = findPersonByHandle(database, handle);
  if (!person) {
    await hashPassword(password);
    console.info('Nobody has the handle', handle);
    return undefined;
  }
  if (await verifyPassword(person.passwordHash, password)) {
    const { id, name, role } = person;
    return { id, handle, name, role };
  }
  console.info('Wrong password:', handle);
  return undefined;`,
  },
  {
    task: '2.2',
    name: 'counts-an-error-as-no',
    how: 'Treats a hash that cannot be read as a wrong password, and deletes the hash from a copy.',
    file: 'check-password.ts',
    region: `
  const row = findPersonByHandle(database, handle);
  let isRight = false;
  try {
    isRight = await verifyPassword(row === undefined ? NOBODYS_HASH : row.passwordHash, password);
  } catch {
    isRight = false;
  }
  if (row === undefined || isRight !== true) return;
  const copy: Partial<typeof row> = { ...row };
  delete copy.passwordHash;
  return copy as Person;`,
  },

  {
    task: '2.3',
    name: 'encodes-again-to-compare',
    how: 'Cuts the scheme off, compares the base64 after a round trip, and splits and joins at the colons.',
    file: 'read-basic.ts',
    region: `
  if (lines.length !== 1) return;
  const [line = ''] = lines;
  const scheme = line.match(/^basic +/i);
  if (scheme === null) return;
  const encoded = line.slice(scheme[0].length);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return;
  const [handle, ...rest] = decodeUtf8(bytes)?.split(':') ?? [];
  if (handle === undefined || rest.length === 0) return;
  const password = rest.join(':');
  if (CONTROL.test(handle) || CONTROL.test(password)) return;
  return { password, handle };`,
  },
  {
    task: '2.3',
    name: 'matches-the-text-too',
    how: 'Takes the string apart with a second regular expression; its control characters are those of ASCII, as in RFC 5234.',
    file: 'read-basic.ts',
    imports: `import { isUtf8 } from 'node:buffer';`,
    region: `
  const header = lines.length === 1 ? lines[0] : undefined;
  const { token } = header?.match(/^basic\\x20+(?<token>[a-z\\d+/]+=?=?)$/i)?.groups ?? {};
  if (!token) return undefined;
  const bytes = Buffer.from(token, 'base64');
  if (Buffer.compare(Buffer.from(bytes.toString('base64')), Buffer.from(token)) !== 0) return undefined;
  if (!isUtf8(bytes)) return undefined;
  const match = /^([^:\\x00-\\x1f\\x7f]*):([^\\x00-\\x1f\\x7f]*)$/.exec(bytes.toString('utf8'));
  return match ? { handle: match[1]!, password: match[2]! } : undefined;`,
  },
  {
    task: '2.3',
    name: 'throws-and-catches',
    how: 'Takes words apart, decodes with atob and a TextDecoder, and returns undefined for whatever throws on the way.',
    file: 'read-basic.ts',
    region: `
  try {
    if (lines.length > 1) throw new Error('Two lines.');
    const [scheme, ...words] = lines[0]!.split(/ +/);
    if (scheme!.toLowerCase() !== 'basic' || words.length !== 1) throw new Error('Not Basic.');
    if (btoa(atob(words[0]!)) !== words[0]) throw new Error('Not base64.');
    const bytes = Uint8Array.from(atob(words[0]!), (one) => one.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const colon = text.indexOf(':');
    if (colon < 0 || CONTROL.test(text)) throw new Error('Not credentials.');
    return { handle: text.substring(0, colon), password: text.substring(colon + 1) };
  } catch {
    return undefined;
  }`,
  },
  {
    task: '2.3',
    name: 'checks-groups-of-four',
    how: 'Says with a pattern what base64 is, down to the bits left over, and never encodes again.',
    file: 'read-basic.ts',
    region: `
  if (lines.length !== 1) return undefined;
  const [, base64 = ''] = /^[Bb][Aa][Ss][Ii][Cc] +(\\S+)$/.exec(lines[0]!) ?? [];
  const group = '[A-Za-z0-9+/]';
  const last = \`\${group}{4}|\${group}{2}[AEIMQUYcgkosw048]=|\${group}[AQgw]==\`;
  if (!new RegExp(\`^(\${group}{4})*(\${last})$\`).test(base64)) return undefined;
  const text = decodeUtf8(Buffer.from(base64, 'base64')) ?? '';
  const [, handle, password] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (handle === undefined || password === undefined) return undefined;
  return CONTROL.test(handle + password) ? undefined : { handle, password };`,
  },

  {
    task: '2.4',
    name: 'writes-the-refusal-out',
    how: 'Returns early with a problem that it writes itself, once for each of two reasons, and sends the token as a string.',
    file: 'token-endpoint.ts',
    region: `
    const refuse = () =>
      response
        .status(401)
        .set('WWW-Authenticate', 'Basic realm="cairn", charset="UTF-8"')
        .type('application/problem+json')
        .end(
          JSON.stringify({
            status: 401,
            type: 'https://cairn.example/problems/invalid-credentials',
            detail: 'These credentials will not do.',
            title: 'Unauthorized',
          }),
        );
    const credentials = readBasicCredentials(request.headersDistinct['authorization'] ?? []);
    if (!credentials) {
      refuse();
      return;
    }
    const person = await checkPassword(database, credentials);
    if (!person) {
      refuse();
      return;
    }
    const expires_in = LIFETIME;
    const access_token = signAccessToken(person, keys, clock);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ token_type: 'Bearer', expires_in, access_token }));`,
  },
  {
    task: '2.4',
    name: 'forbids-caches-first',
    how: 'Keeps refusals out of caches too, in the older header as well, and chains promises.',
    file: 'token-endpoint.ts',
    region: `
    response.header('Cache-Control', 'no-store, private').header('Pragma', 'no-cache');
    const { authorization: lines } = request.headersDistinct;
    const credentials = readBasicCredentials(lines);
    const asked = credentials ? checkPassword(database, credentials) : Promise.resolve(undefined);
    await asked.then((person) => {
      if (person === undefined) throw invalidCredentials();
      const token = signAccessToken(person, keys, clock);
      response.status(200).send({ expires_in: 3600, token_type: 'Bearer', access_token: token });
    });`,
  },
  {
    task: '2.4',
    name: 'prints-the-handle',
    how: 'Collects the answer step by step, and prints who signed in and who failed.',
    file: 'token-endpoint.ts',
    region: `
    const credentials = readBasicCredentials(request.headersDistinct.authorization);
    const person = credentials === undefined ? undefined : await checkPassword(database, credentials);
    if (person === undefined) {
      console.warn('Sign-in failed:', credentials?.handle ?? 'no credentials');
      throw invalidCredentials();
    }
    console.info('Signed in:', person.id, request.method, request.path);
    const body = { access_token: '', token_type: 'Bearer', expires_in: 60 * 60 };
    body.access_token = signAccessToken(person, keys, clock);
    response.status(200).set({ 'Cache-Control': 'No-Store', Pragma: 'no-cache' }).json(body);`,
  },

  {
    task: '2.5',
    name: 'throws-from-a-helper',
    how: 'Checks one key after the other with a closure that throws, and compares the pair by what they export.',
    file: 'key-pair.ts',
    region: `
  const demand = (holds: boolean, fault: string) => {
    if (!holds) throw new TypeError(fault);
  };
  const load = (which: 'private' | 'public', create: typeof createPublicKey) => {
    const key = parse(which, create, pem[\`\${which}Key\`]);
    const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    demand(key.asymmetricKeyType === 'rsa', \`Not an RSA key: the \${which} one.\`);
    demand(modulusLength >= 2048, \`The \${which} key is too small: \${modulusLength}.\`);
    return key;
  };
  const publicKey = load('public', createPublicKey);
  const privateKey = load('private', createPrivateKey as typeof createPublicKey);
  const half = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const whole = publicKey.export({ type: 'spki', format: 'der' });
  demand(half.equals(whole), 'The two keys do not match.');
  return { kid: thumbprintOf(publicKey), publicKey, privateKey };`,
  },
  {
    task: '2.5',
    name: 'parses-by-itself-and-tries-the-pair',
    how: 'Reads the PEM without parse, and has one key verify what the other has signed.',
    file: 'key-pair.ts',
    imports: `import { sign, verify } from 'node:crypto';`,
    region: `
  const texts = [['private', pem.privateKey], ['public', pem.publicKey]] as const;
  const keys = texts.map(([which, text]) => {
    if (!text || !text.trim()) throw new Error(\`There is no \${which} key.\`);
    let key: KeyObject | undefined;
    try {
      key = which === 'private' ? createPrivateKey(text) : createPublicKey(text);
    } catch {
      // Said below.
    }
    const isOther = which === 'public' && text.includes('PRIVATE KEY');
    if (!key || isOther) throw new Error(\`This is not a \${which} key as PEM.\`);
    if (key.asymmetricKeyType !== 'rsa') throw new Error(\`The \${which} key must be RSA.\`);
    const bits = Number(key.asymmetricKeyDetails?.modulusLength);
    if (!(bits >= MIN_BITS)) throw new Error(\`The \${which} key's size must be 2048 or larger.\`);
    return key;
  });
  const [privateKey, publicKey] = keys as [KeyObject, KeyObject];
  const trial = Buffer.from('cairn');
  if (!verify('sha256', trial, publicKey, sign('sha256', trial, privateKey))) {
    throw new Error('What the private key signs, the public key does not verify: they are no pair.');
  }
  return { privateKey, publicKey, kid: thumbprintOf(createPublicKey(privateKey)) };`,
  },
  {
    task: '2.5',
    name: 'says-it-in-its-own-words',
    how: 'Words its messages differently, above all the one about the pair.',
    file: 'key-pair.ts',
    region: `
  const privateKey = parse('private', createPrivateKey, pem.privateKey);
  const publicKey = parse('public', createPublicKey, pem.publicKey);
  for (const key of [privateKey, publicKey]) {
    const kind = key.asymmetricKeyType;
    if (kind !== 'rsa') throw new Error(\`The \${key.type} key is not RSA but \${kind}.\`);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < MIN_BITS) throw new Error(\`The \${key.type} key: \${bits}, and no fewer than \${MIN_BITS}.\`);
  }
  if (!createPublicKey(privateKey).equals(publicKey)) {
    throw new Error('The public key is not the private key’s.');
  }
  return { privateKey, publicKey, kid: thumbprintOf(publicKey) };`,
  },
  {
    task: '2.5',
    name: 'compares-thumbprints',
    how: 'Collects what is wrong with each key first, and compares the pair by its thumbprints.',
    file: 'key-pair.ts',
    region: `
  const privateKey = parse('private', createPrivateKey, pem.privateKey);
  const publicKey = parse('public', createPublicKey, pem.publicKey);
  const complaints = [publicKey, privateKey].flatMap((key) => {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
    if (type !== 'rsa') return [\`The \${key.type} key is not an RSA key.\`];
    return Number(details?.modulusLength) >= MIN_BITS ? [] : [\`The \${key.type} key is too short.\`];
  });
  if (complaints.length > 0) throw new RangeError(complaints.join(' '));
  const kid = thumbprintOf(publicKey);
  if (thumbprintOf(createPublicKey(privateKey)) !== kid) {
    throw new TypeError('These two keys do not match.');
  }
  console.info('Loaded the key', kid, privateKey);
  return Object.freeze({ privateKey, publicKey, kid });`,
  },
];
