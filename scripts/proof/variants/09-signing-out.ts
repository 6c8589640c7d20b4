import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  // 9.1
  {
    task: '9.1',
    name: 'on-conflict',
    how: 'Adds first, with an ON CONFLICT clause, and tidies up afterwards.',
    file: 'revoked-tokens.ts',
    region: `  database.run(
    'INSERT INTO revokedTokens VALUES (?, ?) ON CONFLICT (jti) DO NOTHING',
    jti,
    exp,
  );
  database.run('DELETE FROM revokedTokens WHERE exp * 1000 <= ?', now);`,
  },
  {
    task: '9.1',
    name: 'looks-first',
    how: 'Asks whether the token is there, and replaces nothing.',
    file: 'revoked-tokens.ts',
    region: `  const seconds = now / 1000;
  database.run('DELETE FROM revokedTokens WHERE NOT exp > ?', seconds);
  if (isRevoked(database, jti)) return;
  database.run('INSERT INTO revokedTokens (exp, jti) VALUES (?, ?)', exp, jti);`,
  },
  {
    task: '9.1',
    name: 'row-by-row',
    how: 'Reads the list, and deletes what has expired one row at a time.',
    file: 'revoked-tokens.ts',
    region: `  const rows = database.all<RevokedToken>('SELECT jti, exp FROM revokedTokens');
  for (const row of rows) {
    const hasExpired = row.exp * 1000 <= now;
    if (hasExpired) database.run('DELETE FROM revokedTokens WHERE jti = ?', row.jti);
  }
  database.run('INSERT OR REPLACE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);`,
  },
  // 9.2
  {
    task: '9.2',
    name: 'reason-by-reason',
    how: 'One if for each reason, and one error for all of them.',
    file: 'live-session-authenticator.ts',
    region: `    const invalid = () => new AuthenticationError('invalid-token');
    const session = sessions.find(sessionId);
    if (session === undefined) throw invalid();
    if (session.personId !== subject) throw invalid();
    if (expiresAt(session) <= clock()) throw invalid();
    const jti: unknown = claims['jti'];
    if (typeof jti !== 'string') throw invalid();
    if (isRevoked(database, jti)) throw invalid();
    const person = findPersonById(database, subject);
    if (person === undefined) throw invalid();
    setSessionId(request, session.id);
    return person;`,
  },
  {
    task: '9.2',
    name: 'good-case-inside',
    how: 'Asks the list first, returns in the good case, and throws at the end.',
    file: 'live-session-authenticator.ts',
    region: `    const { jti } = claims;
    if (typeof jti === 'string' && !isRevoked(database, jti)) {
      const session = sessions.find(sessionId);
      const person = findPersonById(database, subject);
      if (session && person && session.personId === person.id && now < expiresAt(session)) {
        setSessionId(request, sessionId);
        return person;
      }
    }
    throw new AuthenticationError('invalid-token');`,
  },
  {
    task: '9.2',
    name: 'the-person-of-the-session',
    how: 'Finds the person by the session, and compares them with the token’s subject.',
    file: 'live-session-authenticator.ts',
    region: `    const session = sessions.find(sessionId);
    const person = session && findPersonById(database, session.personId);
    const isOver = session === undefined || now - expiresAt(session) >= 0;
    const isOff = typeof claims.jti !== 'string' || isRevoked(database, claims.jti);
    if (!person || person.id !== subject || isOver || isOff) {
      throw new AuthenticationError('invalid-token');
    }
    setSessionId(request, session.id);
    return person;`,
  },
  // 9.3
  {
    task: '9.3',
    name: 'finds-then-deletes',
    how: 'Looks for the session first, and always deletes: without one, a session that isn’t there.',
    file: 'revoke-token.ts',
    region: `  const now = clock();
  const { jti, exp } = readOwnToken(token, policy, now) ?? {
    jti: crypto.randomUUID(),
    exp: Math.floor(now / 1000),
  };
  const hash = hashOf(token);
  database.transaction(() => {
    addRevokedToken(database, { jti, exp }, now);
    const row = database.get<{ sessionId: string }>(
      'SELECT sessionId FROM refreshTokens WHERE hash = ?',
      hash,
    );
    database.run('DELETE FROM apiSessions WHERE id = ?', row?.sessionId ?? '');
  });`,
  },
  {
    task: '9.3',
    name: 'where-in',
    how: 'Deletes with IN, and makes the stand-in whether it is used or not.',
    file: 'revoke-token.ts',
    region: `  const own = readOwnToken(token, policy, clock());
  const standIn = { jti: crypto.randomUUID(), exp: clock() / 1000 };
  const sql = \`
    DELETE FROM apiSessions
    WHERE id IN (SELECT sessionId FROM refreshTokens WHERE refreshTokens.hash = ?)
  \`;
  database.transaction(() => {
    database.run(sql, hashOf(token));
    addRevokedToken(database, own === undefined ? standIn : own, clock());
  });`,
  },
  {
    task: '9.3',
    name: 'a-transaction-by-hand',
    how: 'Begins and commits by hand, and rolls back when something throws.',
    file: 'revoke-token.ts',
    region: `  const now = clock();
  let revoked = readOwnToken(token, policy, now);
  if (!revoked) revoked = { jti: crypto.randomUUID(), exp: now / 1000 };
  database.exec('BEGIN IMMEDIATE');
  try {
    addRevokedToken(database, revoked, now);
    database.run(
      \`DELETE FROM apiSessions
       WHERE EXISTS (SELECT 1 FROM refreshTokens WHERE sessionId = apiSessions.id AND hash = ?)\`,
      hashOf(token),
    );
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }`,
  },
  // 9.4
  {
    task: '9.4',
    name: 'three-functions',
    how: 'Arrow functions with async, and a loop for the list.',
    file: 'my-sessions.ts',
    region: `  const rfc3339 = (milliseconds: number) => new Date(milliseconds).toISOString();
  const list: RequestHandler = async (request, response) => {
    const person = requirePerson(request);
    const current = findSessionId(request);
    const items: object[] = [];
    for (const session of liveSessionsOf(database, person.id, clock())) {
      const { id, startedAt, refreshedAt } = session;
      items.push({
        current: current === id,
        expiresAt: rfc3339(expiresAt(session)),
        lastUsedAt: rfc3339(refreshedAt),
        createdAt: rfc3339(startedAt),
        id,
      });
    }
    response.status(200).set('Cache-Control', 'no-store').json({ items });
  };
  const end: RequestHandler<{ id: string }> = async (request, response) => {
    const { id } = request.params;
    const own = liveSessionsOf(database, requirePerson(request).id, clock());
    if (own.every((session) => session.id !== id)) {
      throw new Problem(404, { detail: 'You have no such session.' });
    }
    sessions.end(id);
    response.sendStatus(204);
  };
  const endAll: RequestHandler = async (request, response) => {
    endSessionsOf(database, requirePerson(request).id);
    response.sendStatus(204);
  };
  return { list, end, endAll };`,
  },
  {
    task: '9.4',
    name: 'checks-the-session-itself',
    how: 'Finds the session by its id, and then asks whose it is and whether it lives.',
    file: 'my-sessions.ts',
    region: `  return {
    list: (request, response) => {
      const { id } = requirePerson(request);
      const now = clock();
      response.set({ 'cache-control': 'private, no-store' }).json({
        items: liveSessionsOf(database, id, now).map((each) => ({
          id: each.id,
          ...Object.fromEntries(
            Object.entries({
              createdAt: each.startedAt,
              lastUsedAt: each.refreshedAt,
              expiresAt: expiresAt(each),
            }).map(([name, time]) => [name, new Date(time).toISOString()]),
          ),
          current: findSessionId(request) === each.id,
        })),
      });
    },
    end: (request, response) => {
      const person = requirePerson(request);
      const session = sessions.find(request.params.id);
      if (session?.personId !== person.id || clock() >= expiresAt(session)) {
        throw new Problem(404, { title: 'No such session', detail: 'It has ended, or never was.' });
      }
      sessions.end(session.id);
      response.status(204).send();
    },
    endAll: (request, response) => {
      const { id } = requirePerson(request);
      endSessionsOf(database, id);
      response.writeHead(204).end();
    },
  };`,
  },
  {
    task: '9.4',
    name: 'ends-by-sql',
    how: 'Deletes the session with a statement of its own, and ends all in a transaction.',
    file: 'my-sessions.ts',
    region: `  const mine = (request: Parameters<RequestHandler>[0]) =>
    liveSessionsOf(database, requirePerson(request).id, clock());
  return {
    list(request, response) {
      const current = findSessionId(request);
      const items = mine(request).map((session) => {
        const [createdAt, lastUsedAt, end] = [
          session.startedAt,
          session.refreshedAt,
          expiresAt(session),
        ].map((time) => new Date(time).toJSON());
        return { id: session.id, createdAt, lastUsedAt, expiresAt: end, current: session.id === current };
      });
      response.set('Cache-Control', 'no-store').json({ items });
    },
    end(request, response) {
      const ids = new Set(mine(request as never).map(({ id }) => id));
      const { id } = request.params;
      if (!ids.has(id)) throw new Problem(404, { detail: 'Not found.' });
      database.run('DELETE FROM apiSessions WHERE id = ?', id);
      response.status(204).end();
    },
    endAll(request, response) {
      const person = requirePerson(request);
      database.transaction(() => endSessionsOf(database, person.id));
      response.status(204).end();
    },
  };`,
  },
  // 9.5
  {
    task: '9.5',
    name: 'pushes-errors',
    how: 'Collects the errors one by one, in another order, and lets the transaction say whether it has worked.',
    file: 'change-password.ts',
    region: `  const found = findPersonByHandle(database, person.handle);
  const errors: FieldError[] = [];
  const oldHash = found?.passwordHash ?? '';
  if (!found || !(await verifyPassword(oldHash, passwords.current))) errors.push(WRONG);
  errors.unshift(...faultsOfNewPassword(passwords));
  if (errors.length) throw validationFailed(errors);
  const passwordHash = await hashPassword(passwords.new);
  let hasWon = false;
  database.transaction(() => {
    hasWon =
      database.run(
        'UPDATE people SET passwordHash = ? WHERE passwordHash = ? AND id = ?',
        passwordHash,
        oldHash,
        person.id,
      ) === 1;
    if (!hasWon) return;
    endSessionsOf(database, person.id);
    notePasswordChange(database, person.id);
  });
  if (!hasWon) throw validationFailed([WRONG]);`,
  },
  {
    task: '9.5',
    name: 'looks-again-inside',
    how: 'Reads the hash again inside the transaction, which nobody else can write in.',
    file: 'change-password.ts',
    region: `  const hash = () => findPersonByHandle(database, person.handle)?.passwordHash ?? '';
  const before = hash();
  const faults = faultsOfNewPassword(passwords);
  const isWrong = before === '' || !(await verifyPassword(before, passwords.current));
  if (isWrong) faults.unshift(WRONG);
  if (faults.length !== 0) throw validationFailed(faults);
  const after = await hashPassword(passwords.new);
  database.transaction(() => {
    if (hash() !== before) throw validationFailed([WRONG]);
    notePasswordChange(database, person.id);
    database.run('UPDATE people SET passwordHash = ? WHERE id = ?', after, person.id);
    endSessionsOf(database, person.id);
  });`,
  },
  {
    task: '9.5',
    name: 'with-promises',
    how: 'Checks and hashes side by side, and uses the hash only if all is right.',
    file: 'change-password.ts',
    region: `  const { passwordHash: old } = findPersonByHandle(database, person.handle) ?? { passwordHash: '' };
  const isRight = old ? await verifyPassword(old, passwords.current) : false;
  const newHash = hashPassword(passwords.new);
  const errors = [isRight ? [] : WRONG, faultsOfNewPassword(passwords)].flat();
  const hash = await newHash;
  if (errors.length > 0) throw validationFailed(errors);
  const store = () => {
    const rows = database.all(
      'UPDATE people SET passwordHash = ? WHERE id = ? AND passwordHash = ? RETURNING id',
      hash,
      person.id,
      old,
    );
    if (rows.length === 0) throw validationFailed([WRONG]);
    endSessionsOf(database, person.id);
    notePasswordChange(database, person.id);
  };
  database.transaction(store);`,
  },
];
