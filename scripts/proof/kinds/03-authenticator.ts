import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 3.1
  {
    when: 'the token is decoded, but its signature is never verified',
    mistakes: ['decodes-instead-of-verifying'],
  },
  {
    when: 'the accepted algorithms aren’t pinned to the one we sign with',
    mistakes: [
      'algorithms-not-pinned',
      'takes-the-whole-rsa-family',
      'takes-the-algorithm-from-the-header',
    ],
  },
  {
    when: 'the header decides which algorithm is used, so that our public key can serve as a secret',
    mistakes: ['lets-the-header-choose-between-rs256-and-hs256'],
  },
  {
    when: 'a token without a signature isn’t verified at all',
    mistakes: ['checks-a-signature-where-there-is-one'],
  },
  {
    when: 'the header has a say in which key is used: anyone can write a header',
    mistakes: ['takes-the-key-from-the-header', 'insists-on-a-known-kid'],
  },
  {
    when: 'the library checks the times as well, by the machine’s clock: that belongs to task 3.3',
    mistakes: ['lets-the-library-look-at-the-clock', 'forgets-not-before'],
  },
  {
    when: 'only some errors become an `AuthenticationError`: a library throws others, too',
    mistakes: ['catches-the-librarys-own-errors-only', 'verifies-first-and-trusts-the-error-class'],
  },
  {
    when: 'the token is read less strictly than `decodeToken` reads it',
    mistakes: ['reads-it-with-the-library', 'trims-the-token'],
  },
  {
    when: 'the function doesn’t return the decoded token',
    mistakes: [
      'returns-what-the-library-returned',
      'returns-nothing',
      'returns-the-librarys-header',
    ],
  },
  {
    when: 'a wrong key of ours is blamed on the token: the `try` catches too much, or the key isn’t checked; or a good key is refused',
    mistakes: [
      'lets-a-wrong-key-become-a-401',
      'notices-only-a-missing-key',
      'trips-over-a-missing-key',
      'knows-one-length-of-key',
    ],
  },
  {
    when: 'the error that was caught isn’t passed on as the `cause`',
    mistakes: ['loses-the-cause'],
  },
  { when: 'a token that was verified once is remembered', mistakes: ['remembers-verified-tokens'] },
  {
    when: 'the token gets out: on the console, or as part of an error that someone will log',
    mistakes: ['logs-what-it-refuses', 'hangs-the-token-on-the-error'],
  },
  // 3.2
  {
    when: 'the issuer isn’t required, or isn’t compared as a whole string',
    mistakes: [
      'wants-an-issuer-only-where-there-is-one',
      'compares-the-start-of-the-issuer',
      'makes-a-pattern-of-the-issuer',
      'compares-the-end-of-the-issuer',
      'takes-a-list-of-issuers',
      'normalizes-the-issuer',
      'compares-like-a-dictionary',
    ],
  },
  {
    when: 'a check is skipped when the policy lacks its value',
    mistakes: [
      'an-unset-issuer-is-no-check',
      'undefined-equals-undefined',
      'looks-out-for-undefined-only',
      'compares-as-strings',
    ],
  },
  {
    when: 'the audience isn’t compared as a whole string: part of it, or another spelling, is enough',
    mistakes: [
      'finds-the-audience-within-a-text',
      'forgives-a-slash-after-the-audience',
      'compares-addresses-as-urls',
      'splits-the-audience-at-spaces',
      'normalizes-the-audience',
    ],
  },
  {
    when: '`aud` is expected to be a string: it may also be a list',
    mistakes: ['wants-one-audience-only'],
  },
  {
    when: '`typ` isn’t compared exactly with the one type that the policy accepts',
    mistakes: ['takes-any-type-of-jwt', 'reads-typ-in-any-case', 'refuses-only-what-it-knows'],
  },
  {
    when: 'a token with `crit` gets through, at least with some values',
    mistakes: ['ignores-crit', 'asks-whether-crit-is-truthy', 'understands-what-it-has-heard-of'],
  },
  {
    when: '`sub` isn’t checked to be a string that isn’t empty',
    mistakes: ['takes-a-token-about-nobody', 'makes-a-string-of-the-subject'],
  },
  {
    when: 'the subject that is returned isn’t exactly the `sub` of the token',
    mistakes: ['tidies-the-subject', 'lets-a-claim-called-subject-decide'],
  },
  {
    when: 'the claims are copied with `Object.assign`, which follows a `__proto__` in them',
    mistakes: ['copies-the-claims'],
  },
  {
    when: 'something that the policy provides is hard-coded, or kept from the first policy',
    mistakes: ['writes-the-issuer-down-again', 'remembers-the-first-policy'],
  },
  { when: 'a `console` call prints the claims', mistakes: ['prints-what-it-refuses'] },
  { when: 'a claim is required that no rule asks for', mistakes: ['requires-a-client'] },
  {
    when: 'the claims that were passed in are changed',
    mistakes: ['makes-a-list-of-the-audience', 'sorts-the-audiences'],
  },
  // 3.3
  {
    when: 'the times aren’t compared with the clock that was passed in, in the same unit',
    mistakes: ['compares-milliseconds-with-seconds', 'looks-at-the-machines-clock'],
  },
  {
    when: 'a 0 is treated as if nothing had been given',
    mistakes: ['falls-back-on-the-machines-clock', 'takes-zero-for-missing'],
  },
  {
    when: 'the moment of `exp` isn’t treated exactly: the clock is rounded, the comparison is off by a moment, or the error is another one',
    mistakes: [
      'good-at-the-second-of-exp',
      'rounds-the-clock',
      'counts-whole-seconds',
      'compares-dates',
      'calls-an-expired-token-invalid',
    ],
  },
  { when: 'a minute of tolerance is hard-coded', mistakes: ['forgives-a-minute'] },
  {
    when: 'the tolerance isn’t the one that the policy gives: it is fixed, forgotten, rounded, or in another unit',
    mistakes: [
      'forgives-nobody',
      'forgives-a-second-too-many',
      'tolerates-in-milliseconds',
      'forgets-the-tolerance-for-nbf',
    ],
  },
  {
    when: 'the tolerance is given to `exp` or to the lifetime: it is only for `iat` and `nbf`',
    mistakes: ['tolerates-an-expired-token', 'tolerates-a-longer-life'],
  },
  {
    when: '`exp` isn’t required to be a finite number of seconds',
    mistakes: [
      'takes-a-token-without-exp',
      'takes-infinity-for-a-time',
      'reads-times-from-strings',
      'guesses-milliseconds',
    ],
  },
  {
    when: 'something about the token isn’t checked, or only after it was called expired',
    mistakes: [
      'says-expired-first',
      'says-expired-before-it-looks-at-iat',
      'checks-the-times-before-the-parties',
      'reads-before-it-verifies',
      'does-without-iat',
    ],
  },
  {
    when: 'the time between `iat` and `exp` isn’t limited by the policy',
    mistakes: ['lets-a-token-live-for-years', 'limits-what-is-left'],
  },
  {
    when: '`nbf` isn’t checked, or null counts as none',
    mistakes: ['ignores-not-before', 'takes-null-for-no-nbf'],
  },
  {
    when: 'the limits aren’t the policy’s own: one is written down again, or there is a default, or the code asks whether a rule is broken, and `n > undefined` is false',
    mistakes: [
      'writes-the-lifetime-down-again',
      'has-a-generous-default',
      'asks-whether-a-rule-is-broken',
      'asks-whether-a-token-is-early',
    ],
  },
  // 3.4
  {
    when: 'an error about a bad token is swallowed, so its sender counts as nobody',
    mistakes: ['takes-a-bad-token-for-none', 'takes-an-empty-token-for-none'],
  },
  {
    when: 'a request without a token isn’t told apart from one with a bad token',
    mistakes: ['wants-a-token-always'],
  },
  {
    when: 'the token is also looked for where `readToken` doesn’t look',
    mistakes: ['takes-the-token-from-the-query-too', 'takes-the-token-from-a-cookie-too'],
  },
  {
    when: 'a `catch` also catches what only we can cause: a database that fails',
    mistakes: ['takes-a-failing-database-for-a-bad-token', 'takes-a-failing-database-for-nobody'],
  },
  {
    when: 'a valid token for a person who doesn’t exist isn’t refused',
    mistakes: ['takes-a-deleted-person-for-no-token', 'believes-in-everybody'],
  },
  { when: '`sub` is looked up as a handle', mistakes: ['reads-sub-as-a-handle'] },
  {
    when: 'people are kept from one request to the next, or from one app to another',
    mistakes: ['keeps-people-in-a-cache', 'shares-people-between-apps', 'remembers-who-was-gone'],
  },
  {
    when: 'what the token says about a person is believed instead of the database',
    mistakes: ['takes-the-role-from-the-token'],
  },
  {
    when: 'the clock is asked once, outside of the function that handles a request',
    mistakes: ['asks-the-clock-once'],
  },
  { when: 'an error from `readToken` is swallowed', mistakes: ['takes-a-refused-header-for-none'] },
  { when: 'a `console` call prints the token', mistakes: ['logs-who-signs-in-with-what'] },
  {
    when: 'the policy that was passed in isn’t used as it is: its tolerance is replaced',
    mistakes: ['has-a-tolerance-of-its-own', 'makes-the-policy-anew'],
  },
  {
    when: 'more is returned about a person than `findPersonById` returns',
    mistakes: ['returns-the-password-hash-too'],
  },
  {
    when: 'the token is changed before it is verified: `readToken` has decided what it is',
    mistakes: ['takes-quotes-off-the-token', 'takes-the-scheme-off-again'],
  },
  // 3.5
  {
    when: 'some methods aren’t asked for a token at all, so that a bad one goes unnoticed',
    mistakes: ['lets-options-through'],
  },
  {
    when: 'the code continues after an authenticator has failed, or catches what it threw',
    mistakes: ['goes-on-after-failing', 'takes-a-failure-for-nobody'],
  },
  {
    when: 'what was thrown is passed to `next`, which treats some values as "continue"',
    mistakes: ['hands-next-whatever-was-thrown', 'leaves-odd-errors-to-express'],
  },
  {
    when: 'something reaches the error handlers that only looks like an `Error`',
    mistakes: ['takes-a-look-alike-for-an-error'],
  },
  {
    when: 'an `await` is missing, so the code continues too early',
    mistakes: ['forgets-to-await'],
  },
  {
    when: 'other authenticators are still asked after one has recognized a person',
    mistakes: ['asks-them-all', 'asks-them-all-at-once'],
  },
  {
    when: 'the person is found but not remembered for the request',
    mistakes: ['forgets-who-it-was'],
  },
  { when: '`next()` is called twice', mistakes: ['goes-on-twice'] },
  {
    when: 'the guard refuses a request that nobody was recognized for',
    mistakes: ['lets-nobody-pass'],
  },
  {
    when: 'something outlives the request: a variable still holds the last person, or the list of authenticators is used up',
    mistakes: [
      'remembers-for-everyone',
      'shares-the-person-for-a-moment',
      'knows-the-connection',
      'uses-the-authenticators-up',
    ],
  },
  {
    when: 'an error is replaced by another one on its way through the guard',
    mistakes: ['takes-every-bug-for-a-bad-token', 'wraps-every-error'],
  },
  {
    when: 'a `console` call prints the request, with its headers',
    mistakes: ['prints-the-request'],
  },
  {
    when: 'the odd value that was thrown isn’t kept as the `cause` of the new Error',
    mistakes: ['loses-what-was-thrown', 'puts-what-was-thrown-into-a-text'],
  },
  // 3.6
  {
    when: 'a request that can change something gets past the lock: some methods or clients are forgotten, the routes come first, or the code continues after a refusal',
    mistakes: [
      'lists-the-dangerous-methods',
      'forgets-put',
      'goes-on-after-refusing',
      'mounted-after-the-routes',
      'trusts-the-same-machine',
      'matches-a-part-of-the-method',
      'looks-into-an-object',
      'reads-methods-in-any-case',
    ],
  },
  {
    when: 'a method that only looks is locked as well',
    mistakes: ['locks-options', 'locks-head', 'locks-a-get-with-a-body'],
  },
  {
    when: 'the path or the query decides what is locked, and the same route can be reached by many URLs',
    mistakes: ['compares-paths', 'believes-a-method-override'],
  },
  {
    when: 'a header alone counts as a person',
    mistakes: [
      'takes-the-header-for-the-person',
      'trusts-localhost',
      'lets-preflights-through',
      'believes-a-proxys-method',
    ],
  },
  {
    when: 'the lock is mounted before the routes that must stay open',
    mistakes: ['locks-the-door-for-tokens'],
  },
  {
    when: 'a whole part of the API is left open, including routes that don’t exist yet',
    mistakes: ['opens-everything-under-tokens', 'leaves-static-files-alone'],
  },
  {
    when: 'the guard only runs for requests that are locked',
    mistakes: ['guards-only-what-is-locked'],
  },
  {
    when: 'the 401 is sent here, without the challenge and the problem',
    mistakes: ['answers-by-itself'],
  },
  {
    when: 'a person from an earlier request is remembered',
    mistakes: ['remembers-the-last-person', 'opens-the-connection'],
  },
];
