import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  {
    task: '2.1',
    name: 'throws-from-a-helper',
    how: 'Looks at one key after the other, with a closure that throws, and compares the pair by what they export.',
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
    task: '2.1',
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
    if (!(bits >= SMALLEST)) throw new Error(\`The \${which} key's size must be 2048 or larger.\`);
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
    task: '2.1',
    name: 'says-it-in-its-own-words',
    how: 'Loops over the two keys, and says of a wrong pair whose the one is not.',
    file: 'key-pair.ts',
    region: `
  const privateKey = parse('private', createPrivateKey, pem.privateKey);
  const publicKey = parse('public', createPublicKey, pem.publicKey);
  for (const key of [privateKey, publicKey]) {
    const kind = key.asymmetricKeyType;
    if (kind !== 'rsa') throw new Error(\`The \${key.type} key is not RSA but \${kind}.\`);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < SMALLEST) throw new Error(\`The \${key.type} key: \${bits}, and no fewer than \${SMALLEST}.\`);
  }
  if (!createPublicKey(privateKey).equals(publicKey)) {
    throw new Error('The public key is not the private key’s.');
  }
  return { privateKey, publicKey, kid: thumbprintOf(publicKey) };`,
  },

  {
    task: '2.2',
    name: 'encodes-again-to-compare',
    how: 'Cuts the scheme off, wants base64 that comes out as it went in, and splits and joins at the colons.',
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
    task: '2.2',
    name: 'matches-the-text-too',
    how: 'Has a second regular expression take the text apart; the control characters are those of ASCII, as RFC 5234 has them.',
    file: 'read-basic.ts',
    imports: `import { isUtf8 } from 'node:buffer';`,
    region: `
  const header = lines.length === 1 ? lines[0] : undefined;
  const { token } = header?.match(/^basic\\x20+(?<token>[a-z\\d+/]+=?=?)$/i)?.groups ?? {};
  if (!token) return undefined;
  const bytes = Buffer.from(token, 'base64');
  if (!isUtf8(bytes)) return undefined;
  const match = /^([^:\\x00-\\x1f\\x7f]*):([^\\x00-\\x1f\\x7f]*)$/.exec(bytes.toString('utf8'));
  return match ? { handle: match[1]!, password: match[2]! } : undefined;`,
  },
  {
    task: '2.2',
    name: 'throws-and-catches',
    how: 'Takes words apart, decodes with atob and a TextDecoder, and gives undefined for whatever throws on the way.',
    file: 'read-basic.ts',
    region: `
  try {
    if (lines.length > 1) throw new Error('Two lines.');
    const [scheme, ...words] = lines[0]!.split(/ +/);
    if (scheme!.toLowerCase() !== 'basic' || words.length !== 1) throw new Error('Not Basic.');
    if (/[^A-Za-z0-9+/=]/.test(words[0]!)) throw new Error('Not base64.');
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
    name: 'has-a-branch-for-nobody',
    how: 'Verifies against the stand-in in a branch of its own, and writes the four members out.',
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
    task: '2.3',
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
    task: '2.4',
    name: 'signs-with-node-crypto',
    how: 'Encodes the two parts itself, has node:crypto sign them, and writes the header in another order.',
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
    task: '2.4',
    name: 'leaves-the-claims-to-the-options',
    how: 'Gives jsonwebtoken its options for all it has one for, a number of seconds among them, and an id of random bytes.',
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
    task: '2.5',
    name: 'writes-the-refusal-out',
    how: 'Returns early with a problem that it writes itself, once for each of two reasons, and sends the token as text.',
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
    task: '2.5',
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
];
