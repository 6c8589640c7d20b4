import type { Mistake } from '../mistake.ts';

export const mistakes: Mistake[] = [
  // 9.1
  {
    task: '9.1',
    name: 'takes-nothing-off',
    why: 'The list works without it, for a year or two.',
    file: 'revoked-tokens.ts',
    find: `  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);
`,
    replace: '',
    caughtBy: '9.1/takes-off-what-has-expired',
    saying: 'the list, when one of two has expired',
  },
  {
    task: '9.1',
    name: 'milliseconds-for-seconds',
    why: '`now` and `exp` are both times, so they are compared.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'now',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'seconds-times-a-thousand',
    why: 'The conversion goes the other way round.',
    file: 'revoked-tokens.ts',
    find: "exp <= ?', now / 1000",
    replace: "exp <= ?', now * 1000",
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'keeps-it-at-exp',
    why: '“Past its exp” sounds like `<`.',
    file: 'revoked-tokens.ts',
    find: 'exp <= ?',
    replace: 'exp < ?',
    caughtBy: '9.1/at-the-second-of-exp',
    saying: 'the list, at exp of the token',
  },
  {
    task: '9.1',
    name: 'rounds-up',
    why: 'Seconds are whole numbers, and `Math.ceil` makes one.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'Math.ceil(now / 1000)',
    caughtBy: '9.1/at-the-second-of-exp',
    saying: 'the list, a millisecond before exp',
  },
  {
    task: '9.1',
    name: 'rounds-to-the-nearest',
    why: 'Seconds are whole numbers, and `Math.round` is what one knows.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'Math.round(now / 1000)',
    caughtBy: '9.1/at-the-second-of-exp',
    saying: 'the list, a millisecond before exp',
  },
  {
    task: '9.1',
    name: 'takes-off-what-is-good',
    why: 'The comparison is the wrong way round.',
    file: 'revoked-tokens.ts',
    find: 'exp <= ?',
    replace: 'exp > ?',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'ten-minutes-too-long',
    why: 'Takes tokens off ten minutes after they have expired, to be on the safe side.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'now / 1000 - 600',
    caughtBy: '9.1/takes-off-what-has-expired',
    saying: 'the list, when one of two has expired',
  },
  {
    task: '9.1',
    name: 'ten-minutes-too-early',
    why: 'Thinks of `exp` as the time when the token was revoked.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'now / 1000 + 600',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'a-minute-too-early',
    why: 'Clocks differ, so a minute is allowed for.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'now / 1000 + 60',
    caughtBy: '9.1/at-the-second-of-exp',
    saying: 'the list, a second before exp',
  },
  {
    task: '9.1',
    name: 'time-of-the-machine',
    why: '`Date.now()` is the time, everywhere else.',
    file: 'revoked-tokens.ts',
    find: 'now / 1000',
    replace: 'Date.now() / 1000',
    caughtBy: '9.1/touches-this-table-alone',
    saying: 'the list of an app whose clock stands in 2001',
  },
  {
    task: '9.1',
    name: 'empties-the-list',
    why: 'DELETE without a WHERE, while trying things out.',
    file: 'revoked-tokens.ts',
    find: `  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);
`,
    replace: `  database.run('DELETE FROM revokedTokens');
  void now;
`,
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'plain-insert',
    why: 'A token is revoked once, one should think.',
    file: 'revoked-tokens.ts',
    find: 'INSERT OR IGNORE',
    replace: 'INSERT',
    caughtBy: '9.1/a-token-may-come-twice',
    saying: 'what is thrown when a token is revoked at once',
  },
  {
    task: '9.1',
    name: 'fails-the-second-time',
    why: 'Says so when a token is on the list already.',
    file: 'revoked-tokens.ts',
    find: 'INSERT OR IGNORE',
    replace: 'INSERT OR FAIL',
    caughtBy: '9.1/a-token-may-come-twice',
    saying: 'what is thrown when a token is revoked at once',
  },
  {
    task: '9.1',
    name: 'no-failure-counts',
    why: 'A row that is there already isn’t an error, so what is thrown is caught.',
    file: 'revoked-tokens.ts',
    find: "  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);",
    replace: `  try {
    database.run('INSERT INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
  } catch {
    // It is there already.
  }`,
    caughtBy: '9.1/a-token-may-come-twice',
    saying: 'whether a failure to write the list goes unnoticed',
  },
  {
    task: '9.1',
    name: 'swaps-the-values',
    why: 'The values are in another order than the columns.',
    file: 'revoked-tokens.ts',
    find: 'jti, exp);',
    replace: 'exp, jti);',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'exp-in-milliseconds',
    why: 'The rest of the app counts in milliseconds.',
    file: 'revoked-tokens.ts',
    find: 'jti, exp);',
    replace: 'jti, exp * 1000);',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'the-time-of-revoking',
    why: 'The list says when a token was revoked.',
    file: 'revoked-tokens.ts',
    find: 'jti, exp);',
    replace: 'jti, Math.max(now / 1000, exp - 600));',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'whole-seconds-of-exp',
    why: '`exp` is rounded down, as `iat` is.',
    file: 'revoked-tokens.ts',
    find: 'jti, exp);',
    replace: 'jti, Math.floor(exp));',
    caughtBy: '9.1/adds-the-token',
    saying: 'the rows of revokedTokens',
  },
  {
    task: '9.1',
    name: 'puts-values-into-the-sql',
    why: 'A template string is shorter.',
    file: 'revoked-tokens.ts',
    find: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    replace: `  database.run(\`INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES ('\${jti.replaceAll("'", "")}', \${exp})\`);
`,
    caughtBy: '9.1/any-string-is-a-value',
    saying: 'isRevoked for the jti',
  },
  {
    task: '9.1',
    name: 'jtis-in-lower-case',
    why: 'Ids don’t depend on case, or do they?',
    file: 'revoked-tokens.ts',
    find: 'jti, exp);',
    replace: 'jti.toLowerCase(), exp);',
    caughtBy: '9.1/any-string-is-a-value',
    saying: 'isRevoked for the jti',
  },
  {
    task: '9.1',
    name: 'skips-an-empty-jti',
    why: 'An empty string isn’t an id.',
    file: 'revoked-tokens.ts',
    find: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    replace: `  if (jti) {
    database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
  }
`,
    caughtBy: '9.1/any-string-is-a-value',
    saying: 'isRevoked for the jti',
  },
  {
    task: '9.1',
    name: 'remembers-in-a-variable',
    why: 'A Set beside the table saves a write.',
    file: 'revoked-tokens.ts',
    find: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    replace: `  const kept = addRevokedToken as { known?: Set<string> };
  kept.known ??= new Set();
  if (kept.known.has(jti)) return;
  kept.known.add(jti);
  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    caughtBy: '9.1/in-this-database',
    saying: 'that list, after the same token was revoked there',
  },
  {
    task: '9.1',
    name: 'deletes-then-stops',
    why: 'Tidies up now and then, and not when there is something to add.',
    file: 'revoked-tokens.ts',
    find: `  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);
`,
    replace: `  if (database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000) > 0) return;
`,
    caughtBy: '9.1/takes-off-what-has-expired',
    saying: 'the list, when one of two has expired',
  },
  {
    task: '9.1',
    name: 'nothing-to-do-for-known-ones',
    why: 'The token is on the list already, so the function returns.',
    file: 'revoked-tokens.ts',
    find: "  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);",
    replace: `  if (isRevoked(database, jti)) return;
  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);`,
    caughtBy: '9.1/takes-off-what-has-expired',
    saying: 'the list, when a token comes again and another one has expired',
  },
  {
    task: '9.1',
    name: 'ends-sessions-as-well',
    why: 'Tidies up the sessions, too, while it is at it.',
    file: 'revoked-tokens.ts',
    find: `  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);
`,
    replace: `  database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / 1000);
  database.run('DELETE FROM apiSessions WHERE startedAt <= ?', now - 30 * 86_400_000);
