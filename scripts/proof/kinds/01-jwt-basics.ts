import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 1.1
  {
    when: 'characters that aren’t base64url get through: the decoder is trusted to refuse them, the pattern is too wide, or they are removed first',
    mistakes: [
      'leaves-it-to-the-decoder',
      'drops-the-padding',
      'translates-plain-base64',
      'trims-first',
      'range-from-A-to-small-z',
      'ignores-case-in-unicode',
    ],
  },
  {
    when: 'a segment’s last character isn’t checked for bits that belong to no byte, or only for one of the lengths',
    mistakes: ['ignores-left-over-bits', 'checks-one-length-only'],
  },
  {
    when: 'the bytes are turned into a string and back: not every byte survives that',
    mistakes: ['by-way-of-a-text'],
  },
  { when: 'an empty segment counts as malformed', mistakes: ['wants-one-character'] },
  {
    when: 'what is thrown isn’t an instance of `MalformedToken`',
    mistakes: ['throws-any-error', 'throws-a-look-alike'],
  },
  { when: 'the message doesn’t say which part is malformed', mistakes: ['does-not-say-where'] },
  {
    when: 'a regular expression with the flag g remembers where its last search ended',
    mistakes: ['pattern-with-a-memory'],
  },
  {
    when: 'two calls share one buffer',
    mistakes: ['reuses-one-buffer', 'keeps-the-bytes-it-returned'],
  },
  {
    when: 'a `console` call prints a part of the token',
    mistakes: [
      'prints-what-it-refuses',
      'prints-the-token',
      'prints-what-it-could-not-read',
      'prints-the-beginning',
      'groups-what-it-prints',
      'warns-of-unsigned-tokens',
    ],
  },
  // 1.2
  {
    when: 'a part isn’t decoded, and read as an object, as strictly as `decodeSegment` and `readObject` do it',
    mistakes: [
      'parses-atob',
      'lets-the-parser-throw',
      'takes-anything-for-a-header',
      'parses-the-header-itself',
    ],
  },
  {
    when: 'bytes that aren’t UTF-8 are replaced instead of refused',
    mistakes: ['reads-bytes-leniently'],
  },
  {
    when: 'the number of parts isn’t checked',
    mistakes: ['does-not-count-further', 'does-not-count'],
  },
  {
    when: 'a token without a signature is refused: reading it isn’t trusting it',
    mistakes: ['wants-a-signature', 'refuses-alg-none'],
  },
  { when: 'the signature is returned as a string, not as bytes', mistakes: ['signature-as-text'] },
  {
    when: 'something in or around the token is accepted that isn’t base64url',
    mistakes: ['signature-decoded-leniently', 'takes-bearer-off', 'takes-quotes-off'],
  },
  {
    when: 'the message isn’t written for the part that is malformed: it was copied, or it is the parser’s own',
    mistakes: [
      'one-line-copied',
      'passes-the-parsers-words-on',
      'takes-an-empty-part-for-a-missing-one',
    ],
  },
  {
    when: 'the result isn’t new and exactly what the token contains: an earlier result is reused, or `Object.assign` follows a `__proto__` in the claims',
    mistakes: [
      'keeps-what-it-decoded',
      'returns-one-object-for-all',
      'keeps-the-last-token',
      'copies-the-claims-with-assign',
    ],
  },
  {
    when: 'a token is refused for something that only a verifier should care about: its type or its length',
    mistakes: ['insists-on-typ-jwt', 'limits-the-length'],
  },
  { when: 'the payload is evaluated as JavaScript', mistakes: ['evaluates-the-payload'] },
  // 1.3
  {
    when: '`expired` isn’t decided by the given time and `exp` in the same unit: another clock, another claim or a conversion gets in the way',
    mistakes: [
      'seconds-for-milliseconds',
      'asks-the-machine',
      'guesses-milliseconds',
      'cuts-to-32-bits',
      'too-early-is-expired',
      'ends-before-it-began',
    ],
  },
  {
    when: 'a token still counts as good at `exp` or after it',
    mistakes: ['good-at-exp-too', 'allows-five-seconds'],
  },
  {
    when: 'a time is rounded: `exp` and the clock may have fractions of a second',
    mistakes: ['drops-the-fraction', 'rounds-the-end', 'rounds-exp-to-a-millisecond'],
  },
  { when: '0 is treated as if there were no time', mistakes: ['zero-is-nothing'] },
  {
    when: 'a claim that the token doesn’t have is made up, or compared although it is missing; or the result has a property too many, or is an earlier call’s object',
    mistakes: [
      'returns-nbf-as-well',
      'good-for-ever',
      'takes-nbf-for-iat',
      'adds-an-hour-to-iat',
      'copies-the-claims-first',
      'returns-the-same-times-again',
    ],
  },
  { when: 'seconds are given to `Date`, which counts milliseconds', mistakes: ['dates-in-1970'] },
  {
    when: 'a time is converted to a date although it is too far away for one',
    mistakes: ['writes-any-date', 'far-iat-unforeseen', 'guesses-the-unit-of-iat'],
  },
  {
    when: 'a time is used before it was checked to be a finite number',
    mistakes: ['converts-to-a-number', 'skips-nbf', 'typeof-number'],
  },
  { when: 'the claims that were passed in are changed', mistakes: ['changes-the-claims'] },
  // 1.4
  {
    when: '`verified` says more than that the token was decoded: nobody has checked a signature yet',
    mistakes: ['decoded-so-verified', 'verified-unless-none', 'verified-by-a-modern-algorithm'],
  },
  {
    when: 'the time isn’t the one on the app’s clock at the moment of the request: it comes from elsewhere, was kept, or is in another unit',
    mistakes: [
      'takes-the-machines-time',
      'clock-in-seconds',
      'asks-the-clock-once',
      'remembers-its-answers',
    ],
  },
  {
    when: 'the answer doesn’t have exactly its six properties: one is missing or named differently, or an object was spread into it',
    mistakes: [
      'forgets-the-times',
      'calls-it-payload',
      'spreads-the-signature-in',
      'leaves-out-what-is-null',
      'lists-claims-on-top',
    ],
  },
  {
    when: '`decodeToken` and `readTimes` don’t get the token as it came, or an error of theirs is replaced or swallowed',
    mistakes: ['parses-by-itself', 'hides-the-fault', 'shows-without-its-times', 'trims-the-token'],
  },
  {
    when: 'an expired token is refused, though this endpoint only shows what a token says',
    mistakes: ['refuses-what-is-over'],
  },
  {
    when: 'the token isn’t taken from a validated body, or not from there alone',
    mistakes: ['believes-the-body', 'takes-the-header-too'],
  },
  {
    when: 'deeply nested JSON isn’t refused before a recursive function gets it',
    mistakes: ['no-limit-to-depth', 'no-limit-to-depth-in-the-header'],
  },
  {
    when: 'the header or the claims aren’t shown as they are: something is left out, hidden or lost',
    mistakes: [
      'shows-the-usual-header',
      'copies-the-header-with-assign',
      'copies-the-claims-with-object-assign',
      'hides-what-looks-secret',
    ],
  },
  {
    when: 'the answer isn’t always JSON: a query decides what it is',
    mistakes: ['answers-with-jsonp', 'answers-a-browser-with-html'],
  },
  {
    when: 'something from the token is put where not every string is allowed: a header of the answer can’t contain a line break',
    mistakes: ['type-in-a-header-of-the-answer', 'subject-in-a-link'],
  },
];
