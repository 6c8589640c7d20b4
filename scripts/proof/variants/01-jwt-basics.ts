import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  {
    task: '1.1',
    name: 'only-encodes-again',
    how: 'Has no pattern: whatever does not come out as it went in is not base64url.',
    file: 'decode-segment.ts',
    region: `
  const bytes = Buffer.from(segment, 'base64url');
  if (bytes.toString('base64url') === segment) return bytes;
  throw new MalformedToken(\`The \${part} is not base64url.\`);`,
  },
  {
    task: '1.1',
    name: 'gathers-bits-by-hand',
    how: 'Looks every character up in the alphabet, and has a message for padding alone.',
    file: 'decode-segment.ts',
    region: `
  const refuse = (fault: string): never => {
    throw new MalformedToken(\`\${part.toUpperCase()}: \${fault}.\`);
  };
  if (segment.includes('=')) refuse('padding is not allowed');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bytes: number[] = [];
  let [gathered, count] = [0, 0];
  for (const letter of segment) {
    const six = letters.indexOf(letter);
    if (six === -1) refuse('this character is not allowed');
    gathered = (gathered << 6) | six;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push(gathered >> count);
    gathered &= (1 << count) - 1;
  }
  if (count === 6 || gathered !== 0) refuse('there are bits left over');
  return Uint8Array.from(bytes);`,
  },
  {
    task: '1.1',
    name: 'goes-by-way-of-atob',
    how: 'Translates to plain base64, has atob decode that, and btoa encode it again.',
    file: 'decode-segment.ts',
    region: `
  const refusal = new MalformedToken(\`Not base64url: the \${part}.\`);
  if (segment.search(/[^\\w-]/) !== -1) throw refusal;
  const plain = segment.replace(/-/g, '+').replace(/_/g, '/');
  let binary: string;
  try {
    binary = atob(plain);
  } catch {
    throw refusal;
  }
  if (btoa(binary).replace(/=*$/, '') !== plain) throw refusal;
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));`,
  },
  {
    task: '1.1',
    name: 'throws-a-subclass',
    how: 'Has an error class of its own below MalformedToken, and prints how long the segment was.',
    file: 'decode-segment.ts',
    region: `
  class NotBase64url extends MalformedToken {}
  const bytes = Buffer.from(segment, 'base64url');
  console.debug('a segment of', segment.length, 'characters');
  if (bytes.toString('base64url') !== segment) throw new NotBase64url(part + ': not base64url');
  return bytes;`,
  },

  {
    task: '1.2',
    name: 'matches-three-parts',
    how: 'Has a regular expression split, reads the signature first, and the payload before the header.',
    file: 'decode-token.ts',
    region: `
  const match = /^([^.]*)\\.([^.]*)\\.([^.]*)$/.exec(token);
  if (!match) throw new MalformedToken('It is not of the form header.payload.signature.');
  const signature = decodeSegment(match[3]!, 'signature');
  const claims = readObject(decodeSegment(match[2]!, 'payload'), 'payload');
  const header = readObject(decodeSegment(match[1]!, 'header'), 'header');
  return { claims, signature, header };`,
  },
  {
    task: '1.2',
    name: 'counts-segments',
    how: 'Refuses too few and too many apart, in the words of other libraries, and reads through a closure.',
    file: 'decode-token.ts',
    region: `
  const segments = token.split('.');
  if (segments.length < 3) throw new MalformedToken('Not enough segments.');
  if (segments.length > 3) throw new MalformedToken('Too many segments.');
  const bytesOf = (index: number, part: Part) => decodeSegment(segments[index] ?? '', part);
  const objectOf = (index: number, part: Part) => readObject(bytesOf(index, part), part);
  return {
    header: objectOf(0, 'header'),
    claims: objectOf(1, 'payload'),
    signature: bytesOf(2, 'signature'),
  };`,
  },
  {
    task: '1.2',
    name: 'reads-the-json-itself',
    how: 'Finds the dots itself, and decodes, parses and looks without readObject; isUtf8 decides what is text.',
    file: 'decode-token.ts',
    imports: `import { isUtf8 } from 'node:buffer';`,
    region: `
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  if (first === last || token.slice(first + 1, last).includes('.')) {
    throw new MalformedToken('A token has two dots, no more and no fewer.');
  }
  const read = (segment: string, part: 'header' | 'payload'): JsonObject => {
    const bytes = decodeSegment(segment, part);
    if (!isUtf8(bytes)) throw new MalformedToken(\`The bytes of the \${part} are not valid UTF-8.\`);
    let value;
    try {
      value = JSON.parse(Buffer.from(bytes).toString('utf8'));
    } catch (cause) {
      throw Object.assign(new MalformedToken(\`\${part}: invalid JSON.\`), { cause });
    }
    const isObject = Object.prototype.toString.call(value) === '[object Object]';
    if (!isObject) throw new MalformedToken(\`\${part}: an object is wanted.\`);
    if (isDeeper(value, 50)) throw new MalformedToken(\`\${part}: nested too deep.\`);
    return value;
  };
  const header = read(token.slice(0, first), 'header');
  const claims = read(token.slice(first + 1, last), 'payload');
  return { header, claims, signature: decodeSegment(token.slice(last + 1), 'signature') };`,
  },
  {
    task: '1.2',
    name: 'decodes-all-three-first',
    how: 'Decodes the three parts in a loop, and reads the two objects afterwards.',
    file: 'decode-token.ts',
    region: `
  const parts = token.split('.');
  if (parts.length !== 3) throw new MalformedToken('Expected exactly two dots.');
  const names: Part[] = ['header', 'payload', 'signature'];
  const [header, payload, signature] = parts.map((part, index) => decodeSegment(part, names[index]!));
  return {
    header: readObject(header!, 'header'),
    claims: readObject(payload!, 'payload'),
    signature: signature!,
  };`,
  },

  {
    task: '1.3',
    name: 'compares-in-seconds',
    how: 'Reads the three in another order, and brings now to seconds, with its fraction.',
    file: 'read-times.ts',
    region: `
  const [exp, nbf, iat] = ['exp', 'nbf', 'iat'].map((name) => timeOf(claims, name));
  void nbf;
  const times: TokenTimes = { issuedAt: dateOf(iat), expiresAt: dateOf(exp), expired: null };
  if (exp !== undefined) times.expired = !(now / 1000 < exp);
  return times;`,
  },
  {
    task: '1.3',
    name: 'writes-dates-itself',
    how: 'Reads and writes without the helpers, and leaves the milliseconds out where there are none.',
    file: 'read-times.ts',
    region: `
  for (const name of ['nbf', 'iat', 'exp']) {
    if (name in claims && !Number.isFinite(claims[name])) {
      throw new MalformedToken(\`\${name} is not a valid time.\`);
    }
  }
  const { iat = null, exp = null } = claims as { iat?: number; exp?: number };
  const rfc3339 = (seconds: number | null): string | null => {
    if (seconds === null) return null;
    const date = new Date(seconds * 1000);
    if (Number.isNaN(date.getTime())) return null;
    const text = date.toISOString();
    return /^\\d{4}-/.test(text) ? text.replace('.000Z', 'Z') : null;
  };
  return {
    expired: exp === null ? null : exp * 1000 <= now,
    expiresAt: rfc3339(exp),
    issuedAt: rfc3339(iat),
  };`,
  },
  {
    task: '1.3',
    name: 'describes-the-claims-with-zod',
    how: 'Writes down what the times look like as a schema; zod accepts no Infinity.',
    file: 'read-times.ts',
    imports: `import { z } from 'zod';`,
    region: `
  const time = z.number().optional();
  const parsed = z.object({ iat: time, nbf: time, exp: time }).safeParse({ ...claims });
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.'));
    throw new MalformedToken(\`Not a finite number: \${names.join(', ')}.\`);
  }
  const { iat, exp } = parsed.data;
  const isOver = (seconds: number) => seconds * 1000 - now <= 0;
  return {
    issuedAt: dateOf(iat),
    expiresAt: dateOf(exp),
    expired: exp === undefined ? null : isOver(exp),
  };`,
  },
  {
    task: '1.3',
    name: 'subtracts',
    how: 'Looks at the sign of the time that is left, and freezes what it returns.',
    file: 'read-times.ts',
    region: `
  const iat = timeOf(claims, 'iat');
  const nbf = timeOf(claims, 'nbf');
  const exp = timeOf(claims, 'exp');
  void nbf;
  const left = exp === undefined ? undefined : exp * 1000 - now;
  return Object.freeze({
    expired: left === undefined ? null : left <= 0,
    issuedAt: dateOf(iat),
    expiresAt: dateOf(exp),
  });`,
  },

  {
    task: '1.4',
    name: 'names-each-member',
    how: 'Asks the clock first, names every member in another order, and sends with a status of its own.',
    file: 'inspect-token.ts',
    region: `
      const now = clock();
      const decoded = decodeToken(token);
      const { issuedAt, expiresAt, expired } = readTimes(decoded.claims, now);
      response.status(200).send({
        verified: false,
        expired,
        expiresAt,
        issuedAt,
        claims: decoded.claims,
        header: decoded.header,
      });`,
  },
  {
    task: '1.4',
    name: 'writes-the-json-itself',
    how: 'Takes the signature off what decodeToken gives, and ends the answer with a string of its own, indented.',
    file: 'inspect-token.ts',
    region: `
      const { signature: _, ...shown } = decodeToken(token);
      const answer = { ...shown, ...readTimes(shown.claims, clock()), verified: false };
      const text = JSON.stringify(answer, null, 2);
      response.setHeader('Content-Type', 'application/json');
      response.end(text);`,
  },
];
