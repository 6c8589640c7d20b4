import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 8.1
  {
    when: 'the token has another number of bytes than the brief asks for, or another encoding',
    mistakes: [
      'a-uuid-for-a-token',
      'hexadecimal',
      'base64-with-padding',
      'half-the-bytes',
      '43-random-characters',
    ],
  },
  {
    when: 'something that can be guessed goes into the token, such as the time, `Math.random` or the token before',
    mistakes: [
      'math-random',
      'hashes-the-time',
      'a-little-math-random',
      'hashes-the-token-before',
      'hashes-the-bytes-before',
    ],
  },
  {
    when: 'the token has the right length, but not all of its bits are random: some are the same in every token, or repeat others',
    mistakes: [
      'two-uuids',
      'begins-with-the-time',
      'letters-alone',
      'sixteen-bytes-twice',
      'a-checksum-at-the-end',
    ],
  },
  {
    when: 'the hash isn’t exactly what `hashOf` returns for the token as the client gets it',
    mistakes: [
      'hashes-the-bytes',
      'the-token-for-its-hash',
      'salted',
      'hash-in-hex',
      'hash-cut-short',
    ],
  },
  { when: 'a token is kept from one call to the next', mistakes: ['made-once'] },
  {
    when: 'the token gets out by another way: a `console` call prints it, or more is returned than the token and its hash',
    mistakes: ['prints-the-token', 'returns-the-bytes-too'],
  },
  // 8.2
  {
    when: 'the access token’s lifetime, or what the answer says about it, isn’t `ACCESS_LIFETIME` in seconds',
    mistakes: [
      'an-hour-as-before',
      'one-second-too-many',
      'expires-in-milliseconds',
      'says-an-hour',
    ],
  },
  {
    when: 'the answer doesn’t have exactly the members that the brief lists, or not with their values',
    mistakes: ['camel-case-names', 'another-type-of-token', 'says-more-than-it-should'],
  },
  {
    when: 'the access token isn’t signed for this person and this session, with the header of chapter 2',
    mistakes: [
      'no-sid',
      'the-person-for-the-session',
      'a-session-id-of-its-own',
      'the-session-for-the-subject',
      'no-kid',
      'typ-of-the-library',
    ],
  },
  { when: 'the access token has a claim that nobody asked for', mistakes: ['one-claim-too-many'] },
  {
    when: 'the database doesn’t get exactly one hash, that of the refresh token in the answer, for the session that was passed in',
    mistakes: [
      'stores-nothing',
      'stores-another-token',
      'a-spare-token',
      'adds-it-to-the-person',
      'a-session-for-each-pair',
      'stores-the-token',
      'hands-out-the-hash',
    ],
  },
  { when: 'two access tokens have the same `jti`', mistakes: ['jti-of-the-session'] },
  {
    when: 'the `jti` isn’t a random id of its own: it is made of the refresh token or its hash',
    mistakes: ['the-refresh-token-as-jti', 'its-hash-as-jti'],
  },
  {
    when: 'the clock is asked more than once, so `exp` and `iat` don’t come from the same moment',
    mistakes: ['asks-the-clock-twice'],
  },
  {
    when: 'an error of `sessions.addToken` doesn’t reach the caller: it is caught, or comes too late',
    mistakes: ['a-failed-store-goes-unnoticed', 'adds-it-afterwards'],
  },
  {
    when: 'the time isn’t rounded down to whole seconds as in 2.1',
    mistakes: ['rounds-the-time', 'bitwise-floor'],
  },
  {
    when: 'the machine’s clock is used for `iat` instead of the one in the options',
    mistakes: ['time-of-the-machine'],
  },
  { when: 'the keys of the first call are used for all calls', mistakes: ['keeps-the-first-keys'] },
  {
    when: 'one of the two tokens is printed when they are issued',
    mistakes: ['prints-the-refresh-token', 'prints-the-access-token', 'writes-to-stdout'],
  },
  // 8.3
  {
    when: 'the code looks at the row to learn whether the token was used, and another request can use it in between',
    mistakes: ['looks-then-updates', 'looks-then-updates-with-where', 'awaits-in-between'],
  },
  {
    when: 'the time in the row is taken for a proof, though two requests can come in the same millisecond',
    mistakes: ['updates-then-compares-the-time'],
  },
  {
    when: 'the UPDATE also changes a row that was used before',
    mistakes: ['no-condition', 'a-grace-period'],
  },
  {
    when: 'the UPDATE changes other tokens than the one that was sent',
    mistakes: ['every-unused-token', 'every-token-of-the-session'],
  },
  {
    when: 'more changes than the token’s `usedAt`: a used token is deleted or counts as unknown, or its session changes',
    mistakes: [
      'used-is-unknown',
      'deletes-the-token',
      'ends-the-session-itself',
      'renews-the-session-as-well',
    ],
  },
  {
    when: '`isFirst` doesn’t follow from how many rows changed, or says the opposite',
    mistakes: ['first-if-nothing-failed', 'the-wrong-way-round'],
  },
  { when: 'the token is looked up without being hashed', mistakes: ['does-not-hash'] },
  {
    when: 'a token without a row isn’t answered with undefined',
    mistakes: ['throws-for-unknown-tokens', 'finds-what-has-ended'],
  },
  {
    when: 'a string that isn’t exactly the token is accepted in its place',
    mistakes: ['trims-the-token', 'decodes-the-token', 'normalizes-the-token'],
  },
  {
    when: 'an error of the database is caught, and the token counts as unknown',
    mistakes: ['a-failure-is-an-unknown-token'],
  },
  {
    when: 'the database is asked for the token as it was sent, in addition to its hash',
    mistakes: ['takes-the-hash-too', 'the-token-in-a-query'],
  },
  {
    when: 'used tokens are remembered in a variable, where another server doesn’t see them',
    mistakes: ['remembers-in-a-variable'],
  },
  {
    when: '`usedAt` gets something else than the time that was passed in',
    mistakes: ['time-of-the-machine-of-use', 'a-flag-for-a-time'],
  },
  {
    when: '`usedAt` changes again when a used token comes',
    mistakes: ['notes-the-last-use'],
  },
  { when: 'a `console` call prints the token that is used', mistakes: ['prints-used-tokens'] },
  // 8.4
  {
    when: 'a token that comes a second time is refused, but its session lives on, or is stored again',
    mistakes: [
      'refuses-and-leaves-it',
      'undoes-what-it-ended',
      'ends-it-too-late',
      'revives-the-session',
    ],
  },
  {
    when: 'a second use isn’t always a reason to end the session: it is ignored, or forgiven at certain times',
    mistakes: [
      'any-use-will-do',
      'forgives-for-ten-seconds',
      'everyone-may-go-on',
      'forgets-after-a-day',
    ],
  },
  {
    when: 'the person’s other sessions end, too',
    mistakes: ['ends-every-session', 'one-session-a-person'],
  },
  {
    when: 'one of the session’s two limits isn’t kept: its end isn’t taken from `expiresAt`, to the millisecond, or it is renewed too early, too late, or for a sign-in that never was',
    mistakes: [
      'no-lifetime',
      'a-millisecond-too-late',
      'idle-limit-alone',
      'total-limit-alone',
      'never-renews',
      'renews-once-a-day',
      'renews-once-a-minute',
      'renews-before-it-looks',
      'a-new-session-each-time',
      'starts-the-thirty-days-anew',
    ],
  },
  {
    when: 'nobody asks whether the session’s person still exists, or a session that is over is refused but not ended',
    mistakes: ['forgets-to-end-what-is-over', 'leaves-the-session-of-nobody', 'asks-for-no-person'],
  },
  {
    when: 'the refusals differ, so that a client can tell why its token was refused',
    mistakes: ['tells-that-it-was-used', 'tells-that-it-has-expired'],
  },
  {
    when: 'an unknown token gets something else than an `invalidGrant()`',
    mistakes: ['unauthorized', 'crashes-for-unknown-tokens'],
  },
  { when: 'the client gets its old refresh token back', mistakes: ['does-not-rotate'] },
  {
    when: 'the machine’s clock decides instead of the one in the options',
    mistakes: ['time-of-the-machine-of-refresh'],
  },
  {
    when: 'first and second uses are told apart in memory, which a restart empties',
    mistakes: ['remembers-who-used-what'],
  },
  {
    when: 'a `console` call prints the token that is refused, or a part of it',
    mistakes: ['prints-the-thiefs-token', 'prints-a-piece-of-it'],
  },
  {
    when: 'an error of the database counts as a refused token',
    mistakes: [
      'every-error-is-a-refusal',
      'a-failed-use-is-a-refusal',
      'a-failed-answer-is-a-refusal',
    ],
  },
  // 8.5
  {
    when: 'requests that wait at the same time don’t share one refresh',
    mistakes: ['everyone-for-themselves', 'waits-before-it-shares'],
  },
  {
    when: 'the old tokens are dropped before the answer is there, and others who wait find none',
    mistakes: ['forgets-the-tokens-first'],
  },
  {
    when: 'a request refreshes although another one has replaced its tokens already',
    mistakes: ['refreshes-for-latecomers'],
  },
  {
    when: 'a refresh that has ended, or has failed, still counts as under way',
    mistakes: ['never-again', 'reset-after-success-only'],
  },
  {
    when: 'the newest tokens aren’t both kept, or an older one or the wrong one is sent',
    mistakes: [
      'keeps-the-old-refresh-token',
      'keeps-nothing',
      'sends-the-access-token',
      'sends-the-first-one-again',
    ],
  },
  {
    when: 'the caller doesn’t get a `SignInRequired` when the API has refused the refresh token',
    mistakes: ['a-refusal-like-any-error', 'an-error-of-its-own', 'gives-back-nothing'],
  },
  {
    when: 'the tokens stay although the API has refused them, and are sent again',
    mistakes: ['keeps-refused-tokens'],
  },
  {
    when: 'a failure counts as a refusal: the tokens are lost though they may still be good',
    mistakes: ['signs-out-for-anything', 'signs-out-for-every-4xx', 'signs-out-when-offline'],
  },
  {
    when: 'a refresh that failed isn’t reported with an error, but passed over',
    mistakes: ['ignores-a-failure'],
  },
  {
    when: 'the client tries again by itself, after a failure or with tokens that don’t work',
    mistakes: ['tries-again-at-once', 'refreshes-until-it-works'],
  },
  {
    when: 'all clients of the program share one refresh, though each has a session of its own',
    mistakes: ['one-refresh-for-the-program'],
  },
  {
    when: 'a token gets out through an error or a `console` call',
    mistakes: ['a-token-in-the-error', 'the-tokens-as-a-cause', 'prints-new-tokens'],
  },
  {
    when: 'the client keeps the password, and signs in again with it',
    mistakes: ['signs-in-with-what-it-kept'],
  },
];
