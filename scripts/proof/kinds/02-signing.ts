import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 2.1
  {
    when: 'the token is signed with another algorithm than RS256, or with another key than the one that was passed in',
    mistakes: ['signs-with-the-default-algorithm', 'signs-with-pss', 'keeps-the-first-key'],
  },
  {
    when: 'the header isn’t the one that the token profile requires: `typ` or `kid` is different or missing',
    mistakes: [
      'leaves-the-type-to-the-library',
      'spells-the-type-as-a-media-type',
      'leaves-the-key-unnamed',
    ],
  },
  {
    when: 'the token contains a claim that nobody asked for, and everyone who has the token can read it',
    mistakes: [
      'names-the-key-among-the-claims',
      'puts-the-role-in',
      'spreads-the-person',
      'not-valid-before',
    ],
  },
  {
    when: 'a claim about who the token is from, for whom, or which client asked has the wrong value',
    mistakes: [
      'swaps-issuer-and-audience',
      'is-for-nobody',
      'audience-in-a-list',
      'person-as-client',
    ],
  },
  {
    when: '`sub` is made from the handle, and handles can change',
    mistakes: ['handle-as-subject', 'subject-made-of-the-handle'],
  },
  {
    when: '`iat` isn’t the app’s clock in whole seconds: it comes from another clock, in another unit, or is rounded the wrong way',
    mistakes: [
      'goes-by-the-machines-clock',
      'leaves-iat-to-the-library',
      'counts-milliseconds',
      'rounds-to-the-nearest-second',
      'fractions-of-a-second',
      'floors-with-bitwise-or',
      'floors-with-an-unsigned-shift',
    ],
  },
  {
    when: '`exp` isn’t exactly LIFETIME seconds after `iat`: it is missing, in another unit, or from another look at the clock',
    mistakes: [
      'expires-in-as-text',
      'lifetime-in-milliseconds',
      'never-ends',
      'reads-the-clock-twice',
    ],
  },
  {
    when: 'a `jti` isn’t random enough: two tokens can have the same one, or someone could guess it',
    mistakes: [
      'id-from-person-and-second',
      'id-from-math-random',
      'id-from-a-counter',
      'id-that-is-cut-short',
      'one-id-for-all',
    ],
  },
  { when: 'a `console` call prints the token', mistakes: ['logs-the-token'] },
  // 2.2
  {
    when: 'hashes are compared: the same password has another hash each time',
    mistakes: ['hashes-again-and-compares'],
  },
  {
    when: 'a variable outside of the function is overwritten by a second call that runs at the same time',
    mistakes: ['asks-for-one-at-a-time'],
  },
  {
    when: 'Argon2 is called without the functions in passwords.ts, which also normalize what was typed',
    mistakes: ['calls-argon2-by-itself'],
  },
  {
    when: 'the person is returned with the hash still in it',
    mistakes: ['hands-the-hash-on', 'hides-the-hash', 'hash-behind-the-person'],
  },
  {
    when: 'the result of verifying exactly this password doesn’t decide: it isn’t awaited or used, or something else is verified or accepted',
    mistakes: [
      'forgets-to-await',
      'never-looks-at-the-verdict',
      'forgives-spaces',
      'forgives-caps-lock',
      'reads-72-characters',
      'takes-the-hash-for-the-password',
      'makes-letters-compatible',
      'reads-up-to-the-zero-byte',
      'refuses-long-passwords',
    ],
  },
  {
    when: 'someone can sign in with a handle that isn’t exactly theirs: the lookup is too generous, or someone’s real hash stands in for an unknown handle',
    mistakes: [
      'somebody-stands-in-for-nobody',
      'builds-the-query-from-text',
      'looks-for-what-is-like-it',
      'handle-in-any-case',
      'trims-the-handle',
      'id-or-handle',
    ],
  },
  { when: 'an unknown handle throws an error', mistakes: ['throws-for-an-unknown-handle'] },
  {
    when: 'the work isn’t the same in every case, or isn’t waited for: the response time then reveals which handles exist',
    mistakes: [
      'returns-early-for-an-unknown-handle',
      'verifies-against-no-hash',
      'verifies-against-a-cheap-hash',
      'verifies-against-an-expensive-hash',
      'verifies-twice-where-there-is-a-person',
      'verifies-twice-in-any-case',
      'does-not-wait-for-the-stand-in',
      'waits-a-random-moment',
    ],
  },
  {
    when: 'something is kept from one call to the next: a person, a verdict or a database',
    mistakes: ['remembers-people', 'remembers-who-was-right', 'keeps-the-first-database'],
  },
  {
    when: 'a hash that can’t be read opens the door instead of keeping it shut',
    mistakes: ['lets-anyone-in-when-it-fails', 'compares-what-is-no-hash'],
  },
  {
    when: 'a password or a hash is put into an error, and the app logs its errors',
    mistakes: ['quotes-the-hash-in-an-error', 'attaches-the-password-to-an-error'],
  },
  {
    when: 'a `console` call prints a password or a hash',
    mistakes: ['logs-what-people-type', 'logs-what-was-found', 'logs-a-hash-it-cannot-read'],
  },
  // 2.3
  {
    when: 'the credentials are read as base64url, or without padding: Basic uses plain base64',
    mistakes: ['reads-base64url', 'wants-no-padding'],
  },
  {
    when: 'the handle or the password isn’t taken as it is: it is trimmed, lower-cased, decoded once more, or cut; or an empty one is refused, which is wrong, but well-formed',
    mistakes: [
      'requires-a-password',
      'requires-a-handle',
      'trims-the-password',
      'makes-the-handle-small',
      'decodes-percents-too',
      'drops-the-byte-order-mark',
      'reads-short-passwords-only',
      'dot-stops-at-a-line-separator',
      'normalizes-the-password',
      'makes-the-text-compatible',
    ],
  },
  {
    when: 'the text isn’t split at its first colon',
    mistakes: ['splits-at-every-colon', 'splits-at-the-last-colon'],
  },
  { when: 'each byte becomes a character of its own', mistakes: ['decodes-with-atob'] },
  {
    when: 'bytes that aren’t UTF-8 are replaced, or read as something else, instead of refused',
    mistakes: ['replaces-what-is-not-utf-8', 'falls-back-to-latin-1'],
  },
  {
    when: 'the pattern is stricter than HTTP: a scheme has no case, and one or more spaces follow it',
    mistakes: ['scheme-in-one-case', 'one-space-alone'],
  },
  {
    when: 'another scheme is accepted as Basic, or another character as the space after it',
    mistakes: [
      'takes-the-second-word',
      'pattern-without-a-beginning',
      'any-white-space',
      'upper-cases-the-scheme',
    ],
  },
  {
    when: 'what follows the scheme isn’t checked in full before it is decoded: its alphabet, its padding and its end',
    mistakes: [
      'trusts-buffer-with-base64',
      'pattern-without-an-end',
      'both-alphabets',
      'names-the-alphabet-and-stops',
      'compares-without-the-padding',
      'throws-where-base64-is-cut-short',
      'forgives-a-space-at-the-end',
    ],
  },
  {
    when: 'a request that has no `Authorization` line, or several, isn’t handled',
    mistakes: [
      'reads-the-first-of-two-lines',
      'drops-empty-lines-first',
      'trips-over-no-line',
      'returns-empty-credentials',
    ],
  },
  {
    when: '`indexOf` returned -1, and the code went on with it',
    mistakes: ['forgets-that-indexof-gives-minus-one'],
  },
  {
    when: 'control characters in the handle or the password are let in, or removed instead of refused',
    mistakes: [
      'lets-control-characters-in',
      'looks-at-the-handle-alone',
      'removes-control-characters',
    ],
  },
  {
    when: 'a `console` call prints the `Authorization` line',
    mistakes: ['logs-the-line', 'warns-of-a-bad-line', 'prints-what-has-no-colon'],
  },
  // 2.4
  { when: 'the answer has another status than 200', mistakes: ['answers-201'] },
  {
    when: 'a promise is used where its result was meant: an `await` is missing, so the code continues too early',
    mistakes: ['signs-without-a-person'],
  },
  {
    when: 'the answer isn’t exactly the three properties of RFC 6749, with its names and types, and nothing else',
    mistakes: [
      'names-in-camel-case',
      'lifetime-as-text',
      'says-when-instead-of-how-long',
      'counts-what-is-left',
      'answers-with-the-person-too',
      'token-in-a-cookie-too',
      'token-in-a-header-too',
      'answers-with-an-authorization-header',
    ],
  },
  {
    when: 'a cache is allowed to keep the answer',
    mistakes: ['lets-caches-keep-it', 'no-cache-for-no-store'],
  },
  {
    when: 'the credentials are parsed again here, less carefully than in task 2.3',
    mistakes: ['reads-the-credentials-by-itself'],
  },
  {
    when: 'the refusal isn’t the one that the given helper makes, so its challenge or its type is missing',
    mistakes: ['answers-by-itself', 'a-problem-of-its-own'],
  },
  {
    when: 'missing or malformed credentials don’t get the same answer as wrong ones',
    mistakes: ['trusts-that-there-are-credentials', 'calls-malformed-credentials-a-bad-request'],
  },
  {
    when: 'credentials are accepted from another place than the `Authorization` header',
    mistakes: [
      'credentials-in-the-body',
      'credentials-in-the-address',
      'username-and-password-in-the-query',
      'credentials-in-another-header',
    ],
  },
  { when: 'the answer repeats what the client sent', mistakes: ['sends-the-credentials-back'] },
  {
    when: 'someone who signed in before is remembered for the next request',
    mistakes: ['remembers-the-last-person'],
  },
  {
    when: 'the answer, or the time that it takes, says whether the handle exists',
    mistakes: ['tells-who-exists', 'names-the-handle-in-the-answer', 'looks-the-handle-up-first'],
  },
  {
    when: 'only one of several `Authorization` lines is read',
    mistakes: ['hears-the-first-line-alone', 'picks-the-basic-line-out'],
  },
  {
    when: 'an earlier token, or an earlier verdict on a password, is kept and used again',
    mistakes: ['keeps-tokens', 'one-token-an-hour', 'remembers-who-signed-in'],
  },
  {
    when: 'a variable outside of the handler is shared by all requests, or by all apps',
    mistakes: [
      'keeps-the-first-apps-keys',
      'keeps-the-credentials-in-the-module',
      'shares-a-check-that-is-under-way',
    ],
  },
  {
    when: 'a `console` call prints the credentials or the token',
    mistakes: ['logs-who-failed-with-what', 'logs-the-headers', 'logs-the-answer'],
  },
  {
    when: 'a failure of ours is answered as if the credentials were wrong: the client is blamed, and nobody hears of it',
    mistakes: ['calls-our-failure-a-wrong-password'],
  },
  // 2.5
  {
    when: 'one of the two keys that are returned isn’t the `KeyObject` that its name says',
    mistakes: ['keeps-the-text', 'returns-the-private-key-twice'],
  },
  {
    when: 'the `kid` isn’t computed from the public key itself, as RFC 7638 says',
    mistakes: ['invents-a-kid', 'hashes-the-text'],
  },
  {
    when: 'a key of another length than the usual ones is refused: 2048 bits or more are fine',
    mistakes: ['wants-2048-bits-exactly', 'knows-three-lengths'],
  },
  {
    when: 'keys are compared as strings: one key can be written in several ways',
    mistakes: ['compares-pem-texts'],
  },
  { when: 'one of the two files is never looked at', mistakes: ['derives-both-from-one'] },
  {
    when: 'OpenSSL’s own error comes out, instead of a message that says which key is wrong',
    mistakes: ['never-looks-for-a-missing-key', 'lets-openssl-speak'],
  },
  {
    when: 'for keys that don’t belong together, no Error is thrown',
    mistakes: [
      'returns-nothing',
      'believes-that-they-are-a-pair',
      'throws-a-string',
      'compares-the-modulus-only',
    ],
  },
  {
    when: 'the type of each key isn’t checked first, with a message that says which key is wrong',
    mistakes: [
      'takes-any-kind-of-key',
      'takes-rsa-pss-for-rsa',
      'checks-the-private-key-only',
      'compares-before-it-checks',
      'says-that-one-of-them-is-wrong',
    ],
  },
  {
    when: 'a key of less than 2048 bits is accepted',
    mistakes: ['takes-a-short-key', 'takes-an-almost-short-key', 'warns-and-goes-on'],
  },
  {
    when: 'a private key is accepted as the public one: `createPublicKey` derives one from it',
    mistakes: ['derives-the-public-key', 'looks-for-one-kind-of-private-key'],
  },
  {
    when: 'the private key gets out: in an error, or on the console',
    mistakes: [
      'quotes-the-key',
      'attaches-the-keys-to-the-error',
      'attaches-both-key-objects',
      'prints-the-keys-when-they-are-bad',
      'prints-the-key-as-a-jwk',
    ],
  },
];
