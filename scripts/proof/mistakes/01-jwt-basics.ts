import type { Mistake } from '../mistake.ts';

const ALPHABET = `  if (!/^[A-Za-z0-9_-]*$/.test(segment)) {`;
const ROUND_TRIP = `  if (bytes.toString('base64url') !== segment) {`;
const RETURN_BYTES = `  return bytes;`;
const COUNT = `  if (parts.length !== 3) {`;
const READ_HEADER = `    header: readObject(decodeSegment(header, 'header'), 'header'),`;
const READ_CLAIMS = `    claims: readObject(decodeSegment(payload, 'payload'), 'payload'),`;
const READ_SIGNATURE = `    signature: decodeSegment(signature, 'signature'),`;
const EXPIRED = `    expired: expiresAt === undefined ? null : now >= expiresAt * 1000,`;
const READ_EXP = `  const expiresAt = timeOf(claims, 'exp');`;
const ANSWER = `      response.json({ header, claims, ...times, verified: false });`;

export const mistakes: Mistake[] = [
  // 1.1
  {
    task: '1.1',
    name: 'leaves-it-to-the-decoder',
    why: 'Buffer.from(…, "base64url") sounds as if it accepted base64url and nothing else.',
    file: 'decode-segment.ts',
    find: `${ALPHABET}
    throw new MalformedToken(\`The \${part} is not base64url.\`);
  }`,
    replace: `  if (segment) return Buffer.from(segment, 'base64url');`,
    caughtBy: '1.1/refuses-padding',
    saying: 'it has padding',
  },
  {
    task: '1.1',
    name: 'drops-the-padding',
    why: 'Many recipes on the web add or strip = before they decode.',
    file: 'decode-segment.ts',
    find: ALPHABET,
    replace: `  segment = segment.replace(/=+$/, '');\n${ALPHABET}`,
    caughtBy: '1.1/refuses-padding',
    saying: `decodeSegment("YQ==", 'payload'): it has padding`,
  },
  {
    task: '1.1',
    name: 'translates-plain-base64',
    why: 'The usual snippet replaces characters to get from one alphabet to the other.',
    file: 'decode-segment.ts',
    find: ALPHABET,
    replace: `  segment = segment.replaceAll('+', '-').replaceAll('/', '_');\n${ALPHABET}`,
    caughtBy: '1.1/refuses-plain-base64',
    saying: '+ and / are plain base64',
  },
  {
    task: '1.1',
    name: 'trims-first',
    why: 'Text that is pasted has spaces and line ends around it; trimming seems polite.',
    file: 'decode-segment.ts',
    find: ALPHABET,
    replace: `  segment = segment.trim();\n${ALPHABET}`,
    caughtBy: '1.1/refuses-other-characters',
    saying: 'it has white space',
  },
  {
    task: '1.1',
    name: 'ignores-left-over-bits',
    why: 'The characters are all fine, so what could still be wrong?',
    file: 'decode-segment.ts',
    find: ROUND_TRIP,
    replace: `  if (segment.length % 4 === 1) {`,
    caughtBy: '1.1/refuses-left-over-bits',
    saying: 'four of its bits are left over',
  },
  {
    task: '1.1',
    name: 'by-way-of-a-text',
    why: 'atob() and TextEncoder work in every browser, and with ASCII they do no harm.',
    file: 'decode-segment.ts',
    find: RETURN_BYTES,
    replace: `  return new TextEncoder().encode(bytes.toString());`,
    caughtBy: '1.1/keeps-every-byte',
    saying: 'the bytes ef bf bd',
  },
  {
    task: '1.1',
    name: 'wants-one-character',
    why: '+ comes to the fingers before *, and an empty part looks like a mistake.',
    file: 'decode-segment.ts',
    find: `_-]*$/`,
    replace: `_-]+$/`,
    caughtBy: '1.1/takes-an-empty-part',
    saying: `decodeSegment("", 'header')`,
  },
  {
    task: '1.1',
    name: 'throws-any-error',
    why: 'new Error(…) is what people write everywhere else.',
    file: 'decode-segment.ts',
    find: `    throw new MalformedToken(\`The \${part} is not base64url.\`);`,
    replace: `    throw new Error(\`The \${part} is not base64url.\`);`,
    caughtBy: '1.1/refuses-padding',
    saying: 'throws a plain Error',
  },
  {
    task: '1.1',
    name: 'does-not-say-where',
    why: 'The message makes sense to its author, who knows which part it was.',
    file: 'decode-segment.ts',
    find: `\`The \${part} is not base64url.\``,
    replace: `'The segment is not base64url.'`,
    caughtBy: '1.1/names-the-part',
    saying: 'a message that mentions the header',
  },
  {
    task: '1.1',
    name: 'range-from-A-to-small-z',
    why: 'A-z is shorter to type than A-Za-z, and contains six more characters.',
    file: 'decode-segment.ts',
    find: `  if (!/^[A-Za-z0-9_-]*$/.test(segment)) {
    throw new MalformedToken(\`The \${part} is not base64url.\`);
  }
  const bytes = Buffer.from(segment, 'base64url');
  // Unused bits at the end must be zero, or one token would have many spellings (RFC 4648 §3.5).
  if (bytes.toString('base64url') !== segment) {`,
    replace: `  const bytes = Buffer.from(segment, 'base64url');
  const last = bytes.toString('base64url').at(-1) ?? '';
  if (!/^[A-z0-9_-]*$/.test(segment) || segment.length % 4 === 1 || !segment.endsWith(last)) {`,
    caughtBy: '1.1/refuses-other-characters',
    saying: 'isn’t base64url',
  },
  {
    task: '1.1',
    name: 'ignores-case-in-unicode',
    why: 'The flags i and u together look harmless, and let ſ and the Kelvin sign K pass as s and k.',
    file: 'decode-segment.ts',
    find: `  if (!/^[A-Za-z0-9_-]*$/.test(segment)) {
    throw new MalformedToken(\`The \${part} is not base64url.\`);
  }
  const bytes = Buffer.from(segment, 'base64url');`,
    replace: `  if (!/^[a-z0-9_-]*$/iu.test(segment)) {
    throw new MalformedToken(\`The \${part} is not base64url.\`);
  }
  segment = segment.normalize('NFKC');
  const bytes = Buffer.from(segment, 'base64url');`,
    caughtBy: '1.1/refuses-other-characters',
    saying: '"\\u017fWJj"',
  },
  {
    task: '1.1',
    name: 'checks-one-length-only',
    why: 'The example on the page has two characters, and so has the check for left-over bits.',
    file: 'decode-segment.ts',
    find: `bytes.toString('base64url') !== segment`,
    replace: 'segment.length % 4 === 1 || (segment.length % 4 === 2 && !/[AQgw]$/.test(segment))',
    caughtBy: '1.1/refuses-left-over-bits',
    saying: 'two of its bits are left over',
  },
  {
    task: '1.1',
    name: 'pattern-with-a-memory',
    why: 'With the flag g, a regular expression remembers where it stopped, and refuses every second call.',
    file: 'decode-segment.ts',
    find: '  if (!/^[A-Za-z0-9_-]*$/.test(segment)) {',
    replace: `  const pattern = ((globalThis as { p?: RegExp }).p ??= /^[A-Za-z0-9_-]*$/g);
  if (!pattern.test(segment)) {`,
    caughtBy: '1.1/decodes-base64url',
    saying: 'called a second time',
  },
  {
    task: '1.1',
    name: 'reuses-one-buffer',
    why: 'One buffer for all calls saves memory, and the next call overwrites what this one returned.',
    file: 'decode-segment.ts',
    find: 'export function decodeSegment(segment: string, part: Part): Uint8Array {',
    replace: `const shared = new Uint8Array(100_000);

export function decodeSegment(segment: string, part: Part): Uint8Array {
  const decoded = decode(segment, part);
  shared.set(decoded);
  return shared.subarray(0, decoded.length);
}

function decode(segment: string, part: Part): Uint8Array {`,
    caughtBy: '1.1/keeps-every-byte',
    saying: 'after another call',
  },
  {
    task: '1.1',
    name: 'prints-what-it-refuses',
    why: 'The log says which segment was bad, and everyone who reads the log has most of a token.',
    file: 'decode-segment.ts',
    find: `    throw new MalformedToken(\`The \${part} is not base64url.\`);`,
    replace: `    console.warn('not base64url', part, segment);
    throw new MalformedToken(\`The \${part} is not base64url.\`);`,
    caughtBy: '1.1/keeps-the-segment-to-itself',
    saying: 'prints the segment',
  },
  {
    task: '1.1',
    name: 'throws-a-look-alike',
    why: 'An Error with the right code looks the same, and isn’t an instance of MalformedToken.',
    file: 'decode-segment.ts',
    find: `    throw new MalformedToken(\`The \${part} is not base64url.\`);`,
    replace: `    throw Object.assign(new Error(\`The \${part} is not base64url.\`), { code: 'malformed-token' });`,
    caughtBy: '1.1/refuses-padding',
    saying: 'throws a plain Error',
  },
  {
    task: '1.1',
    name: 'keeps-the-bytes-it-returned',
    why: 'Decoding the same header again and again looks like a waste.',
    file: 'decode-segment.ts',
    find: `const bytes = Buffer.from(segment, 'base64url');`,
    replace: `const kept = ((globalThis as any).keptBytes ??= new Map<string, Buffer>());
  const bytes = kept.get(segment) ?? Buffer.from(segment, 'base64url');
  kept.set(segment, bytes);`,
    caughtBy: '1.1/keeps-every-byte',
    saying: 'after a caller changed its bytes',
  },

  // 1.2
  {
    task: '1.2',
    name: 'parses-atob',
    why: 'JSON.parse(atob(token.split(".")[1])) is the first answer that a search finds.',
    file: 'decode-token.ts',
    find: READ_CLAIMS,
    replace: `    claims: JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))),`,
    caughtBy: '1.2/reads-utf-8',
    saying: 'the claim name',
  },
  {
    task: '1.2',
    name: 'lets-the-parser-throw',
    why: 'JSON.parse says what is wrong by itself: but not as a MalformedToken.',
    file: 'decode-token.ts',
    find: READ_CLAIMS,
    replace: `    claims: JSON.parse(utf8.decode(decodeSegment(payload, 'payload'))),`,
    caughtBy: '1.2/refuses-what-is-not-json',
    saying: 'throws SyntaxError',
  },
  {
    task: '1.2',
    name: 'reads-bytes-leniently',
    why: 'toString() never fails: it writes � for bytes that aren’t text.',
    file: 'decode-token.ts',
    find: READ_CLAIMS,
    replace: `    claims: readObject(
      Buffer.from(Buffer.from(decodeSegment(payload, 'payload')).toString()),
      'payload',
    ),`,
    caughtBy: '1.2/refuses-what-is-not-utf-8',
    saying: 'a token whose payload is not UTF-8',
  },
  {
    task: '1.2',
    name: 'takes-anything-for-a-header',
    why: 'A header is always an object, in every token that people have seen.',
    file: 'decode-token.ts',
    find: READ_HEADER,
    replace: `    header: attempt(
      () => JSON.parse(utf8.decode(decodeSegment(header, 'header'))) as JsonObject,
      'The header is not base64url, not UTF-8 or not JSON.',
    ),`,
    caughtBy: '1.2/wants-objects',
    saying: 'a token whose header is null, which isn’t an object',
  },
  {
    task: '1.2',
    name: 'does-not-count-further',
    why: 'split(".", 3) gives three parts, of five as well.',
    file: 'decode-token.ts',
    find: `token.split('.')`,
    replace: `token.split('.', 3)`,
    caughtBy: '1.2/wants-three-parts',
    saying: 'four parts',
  },
  {
    task: '1.2',
    name: 'does-not-count',
    why: 'Destructuring takes what it finds: a third part that is missing is undefined.',
    file: 'decode-token.ts',
    find: COUNT,
    replace: `  if (parts.length < 2) {`,
    caughtBy: '1.2/wants-three-parts',
    saying: 'two parts: header.payload',
  },
  {
    task: '1.2',
    name: 'wants-a-signature',
    why: 'A token without a signature looks wrong, and in chapter 3 it is.',
    file: 'decode-token.ts',
    find: COUNT,
    replace: `  if (parts.filter(Boolean).length !== 3) {`,
    caughtBy: '1.2/takes-an-unsigned-token',
    saying: 'an unsigned token',
  },
  {
    task: '1.2',
    name: 'signature-as-text',
    why: 'The signature is a string in the token, and nothing needs it decoded yet.',
    file: 'decode-token.ts',
    find: READ_SIGNATURE,
    replace: `    signature: new TextEncoder().encode(signature),`,
    caughtBy: '1.2/keeps-the-signature',
    saying: 'the signature in RFC 7519 §3.1',
  },
  {
    task: '1.2',
    name: 'signature-decoded-leniently',
    why: 'The signature is not read here, so nobody minds how strictly it is decoded.',
    file: 'decode-token.ts',
    find: READ_SIGNATURE,
    replace: `    signature: Buffer.from(signature, 'base64url'),`,
    caughtBy: '1.2/refuses-what-is-not-base64url',
    saying: 'a token with a padded signature',
  },
  {
    task: '1.2',
    name: 'one-line-copied',
    why: 'The line for the payload is the header’s, copied, and one word stays behind.',
    file: 'decode-token.ts',
    find: READ_CLAIMS,
    replace: `    claims: readObject(decodeSegment(payload, 'header'), 'header'),`,
    caughtBy: '1.2/names-the-part',
    saying: 'a message that mentions the payload',
  },
  {
    task: '1.2',
    name: 'takes-bearer-off',
    why: 'That is how tokens look in a header, so it seems kind to allow it.',
    file: 'decode-token.ts',
    find: `token.split('.')`,
    replace: `token.replace(/^Bearer /, '').split('.')`,
    caughtBy: '1.2/refuses-what-is-not-base64url',
    saying: 'a token with "Bearer " in front',
  },
  {
    task: '1.2',
    name: 'keeps-what-it-decoded',
    why: 'Decoding the same token twice seems wasteful, so the result is kept and shared.',
    file: 'decode-token.ts',
    find: 'export function decodeToken(token: string): DecodedToken {',
    replace: `const known = new Map<string, DecodedToken>();

export function decodeToken(token: string): DecodedToken {
  const result = known.get(token) ?? decode(token);
  known.set(token, result);
  return result;
}

function decode(token: string): DecodedToken {`,
    caughtBy: '1.2/reads-each-token-afresh',
    saying: 'the first token again',
  },
  {
    task: '1.2',
    name: 'copies-the-claims-with-assign',
    why: 'Object.assign treats a claim called __proto__ as an order: the claims inherit what it contains.',
    file: 'decode-token.ts',
    find: `    claims: readObject(decodeSegment(payload, 'payload'), 'payload'),`,
    replace: `    claims: Object.assign({}, readObject(decodeSegment(payload, 'payload'), 'payload')),`,
    caughtBy: '1.2/reads-each-token-afresh',
    saying: 'role, in claims',
  },
  {
    task: '1.2',
    name: 'insists-on-typ-jwt',
    why: 'Every token in the tutorials has typ JWT; ours from chapter 2 have another.',
    file: 'decode-token.ts',
    find: `  return {
    header: readObject`,
    replace: `  if (readObject(decodeSegment(header, 'header'), 'header')['typ'] !== 'JWT') {
    throw new MalformedToken('The header has no typ JWT.');
  }
  return {
    header: readObject`,
    caughtBy: '1.2/takes-apart',
    saying: 'a token as chapter 2 signs it',
  },
  {
    task: '1.2',
    name: 'refuses-alg-none',
    why: 'alg none is famous for being dangerous, and reading such a token isn’t.',
    file: 'decode-token.ts',
    find: `  return {
    header: readObject`,
    replace: `  if (readObject(decodeSegment(header, 'header'), 'header')['alg'] === 'none') {
    throw new MalformedToken('The header says alg none.');
  }
  return {
    header: readObject`,
    caughtBy: '1.2/takes-an-unsigned-token',
    saying: 'an unsigned token',
  },
  {
    task: '1.2',
    name: 'parses-the-header-itself',
    why: 'Two lines replace readObject for the header, and its limit of depth is forgotten.',
    file: 'decode-token.ts',
    find: `    header: readObject(decodeSegment(header, 'header'), 'header'),`,
    replace: `    header: attempt(() => {
      const value: unknown = JSON.parse(utf8.decode(decodeSegment(header, 'header')));
      if (Object.prototype.toString.call(value) !== '[object Object]') throw new Error();
      return value as JsonObject;
    }, 'The header is not a JSON object in UTF-8 and base64url.'),`,
    caughtBy: '1.2/refuses-what-is-nested-too-deeply',
    saying: 'whose header is 20,000 objects',
  },
  {
    task: '1.2',
    name: 'passes-the-parsers-words-on',
    why: 'The parser’s message says more than ours, and changes with each version of Node.',
    file: 'decode-token.ts',
    find: `  } catch {
    throw new MalformedToken(message);`,
    replace: `  } catch (error) {
    throw new MalformedToken(\`\${message} \${(error as Error).message}\`);`,
    caughtBy: '1.2/names-the-part',
    saying: 'a library’s words',
  },
  {
    task: '1.2',
    name: 'evaluates-the-payload',
    why: 'JavaScript’s own parser reads every JSON, and runs whatever else is in it.',
    file: 'decode-token.ts',
    find: 'JSON.parse(text)',
    replace: `new Function(\`return (\${text})\`)()`,
    caughtBy: '1.2/refuses-what-is-not-json',
    saying: 'JavaScript instead of JSON',
  },
  {
    task: '1.2',
    name: 'takes-quotes-off',
    why: 'A token copied from a browser’s storage is in quotes, so it seems kind to remove them.',
    file: 'decode-token.ts',
    find: `token.split('.')`,
    replace: `token.replace(/^"|"$/g, '').split('.')`,
    caughtBy: '1.2/refuses-what-is-not-base64url',
    saying: 'a token in quotes',
  },
  {
    task: '1.2',
    name: 'prints-the-token',
    why: 'A console.log from debugging stays behind, and the log is full of keys.',
    file: 'decode-token.ts',
    find: `  const parts = token.split('.');`,
    replace: `  const parts = token.split('.');
  console.log('decoding', token);`,
    caughtBy: '1.2/keeps-the-token-to-itself',
    saying: 'prints the header',
  },
  {
    task: '1.2',
    name: 'limits-the-length',
    why: 'A token of many kilobytes looks suspicious; how long a body may be is decided elsewhere.',
    file: 'decode-token.ts',
    find: `  const parts = token.split('.');`,
    replace: `  if (token.length > 8192) throw new MalformedToken('The three parts are too long.');
  const parts = token.split('.');`,
    caughtBy: '1.2/takes-apart',
    saying: 'a token of 80,000 characters',
  },
  {
    task: '1.2',
    name: 'prints-the-beginning',
    why: 'The first characters of a token seem harmless, and show in the log which one it was.',
    file: 'decode-token.ts',
    find: `  const parts = token.split('.');`,
    replace: `  console.debug(\`decoding \${token.slice(0, 24)}…\`);
  const parts = token.split('.');`,
    caughtBy: '1.2/keeps-the-token-to-itself',
    saying: 'prints the header',
  },
  {
    task: '1.2',
    name: 'groups-what-it-prints',
    why: 'A group in the console keeps the lines of one token together.',
    file: 'decode-token.ts',
    find: `  const parts = token.split('.');`,
    replace: `  const parts = token.split('.');
  console.group(parts[1]);
  console.groupEnd();`,
    caughtBy: '1.2/keeps-the-token-to-itself',
    saying: 'prints the payload',
  },
  {
    task: '1.2',
    name: 'returns-one-object-for-all',
    why: 'One object is filled again for each token, and every caller holds it.',
    file: 'decode-token.ts',
    find: 'export function decodeToken(token: string): DecodedToken {',
    replace: `const result = {} as DecodedToken;

export function decodeToken(token: string): DecodedToken {
  return Object.assign(result, decode(token));
}

function decode(token: string): DecodedToken {`,
    caughtBy: '1.2/reads-each-token-afresh',
    saying: 'sub of a token, after it was decoded again',
  },
  {
    task: '1.2',
    name: 'keeps-the-last-token',
    why: 'The same token often comes twice in a row, so the last result is returned again.',
    file: 'decode-token.ts',
    find: 'export function decodeToken(token: string): DecodedToken {',
    replace: `let last: { token: string; decoded: DecodedToken } | undefined;

export function decodeToken(token: string): DecodedToken {
  if (last?.token !== token) last = { token, decoded: decode(token) };
  return last.decoded;
}

function decode(token: string): DecodedToken {`,
    caughtBy: '1.2/reads-each-token-afresh',
    saying: 'sub of a token, after it was decoded again',
  },
  {
    task: '1.2',
    name: 'takes-an-empty-part-for-a-missing-one',
    why: 'An empty string is falsy, so a header without characters is reported as a missing part.',
    file: 'decode-token.ts',
    find: COUNT,
    replace: '  if (parts.length !== 3 || !parts[0] || !parts[1]) {',
    caughtBy: '1.2/names-the-part',
    saying: 'a token whose header is empty',
  },

  // 1.3
  {
    task: '1.3',
    name: 'seconds-for-milliseconds',
    why: 'Both are numbers and both are "the time": every token seems to have expired in 1970.',
    file: 'read-times.ts',
    find: `now >= expiresAt * 1000`,
    replace: `now >= expiresAt`,
    caughtBy: '1.3/tells-expired-from-good',
    saying: 'exp is 59 minutes ahead',
  },
  {
    task: '1.3',
    name: 'good-at-exp-too',
    why: '> comes to mind for "past its time", and the RFC says "on or after".',
    file: 'read-times.ts',
    find: `now >= expiresAt * 1000`,
    replace: `now > expiresAt * 1000`,
    caughtBy: '1.3/ends-at-exp',
    saying: 'at the moment of exp',
  },
  {
    task: '1.3',
    name: 'drops-the-fraction',
    why: 'Math.floor(Date.now() / 1000) is how everyone gets seconds.',
    file: 'read-times.ts',
    find: `now >= expiresAt * 1000`,
    replace: `Math.floor(now / 1000) >= expiresAt`,
    caughtBy: '1.3/reads-fractions',
    saying: 'at the moment of exp, readTimes(',
  },
  {
    task: '1.3',
    name: 'asks-the-machine',
    why: 'Date.now() is at hand, and on one’s own machine it is right.',
    file: 'read-times.ts',
    find: `now >= expiresAt * 1000`,
    replace: `Date.now() >= expiresAt * 1000`,
    caughtBy: '1.3/goes-by-the-given-time',
    saying: 'on 1 January 1971',
  },
  {
    task: '1.3',
    name: 'zero-is-nothing',
    why: 'if (exp) is shorter, and few people think of 0 as a time.',
    file: 'read-times.ts',
    find: EXPIRED,
    replace: `    expired: expiresAt ? now >= expiresAt * 1000 : null,`,
    caughtBy: '1.3/takes-zero-for-a-time',
    saying: '0 is the first second of 1970',
  },
  {
    task: '1.3',
    name: 'good-for-ever',
    why: 'A comparison with undefined is false, so a token without exp is "not expired".',
    file: 'read-times.ts',
    find: EXPIRED,
    replace: `    expired: now >= (expiresAt ?? Infinity) * 1000,`,
    caughtBy: '1.3/says-null-for-none',
    saying: 'there is no exp',
  },
  {
    task: '1.3',
    name: 'dates-in-1970',
    why: 'new Date takes milliseconds, and a token counts seconds.',
    file: 'read-times.ts',
    find: `const date = new Date(seconds * 1000);`,
    replace: `const date = new Date(seconds);`,
    caughtBy: '1.3/writes-dates',
    saying: '1970-01-',
  },
  {
    task: '1.3',
    name: 'writes-any-date',
    why: 'toISOString() works for every date that people try, and throws for 1e20.',
    file: 'read-times.ts',
    find: `    expiresAt: dateOf(expiresAt),`,
    replace: `    expiresAt: expiresAt === undefined ? null : new Date(expiresAt * 1000).toISOString(),`,
    caughtBy: '1.3/survives-far-dates',
    saying: 'throws RangeError',
  },
  {
    task: '1.3',
    name: 'converts-to-a-number',
    why: 'Number(…) turns a string of digits into the number you need, and null into 0.',
    file: 'read-times.ts',
    find: READ_EXP,
    replace: `  const expiresAt =
    claims['exp'] === undefined ? undefined : timeOf({ exp: Number(claims['exp']) }, 'exp');`,
    caughtBy: '1.3/wants-numbers',
    saying: 'claims with exp: "',
  },
  {
    task: '1.3',
    name: 'skips-nbf',
    why: 'nbf is not in the answer, so why read it.',
    file: 'read-times.ts',
    find: `  timeOf(claims, 'nbf'); // not shown, but an invalid one is refused\n`,
    replace: '',
    caughtBy: '1.3/wants-numbers',
    saying: 'claims with nbf: ',
  },
  {
    task: '1.3',
    name: 'typeof-number',
    why: 'typeof Infinity is "number", and JSON has no Infinity: except 1e400.',
    file: 'read-times.ts',
    find: ` || !Number.isFinite(value)`,
    replace: '',
    caughtBy: '1.3/wants-finite-numbers',
    saying: 'JSON.parse returns Infinity',
  },
  {
    task: '1.3',
    name: 'takes-nbf-for-iat',
    why: 'A token that begins at some time was surely made then.',
    file: 'read-times.ts',
    find: `timeOf(claims, 'iat');`,
    replace: `timeOf(claims, 'iat') ?? timeOf(claims, 'nbf');`,
    caughtBy: '1.3/says-null-for-none',
    saying: 'there is neither iat nor exp',
  },
  {
    task: '1.3',
    name: 'far-iat-unforeseen',
    why: 'A token that ends in a million years comes to mind, one that was issued then does not.',
    file: 'read-times.ts',
    find: `    issuedAt: dateOf(issuedAt),`,
    replace: `    issuedAt: issuedAt === undefined ? null : new Date(issuedAt * 1000).toISOString(),`,
    caughtBy: '1.3/survives-far-dates',
    saying: 'throws RangeError',
  },
  {
    task: '1.3',
    name: 'rounds-the-end',
    why: 'Whole seconds look tidier in an answer.',
    file: 'read-times.ts',
    find: `    expiresAt: dateOf(expiresAt),`,
    replace: `    expiresAt: dateOf(expiresAt && Math.round(expiresAt)),`,
    caughtBy: '1.3/reads-fractions',
    saying: 'expiresAt of readTimes(',
  },
  {
    task: '1.3',
    name: 'guesses-milliseconds',
    why: 'Thirteen digits look like milliseconds, so the code helps a token that has them.',
    file: 'read-times.ts',
    find: 'now >= expiresAt * 1000',
    replace: 'now >= (expiresAt > 1e12 ? expiresAt : expiresAt * 1000)',
    caughtBy: '1.3/tells-expired-from-good',
    saying: 'it is in the year 58423',
  },
  {
    task: '1.3',
    name: 'cuts-to-32-bits',
    why: '| 0 is a quick way to round, and ends in January 2038.',
    file: 'read-times.ts',
    find: 'now >= expiresAt * 1000',
    replace: 'now >= (expiresAt | 0) * 1000',
    caughtBy: '1.3/tells-expired-from-good',
    saying: 'exp is in the year 2100',
  },
  {
    task: '1.3',
    name: 'allows-five-seconds',
    why: 'Verifiers have a tolerance for clocks that differ; a reader of tokens has no use for one.',
    file: 'read-times.ts',
    find: 'now >= expiresAt * 1000',
    replace: 'now >= (expiresAt + 5) * 1000',
    caughtBy: '1.3/ends-at-exp',
    saying: 'at the moment of exp',
  },
  {
    task: '1.3',
    name: 'too-early-is-expired',
    why: 'A token that isn’t valid yet isn’t valid, so it is called expired.',
    file: 'read-times.ts',
    find: 'now >= expiresAt * 1000',
    replace: `now >= expiresAt * 1000 || now < Number(claims['nbf'] ?? 0) * 1000`,
    caughtBy: '1.3/tells-expired-from-good',
    saying: 'too early isn’t too late',
  },
  {
    task: '1.3',
    name: 'adds-an-hour-to-iat',
    why: 'Tokens live an hour, so one without exp is given one.',
    file: 'read-times.ts',
    find: `  const expiresAt = timeOf(claims, 'exp');`,
    replace: `  const expiresAt = timeOf(claims, 'exp') ?? (issuedAt === undefined ? undefined : issuedAt + 3600);`,
    caughtBy: '1.3/says-null-for-none',
    saying: 'there is no exp',
  },
  {
    task: '1.3',
    name: 'returns-nbf-as-well',
    why: 'It was read, so why not show it: the answer then has a seventh property.',
    file: 'read-times.ts',
    find: '    expiresAt: dateOf(expiresAt),',
    replace: `    expiresAt: dateOf(expiresAt),
    ...{ notBefore: dateOf(timeOf(claims, 'nbf')) },`,
    caughtBy: '1.3/says-null-for-none',
    saying: 'the properties that readTimes returns',
  },
  {
    task: '1.3',
    name: 'changes-the-claims',
    why: 'The claims are converted in place, and the caller shows milliseconds.',
    file: 'read-times.ts',
    find: `  return {
    issuedAt: dateOf(issuedAt),`,
    replace: `  if (expiresAt !== undefined) claims['exp'] = expiresAt * 1000;
  return {
    issuedAt: dateOf(issuedAt),`,
    caughtBy: '1.3/leaves-the-claims-alone',
    saying: 'the claims, after readTimes',
  },
  {
    task: '1.3',
    name: 'copies-the-claims-first',
    why: 'A copy protects the caller’s object, and Object.assign is the usual way to make one.',
    file: 'read-times.ts',
    find: `  const issuedAt = timeOf(claims, 'iat');`,
    replace: `  claims = Object.assign({}, claims);
  const issuedAt = timeOf(claims, 'iat');`,
    caughtBy: '1.3/says-null-for-none',
    saying: 'a claim called __proto__ is neither iat nor exp',
  },
  {
    task: '1.3',
    name: 'ends-before-it-began',
    why: 'A token that expires before it was issued can’t be good at any time.',
    file: 'read-times.ts',
    find: `now >= expiresAt * 1000`,
    replace: `now >= expiresAt * 1000 || expiresAt <= (issuedAt ?? -Infinity)`,
    caughtBy: '1.3/tells-expired-from-good',
    saying: 'exp is an hour ahead',
  },
  {
    task: '1.3',
    name: 'guesses-the-unit-of-iat',
    why: 'Some issuers write milliseconds, and thirteen digits give them away.',
    file: 'read-times.ts',
    find: `    issuedAt: dateOf(issuedAt),`,
    replace: `    issuedAt: dateOf(issuedAt && (issuedAt > 1e11 ? issuedAt / 1000 : issuedAt)),`,
    caughtBy: '1.3/survives-far-dates',
    saying: 'after the year 9999',
  },
  {
    task: '1.3',
    name: 'returns-the-same-times-again',
    why: 'One object is filled again for each token, and every caller holds it.',
    file: 'read-times.ts',
    find: 'export function readTimes(claims: JsonObject, now: number): TokenTimes {',
    replace: `const times = {} as TokenTimes;

export function readTimes(claims: JsonObject, now: number): TokenTimes {
  return Object.assign(times, read(claims, now));
}

function read(claims: JsonObject, now: number): TokenTimes {`,
    caughtBy: '1.3/says-null-for-none',
    saying: 'read before these others',
  },
  {
    task: '1.3',
    name: 'rounds-exp-to-a-millisecond',
    why: 'The clock counts whole milliseconds, so exp is made a whole number of them, too.',
    file: 'read-times.ts',
    find: EXPIRED,
    replace: '    expired: expiresAt === undefined ? null : now >= Math.floor(expiresAt * 1000),',
    caughtBy: '1.3/reads-fractions',
    saying: '0.4 milliseconds before exp',
  },

  // 1.4
  {
    task: '1.4',
    name: 'decoded-so-verified',
    why: 'It was taken apart without an error: that feels like a check.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      response.json({ header, claims, ...times, verified: true });`,
    caughtBy: '1.4/never-says-verified',
    saying: 'verified, of a token signed with our own key',
  },
  {
    task: '1.4',
    name: 'takes-the-machines-time',
    why: 'Date.now() is what one always writes, and the clock is an unusual thing to be given.',
    file: 'inspect-token.ts',
    find: `clock());`,
    replace: `Date.now());`,
    caughtBy: '1.4/goes-by-the-apps-clock',
    saying: 'when the app’s clock says',
  },
  {
    task: '1.4',
    name: 'clock-in-seconds',
    why: 'Tokens count seconds, so dividing seems right, but readTimes has done it already.',
    file: 'inspect-token.ts',
    find: `clock());`,
    replace: `clock() / 1000);`,
    caughtBy: '1.4/goes-by-the-apps-clock',
    saying: 'when the app’s clock says 08:01:01',
  },
  {
    task: '1.4',
    name: 'asks-the-clock-once',
    why: 'A constant in front of the handler looks tidy, and stands still.',
    file: 'inspect-token.ts',
    find: `  return (request, response) => {`,
    replace: `  const now = clock();
  clock = () => now;
  return (request, response) => {`,
    caughtBy: '1.4/goes-by-the-apps-clock',
    saying: 'when the app’s clock says 08:01:01',
  },
  {
    task: '1.4',
    name: 'forgets-the-times',
    why: 'They are read, and then forgotten.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      void times;
      response.json({ header, claims, verified: false });`,
    caughtBy: '1.4/has-its-six-members',
    saying: 'the properties of the answer to a good token',
  },
  {
    task: '1.4',
    name: 'calls-it-payload',
    why: 'That part of a token is called payload everywhere else.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      response.json({ header, payload: claims, ...times, verified: false });`,
    caughtBy: '1.4/shows-what-it-says',
    saying: 'claims in the answer',
  },
  {
    task: '1.4',
    name: 'spreads-the-signature-in',
    why: 'Spreading what decodeToken gives is short, and brings the signature along.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      response.json({ ...decodeToken(token), ...times, verified: false });
      void [header, claims];`,
    caughtBy: '1.4/has-its-six-members',
    saying: 'the properties of the answer to a good token',
  },
  {
    task: '1.4',
    name: 'leaves-out-what-is-null',
    why: 'An answer without nulls looks tidier.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      const answer = { header, claims, ...times, verified: false };
      response.json(Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null)));`,
    caughtBy: '1.4/has-its-six-members',
    saying: 'the properties of the answer to a token without iat and exp',
  },
  {
    task: '1.4',
    name: 'parses-by-itself',
    why: 'For a look inside, two lines seem to do: nobody would send anything but a token.',
    file: 'inspect-token.ts',
    find: `      const { header, claims } = decodeToken(token);`,
    replace: `      const [header, claims] = token
        .split('.')
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
      void decodeToken;`,
    caughtBy: '1.4/names-the-fault',
    saying: 'the status for a string without dots',
  },
  {
    task: '1.4',
    name: 'refuses-what-is-over',
    why: 'Everywhere else an expired token is refused; this endpoint shows it.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      if (times.expired) throw new MalformedToken('The token has expired.');\n${ANSWER}`,
    caughtBy: '1.4/never-says-verified',
    saying: 'with an expired token',
  },
  {
    task: '1.4',
    name: 'believes-the-body',
    why: 'The type says that token is a string, and types are gone when a request comes.',
    file: 'inspect-token.ts',
    find: `validate(schema, request.body);`,
    replace: `request.body as z.infer<typeof schema>;`,
    caughtBy: '1.4/takes-one-token',
    saying: 'the status for the body {}',
  },
  {
    task: '1.4',
    name: 'no-limit-to-depth',
    why: 'What JSON.parse could read, JSON.stringify can surely write.',
    file: 'decode-token.ts',
    find: `isDeeper(value, MAX_DEPTH)`,
    replace: `isDeeper(value, 30_000)`,
    caughtBy: '1.4/survives-any-token',
    saying: '20000 brackets inside one another',
  },
  {
    task: '1.4',
    name: 'no-limit-to-depth-in-the-header',
    why: 'Headers are small, so only the payload is thought to need a limit.',
    file: 'decode-token.ts',
    find: `isDeeper(value, MAX_DEPTH)`,
    replace: `part === 'payload' && isDeeper(value, MAX_DEPTH)`,
    caughtBy: '1.4/survives-any-token',
    saying: '20000 brackets inside one another, in its header',
  },
  {
    task: '1.4',
    name: 'shows-the-usual-header',
    why: 'alg, typ and kid are all that a header has, in every token that people have seen.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      const { alg, typ, kid } = header;
      response.json({ header: { alg, typ, kid }, claims, ...times, verified: false });`,
    caughtBy: '1.4/shows-what-it-says',
    saying: 'header in the answer',
  },
  {
    task: '1.4',
    name: 'hides-the-fault',
    why: 'Every refusal in one sentence: right where secrets are at stake, and of no help here.',
    file: 'inspect-token.ts',
    find: `    detail: error.message,`,
    replace: `    detail: 'The token is malformed.',`,
    caughtBy: '1.4/names-the-fault',
    saying: 'a detail that says what is wrong',
  },
  {
    task: '1.4',
    name: 'verified-unless-none',
    why: 'alg none is the one that everyone warns of, so the others must be fine.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      response.json({ header, claims, ...times, verified: header['alg'] === 'HS256' });`,
    caughtBy: '1.4/never-says-verified',
    saying: 'a token signed with HS256',
  },
  {
    task: '1.4',
    name: 'remembers-its-answers',
    why: 'The same token gets the same answer, so it is kept; but time passes.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      const known = ((globalThis as { known?: Map<string, object> }).known ??= new Map());
      if (!known.has(token)) known.set(token, { header, claims, ...times, verified: false });
      response.json(known.get(token));`,
    caughtBy: '1.4/goes-by-the-apps-clock',
    saying: 'says 08:01:01',
  },
  {
    task: '1.4',
    name: 'prints-what-it-could-not-read',
    why: 'A token that could not be read is worth a look, so it goes into the log as it is.',
    file: 'inspect-token.ts',
    find: '    } catch (error) {',
    replace: `    } catch (error) {
      console.error('cannot inspect', token);`,
    caughtBy: '1.4/keeps-the-token-to-itself',
    saying: 'prints the header',
  },
  {
    task: '1.4',
    name: 'shows-without-its-times',
    why: 'A token with a broken time still has claims to show, so the error is swallowed.',
    file: 'inspect-token.ts',
    find: '      const times = readTimes(claims, clock());',
    replace: `      let times: object = { issuedAt: null, expiresAt: null, expired: null };
      try {
        times = readTimes(claims, clock());
      } catch {
        // shown without
      }`,
    caughtBy: '1.4/names-the-fault',
    saying: 'the status for exp: "soon"',
  },
  {
    task: '1.4',
    name: 'lists-claims-on-top',
    why: 'Spreading the claims makes the answer flat, and a claim can then say verified.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: '      response.json({ header, ...times, verified: false, ...claims, claims });',
    caughtBy: '1.4/has-its-six-members',
    saying: 'the properties of the answer to a good token',
  },
  {
    task: '1.4',
    name: 'takes-the-header-too',
    why: 'Tokens usually come in the Authorization header, so that one is read first.',
    file: 'inspect-token.ts',
    find: '    const { token } = validate(schema, request.body);',
    replace: `    const body = validate(schema, request.body);
    const token = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? body.token;`,
    caughtBy: '1.4/takes-one-token',
    saying: 'sub, with one token in the body',
  },
  {
    task: '1.4',
    name: 'trims-the-token',
    why: 'Tokens are pasted with a line break at their end, so the endpoint removes it.',
    file: 'inspect-token.ts',
    find: `decodeToken(token);`,
    replace: `decodeToken(token.trim());`,
    caughtBy: '1.4/names-the-fault',
    saying: 'the status for a token with a line break at its end',
  },
  {
    task: '1.4',
    name: 'copies-the-header-with-assign',
    why: 'Whoever spreads and copies objects all day copies this one as well.',
    file: 'inspect-token.ts',
    find: `response.json({ header, claims,`,
    replace: `response.json({ header: Object.assign({}, header), claims,`,
    caughtBy: '1.4/survives-any-token',
    saying: 'header of a token with a __proto__',
  },
  {
    task: '1.4',
    name: 'copies-the-claims-with-object-assign',
    why: 'Object.assign puts the claims and a few more things into one new object.',
    file: 'inspect-token.ts',
    find: `response.json({ header, claims,`,
    replace: `response.json({ header, claims: Object.assign({}, claims),`,
    caughtBy: '1.4/survives-any-token',
    saying: 'claims of a token with a __proto__',
  },
  {
    task: '1.4',
    name: 'answers-with-jsonp',
    why: 'jsonp stands next to json in every list of completions, and does the same without a callback.',
    file: 'inspect-token.ts',
    find: `response.json({`,
    replace: `response.jsonp({`,
    caughtBy: '1.4/shows-what-it-says',
    saying: '?callback=show',
  },
  {
    task: '1.4',
    name: 'answers-a-browser-with-html',
    why: 'In a browser, a table is easier to read than JSON.',
    file: 'inspect-token.ts',
    find: `      response.json({ header,`,
    replace: `      response.type(request.query['callback'] ? 'html' : 'json');
      response.send({ header,`,
    caughtBy: '1.4/shows-what-it-says',
    saying: '?callback=show',
  },
  {
    task: '1.4',
    name: 'type-in-a-header-of-the-answer',
    why: 'A header shows at a glance what kind of token it was.',
    file: 'inspect-token.ts',
    find: `      response.json({`,
    replace: `      response.set('X-Token-Type', String(header['typ']));
      response.json({`,
    caughtBy: '1.4/survives-any-token',
    saying: 'letters that no header may contain',
  },
  {
    task: '1.4',
    name: 'subject-in-a-link',
    why: 'A link to the person makes the answer self-describing.',
    file: 'inspect-token.ts',
    find: `      response.json({`,
    replace: `      response.set('Link', \`</api/people/\${String(claims['sub'])}>\`);
      response.json({`,
    caughtBy: '1.4/survives-any-token',
    saying: 'with a token with half of a surrogate pair',
  },
  {
    task: '1.4',
    name: 'warns-of-unsigned-tokens',
    why: 'An unsigned token is suspicious, and somebody should see it.',
    file: 'inspect-token.ts',
    find: `      response.json({`,
    replace: `      if (header['alg'] === 'none') console.warn('an unsigned token', claims);
      response.json({`,
    caughtBy: '1.4/keeps-the-token-to-itself',
    saying: 'prints the claims',
  },
  {
    task: '1.4',
    name: 'hides-what-looks-secret',
    why: 'Masking a password is a good habit in a log. Here it hides what the token shows to everyone.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      const shown = Object.entries(claims).map(([name, value]) =>
        /password|secret|token/i.test(name) ? [name, '***'] : [name, value],
      );
      response.json({ header, claims: Object.fromEntries(shown), ...times, verified: false });`,
    caughtBy: '1.4/shows-what-it-says',
    saying: 'claims in the answer',
  },
  {
    task: '1.4',
    name: 'verified-by-a-modern-algorithm',
    why: 'ES256 is a strong algorithm, but a name in a header proves nothing.',
    file: 'inspect-token.ts',
    find: ANSWER,
    replace: `      const verified = ['PS256', 'ES256', 'EdDSA'].includes(String(header['alg']));
      response.json({ header, claims, ...times, verified });`,
    caughtBy: '1.4/never-says-verified',
    saying: 'a token signed with PS256',
  },
];
