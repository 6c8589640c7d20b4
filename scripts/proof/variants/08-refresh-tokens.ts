import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  // 8.1
  {
    task: '8.1',
    name: 'web-crypto',
    how: 'Fills an array with the generator that browsers have, too.',
    file: 'refresh-token.ts',
    region: `  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const token = Buffer.from(bytes).toString('base64url');
  const hash = hashOf(token);
  return { hash, token };`,
  },
  {
    task: '8.1',
    name: 'base64-made-safe',
    how: 'Takes plain base64, replaces two characters and cuts the padding off.',
    file: 'refresh-token.ts',
    region: `  const base64 = randomBytes(256 / 8).toString('base64');
  const token = base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return { token, hash: hashOf(token) };`,
  },
  {
    task: '8.1',
    name: 'hashes-by-itself',
    how: 'Hashes without the helper, and the bytes come in two halves.',
    file: 'refresh-token.ts',
    region: `  const token = Buffer.concat([randomBytes(16), randomBytes(16)]).toString('base64url');
  const sha = createHash('sha256');
  sha.update(token, 'utf8');
  return Object.freeze({ token, hash: sha.digest().toString('base64url') });`,
  },
  // 8.2
  {
    task: '8.2',
    name: 'options-of-the-library',
    how: 'Lets jsonwebtoken write the registered claims.',
    file: 'issue-tokens.ts',
    region: `  const iat = Math.floor(clock() / 1000);
  const access_token = jwt.sign({ client_id: CLIENT_ID, sid: id, iat }, keys.privateKey, {
    algorithm: ALGORITHM,
    keyid: keys.kid,
    header: { typ: TOKEN_TYPE, alg: ALGORITHM },
    issuer: ISSUER,
    audience: AUDIENCE,
    subject: personId,
    jwtid: crypto.randomUUID(),
    expiresIn: ACCESS_LIFETIME,
  });
  const refresh = makeRefreshToken();
  sessions.addToken(id, refresh.hash);
  return {
    refresh_token: refresh.token,
    access_token,
    expires_in: ACCESS_LIFETIME,
    token_type: 'Bearer',
  };`,
  },
  {
    task: '8.2',
    name: 'signs-with-node-crypto',
    how: 'Puts the token together by hand.',
    file: 'issue-tokens.ts',
    imports: `import { sign } from 'node:crypto';`,
    region: `  const { token: refresh_token, hash } = makeRefreshToken();
  sessions.addToken(id, hash);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const iat = Math.trunc(clock() / 1000);
  const input = [
    encode({ typ: TOKEN_TYPE, alg: ALGORITHM, kid: keys.kid }),
    encode({
      jti: crypto.randomUUID(),
      iat,
      exp: iat + 600,
      sid: id,
      sub: personId,
      client_id: CLIENT_ID,
      aud: AUDIENCE,
      iss: ISSUER,
    }),
  ].join('.');
  const signature = sign('sha256', Buffer.from(input), keys.privateKey).toString('base64url');
  const access_token = \`\${input}.\${signature}\`;
  return { access_token, token_type: 'Bearer', expires_in: 600, refresh_token };`,
  },
  {
    task: '8.2',
    name: 'spread-and-spread',
    how: 'Builds claims and answer from pieces, and adds the token last.',
    file: 'issue-tokens.ts',
    region: `  const now = clock();
  const iat = (now - (now % 1000)) / 1000;
  const about = { sub: personId, sid: id };
  const times = { iat, exp: iat + ACCESS_LIFETIME };
  const fixed = { iss: ISSUER, aud: AUDIENCE, client_id: CLIENT_ID };
  const header = { alg: ALGORITHM, typ: TOKEN_TYPE, kid: keys.kid };
  const payload = { ...fixed, ...about, ...times, jti: crypto.randomUUID().toUpperCase() };
  const answer: IssuedTokens = {
    access_token: jwt.sign(payload, keys.privateKey, { algorithm: ALGORITHM, header }),
    token_type: 'Bearer',
    expires_in: payload.exp - payload.iat,
    refresh_token: '',
  };
  const made = makeRefreshToken();
  answer.refresh_token = made.token;
  sessions.addToken(id, made.hash);
  return answer;`,
  },
  // 8.3
  {
    task: '8.3',
    name: 'returning',
    how: 'Has the UPDATE return the session, and looks only when it returned nothing.',
    file: 'use-token.ts',
    region: `  const hash = hashOf(token);
  type Row = { sessionId: string };
  const [first] = database.all<Row>(
    'UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND usedAt IS NULL RETURNING sessionId',
    now,
    hash,
  );
  if (first) return { sessionId: first.sessionId, isFirst: true };
  const row = database.get<Row>('SELECT sessionId FROM refreshTokens WHERE hash = ?', hash);
  return row === undefined ? undefined : { ...row, isFirst: false };`,
  },
  {
    task: '8.3',
    name: 'in-a-transaction',
    how: 'Looks first and updates afterwards, in a transaction that lets nobody in between.',
    file: 'use-token.ts',
    region: `  let use: TokenUse | undefined;
  database.transaction(() => {
    const row = database.get<{ sessionId: string; usedAt: number | null }>(
      'SELECT sessionId, usedAt FROM refreshTokens WHERE hash = ?',
      hashOf(token),
    );
    if (!row) return;
    use = { sessionId: row.sessionId, isFirst: row.usedAt === null };
    if (!use.isFirst) return;
    database.run('UPDATE refreshTokens SET usedAt = ? WHERE hash = ?', now, hashOf(token));
  });
  return use;`,
  },
  {
    task: '8.3',
    name: 'looks-before-and-goes-by-the-count',
    how: 'Finds the row first, but goes by the count of the UPDATE.',
    file: 'use-token.ts',
    region: `  const hash = hashOf(token);
  const row = database.get<{ sessionId: string }>(
    'SELECT * FROM refreshTokens WHERE hash = ? LIMIT 1',
    hash,
  );
  if (row === undefined) return undefined;
  const { sessionId } = row;
  const changes = database.run(
    'UPDATE refreshTokens SET usedAt = coalesce(usedAt, ?) WHERE usedAt IS NULL AND hash = ?',
    now,
    hash,
  );
  return { sessionId, isFirst: changes > 0 };`,
  },
  // 8.4
  {
    task: '8.4',
    name: 'reason-by-reason',
    how: 'One if for each reason, and a function that ends the session and throws.',
    file: 'refresh-session.ts',
    region: `  const now = clock();
  const use = useToken(database, token, now);
  if (use === undefined) throw invalidGrant();
  const endIt = (): never => {
    sessions.end(use.sessionId);
    throw invalidGrant();
  };
  if (!use.isFirst) return endIt();
  const session = sessions.find(use.sessionId) ?? endIt();
  if (expiresAt(session) <= now) return endIt();
  if (findPersonById(database, session.personId) === undefined) return endIt();
  const tokens = issueTokens(session, options);
  sessions.renew(session.id);
  return tokens;`,
  },
  {
    task: '8.4',
    name: 'good-case-first',
    how: 'Returns in the good case, and ends whatever there is otherwise.',
    file: 'refresh-session.ts',
    region: `  const use = useToken(database, token, clock());
  const session = use ? sessions.find(use.sessionId) : undefined;
  const person = session && findPersonById(database, session.personId);
  if (use?.isFirst && session && person && clock() < expiresAt(session)) {
    sessions.renew(session.id);
    return issueTokens({ ...session, refreshedAt: clock() }, options);
  }
  if (session) sessions.end(session.id);
  throw invalidGrant();`,
  },
  {
    task: '8.4',
    name: 'all-in-a-transaction',
    how: 'Does everything in one transaction, and throws after it: a throw inside would undo the end.',
    file: 'refresh-session.ts',
    region: `  let tokens: IssuedTokens | undefined;
  const work = () => {
    const use = useToken(database, token, clock());
    const session = use && sessions.find(use.sessionId);
    if (!use || !session) return;
    const isLive = clock() - expiresAt(session) < 0;
    if (use.isFirst && isLive && findPersonById(database, session.personId)) {
      sessions.renew(session.id);
      tokens = issueTokens(session, options);
    } else {
      sessions.end(session.id);
    }
  };
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  if (!tokens) throw invalidGrant();
  return tokens;`,
  },
  // 8.5
  {
    task: '8.5',
    name: 'async-function',
    how: 'An async function does the refresh, with try and finally.',
    file: 'client.ts',
    region: `    const refresh = async () => {
      try {
        const { tokens: fresh, status } = await askToRefresh(refused.refreshToken);
        if (!fresh && status !== 400) throw new Error('HTTP ' + status);
        tokens = fresh;
      } finally {
        refreshing = undefined;
      }
    };
    if (tokens !== refused) return requireTokens();
    if (!refreshing) refreshing = refresh();
    await refreshing;
    return requireTokens();`,
  },
  {
    task: '8.5',
    name: 'throws-in-then',
    how: 'Throws SignInRequired itself, and compares the refresh tokens.',
    file: 'client.ts',
    region: `    const current = requireTokens();
    if (current.refreshToken !== refused.refreshToken) return current;
    if (refreshing === undefined) {
      const done = () => {
        refreshing = undefined;
      };
      refreshing = askToRefresh(refused.refreshToken).then(
        (answer) => {
          done();
          if (answer.tokens) {
            tokens = answer.tokens;
            return;
          }
          if (answer.status !== 400) throw new TypeError('no tokens: ' + String(answer.status));
          tokens = undefined;
          throw new SignInRequired();
        },
        (error: unknown) => {
          done();
          throw error;
        },
      );
    }
    await refreshing;
    return requireTokens();`,
  },
  {
    task: '8.5',
    name: 'switches-on-the-answer',
    how: 'Starts the refresh in a chain that begins with a resolved promise.',
    file: 'client.ts',
    region: `    if (tokens === refused && refreshing === undefined) {
      refreshing = Promise.resolve()
        .then(() => askToRefresh(refused.refreshToken))
        .then(({ status, tokens: next }) => {
          switch (true) {
            case next !== undefined:
            case status === 400:
              tokens = next;
              return;
            default:
              throw new Error(\`Refreshing was answered \${status}.\`);
          }
        })
        .finally(() => {
          refreshing = undefined;
        });
    }
    if (tokens === refused) await refreshing;
    return requireTokens();`,
  },
];
