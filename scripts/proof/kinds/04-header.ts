import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 4.1
  {
    when: 'the scheme is compared with regard to case',
    mistakes: ['scheme-to-the-letter', 'two-spellings-of-the-scheme'],
  },
  {
    when: 'a good header isn’t read as it is: the pattern is narrower than RFC 6750’s, or case is treated the wrong way',
    mistakes: [
      'lower-cases-the-whole-line',
      'only-json-web-tokens',
      'two-equals-signs-at-most',
      'no-longer-than',
      'name-to-the-letter',
      'one-spelling-of-the-name',
    ],
  },
  { when: 'what follows the token isn’t looked at', mistakes: ['takes-the-second-piece'] },
  {
    when: 'the space between scheme and token isn’t matched as RFC 6750 defines it',
    mistakes: ['one-space-alone', 'any-white-space', 'space-or-none'],
  },
  {
    when: 'a header of another scheme isn’t treated as "no token": it counts as malformed, or as Bearer',
    mistakes: [
      'another-scheme-is-malformed',
      'looks-at-the-token-first',
      'beginning-of-the-scheme',
      'token-as-a-basic-password',
      'token-scheme-as-well',
    ],
  },
  {
    when: 'a header that is empty, or that has nothing after its scheme, counts as no header',
    mistakes: ['bearer-alone-is-no-token', 'an-empty-line-is-none'],
  },
  {
    when: 'characters are accepted that can’t be in a token, or not at that place',
    mistakes: [
      'pattern-without-a-beginning',
      'equals-sign-anywhere',
      'decodes-percent-signs',
      'range-with-more-in-it',
      'no-token-pattern',
    ],
  },
  {
    when: 'a second `Authorization` line goes unnoticed, or isn’t counted',
    mistakes: ['first-line-only', 'equal-lines-are-one', 'counts-bearer-lines'],
  },
  {
    when: 'a token is accepted from elsewhere than the `Authorization` header: the query, a body, a cookie or another header',
    mistakes: [
      'token-in-the-query',
      'token-in-the-body',
      'token-in-a-cookie',
      'token-in-the-query-beside-another-scheme',
      'token-in-the-url',
      'token-from-the-proxy',
      'an-x-in-front',
      'query-beside-a-malformed-header',
    ],
  },
  {
    when: 'a plain Error is thrown, which the error handlers don’t know',
    mistakes: ['throws-a-plain-error'],
  },
  {
    when: 'a regular expression with the flag g remembers where its last search ended',
    mistakes: ['pattern-with-a-memory'],
  },
  {
    when: 'the token gets out: in an error, or on the console',
    mistakes: ['token-in-the-error', 'prints-the-header', 'token-in-the-error-about-two-lines'],
  },
  {
    when: 'something of one request stays behind for the next one, or the request itself is changed',
    mistakes: ['token-of-the-connection', 'takes-the-line-away'],
  },
  // 4.2
  {
    when: 'the author is stored by handle: the database expects an id',
    mistakes: ['author-by-handle'],
  },
  {
    when: 'a variable outside of the handler is shared by all requests',
    mistakes: ['remembers-the-first-person', 'one-variable-for-all-requests'],
  },
  { when: 'the new id can already belong to a report', mistakes: ['counts-for-an-id'] },
  {
    when: 'something that the client sends can name the author: the query, a header, or a property of the body',
    mistakes: [
      'author-in-the-query',
      'author-in-a-header',
      'author-by-id',
      'copies-the-body-with-assign',
      'rangers-post-for-others',
    ],
  },
  {
    when: 'the person is looked up in a way that accepts nobody',
    mistakes: ['nobody-is-an-author'],
  },
  {
    when: 'an `author` in the body is dropped or accepted instead of refused',
    mistakes: [
      'overrules-the-author',
      'takes-its-own-name',
      'null-is-no-author',
      'rangers-may-name-an-author',
    ],
  },
  {
    when: 'a changed copy of the body is validated, instead of the body as it came',
    mistakes: ['copies-the-body-by-spreading', 'copies-the-body-as-json'],
  },
  {
    when: 'the body itself is stored, instead of what validating it returned',
    mistakes: ['stores-the-raw-body', 'validates-and-stores-the-body'],
  },
  {
    when: '`createdAt` isn’t the time on the app’s clock at the moment of the request',
    mistakes: ['machine-clock', 'whole-seconds', 'looks-at-the-clock-once'],
  },
  {
    when: '`Location` isn’t the path of the new report',
    mistakes: [
      'location-of-the-collection',
      'location-from-the-url',
      'location-below-the-base-url',
    ],
  },
  {
    when: 'an error of the database is answered in the handler, instead of by the error handler',
    mistakes: ['shows-the-error-of-the-database', 'what-cannot-be-stored-is-not-valid'],
  },
  {
    when: 'the answer isn’t the report as everyone else gets it',
    mistakes: ['shows-the-authors-id'],
  },
  { when: 'a `console` call prints the headers', mistakes: ['prints-the-request'] },
  // 4.3
  {
    when: 'something less than the whole origin of the final URL decides whether a request gets the token',
    mistakes: [
      'token-for-everyone',
      'compares-the-beginning',
      'compares-the-host',
      'compares-the-hostname',
      'a-path-begins-with-a-slash',
      'one-slash-and-not-two',
      'absolute-with-two-slashes',
      'second-try-with-the-token',
      'signs-in-before-it-looks',
      'looks-at-strings-only',
    ],
  },
  {
    when: 'the URL that is sent isn’t the one that was resolved: a path alone, or without its query',
    mistakes: ['target-not-resolved', 'path-without-its-query', 'resolves-against-the-option'],
  },
  {
    when: 'an `Authorization` header of the caller’s stays beside ours',
    mistakes: ['appends-the-header'],
  },
  {
    when: 'a request to another origin isn’t passed on exactly as it was given',
    mistakes: ['elsewhere-without-its-init', 'elsewhere-without-authorization'],
  },
  {
    when: 'the token is also sent outside of the `Authorization` header',
    mistakes: ['token-in-the-url-too', 'token-in-a-second-header'],
  },
  {
    when: 'requests that run at the same time don’t share one sign-in',
    mistakes: ['signs-in-each-time', 'shares-the-token-not-the-sign-in'],
  },
  {
    when: 'the second try isn’t the first one with a new token: it lacks something, or still has the old token',
    mistakes: ['second-try-without-its-body', 'sends-the-old-token-again', 'headers-made-once'],
  },
  { when: 'there are more than two tries', mistakes: ['goes-round-in-circles', 'three-tries'] },
  {
    when: 'a second try follows something else than a 401',
    mistakes: ['renews-for-any-failure', 'renews-for-403-too', 'tries-again-when-no-answer-comes'],
  },
  {
    when: 'each refusal signs in by itself, or throws away a token that is newer than the refused one',
    mistakes: ['drops-whatever-token-there-is', 'signs-in-for-each-refusal'],
  },
  {
    when: 'a request that carries a secret follows redirects',
    mistakes: [
      'follows-redirects',
      'the-caller-has-the-last-word',
      'second-try-follows-redirects',
      'password-follows-redirects',
    ],
  },
  {
    when: 'not everything in `init` is passed on',
    mistakes: ['spreads-the-headers', 'some-of-init', 'the-usual-part-of-init'],
  },
  {
    when: 'the caller’s own object is changed, and keeps the token',
    mistakes: ['writes-into-the-callers-headers', 'writes-into-init'],
  },
  {
    when: 'the credentials are encoded with `btoa` alone, which isn’t UTF-8',
    mistakes: ['latin-1-password'],
  },
  {
    when: 'the token is kept at the top of the file, for every client',
    mistakes: ['one-token-for-all-clients'],
  },
  {
    when: 'a sign-in that failed isn’t the end of the request, or is kept for the next one',
    mistakes: ['keeps-a-broken-promise', 'sends-without-a-token', 'sends-bearer-undefined'],
  },
  {
    when: 'a secret gets out: on an object that the caller has, in an error, or on the console',
    mistakes: [
      'token-on-the-client',
      'token-on-the-response',
      'credentials-in-the-error',
      'request-in-the-error',
      'quotes-the-answer',
      'prints-the-token',
      'prints-a-second-refusal',
    ],
  },
  {
    when: 'the origin is compared as it was typed, not as a URL spells it',
    mistakes: ['origin-as-it-was-given'],
  },
  { when: 'only some paths of the API’s own origin get the token', mistakes: ['only-below-api'] },
  {
    when: 'a 401 counts only if it has something besides its status',
    mistakes: ['renews-after-a-challenge-alone', 'renews-after-a-bearer-challenge-alone'],
  },
  // 4.4
  {
    when: 'an origin that isn’t exactly one of those on the list still gets CORS headers',
    mistakes: [
      'lets-everybody-in',
      'compares-the-beginning-of-an-origin',
      'compares-the-host-of-an-origin',
      'forgives-a-slash',
      'any-case-of-an-origin',
      'null-is-local',
      'one-string-of-origins',
      'finds-the-origin-in-an-object',
      'list-given-to-cors',
      'stranger-gets-the-other-options',
      'an-empty-origin-may',
    ],
  },
  {
    when: 'a star allows every origin',
    mistakes: ['cors-as-in-its-readme', 'origin-star'],
  },
  {
    when: 'an origin that isn’t on the list, or isn’t a URL, becomes an error',
    mistakes: ['parses-the-origin', 'throws-for-others'],
  },
  {
    when: 'the origins on the list aren’t compared one by one: a pattern, a star, the first of them, or an empty list decides',
    mistakes: [
      'pattern-with-a-dot',
      'the-first-of-the-list',
      'no-list-allows-all',
      'a-star-on-the-list',
    ],
  },
  {
    when: 'one app’s list of origins is changed, or remembered for another app',
    mistakes: ['adds-to-the-list', 'remembers-who-was-allowed', 'sorts-the-list'],
  },
  {
    when: 'cookies are allowed: this API doesn’t use any',
    mistakes: ['allows-cookies', 'cookies-over-tls'],
  },
  {
    when: 'the headers that are allowed aren’t exactly the ones that the API needs, by name',
    mistakes: ['header-star', 'header-star-and-authorization', 'repeats-the-headers-asked-for'],
  },
  { when: 'methods are written in lower case', mistakes: ['methods-in-small-letters'] },
  { when: 'a method that the brief lists isn’t allowed', mistakes: ['methods-of-today'] },
  { when: 'no headers are exposed to the page', mistakes: ['exposes-nothing'] },
  {
    when: 'a preflight request is answered with another status, or is also passed on',
    mistakes: ['next-whatever-cors-did', 'preflight-with-200', 'passes-the-preflight-on'],
  },
  { when: '`next` is called twice', mistakes: ['next-twice'] },
  {
    when: 'CORS is mounted after something that can already refuse',
    mistakes: ['after-the-guard'],
  },
  { when: '`Vary` is only set when the origin is allowed', mistakes: ['varies-for-friends-alone'] },
  { when: 'a `console` call prints the headers', mistakes: ['prints-who-asks'] },
];
