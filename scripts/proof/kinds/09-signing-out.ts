import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 9.1
  {
    when: 'rows whose `exp` has been reached aren’t deleted, or not all of them, or a moment too early or too late: `<` for `<=`, a time that is rounded, or an allowance',
    mistakes: [
      'takes-nothing-off',
      'ten-minutes-too-long',
      'deletes-then-stops',
      'nothing-to-do-for-known-ones',
      'keeps-it-at-exp',
      'rounds-up',
      'rounds-to-the-nearest',
      'a-minute-too-early',
    ],
  },
  {
    when: 'the INSERT fails for a token that is on the list already',
    mistakes: ['plain-insert', 'fails-the-second-time'],
  },
  {
    when: 'every error of the INSERT is caught, also one that isn’t about a token that comes twice',
    mistakes: ['no-failure-counts'],
  },
  {
    when: 'the row doesn’t get exactly the `jti` and the `exp` that were passed in, or good tokens are deleted: seconds and milliseconds are mixed up, or another clock is asked',
    mistakes: [
      'swaps-the-values',
      'exp-in-milliseconds',
      'the-time-of-revoking',
      'whole-seconds-of-exp',
      'milliseconds-for-seconds',
      'seconds-times-a-thousand',
      'takes-off-what-is-good',
      'empties-the-list',
      'ten-minutes-too-early',
      'time-of-the-machine',
      'zero-means-for-ever',
      'a-thousand-at-most',
    ],
  },
  {
    when: 'a `jti` is changed or sorted out before it is stored, or becomes a part of the SQL',
    mistakes: ['puts-values-into-the-sql', 'jtis-in-lower-case', 'skips-an-empty-jti'],
  },
  {
    when: 'a token that has expired isn’t written to the list, and how long that takes tells which it was',
    mistakes: ['nothing-to-do-for-the-expired'],
  },
  {
    when: 'revoked tokens are remembered in a variable beside the table',
    mistakes: ['remembers-in-a-variable'],
  },
  {
    when: 'more than the list of revoked tokens is tidied up',
    mistakes: ['ends-sessions-as-well'],
  },
  // 9.2
  {
    when: 'a session that has ended isn’t answered with `invalid-token`: it isn’t asked for, an old answer is used, or another code is thrown',
    mistakes: [
      'asks-for-no-session',
      'remembers-sessions',
      'ended-is-expired',
      'revoked-is-expired',
    ],
  },
  {
    when: 'the session’s `personId` isn’t compared with the subject of the token',
    mistakes: ['any-session-will-do'],
  },
  {
    when: 'the end of the session isn’t `expiresAt(session)`, compared with `now` by `<`',
    mistakes: [
      'never-too-old',
      'lives-at-its-end',
      'seconds-against-milliseconds',
      'forgets-the-idle-week',
      'forgets-the-thirty-days',
    ],
  },
  {
    when: 'the `iat` of the token, which is in whole seconds, is compared with the times of its session',
    mistakes: ['older-than-its-session'],
  },
  {
    when: 'a condition is the wrong way round, or is about the time of this machine, so that nobody is recognized',
    mistakes: ['clock-of-the-machine', 'the-wrong-way-round'],
  },
  {
    when: 'the list of revoked tokens isn’t asked, or isn’t asked about exactly the `jti`',
    mistakes: [
      'asks-for-no-list',
      'looks-for-the-session-on-the-list',
      'trims-the-jti',
      'asks-in-lower-case',
    ],
  },
  {
    when: 'the type of `jti` isn’t tested, and a token is accepted that couldn’t be revoked',
    mistakes: ['accepts-no-jti', 'any-jti-as-a-string', 'a-jti-that-is-truthy'],
  },
  {
    when: 'undefined is returned for a token that must be refused, as if there were none',
    mistakes: ['nobody-instead-of-an-error'],
  },
  {
    when: 'another error than `AuthenticationError` is thrown for one of the reasons',
    mistakes: ['a-problem-for-the-revoked', 'an-error-for-those-who-left'],
  },
  {
    when: 'the session of the request isn’t remembered by its own id, or is remembered before everything was checked',
    mistakes: [
      'remembers-nothing',
      'remembers-the-person',
      'remembers-the-token',
      'remembers-too-early',
    ],
  },
  {
    when: 'a token that was accepted once isn’t checked again',
    mistakes: ['remembers-good-tokens'],
  },
  {
    when: 'a request changes its session, where it should only be read',
    mistakes: ['renews-the-session', 'ends-the-session-of-the-revoked'],
  },
  {
    when: 'an error of the database is caught, and counts as a bad token',
    mistakes: ['every-fault-is-the-tokens'],
  },
  {
    when: 'another session of the same person is accepted in place of the token’s own',
    mistakes: ['the-newest-session-of-the-person'],
  },
  // 9.3
  {
    when: 'the session of a refresh token lives on: it isn’t found, because it must be looked for by the hash and by nothing else, or only the token becomes worthless',
    mistakes: [
      'access-tokens-only',
      'does-not-hash',
      'unused-tokens-alone',
      'recent-tokens-alone',
      'deletes-the-token-alone',
      'marks-it-used',
    ],
  },
  {
    when: 'more sessions are ended than the one that the refresh token belongs to',
    mistakes: ['every-session-of-the-person', 'every-session-of-all'],
  },
  {
    when: 'the list doesn’t get the `jti` of the access token together with its own `exp`',
    mistakes: [
      'refresh-tokens-only',
      'stand-in-for-all',
      'the-clock-of-the-machine',
      'forgets-it-at-once',
      'a-minute-on-the-list',
    ],
  },
  {
    when: 'an access token ends its session, as only a refresh token should',
    mistakes: ['an-access-token-ends-its-session'],
  },
  {
    when: 'something is thrown for a string that isn’t a token',
    mistakes: ['throws-for-unknown-strings'],
  },
  {
    when: 'a part of the work is done only for some strings, and how long it takes tells which',
    mistakes: ['only-if-ours', 'either-or', 'returns-early', 'looks-before-it-deletes'],
  },
  {
    when: 'a string counts that isn’t a token of ours: it is only similar to one, belongs to one, or nobody has verified it',
    mistakes: [
      'decodes-without-verifying',
      'trims-the-string',
      'takes-the-hash-too',
      'takes-a-session-id-too',
      'takes-the-scheme-off',
      'takes-quotes-off',
    ],
  },
  {
    when: 'the stand-in doesn’t expire at this moment, in seconds',
    mistakes: ['a-stand-in-that-stays', 'a-stand-in-in-milliseconds', 'a-stand-in-for-a-second'],
  },
  {
    when: 'the two changes aren’t in one transaction, or an error in it is caught',
    mistakes: ['no-transaction', 'swallows-errors'],
  },
  {
    when: 'the string that was sent is stored or printed',
    mistakes: ['stores-the-string', 'prints-the-string'],
  },
  // 9.4
  {
    when: 'the list isn’t exactly what the brief asks for: another property, another time, or one that isn’t written as RFC 3339',
    mistakes: [
      'times-as-numbers',
      'times-as-text',
      'no-envelope',
      'the-whole-row',
      'names-of-the-columns',
      'says-which-person',
      'last-used-when-created',
      'created-when-refreshed',
      'ends-a-week-later',
      'ends-a-month-later',
    ],
  },
  {
    when: 'the list is sent without the header that keeps it out of caches',
    mistakes: ['a-list-for-caches', 'no-cache-for-no-store'],
  },
  {
    when: 'the list isn’t the one that `liveSessionsOf` returns for this person, in its order, and all of it',
    mistakes: ['the-oldest-first', 'everybodys-sessions', 'last-used-first', 'fifty-at-most'],
  },
  {
    when: 'the clock isn’t asked in each request, and sessions are listed that have ended',
    mistakes: ['those-whose-time-is-over-too', 'the-clock-of-the-start'],
  },
  {
    when: '`current` doesn’t come from comparing the session’s id with that of the request’s session',
    mistakes: ['always-current', 'all-are-current', 'none-is-current'],
  },
  {
    when: 'a session that isn’t among one’s own live ones isn’t answered with the same 404 as every other one',
    mistakes: [
      'ends-what-it-is-told',
      'rangers-may-end-any',
      'always-204',
      'forbidden-for-others',
      'ends-what-is-over-already',
      'any-case',
      'a-part-of-the-id-will-do',
      'current-for-an-id',
      'trims-the-id',
      'says-why',
      'says-which-id',
    ],
  },
  {
    when: 'the session that was asked for isn’t the one that ends, or none ends',
    mistakes: ['ends-another-one', 'ends-nothing', 'deletes-the-refresh-tokens'],
  },
  {
    when: 'the answer is a 204 although the session couldn’t be ended: the error is caught, or comes too late',
    mistakes: ['ends-it-in-the-background', 'a-failure-is-a-204'],
  },
  { when: 'the answer isn’t a 204 without a body', mistakes: ['200-with-a-body'] },
  {
    when: 'the current session can’t be ended like every other one',
    mistakes: ['not-the-current-one'],
  },
  {
    when: '`endAll` doesn’t end exactly the sessions of this person, in the API and in the office',
    mistakes: ['the-api-alone', 'all-others', 'one-of-all', 'all-of-all', 'the-whole-office'],
  },
  {
    when: 'the office’s sessions end together with a single one of the API',
    mistakes: ['one-ends-the-office-too'],
  },
  { when: 'a request without a person gets an answer', mistakes: ['lists-for-nobody'] },
  { when: 'the list is kept from one request to the next', mistakes: ['keeps-a-list'] },
  // 9.5
  {
    when: 'a wrong current password isn’t refused with a 422: an `await` is missing, or the result isn’t used as the brief says',
    mistakes: [
      'does-not-await',
      'asks-for-no-password',
      'returns-without-a-word',
      'compares-with-the-hash',
      '401-for-a-wrong-password',
      'trims-the-current-one',
    ],
  },
  {
    when: 'nobody has the handle any more, and the code goes on as if there were a hash',
    mistakes: ['a-hash-of-nobody', 'somebody-is-always-there'],
  },
  {
    when: 'a condition is the wrong way round, and a right password is refused',
    mistakes: ['the-wrong-way-round-again', 'keeps-the-old-hash'],
  },
  { when: 'nobody asks whether the new password is good enough', mistakes: ['any-new-password'] },
  {
    when: 'the first error is thrown before the other one was looked for',
    mistakes: ['the-first-error-alone', 'the-new-one-first'],
  },
  {
    when: 'what is stored isn’t the awaited hash of the new password',
    mistakes: [
      'stores-the-password',
      'does-not-await-the-hash',
      'hashes-the-old-one',
      'hashes-twice',
      'trims-the-new-one',
      'without-spaces-around-it',
      'cuts-it-at-72',
      'normalizes-to-nfkc',
      'single-spaces',
    ],
  },
  {
    when: 'a change that was overtaken by another one isn’t refused: the old hash isn’t compared in the UPDATE, or nobody looks whether a row changed',
    mistakes: [
      'the-last-one-wins',
      'looks-again-then-updates',
      'compares-with-the-newest-hash',
      'ignores-the-count',
      'returns-for-the-loser',
      'a-conflict-for-the-loser',
    ],
  },
  {
    when: 'the change isn’t noted for this person alone, under their id, or the UPDATE is about others as well',
    mistakes: [
      'everybody-with-this-hash',
      'notes-it-for-all',
      'notes-nothing',
      'notes-the-handle',
      'notes-it-if-somebody-was-in',
    ],
  },
  {
    when: 'the wrong sessions end: not all of this person’s (the current one or the office’s lives on), or other people’s as well',
    mistakes: [
      'ends-no-session',
      'ends-the-apis-alone',
      'ends-the-refresh-tokens-alone',
      'keeps-the-newest-session',
      'ends-everybodys-sessions',
      'empties-the-office',
      'mira-for-everybody',
    ],
  },
  {
    when: 'a part of the change is outside of the transaction',
    mistakes: ['no-transaction-at-all', 'ends-the-sessions-afterwards', 'notes-it-before'],
  },
  {
    when: 'a password or its hash is printed, or is in an error',
    mistakes: ['prints-the-new-password', 'prints-the-new-hash', 'tells-the-wrong-password'],
  },
  {
    when: 'an error of `verifyPassword` is caught, and counts as a right or a wrong password',
    mistakes: ['a-broken-hash-is-right', 'a-broken-hash-is-wrong'],
  },
];
