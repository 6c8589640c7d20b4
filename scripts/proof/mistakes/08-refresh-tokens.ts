import type { Mistake } from '../mistake.ts';

export const mistakes: Mistake[] = [
  // 8.1
  {
    task: '8.1',
    name: 'a-uuid-for-a-token',
    why: 'A UUID is what one uses for ids, and it looks random enough.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: 'crypto.randomUUID()',
    caughtBy: '8.1/is-43-characters',
    saying: 'the length of the token',
  },
  {
    task: '8.1',
    name: 'hexadecimal',
    why: 'Every example in Node’s documentation says hex.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: "randomBytes(32).toString('hex')",
    caughtBy: '8.1/is-43-characters',
    saying: 'the length of the token',
  },
  {
    task: '8.1',
    name: 'base64-with-padding',
    why: 'base64 is the encoding that everybody knows.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: "randomBytes(32).toString('base64')",
    caughtBy: '8.1/is-43-characters',
    saying: 'the token',
  },
  {
    task: '8.1',
    name: 'half-the-bytes',
    why: '16 bytes are enough for a session id, says a guide for another kind of id.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: "randomBytes(16).toString('base64url')",
    caughtBy: '8.1/is-43-characters',
    saying: 'the length of the token',
  },
  {
    task: '8.1',
    name: '43-random-characters',
    why: 'The length is right, and so is the alphabet; but 43 characters have 258 bits.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace:
      "Array.from(randomBytes(43), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[byte & 63]).join('')",
    caughtBy: '8.1/is-43-characters',
    saying: 'decoded and encoded again',
  },
  {
    task: '8.1',
    name: 'math-random',
    why: 'Math.random is at hand, and its numbers look random.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace:
      "Buffer.from(Array.from({ length: 32 }, () => Math.floor(Math.random() * 256))).toString('base64url')",
    caughtBy: '8.1/cannot-be-guessed',
    saying: 'different tokens of three',
  },
  {
    task: '8.1',
    name: 'hashes-the-time',
    why: 'A hash of something unique is unique, and looks random.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: 'hashOf(`${Date.now()} ${Math.random()}`)',
    caughtBy: '8.1/cannot-be-guessed',
    saying: 'different tokens of three',
  },
  {
    task: '8.1',
    name: 'a-little-math-random',
    why: 'One byte of Math.random more can’t hurt, and it doesn’t help.',
    file: 'refresh-token.ts',
    find: "  const token = randomBytes(32).toString('base64url');",
    replace: `  const bytes = randomBytes(32);
  bytes[0]! ^= Math.floor(Math.random() * 256);
  const token = bytes.toString('base64url');`,
    caughtBy: '8.1/cannot-be-guessed',
    saying: 'calls of Math.random',
  },
  {
    task: '8.1',
    name: 'two-uuids',
    why: 'Two UUIDs are 256 bits, of which twelve are always the same.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace:
      "Buffer.from((crypto.randomUUID() + crypto.randomUUID()).replaceAll('-', ''), 'hex').toString('base64url')",
    caughtBy: '8.1/is-all-random',
    saying: 'bits that are (almost) always the same',
  },
  {
    task: '8.1',
    name: 'begins-with-the-time',
    why: 'Tokens that begin with the time can be sorted, like newer kinds of UUID.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace:
      "Buffer.concat([Buffer.from(Date.now().toString(16).padStart(12, '0'), 'hex'), randomBytes(26)]).toString('base64url')",
    caughtBy: '8.1/is-all-random',
    saying: 'bits that are (almost) always the same',
    variesOtherwise: true,
  },
  {
    task: '8.1',
    name: 'sixteen-bytes-twice',
    why: 'A UUID has 16 bytes and is said to be unique, so 16 random bytes are enough to fill it.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: "Buffer.alloc(32, randomBytes(16)).toString('base64url')",
    caughtBy: '8.1/is-all-random',
    saying: 'bits of 256 that differ from every other bit',
  },
  {
    task: '8.1',
    name: 'a-checksum-at-the-end',
    why: 'A byte that repeats another one shows whether the token was copied completely.',
    file: 'refresh-token.ts',
    find: `  const token = randomBytes(32).toString('base64url');
`,
    replace: `  const bytes = randomBytes(32);
  bytes[31] = bytes[0]!;
  const token = bytes.toString('base64url');
`,
    caughtBy: '8.1/is-all-random',
    saying: 'bits of 256 that differ from every other bit',
  },
  {
    task: '8.1',
    name: 'letters-alone',
    why: 'Letters and digits are easier to copy, so the bytes become characters.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: "Buffer.from(randomBytes(16).toString('hex')).toString('base64url')",
    caughtBy: '8.1/is-all-random',
    saying: 'bits that are (almost) always the same',
  },
  {
    task: '8.1',
    name: 'hashes-the-bytes',
    why: 'The bytes are at hand, so they are hashed; the client sends characters.',
    file: 'refresh-token.ts',
    find: 'return { token, hash: hashOf(token) };',
    replace:
      "return { token, hash: createHash('sha256').update(Buffer.from(token, 'base64url')).digest('base64url') };",
    caughtBy: '8.1/returns-its-hash',
    saying: 'the hash of the token',
  },
  {
    task: '8.1',
    name: 'the-token-for-its-hash',
    why: 'Hashing is left for later, once everything works.',
    file: 'refresh-token.ts',
    find: 'hash: hashOf(token) }',
    replace: 'hash: token }',
    caughtBy: '8.1/returns-its-hash',
    saying: 'the hash of the token',
  },
  {
    task: '8.1',
    name: 'salted',
    why: 'Passwords get a salt, and so does this.',
    file: 'refresh-token.ts',
    find: 'hash: hashOf(token) }',
    replace: "hash: hashOf(randomBytes(8).toString('hex') + token) }",
    caughtBy: '8.1/returns-its-hash',
    saying: 'the hash of the token',
  },
  {
    task: '8.1',
    name: 'hash-in-hex',
    why: 'SHA-256 is usually written in hexadecimal.',
    file: 'refresh-token.ts',
    find: 'hash: hashOf(token) }',
    replace: "hash: createHash('sha256').update(token).digest('hex') }",
    caughtBy: '8.1/returns-its-hash',
    saying: 'the hash of the token',
  },
  {
    task: '8.1',
    name: 'hash-cut-short',
    why: 'Half of a hash is still a lot, and the column is shorter.',
    file: 'refresh-token.ts',
    find: 'hash: hashOf(token) }',
    replace: 'hash: hashOf(token).slice(0, 22) }',
    caughtBy: '8.1/returns-its-hash',
    saying: 'the hash of the token',
  },
  {
    task: '8.1',
    name: 'made-once',
    why: 'The token is kept beside the function, where it survives the call.',
    file: 'refresh-token.ts',
    find: "const token = randomBytes(32).toString('base64url');",
    replace: `const kept = makeRefreshToken as { token?: string };
  const token = (kept.token ??= randomBytes(32).toString('base64url'));`,
    caughtBy: '8.1/is-new-each-time',
    saying: 'different tokens of 300',
  },
  {
    task: '8.1',
    name: 'prints-the-token',
    why: 'A line for debugging that stays in.',
    file: 'refresh-token.ts',
    find: '  return { token, hash: hashOf(token) };',
    replace: `  console.log('new refresh token', token);
  return { token, hash: hashOf(token) };`,
    caughtBy: '8.1/keeps-it-to-itself',
    saying: 'what was printed',
  },
  {
    task: '8.1',
    name: 'returns-the-bytes-too',
    why: 'Somebody may need the bytes some day.',
    file: 'refresh-token.ts',
    find: 'return { token, hash: hashOf(token) };',
    replace: `const bytes = Buffer.from(token, 'base64url');
  return Object.assign({ token, hash: hashOf(token) }, { bytes });`,
    caughtBy: '8.1/keeps-it-to-itself',
    saying: 'the properties of what is returned',
  },
  {
    task: '8.1',
    name: 'hashes-the-token-before',
    why: 'One random seed, and a hash for each further token: nobody can turn a hash round. Forward is enough.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: `nextOf(makeRefreshToken as { before?: string });
  function nextOf(kept: { before?: string }) {
    kept.before = kept.before ? hashOf(kept.before) : randomBytes(32).toString('base64url');
    return kept.before;
  }`,
    caughtBy: '8.1/cannot-be-guessed',
    saying: 'whether a token is the SHA-256 of the one before',
  },
  {
    task: '8.1',
    name: 'hashes-the-bytes-before',
    why: 'The bytes of one token are the seed of the next.',
    file: 'refresh-token.ts',
    find: "randomBytes(32).toString('base64url')",
    replace: `nextOf(makeRefreshToken as { seed?: Buffer });
  function nextOf(kept: { seed?: Buffer }) {
    kept.seed = kept.seed ? createHash('sha256').update(kept.seed).digest() : randomBytes(32);
    return kept.seed.toString('base64url');
  }`,
    caughtBy: '8.1/cannot-be-guessed',
    saying: 'whether a token is the SHA-256 of the one before',
  },
  // 8.2
  {
    task: '8.2',
    name: 'an-hour-as-before',
    why: '2.1 says `issuedAt + LIFETIME`, and was copied.',
    file: 'issue-tokens.ts',
    find: 'exp: issuedAt + ACCESS_LIFETIME',
    replace: 'exp: issuedAt + 3600',
    caughtBy: '8.2/lives-ten-minutes',
    saying: 'the seconds from iat to exp',
  },
  {
    task: '8.2',
    name: 'one-second-too-many',
    why: 'The last second is added, to be fair to slow clients.',
    file: 'issue-tokens.ts',
    find: 'exp: issuedAt + ACCESS_LIFETIME',
    replace: 'exp: issuedAt + ACCESS_LIFETIME + 1',
    caughtBy: '8.2/lives-ten-minutes',
    saying: 'the seconds from iat to exp',
  },
  {
    task: '8.2',
    name: 'expires-in-milliseconds',
    why: 'JavaScript counts in milliseconds.',
    file: 'issue-tokens.ts',
    find: 'expires_in: ACCESS_LIFETIME',
    replace: 'expires_in: ACCESS_LIFETIME * 1000',
    caughtBy: '8.2/answers-with-both',
    saying: 'expires_in',
  },
  {
    task: '8.2',
    name: 'says-an-hour',
    why: '`expires_in` was copied from chapter 2, and `exp` was not.',
    file: 'issue-tokens.ts',
    find: 'expires_in: ACCESS_LIFETIME',
    replace: 'expires_in: 3600',
    caughtBy: '8.2/lives-ten-minutes',
    saying: 'expires_in',
  },
  {
    task: '8.2',
    name: 'camel-case-names',
    why: 'The code is in camel case, and so is the answer.',
    file: 'issue-tokens.ts',
    find: 'refresh_token: token',
    replace: 'refreshToken: token',
    caughtBy: '8.2/answers-with-both',
    saying: 'the members of the answer',
  },
  {
    task: '8.2',
    name: 'another-type-of-token',
    why: 'JWT is what the token is, so JWT is its type.',
    file: 'issue-tokens.ts',
    find: "token_type: 'Bearer',",
    replace: "token_type: 'JWT' as 'Bearer',",
    caughtBy: '8.2/answers-with-both',
    saying: 'token_type',
  },
  {
    task: '8.2',
    name: 'says-more-than-it-should',
    why: 'The session’s id might be useful to the client.',
    file: 'issue-tokens.ts',
    find: `    refresh_token: token,
`,
    replace: `    refresh_token: token,
    ...{ session_id: id },
`,
    caughtBy: '8.2/answers-with-both',
    saying: 'the members of the answer',
  },
  {
    task: '8.2',
    name: 'no-sid',
    why: 'The claims of 2.1 were copied, and nothing was added.',
    file: 'issue-tokens.ts',
    find: `    sid: id,
`,
    replace: '',
    caughtBy: '8.2/signs-for-the-session',
    saying: 'sid',
  },
  {
    task: '8.2',
    name: 'the-person-for-the-session',
    why: 'One person, one session: the person’s id will do.',
    file: 'issue-tokens.ts',
    find: 'sid: id,',
    replace: 'sid: personId,',
    caughtBy: '8.2/a-session-for-each-sign-in',
    saying: 'different values of sid',
  },
  {
    task: '8.2',
    name: 'a-session-id-of-its-own',
    why: 'Every token gets a random sid, as it gets a random jti.',
    file: 'issue-tokens.ts',
    find: 'sid: id,',
    replace: 'sid: crypto.randomUUID(),',
    caughtBy: '8.2/signs-for-the-session',
    saying: 'sid',
  },
  {
    task: '8.2',
    name: 'the-session-for-the-subject',
    why: '`id` sounds like the person’s id.',
    file: 'issue-tokens.ts',
    find: 'sub: personId,',
    replace: 'sub: id,',
    caughtBy: '8.2/opens-the-api',
    saying: 'GET /api/me with mira',
  },
  {
    task: '8.2',
    name: 'one-claim-too-many',
    why: 'A role in the token saves a query.',
    file: 'issue-tokens.ts',
    find: `    sid: id,
`,
    replace: `    sid: id,
    role: 'hiker',
`,
    caughtBy: '8.2/signs-for-the-session',
    saying: 'role',
  },
  {
    task: '8.2',
    name: 'no-kid',
    why: 'The token works without it.',
    file: 'issue-tokens.ts',
    find: `    keyid: keys.kid,
`,
    replace: '',
    caughtBy: '8.2/signs-for-the-session',
    saying: 'the header of the access token',
  },
  {
    task: '8.2',
    name: 'typ-of-the-library',
    why: 'jsonwebtoken writes a typ by itself: JWT.',
    file: 'issue-tokens.ts',
    find: `    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
`,
    replace: '',
    caughtBy: '8.2/signs-for-the-session',
    saying: 'the header of the access token',
  },
  {
    task: '8.2',
    name: 'stores-the-token',
    why: 'The token is what comes back, so the token is stored.',
    file: 'issue-tokens.ts',
    find: 'sessions.addToken(id, hash);',
    replace: 'sessions.addToken(id, token);',
    caughtBy: '8.2/stores-only-the-hash',
    saying: 'whether the refresh token is in the database',
  },
  {
    task: '8.2',
    name: 'hands-out-the-hash',
    why: 'The two strings look alike, and the wrong one is returned.',
    file: 'issue-tokens.ts',
    find: 'refresh_token: token,',
    replace: 'refresh_token: hash,',
    caughtBy: '8.2/stores-only-the-hash',
    saying: 'whether the refresh token is in the database',
  },
  {
    task: '8.2',
    name: 'stores-nothing',
    why: 'The answer looks complete without it.',
    file: 'issue-tokens.ts',
    find: `  sessions.addToken(id, hash);
`,
    replace: `  void hash;
`,
    caughtBy: '8.2/stores-only-the-hash',
    saying: 'the hashes in the table refreshTokens',
  },
  {
    task: '8.2',
    name: 'adds-it-to-the-person',
    why: 'The token belongs to a person, after all.',
    file: 'issue-tokens.ts',
    find: 'sessions.addToken(id, hash);',
    replace: 'sessions.addToken(personId, hash);',
    caughtBy: '8.2/stores-only-the-hash',
    saying: 'the hashes in the table refreshTokens',
  },
  {
    task: '8.2',
    name: 'stores-another-token',
    why: 'makeRefreshToken is called once for the hash, and once for the token.',
    file: 'issue-tokens.ts',
    find: 'refresh_token: token,',
    replace: 'refresh_token: token && makeRefreshToken().token,',
    caughtBy: '8.2/stores-only-the-hash',
    saying: 'the hashes in the table refreshTokens',
  },
  {
    task: '8.2',
    name: 'a-spare-token',
    why: 'A second refresh token is kept, just in case.',
    file: 'issue-tokens.ts',
    find: `  sessions.addToken(id, hash);
`,
    replace: `  sessions.addToken(id, hash);
  sessions.addToken(id, makeRefreshToken().hash);
`,
    caughtBy: '8.2/adds-it-to-its-session',
    saying: 'refresh tokens for three calls',
  },
  {
    task: '8.2',
    name: 'a-session-for-each-pair',
    why: 'New tokens, new session.',
    file: 'issue-tokens.ts',
    find: 'sessions.addToken(id, hash);',
    replace: 'sessions.addToken(sessions.start(personId).id, hash);',
    caughtBy: '8.2/adds-it-to-its-session',
    saying: 'the session of a refresh token',
  },
  {
    task: '8.2',
    name: 'jti-of-the-session',
    why: 'A unique id is at hand already.',
    file: 'issue-tokens.ts',
    find: 'jti: crypto.randomUUID(),',
    replace: 'jti: id,',
    caughtBy: '8.2/is-fresh-each-time',
    saying: 'the same jti',
  },
  {
    task: '8.2',
    name: 'rounds-the-time',
    why: 'Math.round is more exact than Math.floor, it seems.',
    file: 'issue-tokens.ts',
    find: 'Math.floor(clock() / 1000)',
    replace: 'Math.round(clock() / 1000)',
    caughtBy: '8.2/is-fresh-each-time',
    saying: 'iat, 61.999 seconds later',
  },
  {
    task: '8.2',
    name: 'bitwise-floor',
    why: '`| 0` is a short way to round down, until 2038.',
    file: 'issue-tokens.ts',
    find: 'Math.floor(clock() / 1000)',
    replace: '(clock() / 1000) | 0',
    caughtBy: '8.2/is-fresh-each-time',
    saying: 'seconds later',
  },
  {
    task: '8.2',
    name: 'time-of-the-machine',
    why: 'Date.now is the clock that everybody knows.',
    file: 'issue-tokens.ts',
    find: 'Math.floor(clock() / 1000)',
    replace: 'Math.floor((clock() && Date.now()) / 1000)',
    caughtBy: '8.2/signs-for-the-session',
    saying: 'iat',
  },
  {
    task: '8.2',
    name: 'keeps-the-first-keys',
    why: 'The keys don’t change, so the first ones are kept.',
    file: 'issue-tokens.ts',
    find: 'jwt.sign(claims, keys.privateKey, {',
    replace:
      'jwt.sign(claims, ((issueTokens as { key?: typeof keys.privateKey }).key ??= keys.privateKey), {',
    caughtBy: '8.2/uses-what-it-is-given',
    saying: 'iat of the',
  },
  {
    task: '8.2',
    name: 'prints-the-refresh-token',
    why: 'A line for debugging that stays in.',
    file: 'issue-tokens.ts',
    find: `  sessions.addToken(id, hash);
`,
    replace: `  sessions.addToken(id, hash);
  console.debug('issued', { id, token });
`,
    caughtBy: '8.2/keeps-tokens-out-of-logs',
    saying: 'printed',
  },
  {
    task: '8.2',
    name: 'prints-the-access-token',
    why: 'The access token is printed to look at it in the inspector.',
    file: 'issue-tokens.ts',
    find: '  const { token, hash } = makeRefreshToken();',
    replace: `  console.log(accessToken);
  const { token, hash } = makeRefreshToken();`,
    caughtBy: '8.2/keeps-tokens-out-of-logs',
    saying: 'printed',
  },
  {
    task: '8.2',
    name: 'writes-to-stdout',
    why: 'Not console.log, so it isn’t logging.',
    file: 'issue-tokens.ts',
    find: '  const { token, hash } = makeRefreshToken();',
    replace: `  process.stdout.write(\`\${accessToken}\\n\`);
  const { token, hash } = makeRefreshToken();`,
    caughtBy: '8.2/keeps-tokens-out-of-logs',
    saying: 'printed',
  },
  {
    task: '8.2',
    name: 'asks-the-clock-twice',
    why: 'Each claim has its own line, and each line asks for the time.',
    file: 'issue-tokens.ts',
    find: 'exp: issuedAt + ACCESS_LIFETIME',
    replace: 'exp: Math.floor(clock() / 1000) + ACCESS_LIFETIME',
    caughtBy: '8.2/lives-ten-minutes',
    saying: 'when a second ends in between',
  },
  {
    task: '8.2',
    name: 'the-refresh-token-as-jti',
    why: 'The refresh token is random and unique, as a jti has to be.',
    file: 'issue-tokens.ts',
    find: `    jti: crypto.randomUUID(),
  };
  const accessToken = jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
  const { token, hash } = makeRefreshToken();
`,
    replace: `    jti: '',
  };
  const { token, hash } = makeRefreshToken();
  claims.jti = token;
  const accessToken = jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
`,
    caughtBy: '8.2/signs-for-the-session',
    saying: 'whether jti contains the refresh token or its hash',
  },
  {
    task: '8.2',
    name: 'its-hash-as-jti',
    why: 'So that one can tell which refresh token an access token came with.',
    file: 'issue-tokens.ts',
    find: `    jti: crypto.randomUUID(),
  };
  const accessToken = jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
  const { token, hash } = makeRefreshToken();
`,
    replace: `    jti: '',
  };
  const { token, hash } = makeRefreshToken();
  claims.jti = \`at-\${hash}\`;
  const accessToken = jwt.sign(claims, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { alg: ALGORITHM, typ: TOKEN_TYPE },
  });
`,
    caughtBy: '8.2/signs-for-the-session',
    saying: 'whether jti contains the refresh token or its hash',
  },
  {
    task: '8.2',
    name: 'a-failed-store-goes-unnoticed',
    why: 'The access token works anyway, so the client should get it.',
    file: 'issue-tokens.ts',
    find: '  sessions.addToken(id, hash);\n',
    replace: `  try {
    sessions.addToken(id, hash);
  } catch {
    // The access token works anyway.
  }
`,
    caughtBy: '8.2/adds-it-to-its-session',
    saying: 'what is thrown when the token can’t be added',
  },
  {
    task: '8.2',
    name: 'adds-it-afterwards',
    why: 'The client shouldn’t have to wait for the database.',
    file: 'issue-tokens.ts',
    find: '  sessions.addToken(id, hash);\n',
    replace: `  queueMicrotask(() => sessions.addToken(id, hash));
`,
    caughtBy: '8.2/adds-it-to-its-session',
    saying: 'An error was thrown where nobody could catch it',
  },
  // 8.3
  {
    task: '8.3',
    name: 'looks-then-updates',
    why: 'First look, then change: that’s how one thinks.',
    file: 'use-token.ts',
    find: `  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    replace: `  const row = database.get<{ sessionId: string; usedAt: number | null }>(
    'SELECT * FROM refreshTokens WHERE hash = ?', hash);
  if (!row) return undefined;
  const isFirst = row.usedAt === null;
  if (isFirst) database.run('UPDATE refreshTokens SET usedAt = ? WHERE hash = ?', now, hash);
  return { sessionId: row.sessionId, isFirst };`,
    caughtBy: '8.3/at-the-same-time',
    saying: 'how many of the two are first',
  },
  {
    task: '8.3',
    name: 'looks-then-updates-with-where',
    why: 'The WHERE is right, and its count is ignored.',
    file: 'use-token.ts',
    find: `  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    replace: `  const row = database.get<{ sessionId: string; usedAt: number | null }>(
    'SELECT * FROM refreshTokens WHERE hash = ?', hash);
  if (!row) return undefined;
  database.run('UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL', now, hash);
  return { sessionId: row.sessionId, isFirst: row.usedAt === null };`,
    caughtBy: '8.3/at-the-same-time',
    saying: 'how many of the two are first',
  },
  {
    task: '8.3',
    name: 'updates-then-compares-the-time',
    why: 'After the update, the row has our time: so we were the first, or somebody in the same millisecond.',
    file: 'use-token.ts',
    find: `  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    replace: `  database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string; usedAt: number | null }>(
    'SELECT * FROM refreshTokens WHERE hash = ?', hash);
  return row && { sessionId: row.sessionId, isFirst: row.usedAt === now };`,
    caughtBy: '8.3/the-second-time',
    saying: 'in the same millisecond',
  },
  {
    task: '8.3',
    name: 'awaits-in-between',
    why: 'The database will be asynchronous some day, so it is awaited.',
    file: 'use-token.ts',
    find: `export function useToken(database: Database, token: string, now: number): TokenUse | undefined {
  // #region 8.3
  const hash = hashOf(token);
  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    replace: `export async function useToken(database: Database, token: string, now: number) {
  // #region 8.3
  const hash = hashOf(token);
  const row = await database.get<{ sessionId: string; usedAt: number | null }>(
    'SELECT * FROM refreshTokens WHERE hash = ?', hash);
  if (!row) return undefined;
  const isFirst = row.usedAt === null;
  if (isFirst) database.run('UPDATE refreshTokens SET usedAt = ? WHERE hash = ?', now, hash);
  return { sessionId: row.sessionId, isFirst };`,
    caughtBy: '8.3/many-at-once',
    saying: 'first uses, of fifty at once',
  },
  {
    task: '8.3',
    name: 'no-condition',
    why: 'The row is found by its hash; what else is there to say?',
    file: 'use-token.ts',
    find: "'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL'",
    replace: "'UPDATE refreshTokens SET usedAt = ? WHERE hash = ?'",
    caughtBy: '8.3/the-second-time',
    saying: 'in the same millisecond',
  },
  {
    task: '8.3',
    name: 'every-unused-token',
    why: 'The hash is missing from the WHERE, and every row changes.',
    file: 'use-token.ts',
    find: `  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
`,
    replace: `  const changed = database.run('UPDATE refreshTokens SET usedAt = ? WHERE usedAt IS NULL', now);
`,
    caughtBy: '8.3/this-token-alone',
    saying: 'the hashes of the tokens that are used',
  },
  {
    task: '8.3',
    name: 'every-token-of-the-session',
    why: 'A new token makes all the others of the session old.',
    file: 'use-token.ts',
    find: "WHERE hash = ? AND usedAt IS NULL'",
    replace:
      "WHERE usedAt IS NULL AND sessionId = (SELECT sessionId FROM refreshTokens WHERE hash = ?)'",
    caughtBy: '8.3/this-token-alone',
    saying: 'the hashes of the tokens that are used',
  },
  {
    task: '8.3',
    name: 'used-is-unknown',
    why: 'Only unused tokens are looked for, since only those are good.',
    file: 'use-token.ts',
    find: `  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    replace: `  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ? AND usedAt IS NULL', hash);
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    caughtBy: '8.3/the-second-time',
    saying: 'for a used token',
  },
  {
    task: '8.3',
    name: 'deletes-the-token',
    why: 'A used token is of no use, so it is deleted.',
    file: 'use-token.ts',
    find: `  // One statement checks and marks. Between two of them, another request could do the same.
  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    replace: `  const row = database.get<{ sessionId: string; usedAt: number | null }>(
    'SELECT * FROM refreshTokens WHERE hash = ?', hash);
  const changed = database.run('DELETE FROM refreshTokens WHERE hash = ?', hash);
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };`,
    caughtBy: '8.3/the-second-time',
    saying: 'for a used token',
  },
  {
    task: '8.3',
    name: 'ends-the-session-itself',
    why: 'A second use ends the session: why not here?',
    file: 'use-token.ts',
    find: '  return row && {',
    replace: `  if (row && changed === 0) database.run('DELETE FROM apiSessions WHERE id = ?', row.sessionId);
  return row && {`,
    caughtBy: '8.3/the-second-time',
    saying: 'for a used token',
  },
  {
    task: '8.3',
    name: 'a-grace-period',
    why: 'A client whose answer was lost may try again, for ten seconds.',
    file: 'use-token.ts',
    find: `hash = ? AND usedAt IS NULL',
    now,
    hash,`,
    replace: `hash = ? AND (usedAt IS NULL OR usedAt > ?)',
    now,
    hash,
    now - 10_000,`,
    caughtBy: '8.3/the-second-time',
    saying: 'in the same millisecond',
  },
  {
    task: '8.3',
    name: 'first-if-nothing-failed',
    why: 'No error means that it worked.',
    file: 'use-token.ts',
    find: 'isFirst: changed === 1',
    replace: 'isFirst: changed >= 0',
    caughtBy: '8.3/the-second-time',
    saying: 'in the same millisecond',
  },
  {
    task: '8.3',
    name: 'the-wrong-way-round',
    why: 'isFirst and isUsed are easily mixed up.',
    file: 'use-token.ts',
    find: 'isFirst: changed === 1',
    replace: 'isFirst: changed === 0',
    caughtBy: '8.3/the-first-time',
    saying: 'the first time',
  },
  {
    task: '8.3',
    name: 'does-not-hash',
    why: 'The token is looked for as it is.',
    file: 'use-token.ts',
    find: 'const hash = hashOf(token);',
    replace: "const hash = token + hashOf('').slice(43);",
    caughtBy: '8.3/the-first-time',
    saying: 'the first time',
  },
  {
    task: '8.3',
    name: 'throws-for-unknown-tokens',
    why: 'There is always a row, in every test with a good token.',
    file: 'use-token.ts',
    find: 'return row && {',
    replace: 'return {',
    caughtBy: '8.3/unknown-tokens',
    saying: 'sessionId',
  },
  {
    task: '8.3',
    name: 'trims-the-token',
    why: 'Somebody may have copied a space.',
    file: 'use-token.ts',
    find: 'hashOf(token)',
    replace: 'hashOf(token.trim())',
    caughtBy: '8.3/unknown-tokens',
    saying: 'a space before it',
  },
  {
    task: '8.3',
    name: 'decodes-the-token',
    why: 'The bytes are the token, however they are written.',
    file: 'use-token.ts',
    find: 'hashOf(token)',
    replace: "hashOf(Buffer.from(token, 'base64url').toString('base64url'))",
    caughtBy: '8.3/unknown-tokens',
    saying: 'undefined',
  },
  {
    task: '8.3',
    name: 'takes-the-hash-too',
    why: 'A row is found by whatever was sent.',
    file: 'use-token.ts',
    find: `  const hash = hashOf(token);
`,
    replace: `  const known = database.get('SELECT 1 FROM refreshTokens WHERE hash = ?', token);
  const hash = known ? token : hashOf(token);
`,
    caughtBy: '8.3/unknown-tokens',
    saying: 'the hash in the place of the token',
  },
  {
    task: '8.3',
    name: 'remembers-in-a-variable',
    why: 'A Set is quicker than a table.',
    file: 'use-token.ts',
    find: '  return row && { sessionId: row.sessionId, isFirst: changed === 1 };',
    replace: `  const { used } = Object.assign(useToken, { used: (useToken as { used?: Set<string> }).used ?? new Set<string>() });
  const isFirst = changed >= 0 && !used.has(hash);
  used.add(hash);
  return row && { sessionId: row.sessionId, isFirst };`,
    caughtBy: '8.3/remembers-in-the-database',
    saying: 'that another server has used',
  },
  {
    task: '8.3',
    name: 'time-of-the-machine-of-use',
    why: 'Date.now is the clock that everybody knows.',
    file: 'use-token.ts',
    find: `    now,
    hash,
`,
    replace: `    now && Date.now(),
    hash,
`,
    caughtBy: '8.3/notes-when',
    saying: 'usedAt after the first use',
  },
  {
    task: '8.3',
    name: 'notes-the-last-use',
    why: 'For the log, the time of the newest attempt seems to be more useful.',
    file: 'use-token.ts',
    find: '  const row = database.get',
    replace: `  if (changed === 0) database.run('UPDATE refreshTokens SET usedAt = ? WHERE hash = ?', now, hash);
  const row = database.get`,
    caughtBy: '8.3/notes-when',
    saying: 'usedAt after a second use',
  },
  {
    task: '8.3',
    name: 'a-flag-for-a-time',
    why: 'Used or not is all that matters, so it is a 1.',
    file: 'use-token.ts',
    find: `SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,`,
    replace: "SET usedAt = 1 WHERE hash = ? AND usedAt IS NULL',",
    caughtBy: '8.3/notes-when',
    saying: 'usedAt after the first use',
  },
  {
    task: '8.3',
    name: 'finds-what-has-ended',
    why: 'A session that isn’t there any more is invented, to end it properly.',
    file: 'use-token.ts',
    find: '  return row && { sessionId: row.sessionId, isFirst: changed === 1 };',
    replace: "  return { sessionId: row?.sessionId ?? 'none', isFirst: changed === 1 };",
    caughtBy: '8.3/ended-sessions',
    saying: 'after its session has ended',
  },
  {
    task: '8.3',
    name: 'the-token-in-a-query',
    why: 'The raw token is looked for as well: rows from before hashing may be there.',
    file: 'use-token.ts',
    find: `  const hash = hashOf(token);
`,
    replace: `  const hash = hashOf(token);
  database.run('UPDATE refreshTokens SET hash = ? WHERE hash = ?', hash, token);
`,
    caughtBy: '8.3/hashes-first',
    saying: 'queries with the token itself',
  },
  {
    task: '8.3',
    name: 'prints-used-tokens',
    why: 'To see who replays what.',
    file: 'use-token.ts',
    find: '  return row && {',
    replace: `  console.warn('refresh token', token, 'first:', changed);
  return row && {`,
    caughtBy: '8.3/hashes-first',
    saying: 'tokens and hashes that were printed',
  },
  {
    task: '8.3',
    name: 'renews-the-session-as-well',
    why: 'A token that is used is a session that is used.',
    file: 'use-token.ts',
    find: '  return row && {',
    replace: `  if (row) database.run('UPDATE apiSessions SET refreshedAt = refreshedAt + 1 WHERE id = ?', row.sessionId);
  return row && {`,
    caughtBy: '8.3/this-token-alone',
    saying: 'the sessions afterwards',
  },
  {
    task: '8.3',
    name: 'normalizes-the-token',
    why: 'What comes from outside is normalized, as names and passwords are.',
    file: 'use-token.ts',
    find: 'const hash = hashOf(token);',
    replace: `const hash = hashOf(token.normalize('NFKC'));`,
    caughtBy: '8.3/unknown-tokens',
    saying: 'a good token with a full-width letter',
  },
  {
    task: '8.3',
    name: 'a-failure-is-an-unknown-token',
    why: 'Whatever goes wrong with a token, the token isn’t known.',
    file: 'use-token.ts',
    find: `  const changed = database.run(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
    now,
    hash,
  );
  const row = database.get<{ sessionId: string }>(
    'SELECT sessionId FROM refreshTokens WHERE hash = ?',
    hash,
  );
  return row && { sessionId: row.sessionId, isFirst: changed === 1 };
`,
    replace: `  try {
    const changed = database.run(
      'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL',
      now,
      hash,
    );
    const row = database.get<{ sessionId: string }>(
      'SELECT sessionId FROM refreshTokens WHERE hash = ?',
      hash,
    );
    return row && { sessionId: row.sessionId, isFirst: changed === 1 };
  } catch {
    return undefined;
  }
`,
    caughtBy: '8.3/unknown-tokens',
    saying: 'when the table is missing',
  },
  // 8.4
  {
    task: '8.4',
    name: 'refuses-and-leaves-it',
    why: 'The request is refused, so the thief gets nothing; their newer token goes on.',
    file: 'refresh-session.ts',
    find: 'if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {',
    replace: `if (!use.isFirst) throw invalidGrant();
  if (isOver || !findPersonById(database, session.personId)) {`,
    caughtBy: '8.4/a-second-time-ends-the-session',
    saying: 'the newest token, after an older one came again',
  },
  {
    task: '8.4',
    name: 'any-use-will-do',
    why: 'The token is known, its session lives: good.',
    file: 'refresh-session.ts',
    find: '!use.isFirst || isOver',
    replace: 'isOver',
    caughtBy: '8.4/a-second-time-ends-the-session',
    saying: 'a token that was used 1 refreshes ago',
  },
  {
    task: '8.4',
    name: 'ends-every-session',
    why: 'A thief is a thief: all of the person’s sessions end.',
    file: 'refresh-session.ts',
    find: '    sessions.end(session.id);',
    replace: "    database.run('DELETE FROM apiSessions WHERE personId = ?', session.personId);",
    caughtBy: '8.4/ends-that-session-alone',
    saying: 'other session',
  },
  {
    task: '8.4',
    name: 'one-session-a-person',
    why: 'Whoever refreshes is here, and so nowhere else.',
    file: 'refresh-session.ts',
    find: '  sessions.renew(session.id);',
    replace: `  database.run('DELETE FROM apiSessions WHERE personId = ? AND id <> ?', session.personId, session.id);
  sessions.renew(session.id);`,
    caughtBy: '8.4/ends-that-session-alone',
    saying: 'other session',
  },
  {
    task: '8.4',
    name: 'forgives-for-ten-seconds',
    why: 'A lost answer looks like a second use, so there is a grace period.',
    file: 'refresh-session.ts',
    find: '!use.isFirst ||',
    replace: '(!use.isFirst && now - session.refreshedAt > 10_000) ||',
    caughtBy: '8.4/a-second-time-ends-the-session',
    saying: 'a token that was used 1 refreshes ago',
  },
  {
    task: '8.4',
    name: 'undoes-what-it-ended',
    why: 'A transaction makes it safe, and its rollback brings the session back.',
    file: 'refresh-session.ts',
    find: `    sessions.end(session.id);
    throw invalidGrant();`,
    replace: `    database.transaction(() => {
      sessions.end(session.id);
      throw invalidGrant();
    });`,
    caughtBy: '8.4/a-second-time-ends-the-session',
    saying: 'the newest token, after an older one came again',
  },
  {
    task: '8.4',
    name: 'ends-it-too-late',
    why: 'The session is ended after the answer, in a callback that forgets to.',
    file: 'refresh-session.ts',
    find: `    sessions.end(session.id);
`,
    replace: `    void Promise.resolve().then(() => sessions.find(session.id));
`,
    caughtBy: '8.4/a-second-time-ends-the-session',
    saying: 'the newest token, after an older one came again',
  },
  {
    task: '8.4',
    name: 'revives-the-session',
    why: 'INSERT OR REPLACE works whether the row is there or not.',
    file: 'refresh-session.ts',
    find: '  sessions.renew(session.id);',
    replace:
      "  database.run('INSERT OR REPLACE INTO apiSessions VALUES (?, ?, ?, ?)', session.id, session.personId, session.startedAt, now);",
    caughtBy: '8.4/two-servers-at-once',
    saying: 'afterwards',
  },
  {
    task: '8.4',
    name: 'no-lifetime',
    why: 'Refresh tokens rotate, so they needn’t expire.',
    file: 'refresh-session.ts',
    find: ' || isOver ||',
    replace: ' || (isOver && false) ||',
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: 'after 12 days',
  },
  {
    task: '8.4',
    name: 'a-millisecond-too-late',
    why: 'At its very end, a session still lives, or so it seems.',
    file: 'refresh-session.ts',
    find: 'now >= expiresAt(session)',
    replace: 'now > expiresAt(session)',
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: 'seven days old, to the millisecond',
  },
  {
    task: '8.4',
    name: 'idle-limit-alone',
    why: 'Whoever is idle for a week is out. Nobody else.',
    file: 'refresh-session.ts',
    find: 'now >= expiresAt(session)',
    replace: 'now >= session.refreshedAt + 7 * 24 * 3_600_000 + 0 * expiresAt(session)',
    caughtBy: '8.4/ends-after-thirty-days',
    saying: 'a token of this moment, at 30 days',
  },
  {
    task: '8.4',
    name: 'total-limit-alone',
    why: '30 days are the limit, and there is no other.',
    file: 'refresh-session.ts',
    find: 'now >= expiresAt(session)',
    replace: 'now >= session.startedAt + 30 * 24 * 3_600_000 + 0 * expiresAt(session)',
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: 'after 12 days',
  },
  {
    task: '8.4',
    name: 'never-renews',
    why: 'The tokens are new; who would think of the session?',
    file: 'refresh-session.ts',
    find: `  sessions.renew(session.id);
`,
    replace: '',
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: '6.5 days old',
  },
  {
    task: '8.4',
    name: 'renews-once-a-day',
    why: 'A write for each refresh seems too many, and what is a day in seven?',
    file: 'refresh-session.ts',
    find: `  sessions.renew(session.id);
`,
    replace: `  if (now - session.refreshedAt > 86_400_000) sessions.renew(session.id);
`,
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: 'a token, a moment before seven days',
  },
  {
    task: '8.4',
    name: 'renews-once-a-minute',
    why: 'The same thrift, with a shorter time.',
    file: 'refresh-session.ts',
    find: `  sessions.renew(session.id);
`,
    replace: `  if (now - session.refreshedAt > 60_000) sessions.renew(session.id);
`,
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: 'a token, a moment before seven days',
  },
  {
    task: '8.4',
    name: 'renews-before-it-looks',
    why: 'The session was used just now, so note that first.',
    file: 'refresh-session.ts',
    find: '  const session = use && sessions.find(use.sessionId);',
    replace: `  if (use) sessions.renew(use.sessionId);
  const session = use && sessions.find(use.sessionId);`,
    caughtBy: '8.4/ends-after-seven-idle-days',
    saying: 'after 12 days',
  },
  {
    task: '8.4',
    name: 'a-new-session-each-time',
    why: 'New tokens come from a sign-in, so this starts a session, too.',
    file: 'refresh-session.ts',
    find: 'return issueTokens(session, options);',
    replace: 'return issueTokens(sessions.start(session.personId), options);',
    caughtBy: '8.4/stays-the-same-session',
    saying: 'sid after 1 refreshes',
  },
  {
    task: '8.4',
    name: 'starts-the-thirty-days-anew',
    why: 'The session is as good as new, so it begins today.',
    file: 'refresh-session.ts',
    find: `  sessions.renew(session.id);
`,
    replace: `  sessions.renew(session.id);
  database.run('UPDATE apiSessions SET startedAt = ? WHERE id = ?', now, session.id);
`,
    caughtBy: '8.4/ends-after-thirty-days',
    saying: 'a token of this moment, at 30 days',
  },
  {
    task: '8.4',
    name: 'forgets-to-end-what-is-over',
    why: 'An expired session is refused by its time anyway.',
    file: 'refresh-session.ts',
    find: 'if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {',
    replace: `if (isOver) throw invalidGrant();
  if (!use.isFirst || !findPersonById(database, session.personId)) {`,
    caughtBy: '8.4/what-has-ended-stays-ended',
    saying: 'sessions in the database',
  },
  {
    task: '8.4',
    name: 'asks-for-no-person',
    why: 'The session has a person, so there is one.',
    file: 'refresh-session.ts',
    find: ' || !findPersonById(database, session.personId)',
    replace: ' || !findPersonById',
    caughtBy: '8.4/a-person-who-has-left',
    saying: 'a token of somebody who was deleted, by a tool',
  },
  {
    task: '8.4',
    name: 'leaves-the-session-of-nobody',
    why: 'Nobody will ever use it, so it may stay.',
    file: 'refresh-session.ts',
    find: 'if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {',
    replace: `if (!findPersonById(database, session.personId)) throw invalidGrant();
  if (!use.isFirst || isOver) {`,
    caughtBy: '8.4/a-person-who-has-left',
    saying: 'sessions of somebody who was deleted',
  },
  {
    task: '8.4',
    name: 'tells-that-it-was-used',
    why: 'A helpful detail, for the one who sent it.',
    file: 'refresh-session.ts',
    find: 'if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {',
    replace: `if (!use.isFirst) {
    sessions.end(session.id);
    throw Object.assign(invalidGrant(), { detail: 'This token was used before.' });
  }
  if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {`,
    caughtBy: '8.4/one-answer-for-all',
    saying: 'the answer for a used token',
  },
  {
    task: '8.4',
    name: 'tells-that-it-has-expired',
    why: 'A client should know that it’s only the time.',
    file: 'refresh-session.ts',
    find: 'if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {',
    replace: `if (isOver) {
    sessions.end(session.id);
    throw Object.assign(invalidGrant(), { title: 'The session has expired' });
  }
  if (!use.isFirst || isOver || !findPersonById(database, session.personId)) {`,
    caughtBy: '8.4/one-answer-for-all',
    saying: 'the answer for an expired session',
  },
  {
    task: '8.4',
    name: 'unauthorized',
    why: 'No good credentials means 401, in every other place.',
    file: 'refresh-session.ts',
    find: '  if (!session) throw invalidGrant();',
    replace: '  if (!session) throw Object.assign(invalidGrant(), { status: 401 });',
    caughtBy: '8.4/refused-is-not-renewed',
    saying: 'an unknown token',
  },
  {
    task: '8.4',
    name: 'crashes-for-unknown-tokens',
    why: 'Every token in the tests is known.',
    file: 'refresh-session.ts',
    find: `  if (!session) throw invalidGrant();
`,
    replace: `  if (!session) throw new Error('There is no such session.');
`,
    caughtBy: '8.4/one-answer-for-all',
    saying: 'an unknown token',
  },
  {
    task: '8.4',
    name: 'does-not-rotate',
    why: 'The old token still works, so why another one?',
    file: 'refresh-session.ts',
    find: 'return issueTokens(session, options);',
    replace: 'return { ...issueTokens(session, options), refresh_token: token };',
    caughtBy: '8.4/trades-for-a-new-pair',
    saying: 'whether the refresh token is the old one',
  },
  {
    task: '8.4',
    name: 'time-of-the-machine-of-refresh',
    why: 'Date.now is the clock that everybody knows.',
    file: 'refresh-session.ts',
    find: 'const now = clock();',
    replace: 'const now = clock() && Date.now();',
    caughtBy: '8.4/stays-the-same-session',
    saying: 'the refresh token of turn 1',
  },
  {
    task: '8.4',
    name: 'remembers-who-used-what',
    why: 'A Set in memory tells first from second.',
    file: 'refresh-session.ts',
    find: '  const session = use && sessions.find(use.sessionId);',
    replace: `  const used = ((options as { used?: Set<string> }).used ??= new Set());
  if (use) use.isFirst = !used.has(token);
  used.add(token);
  const session = use && sessions.find(use.sessionId);`,
    caughtBy: '8.4/survives-a-restart',
    saying: 'a token that was used before the restart',
  },
  {
    task: '8.4',
    name: 'prints-the-thiefs-token',
    why: 'A replay is worth a line in the log, with the token for the investigation.',
    file: 'refresh-session.ts',
    find: `    sessions.end(session.id);
    throw invalidGrant();
`,
    replace: `    console.warn('refresh token came again', token);
    sessions.end(session.id);
    throw invalidGrant();
`,
    caughtBy: '8.4/keeps-tokens-out-of-logs',
    saying: 'printed',
  },
  {
    task: '8.4',
    name: 'everyone-may-go-on',
    why: 'Of several at once, none is a thief: they all came from one client.',
    file: 'refresh-session.ts',
    find: '!use.isFirst ||',
    replace: '(!use.isFirst && now !== session.refreshedAt) ||',
    caughtBy: '8.4/two-at-once',
    saying: 'one at most',
  },
  {
    task: '8.4',
    name: 'every-error-is-a-refusal',
    why: 'A catch-all makes sure that nobody sees an error.',
    file: 'refresh-session.ts',
    find: '  const session = use && sessions.find(use.sessionId);',
    replace: `  const find = () => {
    try {
      return use && sessions.find(use.sessionId);
    } catch {
      throw invalidGrant();
    }
  };
  const session = find();`,
    caughtBy: '8.4/our-own-faults',
    saying: 'the status, when the sessions are missing',
  },
  {
    task: '8.4',
    name: 'forgets-after-a-day',
    why: 'After a day, a used token is nobody’s worry.',
    file: 'refresh-session.ts',
    find: '!use.isFirst ||',
    replace: '(!use.isFirst && now - session.refreshedAt < 24 * 3_600_000) ||',
    caughtBy: '8.4/a-second-time-ends-the-session',
    saying: 'a token that was used 2 refreshes ago',
  },
  {
    task: '8.4',
    name: 'a-failed-use-is-a-refusal',
    why: 'If the token can’t be used, it isn’t valid.',
    file: 'refresh-session.ts',
    find: '  const use = useToken(database, token, now);\n',
    replace: `  let use: ReturnType<typeof useToken>;
  try {
    use = useToken(database, token, now);
  } catch {
    throw invalidGrant();
  }
`,
    caughtBy: '8.4/our-own-faults',
    saying: 'the status, when no token can be marked',
  },
  {
    task: '8.4',
    name: 'a-failed-answer-is-a-refusal',
    why: 'Without new tokens the client has to sign in, so it is told so.',
    file: 'refresh-session.ts',
    find: `  sessions.renew(session.id);
  return issueTokens(session, options);
`,
    replace: `  try {
    sessions.renew(session.id);
    return issueTokens(session, options);
  } catch {
    throw invalidGrant();
  }
`,
    caughtBy: '8.4/our-own-faults',
    saying: 'the status, when no session can be renewed',
  },
  {
    task: '8.4',
    name: 'prints-a-piece-of-it',
    why: 'The whole token would be a secret, so only the last part is printed.',
    file: 'refresh-session.ts',
    find: '  const session = use && sessions.find(use.sessionId);\n',
    replace: `  const session = use && sessions.find(use.sessionId);
  if (use && !use.isFirst) console.warn('A used refresh token came again: …' + token.slice(-20));
`,
    caughtBy: '8.4/keeps-tokens-out-of-logs',
    saying: 'the secrets that were printed, at least in part',
  },
  // 8.5
  {
    task: '8.5',
    name: 'everyone-for-themselves',
    why: 'Each request that gets a 401 refreshes.',
    file: 'client.ts',
    find: 'refreshing ??= askToRefresh',
    replace: 'refreshing = askToRefresh',
    caughtBy: '8.5/once-for-all-who-wait',
    saying: 'refreshes for 2 requests at once',
  },
  {
    task: '8.5',
    name: 'waits-before-it-shares',
    why: 'The promise is kept too late: others have started theirs.',
    file: 'client.ts',
    find: `      refreshing ??= askToRefresh(refused.refreshToken)
`,
    replace: `      if (!refreshing) await Promise.resolve();
      refreshing = askToRefresh(refused.refreshToken)
`,
    caughtBy: '8.5/once-for-all-who-wait',
    saying: 'refreshes for 2 requests at once',
  },
  {
    task: '8.5',
    name: 'forgets-the-tokens-first',
    why: 'The old tokens are of no use, so they are dropped at once.',
    file: 'client.ts',
    find: '      refreshing ??= askToRefresh(',
    replace: `      tokens = undefined;
      refreshing ??= askToRefresh(`,
    caughtBy: '8.5/once-for-all-who-wait',
    saying: '2 requests at once, whose token has expired',
  },
  {
    task: '8.5',
    name: 'refreshes-for-latecomers',
    why: 'A 401 means refresh, whenever it comes.',
    file: 'client.ts',
    find: 'if (tokens === refused) {',
    replace: 'if (tokens) {',
    caughtBy: '8.5/latecomers',
    saying: 'a slow request, whose 401 arrives after the refresh',
  },
  {
    task: '8.5',
    name: 'never-again',
    why: 'The promise is kept, and every later 401 awaits the old one.',
    file: 'client.ts',
    find: `
        .finally(() => (refreshing = undefined));`,
    replace: ';',
    caughtBy: '8.5/keeps-the-newest-tokens',
    saying: 'after the access token has expired 2 times',
  },
  {
    task: '8.5',
    name: 'reset-after-success-only',
    why: 'After the await everything is fine, if it gets there.',
    file: 'client.ts',
    find: `
        .finally(() => (refreshing = undefined));
      await refreshing;
`,
    replace: `;
      await refreshing;
      refreshing = undefined;
`,
    caughtBy: '8.5/a-failure-is-not-a-refusal',
    saying: 'the next request',
  },
  {
    task: '8.5',
    name: 'keeps-the-old-refresh-token',
    why: 'Only the access token has expired, so only that is replaced.',
    file: 'client.ts',
    find: 'tokens = answer.tokens;',
    replace: 'tokens = { ...answer.tokens, refreshToken: refused.refreshToken };',
    caughtBy: '8.5/keeps-the-newest-tokens',
    saying: 'after the access token has expired 2 times',
  },
  {
    task: '8.5',
    name: 'keeps-nothing',
    why: 'The new tokens go to the caller, and nobody remembers them.',
    file: 'client.ts',
    find: `      refreshing ??= askToRefresh(refused.refreshToken)
        .then((answer) => {
          if (answer.tokens) tokens = answer.tokens;
          else if (answer.status === 400) tokens = undefined;
          else throw new Error(\`The API didn't refresh the tokens: it answered \${answer.status}.\`);
        })
        .finally(() => (refreshing = undefined));
      await refreshing;
    }
    return requireTokens();`,
    replace: `      const answer = await askToRefresh(refused.refreshToken);
      if (answer.tokens) return answer.tokens;
    }
    return requireTokens();`,
    caughtBy: '8.5/refreshes-after-a-401',
    saying: 'refreshes, when the new token is used again',
  },
  {
    task: '8.5',
    name: 'sends-the-access-token',
    why: 'The one that expired is the one to renew.',
    file: 'client.ts',
    find: 'askToRefresh(refused.refreshToken)',
    replace: 'askToRefresh(refused.accessToken)',
    caughtBy: '8.5/refreshes-after-a-401',
    saying: 'a request whose access token has expired',
  },
  {
    task: '8.5',
    name: 'sends-the-first-one-again',
    why: 'The tokens of the sign-in are at hand.',
    file: 'client.ts',
    find: 'askToRefresh(refused.refreshToken)',
    replace: 'askToRefresh(firstTokens.refreshToken)',
    caughtBy: '8.5/keeps-the-newest-tokens',
    saying: 'after the access token has expired 2 times',
  },
  {
    task: '8.5',
    name: 'a-refusal-like-any-error',
    why: 'A 400 is an error like others.',
    file: 'client.ts',
    find: `          else if (answer.status === 400) tokens = undefined;
`,
    replace: '',
    caughtBy: '8.5/sign-in-required',
    saying: 'what a request throws',
  },
  {
    task: '8.5',
    name: 'an-error-of-its-own',
    why: 'Any error will do, as long as it says what to do.',
    file: 'client.ts',
    find: 'else if (answer.status === 400) tokens = undefined;',
    replace: "else if (answer.status === 400) throw new Error('Sign in again.');",
    caughtBy: '8.5/sign-in-required',
    saying: 'what a request throws',
  },
  {
    task: '8.5',
    name: 'gives-back-nothing',
    why: 'Whoever asks for tokens gets what there is.',
    file: 'client.ts',
    find: `    return requireTokens();
    // #endregion`,
    replace: `    return tokens as unknown as Tokens;
    // #endregion`,
    caughtBy: '8.5/sign-in-required',
    saying: 'what a request throws',
  },
  {
    task: '8.5',
    name: 'keeps-refused-tokens',
    why: 'SignInRequired is thrown, and the tokens stay.',
    file: 'client.ts',
    find: 'else if (answer.status === 400) tokens = undefined;',
    replace: 'else if (answer.status === 400) throw new SignInRequired();',
    caughtBy: '8.5/sends-nothing-more',
    saying: 'requests sent after SignInRequired',
  },
  {
    task: '8.5',
    name: 'signs-out-for-anything',
    why: 'No tokens in the answer: the session is over.',
    file: 'client.ts',
    find: `          else if (answer.status === 400) tokens = undefined;
          else throw new Error(\`The API didn't refresh the tokens: it answered \${answer.status}.\`);
`,
    replace: `          else tokens = undefined;
`,
    caughtBy: '8.5/a-failure-is-not-a-refusal',
    saying: 'is answered 503',
  },
  {
    task: '8.5',
    name: 'signs-out-for-every-4xx',
    why: 'All 4xx are the client’s fault.',
    file: 'client.ts',
    find: 'answer.status === 400',
    replace: 'answer.status >= 400 && answer.status < 500',
    caughtBy: '8.5/a-failure-is-not-a-refusal',
    saying: 'is answered 401',
  },
  {
    task: '8.5',
    name: 'signs-out-when-offline',
    why: 'Whatever goes wrong, the person can sign in again.',
    file: 'client.ts',
    find: `
        .finally(`,
    replace: `
        .catch(() => (tokens = undefined))
        .finally(`,
    caughtBy: '8.5/a-failure-is-not-a-refusal',
    saying: 'is answered 503',
  },
  {
    task: '8.5',
    name: 'tries-again-at-once',
    why: 'A refresh that failed is tried once more.',
    file: 'client.ts',
    find: `askToRefresh(refused.refreshToken)
`,
    replace: `askToRefresh(refused.refreshToken)
        .catch(() => askToRefresh(refused.refreshToken))
`,
    caughtBy: '8.5/a-failure-is-not-a-refusal',
    saying: 'gets no answer',
  },
  {
    task: '8.5',
    name: 'ignores-a-failure',
    why: 'No new tokens? Then the old ones must do.',
    file: 'client.ts',
    find: `          else throw new Error(\`The API didn't refresh the tokens: it answered \${answer.status}.\`);
`,
    replace: '',
    caughtBy: '8.5/a-failure-is-not-a-refusal',
    saying: 'is answered 503',
  },
  {
    task: '8.5',
    name: 'refreshes-until-it-works',
    why: 'If the new token doesn’t work, another one may.',
    file: 'client.ts',
    find: `    return requireTokens();
    // #endregion`,
    replace: `    const probe = await send(new URL('/api/me', origin), {
      headers: { authorization: \`Bearer \${requireTokens().accessToken}\` },
    });
    if (probe.status === 401) return replaceTokens(requireTokens());
    return requireTokens();
    // #endregion`,
    caughtBy: '8.5/one-retry',
    saying: 'the response, when the API refuses every token',
  },
  {
    task: '8.5',
    name: 'one-refresh-for-the-program',
    why: 'The promise is kept where every client finds it.',
    file: 'client.ts',
    find: `      refreshing ??= askToRefresh(refused.refreshToken)
`,
    replace: `      const all = signIn as { refreshing?: Promise<void> };
      refreshing ??= all.refreshing ??= askToRefresh(refused.refreshToken)
`,
    caughtBy: '8.5/one-session-a-client',
    saying: 'two clients at once',
    variesOtherwise: true,
  },
  {
    task: '8.5',
    name: 'a-token-in-the-error',
    why: 'The error says which token was refused.',
    file: 'client.ts',
    find: 'it answered ${answer.status}.`',
    replace: 'it answered ${answer.status} for ${refused.refreshToken}.`',
    caughtBy: '8.5/keeps-its-secrets',
    saying: 'secrets in the error',
  },
  {
    task: '8.5',
    name: 'the-tokens-as-a-cause',
    why: 'The cause has everything that one needs to know.',
    file: 'client.ts',
    find: 'it answered ${answer.status}.`);',
    replace: 'it answered ${answer.status}.`, { cause: refused });',
    caughtBy: '8.5/keeps-its-secrets',
    saying: 'secrets in the error',
  },
  {
    task: '8.5',
    name: 'prints-new-tokens',
    why: 'A line for debugging that stays in.',
    file: 'client.ts',
    find: `          if (answer.tokens) tokens = answer.tokens;
`,
    replace: `          if (answer.tokens) console.log('refreshed', (tokens = answer.tokens));
`,
    caughtBy: '8.5/keeps-its-secrets',
    saying: 'secrets that the client printed',
  },
  {
    task: '8.5',
    name: 'signs-in-with-what-it-kept',
    why: 'When the refresh is refused, the password gets new tokens: the person needn’t be asked.',
    file: 'client.ts',
    find: '  return createClient(origin, send, tokens);',
    replace: `  const sendOrSignIn: typeof fetch = async (input, init) => {
    const response = await send(input, init);
    if (response.status !== 400) return response;
    const headers = { authorization: \`Basic \${basic(handle, password)}\` };
    return send(new URL('/api/tokens', origin), { method: 'POST', headers });
  };
  return createClient(origin, sendOrSignIn, tokens);`,
    caughtBy: '8.5/never-the-password-again',
    saying: 'a request, in the end',
  },
];