`,
    caughtBy: '9.1/touches-this-table-alone',
    saying: 'statements about anything else',
  },
  {
    task: '9.1',
    name: 'zero-means-for-ever',
    why: 'As in many a configuration, 0 stands for “no limit”. Here it is long over.',
    file: 'revoked-tokens.ts',
    find: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    replace: `  database.run(
    \`INSERT INTO revokedTokens (jti, exp) VALUES (?, ?)
     ON CONFLICT (jti) DO UPDATE SET exp = 0\`,
    jti,
    exp,
  );
`,
    caughtBy: '9.1/a-token-may-come-twice',
    saying: 'the rows of revokedTokens, at once',
  },
  {
    task: '9.1',
    name: 'a-thousand-at-most',
    why: 'A list needs a limit, so that nobody can fill it up.',
    file: 'revoked-tokens.ts',
    find: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    replace: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
  database.run(
    \`DELETE FROM revokedTokens
     WHERE rowid NOT IN (SELECT rowid FROM revokedTokens ORDER BY rowid DESC LIMIT 1000)\`,
  );
`,
    caughtBy: '9.1/takes-off-what-has-expired',
    saying: 'rows on the list, after 20,002 tokens that haven’t expired',
  },
  {
    task: '9.1',
    name: 'nothing-to-do-for-the-expired',
    why: 'A token that has expired is refused anyway, so why write it down?',
    file: 'revoked-tokens.ts',
    find: `  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    replace: `  if (exp <= now / 1000) return;
  database.run('INSERT OR IGNORE INTO revokedTokens (jti, exp) VALUES (?, ?)', jti, exp);
`,
    caughtBy: '9.1/adds-the-token',
    saying: 'for a token that expires at this moment',
  },
  // 9.2
  {
    task: '9.2',
    name: 'asks-for-no-session',
    why: 'The signature is right, so the token is good: it was, in chapter 8.',
    file: 'live-session-authenticator.ts',
    find: 'const isLive = session?.personId === subject && now < expiresAt(session);',
    replace: 'const isLive = (void session, true);',
    caughtBy: '9.2/an-ended-session',
    saying: 'a token whose session has ended',
  },
  {
    task: '9.2',
    name: 'any-session-will-do',
    why: 'Asks whether the session is there, and not whose it is.',
    file: 'live-session-authenticator.ts',
    find: 'session?.personId === subject && now < expiresAt(session)',
    replace: 'session !== undefined && now < expiresAt(session)',
    caughtBy: '9.2/a-session-of-somebody-else',
    saying: "a token for mira, with the sid of tomas's session",
  },
  {
    task: '9.2',
    name: 'never-too-old',
    why: 'The row is there, so the session lives.',
    file: 'live-session-authenticator.ts',
    find: 'session?.personId === subject && now < expiresAt(session)',
    replace: 'session?.personId === subject',
    caughtBy: '9.2/when-its-time-is-over',
    saying: 'a token, 30 days after the password',
  },
  {
    task: '9.2',
    name: 'lives-at-its-end',
    why: '`<=` for `<`: the last moment still counts.',
    file: 'live-session-authenticator.ts',
    find: 'now < expiresAt',
    replace: 'now <= expiresAt',
    caughtBy: '9.2/when-its-time-is-over',
    saying: 'a token, 30 days after the password',
  },
  {
    task: '9.2',
    name: 'older-than-its-session',
    why: 'A token from before its session looks like a forged one.',
    file: 'live-session-authenticator.ts',
    find: 'const isLive = session?.personId === subject &&',
    replace:
      "const isLive = session?.personId === subject && Number(claims['iat']) * 1000 >= session.startedAt &&",
    caughtBy: '9.2/an-ended-session',
    saying: 'a token of a new session, in the same second',
  },
  {
    task: '9.2',
    name: 'forgets-the-idle-week',
    why: 'Knows of the 30 days, and not of the seven.',
    file: 'live-session-authenticator.ts',
    find: 'now < expiresAt(session)',
    replace: 'now < session.startedAt + 30 * 86_400_000 && expiresAt(session) > 0',
    caughtBy: '9.2/when-its-time-is-over',
    saying: 'a token, seven days after the last refresh',
  },
  {
    task: '9.2',
    name: 'forgets-the-thirty-days',
    why: 'Knows of the seven days, and not of the 30.',
    file: 'live-session-authenticator.ts',
    find: 'now < expiresAt(session)',
    replace: 'now < session.refreshedAt + 7 * 86_400_000 && expiresAt(session) > 0',
    caughtBy: '9.2/when-its-time-is-over',
    saying: 'a token, 30 days after the password',
  },
  {
    task: '9.2',
    name: 'seconds-against-milliseconds',
    why: 'Compares the time of a token with the time of a session.',
    file: 'live-session-authenticator.ts',
    find: 'now < expiresAt(session)',
    replace: 'now / 1000 < expiresAt(session)',
    caughtBy: '9.2/when-its-time-is-over',
    saying: 'a token, 30 days after the password',
  },
  {
    task: '9.2',
    name: 'clock-of-the-machine',
    why: '`Date.now()` is at hand.',
    file: 'live-session-authenticator.ts',
    find: 'now < expiresAt(session)',
    replace: 'Math.min(now, Date.now()) < expiresAt(session) && Date.now() < 0',
    caughtBy: '9.2/recognizes-a-live-session',
    saying: "GET /api/me with mira's access token",
  },
  {
    task: '9.2',
    name: 'asks-for-no-list',
    why: 'The session lives, so the token is good.',
    file: 'live-session-authenticator.ts',
    find: "typeof jti === 'string' && !isRevoked(database, jti)",
    replace: "typeof jti === 'string' && (void isRevoked, true)",
    caughtBy: '9.2/a-revoked-token',
    saying: 'a token that was revoked',
  },
  {
    task: '9.2',
    name: 'looks-for-the-session-on-the-list',
    why: 'Asks the list for the wrong id.',
    file: 'live-session-authenticator.ts',
    find: 'isRevoked(database, jti)',
    replace: 'isRevoked(database, sessionId)',
    caughtBy: '9.2/a-revoked-token',
    saying: 'a token that was revoked',
  },
  {
    task: '9.2',
    name: 'the-wrong-way-round',
    why: 'A `!` is missing.',
    file: 'live-session-authenticator.ts',
    find: '&& !isRevoked(database, jti)',
    replace: '&& isRevoked(database, jti)',
    caughtBy: '9.2/recognizes-a-live-session',
    saying: "GET /api/me with mira's access token",
  },
  {
    task: '9.2',
    name: 'accepts-no-jti',
    why: 'A token without a jti can’t be on the list.',
    file: 'live-session-authenticator.ts',
    find: "typeof jti === 'string' && !isRevoked(database, jti)",
    replace: "(typeof jti !== 'string' || !isRevoked(database, jti))",
    caughtBy: '9.2/without-a-jti',
    saying: 'a token with no jti',
  },
  {
    task: '9.2',
    name: 'any-jti-as-a-string',
    why: '`String(jti)` makes a string of everything.',
    file: 'live-session-authenticator.ts',
    find: "typeof jti === 'string' && !isRevoked(database, jti)",
    replace: 'jti !== undefined && !isRevoked(database, String(jti))',
    caughtBy: '9.2/without-a-jti',
    saying: 'a token with the jti null',
  },
  {
    task: '9.2',
    name: 'a-jti-that-is-truthy',
    why: 'Tests for a value, not for a type.',
    file: 'live-session-authenticator.ts',
    find: "typeof jti === 'string' && !isRevoked(database, jti)",
    replace: 'Boolean(jti) && !isRevoked(database, String(jti))',
    caughtBy: '9.2/without-a-jti',
    saying: 'a token with the jti 5',
  },
  {
    task: '9.2',
    name: 'nobody-instead-of-an-error',
    why: 'Returns undefined when the session has ended: then nobody was recognized.',
    file: 'live-session-authenticator.ts',
    find: "if (!person) throw new AuthenticationError('invalid-token');",
    replace: 'if (!person) return undefined;',
    caughtBy: '9.2/an-ended-session',
    saying: 'a token whose session has ended',
  },
  {
    task: '9.2',
    name: 'ended-is-expired',
    why: 'A session that has ended has expired, in a way.',
    file: 'live-session-authenticator.ts',
    find: "if (!person) throw new AuthenticationError('invalid-token');",
    replace:
      "if (!person) throw new AuthenticationError(isLive ? 'invalid-token' : 'expired-token');",
    caughtBy: '9.2/an-ended-session',
    saying: 'a token whose session has ended',
  },
  {
    task: '9.2',
    name: 'revoked-is-expired',
    why: 'A revoked token has been made to expire.',
    file: 'live-session-authenticator.ts',
    find: "if (!person) throw new AuthenticationError('invalid-token');",
    replace:
      "if (!person) throw new AuthenticationError(isLive && typeof jti === 'string' ? 'expired-token' : 'invalid-token');",
    caughtBy: '9.2/a-revoked-token',
    saying: 'a token that was revoked',
  },
  {
    task: '9.2',
    name: 'a-problem-for-the-revoked',
    why: 'Writes an answer of its own, with a detail that helps.',
    file: 'live-session-authenticator.ts',
    find: '    const person = isGood ?',
    replace: `    if (isLive && !isGood) throw Object.assign(new Error('revoked'), { status: 401 });
    const person = isGood ?`,
    caughtBy: '9.2/a-revoked-token',
    saying: 'a token that was revoked',
  },
  {
    task: '9.2',
    name: 'an-error-for-those-who-left',
    why: 'Whoever has a session is there, surely.',
    file: 'live-session-authenticator.ts',
    find: `if (!person) throw new AuthenticationError('invalid-token');
`,
    replace: `if (isGood && !person) throw new Error('Nobody has this id.');
    if (!person) throw new AuthenticationError('invalid-token');
`,
    caughtBy: '9.2/a-person-who-has-left',
    saying: 'a token of somebody who was deleted',
  },
  {
    task: '9.2',
    name: 'remembers-nothing',
    why: 'Forgets step 4: the answer is right without it.',
    file: 'live-session-authenticator.ts',
    find: `    setSessionId(request, sessionId);
`,
    replace: `    void setSessionId;
`,
    caughtBy: '9.2/remembers-the-session',
    saying: 'findSessionId(request), with mira',
  },
  {
    task: '9.2',
    name: 'remembers-the-person',
    why: 'One id for another.',
    file: 'live-session-authenticator.ts',
    find: 'setSessionId(request, sessionId)',
    replace: 'setSessionId(request, subject)',
    caughtBy: '9.2/remembers-the-session',
    saying: 'findSessionId(request), with mira',
  },
  {
    task: '9.2',
    name: 'remembers-the-token',
    why: 'One id for another: the jti is the token’s, not the session’s.',
    file: 'live-session-authenticator.ts',
    find: 'setSessionId(request, sessionId)',
    replace: 'setSessionId(request, String(jti))',
    caughtBy: '9.2/remembers-the-session',
    saying: 'findSessionId(request), with mira',
  },
  {
    task: '9.2',
    name: 'remembers-too-early',
    why: 'Notes the session before anything is checked.',
    file: 'live-session-authenticator.ts',
    find: `    const { jti } = claims;
`,
    replace: `    const { jti } = claims;
    setSessionId(request, sessionId);
`,
    caughtBy: '9.2/remembers-the-session',
    saying: 'with a revoked token',
  },
  {
    task: '9.2',
    name: 'remembers-sessions',
    why: 'A Map saves a query a request.',
    file: 'live-session-authenticator.ts',
    find: `    const session = sessions.find(sessionId);
`,
    replace: `    const kept = liveSessionAuthenticator as { known?: Map<string, ReturnType<typeof sessions.find>> };
    kept.known ??= new Map();
    const session = kept.known.get(sessionId) ?? sessions.find(sessionId);
    kept.known.set(sessionId, session);
`,
    caughtBy: '9.2/an-ended-session',
    saying: 'a token whose session has ended',
  },
  {
    task: '9.2',
    name: 'remembers-good-tokens',
    why: 'A token that was good a moment ago is good now.',
    file: 'live-session-authenticator.ts',
    find: '!isRevoked(database, jti)',
    replace:
      '((sessions as { ok?: Set<string> }).ok?.has(jti) || (!isRevoked(database, jti) && ((sessions as { ok?: Set<string> }).ok ??= new Set()).add(jti).size > 0))',
    caughtBy: '9.2/asks-every-time',
    saying: 'a token that another server has revoked meanwhile',
  },
  {
    task: '9.2',
    name: 'renews-the-session',
    why: 'A request shows that somebody is there, so the session is renewed.',
    file: 'live-session-authenticator.ts',
    find: `    setSessionId(request, sessionId);
`,
    replace: `    setSessionId(request, sessionId);
    sessions.renew(sessionId);
`,
    caughtBy: '9.2/asks-every-time',
    saying: 'what is stored, after a request',
  },
  {
    task: '9.2',
    name: 'ends-the-session-of-the-revoked',
    why: 'Whoever sends a revoked token is a thief, so the session ends.',
    file: 'live-session-authenticator.ts',
    find: `    if (!person) throw new AuthenticationError('invalid-token');
`,
    replace: `    if (isLive && !isGood) sessions.end(sessionId);
    if (!person) throw new AuthenticationError('invalid-token');
`,
    caughtBy: '9.2/asks-every-time',
    saying: 'what is stored, after a refused request',
  },
  {
    task: '9.2',
    name: 'every-fault-is-the-tokens',
    why: 'A try around everything is safe, one should think.',
    file: 'live-session-authenticator.ts',
    find: `    const session = sessions.find(sessionId);
`,
    replace: `    let session: ReturnType<typeof sessions.find>;
    try {
      session = sessions.find(sessionId);
    } catch {
      throw new AuthenticationError('invalid-token');
    }
`,
    caughtBy: '9.2/our-own-faults',
    saying: 'the status, when the table apiSessions is missing',
  },
  {
    task: '9.2',
    name: 'the-newest-session-of-the-person',
    why: 'Looks for a session of the person, not for the token’s.',
    file: 'live-session-authenticator.ts',
    find: 'sessions.find(sessionId);',
    replace:
      "database.get<NonNullable<ReturnType<typeof sessions.find>>>('SELECT * FROM apiSessions WHERE personId = ? ORDER BY rowid DESC', subject);",
    caughtBy: '9.2/other-sessions-live-on',
    saying: 'a token whose session has ended',
  },
  {
    task: '9.2',
    name: 'trims-the-jti',
    why: 'Spaces around an id mean nothing.',
    file: 'live-session-authenticator.ts',
    find: '!isRevoked(database, jti)',
    replace: '!isRevoked(database, jti.trim())',
    caughtBy: '9.2/a-revoked-token',
    saying: 'a token with the jti ` two `, which was revoked',
  },
  {
    task: '9.2',
    name: 'asks-in-lower-case',
    why: 'UUIDs are the same in capitals.',
    file: 'live-session-authenticator.ts',
    find: '!isRevoked(database, jti)',
    replace: '!isRevoked(database, jti.toLowerCase())',
    caughtBy: '9.2/a-revoked-token',
    saying: 'a token with the jti `TWO`, which was revoked',
  },
  // 9.3
  {
    task: '9.3',
    name: 'access-tokens-only',
    why: 'Puts access tokens on the list, and forgets refresh tokens.',
    file: 'revoke-token.ts',
    find: `    database.run(
      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
    );
`,
    replace: `    void hashOf;
`,
    caughtBy: '9.3/a-refresh-token-ends-its-session',
    saying: 'an access token of the same session',
  },
  {
    task: '9.3',
    name: 'does-not-hash',
    why: 'The token is looked for as it came.',
    file: 'revoke-token.ts',
    find: `      hashOf(token),
`,
    replace: `      token,
`,
    caughtBy: '9.3/a-refresh-token-ends-its-session',
    saying: 'an access token of the same session',
  },
  {
    task: '9.3',
    name: 'deletes-the-token-alone',
    why: 'Deletes the refresh token, and not its session.',
    file: 'revoke-token.ts',
    find: "'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)'",
    replace: "'DELETE FROM refreshTokens WHERE hash = ?'",
    caughtBy: '9.3/a-refresh-token-ends-its-session',
    saying: 'an access token of the same session',
  },
  {
    task: '9.3',
    name: 'marks-it-used',
    why: 'Uses the token up, so that it can’t be used again.',
    file: 'revoke-token.ts',
    find: "'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)'",
    replace: "'UPDATE refreshTokens SET usedAt = 0 WHERE hash = ?'",
    caughtBy: '9.3/a-refresh-token-ends-its-session',
    saying: 'an access token of the same session',
  },
  {
    task: '9.3',
    name: 'unused-tokens-alone',
    why: 'A used token is worth nothing, so there is nothing to revoke.',
    file: 'revoke-token.ts',
    find: 'WHERE hash = ?)',
    replace: 'WHERE hash = ? AND usedAt IS NULL)',
    caughtBy: '9.3/a-used-refresh-token-too',
    saying: 'the newest access token',
  },
  {
    task: '9.3',
    name: 'recent-tokens-alone',
    why: 'Old tokens are somebody else’s by now, perhaps.',
    file: 'revoke-token.ts',
    find: 'WHERE hash = ?)',
    replace:
      'WHERE hash = ? AND coalesce(usedAt, 9e15) > (SELECT max(usedAt) - 1 FROM refreshTokens))',
    caughtBy: '9.3/a-used-refresh-token-too',
    saying: 'the newest access token',
  },
  {
    task: '9.3',
    name: 'every-session-of-the-person',
    why: 'Signs the person out everywhere.',
    file: 'revoke-token.ts',
    find: "'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)'",
    replace:
      "'DELETE FROM apiSessions WHERE personId = (SELECT personId FROM apiSessions JOIN refreshTokens ON id = sessionId WHERE hash = ?)'",
    caughtBy: '9.3/that-session-alone',
    saying: "a token of the same person's other session",
  },
  {
    task: '9.3',
    name: 'every-session-of-all',
    why: 'A WHERE that says only that the token is known.',
    file: 'revoke-token.ts',
    find: "'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)'",
    replace: "'DELETE FROM apiSessions WHERE EXISTS (SELECT 1 FROM refreshTokens WHERE hash = ?)'",
    caughtBy: '9.3/that-session-alone',
    saying: "a token of the same person's other session",
  },
  {
    task: '9.3',
    name: 'refresh-tokens-only',
    why: 'Ends sessions, and forgets access tokens.',
    file: 'revoke-token.ts',
    find: `    addRevokedToken(database, revoked, now);
`,
    replace: `    addRevokedToken(database, { ...revoked, jti: crypto.randomUUID() }, now);
`,
    caughtBy: '9.3/an-access-token-is-refused',
    saying: 'the access token that was revoked',
  },
  {
    task: '9.3',
    name: 'stand-in-for-all',
    why: 'The stand-in is always used.',
    file: 'revoke-token.ts',
    find: 'own ?? {',
    replace: '(void own, false) || {',
    caughtBy: '9.3/an-access-token-is-refused',
    saying: 'the access token that was revoked',
  },
  {
    task: '9.3',
    name: 'forgets-it-at-once',
    why: 'Every row expires at this moment, also that of a good token.',
    file: 'revoke-token.ts',
    find: 'addRevokedToken(database, revoked, now)',
    replace: 'addRevokedToken(database, { ...revoked, exp: now / 1000 }, now)',
    caughtBy: '9.3/an-access-token-is-refused',
    saying: 'the row of revokedTokens',
  },
  {
    task: '9.3',
    name: 'a-minute-on-the-list',
    why: 'A minute on the list is long enough.',
    file: 'revoke-token.ts',
    find: 'addRevokedToken(database, revoked, now)',
    replace:
      'addRevokedToken(database, { ...revoked, exp: Math.min(revoked.exp, now / 1000 + 60) }, now)',
    caughtBy: '9.3/an-access-token-is-refused',
    saying: 'the row of revokedTokens',
  },
  {
    task: '9.3',
    name: 'an-access-token-ends-its-session',
    why: 'To revoke a token is to sign out, whatever token it is.',
    file: 'revoke-token.ts',
    find: `    addRevokedToken(database, revoked, now);
`,
    replace: `    addRevokedToken(database, revoked, now);
    const sid = own && (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
    database.run('DELETE FROM apiSessions WHERE id = ?', sid ?? '');
`,
    caughtBy: '9.3/its-session-continues',
    saying: 'another access token of the same session',
  },
  {
    task: '9.3',
    name: 'throws-for-unknown-strings',
    why: 'A string that isn’t a token is an error, as it is for a refresh.',
    file: 'revoke-token.ts',
    find: `  database.transaction(() => {
`,
    replace: `  if (!own && !database.get('SELECT 1 FROM refreshTokens WHERE hash = ?', hashOf(token))) {
    throw Object.assign(new Error('unknown'), { status: 400 });
  }
  database.transaction(() => {
`,
    caughtBy: '9.3/the-same-answer-for-any-string',
    saying: 'POST /api/tokens/revoke with',
  },
  {
    task: '9.3',
    name: 'only-if-ours',
    why: 'There is nothing to add for a string that isn’t a token.',
    file: 'revoke-token.ts',
    find: `    addRevokedToken(database, revoked, now);
`,
    replace: `    if (own) addRevokedToken(database, revoked, now);
`,
    caughtBy: '9.3/the-same-work-for-any-string',
    saying: 'the statements for a string that nobody has issued',
  },
  {
    task: '9.3',
    name: 'either-or',
    why: 'An access token isn’t a refresh token: one or the other is done.',
    file: 'revoke-token.ts',
    find: `    database.run(
      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
    );
`,
    replace: `    if (!own) {
      database.run(
      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
    );
    }
`,
    caughtBy: '9.3/the-same-work-for-any-string',
    saying: 'the statements for a string that nobody has issued',
  },
  {
    task: '9.3',
    name: 'returns-early',
    why: 'Nothing to do for an unknown string: it returns at once.',
    file: 'revoke-token.ts',
    find: `  database.transaction(() => {
`,
    replace: `  if (!own && !/^[\\w-]{43}$/.test(token)) return;
  database.transaction(() => {
`,
    caughtBy: '9.3/the-same-work-for-any-string',
    saying: 'the statements for an access token by another key',
  },
  {
    task: '9.3',
    name: 'looks-before-it-deletes',
    why: 'Deletes a session only if the token is known.',
    file: 'revoke-token.ts',
    find: `    database.run(
      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
    );
`,
    replace: `    const row = database.get<{ sessionId: string }>('SELECT sessionId FROM refreshTokens WHERE hash = ?', hashOf(token));
    if (row) database.run('DELETE FROM apiSessions WHERE id = ?', row.sessionId);
`,
    caughtBy: '9.3/the-same-work-for-any-string',
    saying: 'the statements for a used refresh token',
  },
  {
    task: '9.3',
    name: 'decodes-without-verifying',
    why: 'Reads the jti out of the token: it is only to be revoked.',
    file: 'revoke-token.ts',
    find: `  const own = readOwnToken(token, policy, now);
`,
    replace: `  let own = readOwnToken(token, policy, now);
  try {
    own ??= JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string; exp: number };
    if (typeof own.jti !== 'string' || typeof own.exp !== 'number') own = undefined;
  } catch {
    own = undefined;
  }
`,
    caughtBy: '9.3/forged-tokens-revoke-nothing',
    saying: 'a good token, after a copy signed by another key',
  },
  {
    task: '9.3',
    name: 'trims-the-string',
    why: 'White space gets into strings when people copy them.',
    file: 'revoke-token.ts',
    find: `  const own = readOwnToken(token, policy, now);
`,
    replace: `  token = token.trim();
  const own = readOwnToken(token, policy, now);
`,
    caughtBy: '9.3/forged-tokens-revoke-nothing',
    saying: 'a good token, after a copy with a space before it',
  },
  {
    task: '9.3',
    name: 'takes-the-hash-too',
    why: 'An administrator has the hash, and would like to revoke it.',
    file: 'revoke-token.ts',
    find: `      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
`,
    replace: `      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ? OR hash = ?)',
      hashOf(token),
      token,
`,
    caughtBy: '9.3/forged-tokens-revoke-nothing',
    saying: 'a good token, after all that',
  },
  {
    task: '9.3',
    name: 'takes-a-session-id-too',
    why: 'A session’s id would be handy, so it is accepted as well.',
    file: 'revoke-token.ts',
    find: `      'DELETE FROM apiSessions WHERE id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      hashOf(token),
`,
    replace: `      'DELETE FROM apiSessions WHERE id = ? OR id = (SELECT sessionId FROM refreshTokens WHERE hash = ?)',
      token,
      hashOf(token),
`,
    caughtBy: '9.3/forged-tokens-revoke-nothing',
    saying: 'a good token, after all that',
  },
  {
    task: '9.3',
    name: 'a-stand-in-that-stays',
    why: 'The stand-in lives as long as a token.',
    file: 'revoke-token.ts',
    find: 'exp: now / 1000 }',
    replace: 'exp: now / 1000 + 600 }',
    caughtBy: '9.3/the-list-stays-short',
    saying: 'rows in revokedTokens after 60 unknown strings',
  },
  {
    task: '9.3',
    name: 'a-stand-in-in-milliseconds',
    why: '`now` is in milliseconds, and `exp` in seconds.',
    file: 'revoke-token.ts',
    find: 'exp: now / 1000 }',
    replace: 'exp: now }',
    caughtBy: '9.3/the-list-stays-short',
    saying: 'rows in revokedTokens after 60 unknown strings',
  },
  {
    task: '9.3',
    name: 'a-stand-in-for-a-second',
    why: 'Rounds up, so that the stand-in isn’t over yet.',
    file: 'revoke-token.ts',
    find: 'exp: now / 1000 }',
    replace: 'exp: Math.floor(now / 1000) + 1 }',
    caughtBy: '9.3/the-list-stays-short',
    saying: 'rows in revokedTokens after 60 unknown strings',
  },
  {
    task: '9.3',
    name: 'no-transaction',
    why: 'Two statements, one after the other.',
    file: 'revoke-token.ts',
    find: `  database.transaction(() => {
`,
    replace: `  const atOnce = (work: () => void) => work();
  atOnce(() => {
`,
    caughtBy: '9.3/all-or-nothing',
    saying: 'whether anything has changed',
  },
  {
    task: '9.3',
    name: 'swallows-errors',
    why: 'An answer that is always the same: then errors are swallowed, too.',
    file: 'revoke-token.ts',
    find: `  database.transaction(() => {
`,
    replace: `  const safely = (work: () => void) => {
    try {
      database.transaction(work);
    } catch {
      // The answer is the same.
    }
  };
  safely(() => {
`,
    caughtBy: '9.3/all-or-nothing',
    saying: 'the status, when the list',
  },
  {
    task: '9.3',
    name: 'stores-the-string',
    why: 'The string itself is as good a key as any.',
    file: 'revoke-token.ts',
    find: '{ jti: crypto.randomUUID(), exp',
    replace: '{ jti: token, exp',
    caughtBy: '9.3/keeps-tokens-to-itself',
    saying: 'where a string is found',
  },
  {
    task: '9.3',
    name: 'prints-the-string',
    why: 'A line for debugging that stays in.',
    file: 'revoke-token.ts',
    find: `  database.transaction(() => {
`,
    replace: `  console.log('revoking', token);
  database.transaction(() => {
`,
    caughtBy: '9.3/keeps-tokens-to-itself',
    saying: 'where a string is found',
  },
  {
    task: '9.3',
    name: 'the-clock-of-the-machine',
    why: '`Date.now()` is the time.',
    file: 'revoke-token.ts',
    find: 'const now = clock();',
    replace: 'const now = Math.max(clock(), Date.now() + 0 * clock());',
    caughtBy: '9.3/an-access-token-is-refused',
    saying: 'the access token that was revoked',
  },
  {
    task: '9.3',
    name: 'takes-the-scheme-off',
    why: 'Some clients send the whole header, and it is easy to help them.',
    file: 'revoke-token.ts',
    find: '  const now = clock();\n',
    replace: `  const now = clock();
  token = token.replace(/^bearer +/i, '');
`,
    caughtBy: '9.3/forged-tokens-revoke-nothing',
    saying: 'a good token, after all that',
  },
  {
    task: '9.3',
    name: 'takes-quotes-off',
    why: 'A token that was copied from JSON has quotes around it.',
    file: 'revoke-token.ts',
    find: '  const now = clock();\n',
    replace: `  const now = clock();
  token = token.replaceAll('"', '');
`,
    caughtBy: '9.3/forged-tokens-revoke-nothing',
    saying: 'a good token, after all that',
  },
  // 9.4
  {
    task: '9.4',
    name: 'times-as-numbers',
    why: 'The times are numbers in the database, too.',
    file: 'my-sessions.ts',
    find: 'new Date(session.startedAt).toISOString()',
    replace: 'session.startedAt',
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'a-list-for-caches',
    why: 'It works without the header, and GET may be cached.',
    file: 'my-sessions.ts',
    find: "response.set('Cache-Control', 'no-store').json({ items });",
    replace: 'response.json({ items });',
    caughtBy: '9.4/lists-a-session',
    saying: 'Cache-Control',
  },
  {
    task: '9.4',
    name: 'no-cache-for-no-store',
    why: '`no-cache` sounds right. It lets caches keep the answer, and has them ask before they use it.',
    file: 'my-sessions.ts',
    find: "'no-store'",
    replace: "'no-cache'",
    caughtBy: '9.4/lists-a-session',
    saying: 'Cache-Control',
  },
  {
    task: '9.4',
    name: 'times-as-text',
    why: '`String(date)` is what people can read.',
    file: 'my-sessions.ts',
    find: 'new Date(session.refreshedAt).toISOString()',
    replace: 'String(new Date(session.refreshedAt))',
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'no-envelope',
    why: 'An array is what the client wants.',
    file: 'my-sessions.ts',
    find: '.json({ items })',
    replace: '.json(items)',
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'the-whole-row',
    why: 'Spreads the row, and adds what is asked for.',
    file: 'my-sessions.ts',
    find: `        id: session.id,
`,
    replace: `        ...session,
`,
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'names-of-the-columns',
    why: '`startedAt` is what it is called elsewhere.',
    file: 'my-sessions.ts',
    find: 'createdAt: new',
    replace: 'startedAt: new',
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'says-which-person',
    why: 'The person’s id might be useful to the client.',
    file: 'my-sessions.ts',
    find: `        id: session.id,
`,
    replace: `        id: session.id,
        personId,
`,
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'last-used-when-created',
    why: '`startedAt` for both: they are the same, right after the sign-in.',
    file: 'my-sessions.ts',
    find: 'lastUsedAt: new Date(session.refreshedAt)',
    replace: 'lastUsedAt: new Date(session.startedAt)',
    caughtBy: '9.4/follows-the-refreshes',
    saying: 'lastUsedAt, after a refresh',
  },
  {
    task: '9.4',
    name: 'created-when-refreshed',
    why: '`refreshedAt` for both.',
    file: 'my-sessions.ts',
    find: 'createdAt: new Date(session.startedAt)',
    replace: 'createdAt: new Date(session.refreshedAt)',
    caughtBy: '9.4/follows-the-refreshes',
    saying: 'createdAt, after a refresh',
  },
  {
    task: '9.4',
    name: 'ends-a-week-later',
    why: 'Seven days after the last refresh: that’s when it ends, mostly.',
    file: 'my-sessions.ts',
    find: 'new Date(expiresAt(session))',
    replace: 'new Date((void expiresAt, session.refreshedAt + 7 * 86_400_000))',
    caughtBy: '9.4/follows-the-refreshes',
    saying: 'expiresAt, after a refresh on day 24',
  },
  {
    task: '9.4',
    name: 'ends-a-month-later',
    why: '30 days after the password: that’s when it ends, at the latest.',
    file: 'my-sessions.ts',
    find: 'new Date(expiresAt(session))',
    replace: 'new Date((void expiresAt, session.startedAt + 30 * 86_400_000))',
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'the-oldest-first',
    why: 'Sorts them as they came.',
    file: 'my-sessions.ts',
    find: '      response.set(',
    replace: `      items.reverse();
      response.set(`,
    caughtBy: '9.4/ones-own-newest-first',
    saying: "the ids of one's own sessions",
  },
  {
    task: '9.4',
    name: 'last-used-first',
    why: 'What was used last is what people look for.',
    file: 'my-sessions.ts',
    find: 'const items = liveSessions(personId).map(',
    replace:
      'const items = liveSessions(personId).sort((a, b) => b.refreshedAt - a.refreshedAt).map(',
    caughtBy: '9.4/ones-own-newest-first',
    saying: "the ids of one's own sessions",
  },
  {
    task: '9.4',
    name: 'fifty-at-most',
    why: 'A list needs a limit, and nobody has that many devices.',
    file: 'my-sessions.ts',
    find: 'const items = liveSessions(personId).map(',
    replace: 'const items = liveSessions(personId).slice(0, 50).map(',
    caughtBy: '9.4/ones-own-newest-first',
    saying: 'sessions in the list, when 60 more have begun',
  },
  {
    task: '9.4',
    name: 'everybodys-sessions',
    why: 'Lists the table.',
    file: 'my-sessions.ts',
    find: 'liveSessions(personId).map(',
    replace:
      "database.all<{ personId: string }>('SELECT DISTINCT personId FROM apiSessions').flatMap((row) => liveSessions(row.personId)).map(",
    caughtBy: '9.4/ones-own-newest-first',
    saying: "the ids of one's own sessions",
  },
  {
    task: '9.4',
    name: 'those-whose-time-is-over-too',
    why: 'Asks for sessions as they were before they ended.',
    file: 'my-sessions.ts',
    find: 'liveSessionsOf(database, personId, clock())',
    replace: 'liveSessionsOf(database, personId, 0 * clock())',
    caughtBy: '9.4/ones-own-newest-first',
    saying: 'the ids, when the oldest session has ended by itself',
  },
  {
    task: '9.4',
    name: 'the-clock-of-the-start',
    why: 'Asks the clock once, when the handlers are made.',
    file: 'my-sessions.ts',
    find: `  const liveSessions = (personId: string) => liveSessionsOf(database, personId, clock());
`,
    replace: `  const now = clock();
  const liveSessions = (personId: string) => liveSessionsOf(database, personId, now);
`,
    caughtBy: '9.4/ones-own-newest-first',
    saying: 'the ids, when the oldest session has ended by itself',
  },
  {
    task: '9.4',
    name: 'always-current',
    why: 'The first one in the list is the current one: it is the newest.',
    file: 'my-sessions.ts',
    find: 'current: session.id === findSessionId(request)',
    replace:
      'current: (void findSessionId, session === liveSessions(personId)[0] || session.id === liveSessions(personId)[0]?.id)',
    caughtBy: '9.4/marks-the-current-one',
    saying: 'the current session, as the phone sees it',
  },
  {
    task: '9.4',
    name: 'all-are-current',
    why: 'All are sessions of this person.',
    file: 'my-sessions.ts',
    find: 'session.id === findSessionId(request)',
    replace: 'findSessionId(request) !== undefined',
    caughtBy: '9.4/marks-the-current-one',
    saying: 'the current session, as the phone sees it',
  },
  {
    task: '9.4',
    name: 'none-is-current',
    why: 'Compares the session’s id with the person’s.',
    file: 'my-sessions.ts',
    find: 'session.id === findSessionId(request)',
    replace: 'findSessionId(request) === personId',
    caughtBy: '9.4/lists-a-session',
    saying: 'the answer',
  },
  {
    task: '9.4',
    name: 'ends-what-it-is-told',
    why: 'Ends the session with this id, whoever asks.',
    file: 'my-sessions.ts',
    find: `      const session = liveSessions(personId).find(({ id }) => id === request.params.id);
`,
    replace: `      const session = sessions.find(request.params.id);
      void personId;
`,
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: "the status for a hiker's session",
  },
  {
    task: '9.4',
    name: 'always-204',
    why: 'An id that isn’t there has ended, in a way.',
    file: 'my-sessions.ts',
    find: `      if (!session) throw new Problem(404, { detail: 'There is no such session.' });
      sessions.end(session.id);
`,
    replace: `      if (session) sessions.end(session.id);
      void Problem;
`,
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: 'the status for an id that never was',
  },
  {
    task: '9.4',
    name: 'forbidden-for-others',
    why: 'Another’s session is there, and it is forbidden.',
    file: 'my-sessions.ts',
    find: '      if (!session) throw',
    replace: `      if (!session && sessions.find(request.params.id)) {
        throw new Problem(403, { detail: 'This session belongs to somebody else.' });
      }
      if (!session) throw`,
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: "the status for a hiker's session",
  },
  {
    task: '9.4',
    name: 'says-why',
    why: 'A detail that helps to find the mistake.',
    file: 'my-sessions.ts',
    find: "detail: 'There is no such session.'",
    replace:
      "detail: sessions.find(request.params.id) ? 'This is not your session.' : 'There is no such session.'",
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: "the answer for a hiker's session",
  },
  {
    task: '9.4',
    name: 'says-which-id',
    why: 'A detail with the id in it.',
    file: 'my-sessions.ts',
    find: "detail: 'There is no such session.'",
    replace: 'detail: `There is no session ${request.params.id}.`',
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: "the answer for a hiker's session",
  },
  {
    task: '9.4',
    name: 'ends-what-is-over-already',
    why: 'Looks for the session and for its person, and not for its end.',
    file: 'my-sessions.ts',
    find: `      const session = liveSessions(personId).find(({ id }) => id === request.params.id);
`,
    replace: `      const found = sessions.find(request.params.id);
      const session = found?.personId === personId ? found : undefined;
`,
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: 'the status for a session whose time is over',
  },
  {
    task: '9.4',
    name: 'rangers-may-end-any',
    why: 'Rangers may do what they like with reports, and so with sessions.',
    file: 'my-sessions.ts',
    find: `      const session = liveSessions(personId).find(({ id }) => id === request.params.id);
`,
    replace: `      const session = requirePerson(request).role === 'ranger' ? sessions.find(request.params.id) : liveSessions(personId).find(({ id }) => id === request.params.id);
`,
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: "another person's session, for a ranger",
  },
  {
    task: '9.4',
    name: 'any-case',
    why: 'Ids are compared without regard to case.',
    file: 'my-sessions.ts',
    find: '({ id }) => id === request.params.id',
    replace: '({ id }) => id.toLowerCase() === request.params.id.toLowerCase()',
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: 'the status for an id in capitals',
  },
  {
    task: '9.4',
    name: 'a-part-of-the-id-will-do',
    why: 'Nobody likes to type 36 characters.',
    file: 'my-sessions.ts',
    find: '.find(({ id }) => id === request.params.id)',
    replace: '.find(({ id }) => id.startsWith(request.params.id))',
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: 'the status for the beginning of an id',
  },
  {
    task: '9.4',
    name: 'current-for-an-id',
    why: 'A handy name for the session of the request, which nobody has asked for.',
    file: 'my-sessions.ts',
    find: '.find(({ id }) => id === request.params.id)',
    replace:
      ".find(({ id }) => id === (request.params.id === 'current' ? findSessionId(request) : request.params.id))",
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: 'the status for a name for the current session',
  },
  {
    task: '9.4',
    name: 'trims-the-id',
    why: 'White space gets into ids when people copy them.',
    file: 'my-sessions.ts',
    find: '=> id === request.params.id)',
    replace: '=> id === request.params.id.trim())',
    caughtBy: '9.4/not-found-for-anyone-elses',
    saying: 'the status for an id with a space after it',
  },
  {
    task: '9.4',
    name: 'ends-another-one',
    why: 'Ends the current session instead of the one that was asked for.',
    file: 'my-sessions.ts',
    find: 'sessions.end(session.id)',
    replace: 'sessions.end(findSessionId(request) ?? session.id)',
    caughtBy: '9.4/ends-one-session',
    saying: 'an access token of the session that was ended',
  },
  {
    task: '9.4',
    name: 'ends-nothing',
    why: 'The session is found, and that’s it.',
    file: 'my-sessions.ts',
    find: `      sessions.end(session.id);
      response.status(204)`,
    replace: '      response.status(204)',
    caughtBy: '9.4/ends-one-session',
    saying: 'an access token of the session that was ended',
  },
  {
    task: '9.4',
    name: 'deletes-the-refresh-tokens',
    why: 'Deletes the session’s refresh tokens, so nobody can refresh.',
    file: 'my-sessions.ts',
    find: 'sessions.end(session.id)',
    replace: "database.run('DELETE FROM refreshTokens WHERE sessionId = ?', session.id)",
    caughtBy: '9.4/ends-one-session',
    saying: 'an access token of the session that was ended',
  },
  {
    task: '9.4',
    name: '200-with-a-body',
    why: 'Answers with the session that was ended.',
    file: 'my-sessions.ts',
    find: `      sessions.end(session.id);
      response.status(204).end();`,
    replace: `      sessions.end(session.id);
      response.json(session);`,
    caughtBy: '9.4/ends-one-session',
    saying: 'the status of DELETE /api/me/sessions/:id',
  },
  {
    task: '9.4',
    name: 'not-the-current-one',
    why: 'One can’t saw off the branch one sits on.',
    file: 'my-sessions.ts',
    find: '({ id }) => id === request.params.id',
    replace: '({ id }) => id === request.params.id && id !== findSessionId(request)',
    caughtBy: '9.4/ends-the-current-one',
    saying: 'the status of DELETE for the current session',
  },
  {
    task: '9.4',
    name: 'the-api-alone',
    why: 'Ends the sessions of the API, and forgets the office.',
    file: 'my-sessions.ts',
    find: `      endSessionsOf(database, requirePerson(request).id);
`,
    replace: `      void endSessionsOf;
      database.run('DELETE FROM apiSessions WHERE personId = ?', requirePerson(request).id);
`,
    caughtBy: '9.4/ends-all-sessions',
    saying: 'whether two browsers are still signed in',
  },
  {
    task: '9.4',
    name: 'all-others',
    why: 'Keeps the session that one is in.',
    file: 'my-sessions.ts',
    find: `      endSessionsOf(database, requirePerson(request).id);
`,
    replace: `      const { id } = requirePerson(request);
      const current = sessions.find(findSessionId(request) ?? '');
      endSessionsOf(database, id);
      if (current) database.run('INSERT INTO apiSessions VALUES (?, ?, ?, ?)', current.id, id, current.startedAt, current.refreshedAt);
`,
    caughtBy: '9.4/ends-all-sessions',
    saying: 'the token that this was done with',
  },
  {
    task: '9.4',
    name: 'one-of-all',
    why: 'Ends the current session, and no other one.',
    file: 'my-sessions.ts',
    find: 'endSessionsOf(database, requirePerson(request).id);',
    replace:
      "sessions.end((requirePerson(request), void endSessionsOf, findSessionId(request) ?? ''));",
    caughtBy: '9.4/ends-all-sessions',
    saying: 'a token of another session',
  },
  {
    task: '9.4',
    name: 'all-of-all',
    why: 'DELETE without a WHERE.',
    file: 'my-sessions.ts',
    find: `      endSessionsOf(database, requirePerson(request).id);
`,
    replace: `      endSessionsOf(database, requirePerson(request).id);
      database.run('DELETE FROM apiSessions');
`,
    caughtBy: '9.4/ends-all-sessions',
    saying: "another person's token",
  },
  {
    task: '9.4',
    name: 'the-whole-office',
    why: 'The office’s sessions are few, so all of them go.',
    file: 'my-sessions.ts',
    find: '      endSessionsOf(database, requirePerson(request).id);\n',
    replace: `      endSessionsOf(database, requirePerson(request).id);
      database.run('DELETE FROM officeSessions');
`,
    caughtBy: '9.4/ends-all-sessions',
    saying: "whether another person's office session lives on",
  },
  {
    task: '9.4',
    name: 'one-ends-the-office-too',
    why: 'Ends the office’s sessions with each one of the API.',
    file: 'my-sessions.ts',
    find: `      sessions.end(session.id);
`,
    replace: `      sessions.end(session.id);
      database.run('DELETE FROM officeSessions WHERE personId = ?', personId);
`,
    caughtBy: '9.4/the-office-ends-its-own-alone',
    saying: 'when her API session was ended',
  },
  {
    task: '9.4',
    name: 'lists-for-nobody',
    why: 'Somebody without a token has no sessions: an empty list.',
    file: 'my-sessions.ts',
    find: `    list(request, response) {
      const { id: personId } = requirePerson(request);
`,
    replace: `    list(request, response) {
      if (findSessionId(request) === undefined) return void response.json({ items: [] });
      const { id: personId } = requirePerson(request);
`,
    caughtBy: '9.4/wants-a-person',
    saying: 'GET /api/me/sessions without a token',
  },
  {
    task: '9.4',
    name: 'keeps-a-list',
    why: 'Remembers the list, so that the database is asked once.',
    file: 'my-sessions.ts',
    find: `  const liveSessions = (personId: string) => liveSessionsOf(database, personId, clock());
`,
    replace: `  const known = new Map<string, ReturnType<typeof liveSessionsOf>>();
  const liveSessions = (personId: string) => {
    const list = known.get(personId) ?? liveSessionsOf(database, personId, clock());
    known.set(personId, list);
    return list;
  };
`,
    caughtBy: '9.4/survives-a-restart',
    saying: 'the ids',
  },
  {
    task: '9.4',
    name: 'ends-it-in-the-background',
    why: 'The client needn’t wait for the database.',
    file: 'my-sessions.ts',
    find: '      sessions.end(session.id);\n',
    replace: `      queueMicrotask(() => sessions.end(session.id));
`,
    caughtBy: '9.4/ends-one-session',
    saying: 'An error was thrown where nobody could catch it',
  },
  {
    task: '9.4',
    name: 'a-failure-is-a-204',
    why: 'A session that can’t be ended has ended already, it seems.',
    file: 'my-sessions.ts',
    find: '      sessions.end(session.id);\n',
    replace: `      try {
        sessions.end(session.id);
      } catch {
        // It has ended already.
      }
`,
    caughtBy: '9.4/ends-one-session',
    saying: 'the status, when the session can’t be deleted',
  },
  // 9.5
  {
    task: '9.5',
    name: 'does-not-await',
    why: 'A promise is always true.',
    file: 'change-password.ts',
    find: '(await verifyPassword(oldHash, passwords.current))',
    replace: 'Boolean(verifyPassword(oldHash, passwords.current))',
    caughtBy: '9.5/a-wrong-current-password',
    saying: 'a wrong password',
  },
  {
    task: '9.5',
    name: 'asks-for-no-password',
    why: 'The token proves who it is.',
    file: 'change-password.ts',
    find: '...(isRight ? [] : [WRONG]), ',
    replace: '...(isRight || WRONG ? [] : [WRONG]), ',
    caughtBy: '9.5/a-wrong-current-password',
    saying: 'a wrong password',
  },
  {
    task: '9.5',
    name: 'the-wrong-way-round-again',
    why: 'The two arms of the condition are swapped.',
    file: 'change-password.ts',
    find: 'isRight ? [] : [WRONG]',
    replace: 'isRight ? [WRONG] : []',
    caughtBy: '9.5/changes-the-password',
    saying: 'PUT /api/me/password',
  },
  {
    task: '9.5',
    name: 'compares-with-the-hash',
    why: 'Whoever has the hash knows the password.',
    file: 'change-password.ts',
    find: '(await verifyPassword(oldHash, passwords.current))',
    replace:
      '(oldHash === passwords.current || (await verifyPassword(oldHash, passwords.current)))',
    caughtBy: '9.5/a-wrong-current-password',
    saying: 'the hash',
  },
  {
    task: '9.5',
    name: 'trims-the-current-one',
    why: 'White space gets into passwords when people copy them.',
    file: 'change-password.ts',
    find: 'verifyPassword(oldHash, passwords.current)',
    replace: 'verifyPassword(oldHash, passwords.current.trim())',
    caughtBy: '9.5/a-wrong-current-password',
    saying: 'the password with a space after it',
  },
  {
    task: '9.5',
    name: 'a-hash-of-nobody',
    why: 'An empty string isn’t the hash of any password. It isn’t a hash at all, and Argon2 throws.',
    file: 'change-password.ts',
    find: `?.passwordHash ?? null;
  const isRight = oldHash !== null && (await verifyPassword(oldHash, passwords.current));`,
    replace: `?.passwordHash ?? '';
  const isRight = await verifyPassword(oldHash, passwords.current);`,
    caughtBy: '9.5/another-handle',
    saying: 'the status of the problem that is thrown',
  },
  {
    task: '9.5',
    name: 'somebody-is-always-there',
    why: 'The guard has just recognized the person, so they are in the database.',
    file: 'change-password.ts',
    find: `?.passwordHash ?? null;
  const isRight = oldHash !== null && (await`,
    replace: `!.passwordHash;
  const isRight = Boolean(await`,
    caughtBy: '9.5/another-handle',
    saying: 'the status of the problem that is thrown',
  },
  {
    task: '9.5',
    name: 'any-new-password',
    why: 'The client has checked its length.',
    file: 'change-password.ts',
    find: ', ...faultsOfNewPassword(passwords)]',
    replace: ', ...(void faultsOfNewPassword, [])]',
    caughtBy: '9.5/a-new-one-that-isnt-good-enough',
    saying: '14 characters',
  },
  {
    task: '9.5',
    name: 'the-first-error-alone',
    why: 'Throws as soon as something is wrong.',
    file: 'change-password.ts',
    find: '  const errors = [',
    replace: `  if (!isRight) throw validationFailed([WRONG]);
  const errors = [`,
    caughtBy: '9.5/both-errors-at-once',
    saying: 'where the errors are',
  },
  {
    task: '9.5',
    name: 'the-new-one-first',
    why: 'Looks at the new password first, and throws.',
    file: 'change-password.ts',
    find: '  const oldHash =',
    replace: `  if (faultsOfNewPassword(passwords).length > 0) {
    throw validationFailed(faultsOfNewPassword(passwords));
  }
  const oldHash =`,
    caughtBy: '9.5/both-errors-at-once',
    saying: 'where the errors are',
  },
  {
    task: '9.5',
    name: '401-for-a-wrong-password',
    why: 'A wrong password is a 401, as in chapter 2.',
    file: 'change-password.ts',
    find: 'if (errors.length > 0) throw',
    replace: `if (!isRight) throw Object.assign(new Error('wrong'), { status: 401 });
  if (errors.length > 0) throw`,
    caughtBy: '9.5/a-wrong-current-password',
    saying: 'a wrong password',
  },
  {
    task: '9.5',
    name: 'returns-without-a-word',
    why: 'Does nothing when something is wrong.',
    file: 'change-password.ts',
    find: 'if (errors.length > 0) throw validationFailed(errors);',
    replace: 'if (errors.length > 0) return;',
    caughtBy: '9.5/a-wrong-current-password',
    saying: 'a wrong password',
  },
  {
    task: '9.5',
    name: 'stores-the-password',
    why: 'Hashing comes later.',
    file: 'change-password.ts',
    find: 'const newHash = await hashPassword(passwords.new);',
    replace: 'const newHash = (void hashPassword, passwords.new);',
    caughtBy: '9.5/changes-the-password',
    saying: 'POST /api/tokens with the old password',
  },
  {
    task: '9.5',
    name: 'hashes-the-old-one',
    why: 'One `passwords.…` for another.',
    file: 'change-password.ts',
    find: 'hashPassword(passwords.new)',
    replace: 'hashPassword(passwords.current)',
    caughtBy: '9.5/changes-the-password',
    saying: 'POST /api/tokens with the old password',
  },
  {
    task: '9.5',
    name: 'does-not-await-the-hash',
    why: 'A promise is stored, or what becomes of it.',
    file: 'change-password.ts',
    find: 'await hashPassword(passwords.new)',
    replace: 'String(hashPassword(passwords.new))',
    caughtBy: '9.5/changes-the-password',
    saying: 'POST /api/tokens with the old password',
  },
  {
    task: '9.5',
    name: 'hashes-twice',
    why: 'What is hashed twice is twice as safe.',
    file: 'change-password.ts',
    find: 'await hashPassword(passwords.new)',
    replace: 'await hashPassword(await hashPassword(passwords.new))',
    caughtBy: '9.5/changes-the-password',
    saying: 'POST /api/tokens',
  },
  {
    task: '9.5',
    name: 'trims-the-new-one',
    why: 'White space gets into passwords when people copy them.',
    file: 'change-password.ts',
    find: 'hashPassword(passwords.new)',
    replace: "hashPassword(passwords.new.trim().replaceAll(' ', ''))",
    caughtBy: '9.5/changes-the-password',
    saying: 'POST /api/tokens',
  },
  {
    task: '9.5',
    name: 'without-spaces-around-it',
    why: 'Spaces around a password are invisible, so they look like a slip.',
    file: 'change-password.ts',
    find: 'hashPassword(passwords.new)',
    replace: 'hashPassword(passwords.new.trim())',
    caughtBy: '9.5/changes-the-password',
    saying: 'POST /api/tokens with mira',
  },
  {
    task: '9.5',
    name: 'keeps-the-old-hash',
    why: 'The row isn’t changed: the WHERE never fits.',
    file: 'change-password.ts',
    find: 'AND passwordHash = ?',
    replace: 'AND passwordHash != ?',
    caughtBy: '9.5/changes-the-password',
    saying: 'PUT /api/me/password',
  },
  {
    task: '9.5',
    name: 'the-last-one-wins',
    why: 'An UPDATE by id, whatever the hash is by now.',
    file: 'change-password.ts',
    find: `WHERE id = ? AND passwordHash = ?',
      newHash,
      person.id,
      oldHash,
`,
    replace: `WHERE id = ?',
      newHash,
      person.id,
`,
    caughtBy: '9.5/changed-meanwhile',
    saying: "whether the other server's password is kept",
  },
  {
    task: '9.5',
    name: 'looks-again-then-updates',
    why: 'Reads the hash again, right before the UPDATE. Another server still fits in between.',
    file: 'change-password.ts',
    find: `  database.transaction(() => {
    // Of two at the same time one wins: to the other, \`current\` is no longer the password.
    const changed = database.run(
      'UPDATE people SET passwordHash = ? WHERE id = ? AND passwordHash = ?',
      newHash,
      person.id,
      oldHash,
    );
`,
    replace: `  const hashNow = findPersonByHandle(database, person.handle)?.passwordHash;
  if (hashNow !== oldHash) throw validationFailed([WRONG]);
  database.transaction(() => {
    const changed = database.run(
      'UPDATE people SET passwordHash = ? WHERE id = ?',
      newHash,
      person.id,
    );
`,
    caughtBy: '9.5/changed-meanwhile',
    saying: "whether the other server's password is kept",
  },
  {
    task: '9.5',
    name: 'compares-with-the-newest-hash',
    why: 'The old hash is whatever is stored when the UPDATE comes.',
    file: 'change-password.ts',
    find: `      person.id,
      oldHash,
`,
    replace: `      person.id,
      findPersonByHandle(database, person.handle)?.passwordHash ?? null,
`,
    caughtBy: '9.5/changed-meanwhile',
    saying: "whether the other server's password is kept",
  },
  {
    task: '9.5',
    name: 'ignores-the-count',
    why: 'The UPDATE changes nothing then, and that is enough.',
    file: 'change-password.ts',
    find: `    if (changed === 0) throw validationFailed([WRONG]);
`,
    replace: `    void changed;
`,
    caughtBy: '9.5/changed-meanwhile',
    saying: 'the status of the problem',
  },
  {
    task: '9.5',
    name: 'returns-for-the-loser',
    why: 'The one who lost is told that all is well.',
    file: 'change-password.ts',
    find: 'if (changed === 0) throw validationFailed([WRONG]);',
    replace: 'if (changed === 0) return;',
    caughtBy: '9.5/changed-meanwhile',
    saying: 'the status of the problem',
  },
  {
    task: '9.5',
    name: 'a-conflict-for-the-loser',
    why: 'Two at the same time are a conflict: 409.',
    file: 'change-password.ts',
    find: 'if (changed === 0) throw validationFailed([WRONG]);',
    replace: "if (changed === 0) throw Object.assign(new Error('conflict'), { status: 409 });",
    caughtBy: '9.5/changed-meanwhile',
    saying: 'the status of the problem',
  },
  {
    task: '9.5',
    name: 'everybody-with-this-hash',
    why: 'The hash alone says which row.',
    file: 'change-password.ts',
    find: `WHERE id = ? AND passwordHash = ?',
      newHash,
      person.id,
`,
    replace: `WHERE passwordHash = ?',
      newHash,
`,
    caughtBy: '9.5/this-person-alone',
    saying: "another person's hash",
  },
  {
    task: '9.5',
    name: 'notes-nothing',
    why: 'Forgets step 3: everything seems to work.',
    file: 'change-password.ts',
    find: `    notePasswordChange(database, person.id);
`,
    replace: `    void notePasswordChange;
`,
    caughtBy: '9.5/a-sign-in-in-flight',
    saying: 'the status for a sign-in to the API',
  },
  {
    task: '9.5',
    name: 'notes-the-handle',
    why: 'One id for another.',
    file: 'change-password.ts',
    find: 'notePasswordChange(database, person.id)',
    replace: 'notePasswordChange(database, person.handle)',
    caughtBy: '9.5/a-sign-in-in-flight',
    saying: 'the status for a sign-in to the API',
  },
  {
    task: '9.5',
    name: 'notes-it-for-all',
    why: 'Ends everybody’s sign-ins that are in flight.',
    file: 'change-password.ts',
    find: `    notePasswordChange(database, person.id);
`,
    replace: `    for (const { id } of database.all<{ id: string }>('SELECT id FROM people')) notePasswordChange(database, id);
`,
    caughtBy: '9.5/this-person-alone',
    saying: 'whose change was noted',
  },
  {
    task: '9.5',
    name: 'ends-no-session',
    why: 'The new password is for the next sign-in.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
`,
    replace: `    void endSessionsOf;
`,
    caughtBy: '9.5/ends-every-session',
    saying: 'the token that this was done with',
  },
  {
    task: '9.5',
    name: 'ends-the-apis-alone',
    why: 'Forgets the office.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
`,
    replace: `    void endSessionsOf;
    database.run('DELETE FROM apiSessions WHERE personId = ?', person.id);
`,
    caughtBy: '9.5/ends-every-session',
    saying: 'whether the office still knows her browser',
  },
  {
    task: '9.5',
    name: 'ends-the-refresh-tokens-alone',
    why: 'Deletes the refresh tokens: then nobody can go on for long.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
`,
    replace: `    void endSessionsOf;
    database.run('DELETE FROM refreshTokens WHERE sessionId IN (SELECT id FROM apiSessions WHERE personId = ?)', person.id);
    database.run('DELETE FROM officeSessions WHERE personId = ?', person.id);
`,
    caughtBy: '9.5/ends-every-session',
    saying: 'the token that this was done with',
  },
  {
    task: '9.5',
    name: 'keeps-the-newest-session',
    why: 'The newest session is the one that changes the password.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
`,
    replace: `    void endSessionsOf;
    database.run('DELETE FROM apiSessions WHERE personId = ? AND rowid < (SELECT max(rowid) FROM apiSessions WHERE personId = ?)', person.id, person.id);
    database.run('DELETE FROM officeSessions WHERE personId = ?', person.id);
`,
    caughtBy: '9.5/ends-every-session',
    saying: 'a token of another session',
  },
  {
    task: '9.5',
    name: 'ends-everybodys-sessions',
    why: 'A DELETE without a WHERE.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
`,
    replace: `    endSessionsOf(database, person.id);
    database.run('DELETE FROM apiSessions');
`,
    caughtBy: '9.5/ends-every-session',
    saying: "another person's token",
  },
  {
    task: '9.5',
    name: 'empties-the-office',
    why: 'A DELETE without a WHERE, in the other table.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
`,
    replace: `    endSessionsOf(database, person.id);
    database.run('DELETE FROM officeSessions');
`,
    caughtBy: '9.5/ends-every-session',
    saying: "whether another person's office session lives on",
  },
  {
    task: '9.5',
    name: 'no-transaction-at-all',
    why: 'Three statements, one after the other.',
    file: 'change-password.ts',
    find: `  database.transaction(() => {
`,
    replace: `  const atOnce = (work: () => void) => work();
  atOnce(() => {
`,
    caughtBy: '9.5/all-or-nothing',
    saying: 'whether nothing has changed',
  },
  {
    task: '9.5',
    name: 'ends-the-sessions-afterwards',
    why: 'Ends the sessions after the transaction.',
    file: 'change-password.ts',
    find: `    endSessionsOf(database, person.id);
  });
`,
    replace: `  });
  endSessionsOf(database, person.id);
`,
    caughtBy: '9.5/all-or-nothing',
    saying: 'whether nothing has changed, when apiSessions',
  },
  {
    task: '9.5',
    name: 'notes-it-before',
    why: 'Notes the change before the transaction.',
    file: 'change-password.ts',
    find: `  database.transaction(() => {
`,
    replace: `  notePasswordChange(database, person.id);
  database.transaction(() => {
`,
    caughtBy: '9.5/all-or-nothing',
    saying: 'whether nothing has changed, when apiSessions',
  },
  {
    task: '9.5',
    name: 'mira-for-everybody',
    why: 'A handle from the examples that stays in.',
    file: 'change-password.ts',
    find: 'findPersonByHandle(database, person.handle)',
    replace: "findPersonByHandle(database, 'mira')",
    caughtBy: '9.5/another-handle',
    saying: 'PUT /api/me/password',
  },
  {
    task: '9.5',
    name: 'prints-the-new-password',
    why: 'A line for debugging that stays in.',
    file: 'change-password.ts',
    find: '  const newHash =',
    replace: `  console.log('new password', passwords);
  const newHash =`,
    caughtBy: '9.5/keeps-passwords-to-itself',
    saying: 'passwords and hashes that were printed',
  },
  {
    task: '9.5',
    name: 'prints-the-new-hash',
    why: 'A hash isn’t a password, so it may be printed.',
    file: 'change-password.ts',
    find: `  database.transaction(() => {
`,
    replace: `  console.log('new hash', newHash);
  database.transaction(() => {
`,
    caughtBy: '9.5/keeps-passwords-to-itself',
    saying: 'passwords and hashes that were printed',
  },
  {
    task: '9.5',
    name: 'cuts-it-at-72',
    why: 'bcrypt reads 72 bytes, and people remember it.',
    file: 'change-password.ts',
    find: 'hashPassword(passwords.new)',
    replace: 'hashPassword(passwords.new.slice(0, 72))',
    caughtBy: '9.5/a-new-one-that-isnt-good-enough',
    saying: 'POST /api/tokens with that last password',
  },
  {
    task: '9.5',
    name: 'normalizes-to-nfkc',
    why: 'What looks alike should be the same password. The sign-in doesn’t know of it.',
    file: 'change-password.ts',
    find: 'hashPassword(passwords.new)',
    replace: "hashPassword(passwords.new.normalize('NFKC'))",
    caughtBy: '9.5/changes-the-password',
    saying: "POST /api/tokens with mira's password",
  },
  {
    task: '9.5',
    name: 'single-spaces',
    why: 'Nobody means two spaces in a row.',
    file: 'change-password.ts',
    find: 'hashPassword(passwords.new)',
    replace: "hashPassword(passwords.new.replace(/(\\S) +/g, '$1 '))",
    caughtBy: '9.5/changes-the-password',
    saying: "POST /api/tokens with mira's password",
  },
  {
    task: '9.5',
    name: 'a-broken-hash-is-right',
    why: 'A check that fails mustn’t lock anybody out.',
    file: 'change-password.ts',
    find: '(await verifyPassword(oldHash, passwords.current))',
    replace: '(await verifyPassword(oldHash, passwords.current).catch(() => true))',
    caughtBy: '9.5/all-or-nothing',
    saying: 'the status, when the old hash can’t be checked',
  },
  {
    task: '9.5',
    name: 'a-broken-hash-is-wrong',
    why: 'Whatever goes wrong with a password, it isn’t the right one.',
    file: 'change-password.ts',
    find: '(await verifyPassword(oldHash, passwords.current))',
    replace: '(await verifyPassword(oldHash, passwords.current).catch(() => false))',
    caughtBy: '9.5/all-or-nothing',
    saying: 'the status, when the old hash can’t be checked',
  },
  {
    task: '9.5',
    name: 'notes-it-if-somebody-was-in',
    why: 'If nobody was signed in, there is nothing to end, and nothing to note.',
    file: 'change-password.ts',
    find: `    notePasswordChange(database, person.id);
`,
    replace: `    const session = database.get('SELECT 1 FROM apiSessions WHERE personId = ?', person.id);
    if (session) notePasswordChange(database, person.id);
`,
    caughtBy: '9.5/this-person-alone',
    saying: 'whose change was noted',
  },
  {
    task: '9.5',
    name: 'tells-the-wrong-password',
    why: 'The person sees at once what they have typed.',
    file: 'change-password.ts',
    find: 'isRight ? [] : [WRONG]',
    replace: `isRight ? [] : [{ ...WRONG, detail: \`“\${passwords.current}” is wrong\` }]`,
    caughtBy: '9.5/keeps-passwords-to-itself',
    saying: 'passwords and hashes in the error that is thrown',
  },
];
