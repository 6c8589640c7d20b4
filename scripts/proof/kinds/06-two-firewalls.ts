import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 6.1
  {
    when: 'a request that its firewall has no route for leaves that firewall, or is answered before its error handler',
    mistakes: [
      'lets-the-next-one-try',
      'options-may-leave',
      'not-found-after-the-error-handler',
      'answers-404-itself',
    ],
  },
  {
    when: 'the 404 stands behind all firewalls, where other paths of the app are caught, too',
    mistakes: ['not-found-after-all-of-them'],
  },
  {
    when: 'an error leaves the firewall that it was thrown in',
    mistakes: ['error-handlers-after-the-map', 'passes-errors-on-as-well'],
  },
  {
    when: 'a firewall isn’t mounted at its path, with all that is below it',
    mistakes: ['mounts-without-a-path', 'serves-that-one-path-only'],
  },
  {
    when: 'the path is compared by hand, and not as Express matches it',
    mistakes: [
      'compares-the-start-of-the-path',
      'compares-case',
      'lower-cases-the-request',
      'decodes-the-path-first',
      'makes-a-pattern-of-the-path',
    ],
  },
  {
    when: 'another firewall than the first that matches gets the request',
    mistakes: ['last-match-wins', 'longest-path-wins'],
  },
  {
    when: 'a router at the top of the file is shared by all apps',
    mistakes: ['one-router-for-every-app'],
  },
  {
    when: 'a firewall gets an app of its own: the settings of the real app don’t hold there',
    mistakes: ['an-app-for-each', 'an-app-for-each-side'],
  },
  { when: 'the URL of the request is changed', mistakes: ['restores-original-url'] },
  {
    when: 'a request counts as unanswered while its firewall is still busy with it',
    mistakes: ['does-not-wait-for-an-answer'],
  },
  // 6.2
  { when: 'the body is read before it is known who sends it', mistakes: ['reads-the-body-first'] },
  {
    when: 'one of the two open routes stands on the wrong side of the guard',
    mistakes: ['issue-behind-the-guard', 'inspects-before-the-guard'],
  },
  {
    when: 'a route that is open to everyone stands behind the lock',
    mistakes: ['tokens-behind-the-lock', 'inspect-behind-the-lock'],
  },
  {
    when: 'CORS doesn’t come first, or not with the origins that the app was given',
    mistakes: ['preflight-behind-the-guard', 'cors-after-issue', 'writes-the-origins-down'],
  },
  {
    when: 'not everything that changes something is locked: there is no lock, the routes come before it, some paths are left out, or a header opens them',
    mistakes: [
      'locks-one-path',
      'pictures-need-no-token',
      'lists-what-changes',
      'believes-a-method-override',
      'basic-opens-the-lock',
      'identify-without-a-lock',
      'lock-after-the-routes',
      'serves-before-anything',
    ],
  },
  {
    when: 'errors are answered by another responder than chapter 5’s',
    mistakes: ['answers-like-chapter-0'],
  },
  {
    when: 'the firewall and its routes disagree about who adds `/api` to the path',
    mistakes: ['says-api-twice', 'a-firewall-for-everything'],
  },
  {
    when: 'a cookie or the query plays a part, where only the `Authorization` header should',
    mistakes: ['token-from-a-cookie', 'token-from-the-query', 'hands-out-a-cookie'],
  },
  {
    when: 'the machine’s clock is used instead of the app’s',
    mistakes: ['goes-by-the-computers-clock'],
  },
  {
    when: 'something is kept at the top of the file, for all apps or for all requests',
    mistakes: ['makes-the-parts-once', 'remembers-the-last-token'],
  },
  {
    when: 'requests with some methods aren’t identified, so a bad token goes unnoticed',
    mistakes: ['heads-need-no-look', 'every-options-is-a-preflight'],
  },
  {
    when: 'an empty `Authorization` header counts as none',
    mistakes: ['identifies-where-there-is-a-value'],
  },
  // 6.3
  {
    when: 'the cookie has the wrong name over TLS: a prefix is missing, or another one',
    mistakes: ['one-name-for-both', 'host-prefix'],
  },
  {
    when: 'the prefix is also used without TLS, where browsers drop such a cookie',
    mistakes: ['the-prefix-without-tls'],
  },
  { when: 'scripts can read the cookie', mistakes: ['open-to-scripts'] },
  {
    when: 'the cookie’s path or domain isn’t exactly the office’s',
    mistakes: ['for-all-paths', 'path-with-a-slash', 'for-every-host-below'],
  },
  {
    when: '`SameSite` is missing, or doesn’t fit how people reach the office',
    mistakes: ['same-site-forgotten', 'same-site-strict'],
  },
  {
    when: 'the cookie has an end of its own, and outlives the browser',
    mistakes: ['remembers-for-eight-hours'],
  },
  {
    when: 'the cookie is always `Secure`, or never',
    mistakes: ['never-secure', 'always-secure'],
  },
  {
    when: 'the eight hours aren’t counted from the beginning of the session, or not on their own',
    mistakes: [
      'idle-limit-only',
      'both-limits-at-once',
      'eight-hours-since-it-was-seen',
      'a-millisecond-longer',
    ],
  },
  {
    when: 'the half hour isn’t counted in milliseconds since the last request, or not at all',
    mistakes: ['eight-hours-only', 'counts-in-seconds'],
  },
  {
    when: 'a live session counts as ended: another clock is asked, the two times are mixed up, or the answer is inverted',
    mistakes: ['idle-since-it-began', 'asks-the-computers-clock', 'says-it-is-live'],
  },
  {
    when: 'something is changed that isn’t of this call alone: options that all apps share, or the session that is asked about',
    mistakes: ['one-object-of-options', 'asking-keeps-it-alive'],
  },
  // 6.4
  {
    when: 'a form from another host of the same site gets through',
    mistakes: ['refuses-cross-site-only', 'same-site-will-do'],
  },
  {
    when: 'the value of `Sec-Fetch-Site` isn’t compared exactly',
    mistakes: [
      'ends-with-same-origin',
      'first-of-two-headers',
      'in-any-case',
      'an-empty-header-is-none',
    ],
  },
  {
    when: 'a form of our own is refused because one of its two headers isn’t what the code expects',
    mistakes: ['refuses-what-the-user-typed', 'requires-both-headers'],
  },
  { when: 'a client that sends neither header is refused', mistakes: ['requires-an-origin'] },
  {
    when: 'without `Sec-Fetch-Site`, the `Origin` isn’t compared as a whole with the app’s own',
    mistakes: [
      'ignores-the-origin',
      'null-is-no-origin',
      'origin-by-its-beginning',
      'origin-by-its-host',
    ],
  },
  {
    when: 'the app’s own origin isn’t taken from `ownOrigin` each time: a header decides, or an earlier request',
    mistakes: ['host-from-the-header', 'believes-any-proxy', 'remembers-its-origin'],
  },
  {
    when: 'some forged forms get through: not every method, navigation or visitor is checked',
    mistakes: [
      'lists-the-dangerous-methods',
      'believes-the-method-in-a-header',
      'navigation-will-do',
      'checks-the-forms-of-signed-in-people',
      'a-click-will-do',
    ],
  },
  {
    when: 'a request with a safe method isn’t passed on, exactly once',
    mistakes: ['refuses-links', 'continues-twice'],
  },
  {
    when: 'the refusal is sent here instead of thrown for the error handler',
    mistakes: ['answers-by-itself'],
  },
  {
    when: 'the check isn’t in front of everything that reads the session',
    mistakes: ['after-the-session', 'not-for-the-login'],
  },
  { when: 'a `console` call prints the headers', mistakes: ['logs-the-headers'] },
  // 6.5
  { when: 'the session keeps an id that the browser brought along', mistakes: ['keeps-the-id'] },
  {
    when: 'the session that the browser had before isn’t ended, or only some of them are',
    mistakes: ['keeps-the-old-session', 'ends-only-ones-own-session'],
  },
  {
    when: 'the browser doesn’t end up with a cookie for a live session of this person',
    mistakes: ['ends-the-new-session', 'sends-no-cookie', 'handle-in-the-session'],
  },
  {
    when: 'the answer doesn’t wait for the store, or ignores that the store failed',
    mistakes: [
      'does-not-wait-for-the-start',
      'waits-for-a-second',
      'does-not-wait-for-the-old-one',
      'signs-in-all-the-same',
      'a-failed-end-is-no-reason',
      'sends-the-cookie-first',
    ],
  },
  {
    when: 'a person who isn’t a ranger is treated like someone else, or is refused too late: a session has already begun or ended',
    mistakes: [
      'any-person-will-do',
      'a-hiker-is-a-wrong-password',
      'ends-the-session-before-it-asks',
      'signs-in-then-looks',
    ],
  },
  { when: 'a wrong password gets the answer that a hiker gets', mistakes: ['nobody-is-forbidden'] },
  { when: 'a session from before makes the password superfluous', mistakes: ['already-signed-in'] },
  {
    when: 'what was typed is changed before it is checked',
    mistakes: ['trims-the-password', 'forgives-the-case-of-a-handle'],
  },
  {
    when: 'an error of the database counts as a wrong password',
    mistakes: ['a-failing-database-is-a-wrong-password'],
  },
  {
    when: 'no password is verified when the handle is unknown, and the response time reveals that',
    mistakes: ['looks-the-handle-up-first'],
  },
  {
    when: 'a `console` call prints a password or a session’s id',
    mistakes: ['logs-the-credentials', 'logs-the-session', 'logs-who-signs-out'],
  },
  { when: 'the cookie outlives the browser', mistakes: ['remembers-me'] },
  {
    when: 'the person is kept in the session instead of read at each request',
    mistakes: ['trusts-the-first-look'],
  },
  {
    when: 'the form’s token isn’t checked, is accepted from elsewhere, or is the same for every browser',
    mistakes: ['no-csrf-on-login', 'csrf-from-the-query', 'one-csrf-token-for-all'],
  },
  { when: 'the page says which of the two was wrong', mistakes: ['says-which-was-wrong'] },
  { when: 'an id in the cookie is believed without its signature', mistakes: ['adopts-any-id'] },
  {
    when: 'a session is stored for everyone who looks at a page',
    mistakes: ['stores-a-session-for-everyone'],
  },
  {
    when: 'the limits of a session aren’t applied, or not every request counts as using it',
    mistakes: ['sessions-for-ever', 'looking-is-no-use'],
  },
  { when: 'a string goes into the page without being escaped', mistakes: ['markup-from-a-title'] },
  {
    when: 'one firewall accepts what belongs to the other: a token, or a cookie',
    mistakes: ['a-token-for-the-office', 'a-cookie-for-the-api'],
  },
  { when: 'a report that doesn’t exist can be closed', mistakes: ['closes-without-looking'] },
  {
    when: 'a session’s id can be guessed',
    mistakes: ['counts-sessions', 'id-from-math-random', 'id-from-the-time'],
  },
  // 6.6
  {
    when: 'the session lives on, or comes back: a copy of its cookie still works',
    mistakes: ['clears-only-the-cookie', 'starts-an-empty-session', 'saves-the-session-at-the-end'],
  },
  {
    when: 'the cookie isn’t cleared, or with another path or domain than it was set with',
    mistakes: ['ends-only-the-session', 'clears-another-path', 'names-a-domain'],
  },
  {
    when: 'the cookie is cleared under another name over TLS, or without Secure',
    mistakes: ['clears-office-over-tls', 'clears-it-without-secure'],
  },
  {
    when: 'the answer doesn’t wait for the session’s end, or comes although that failed',
    mistakes: [
      'does-not-wait-for-the-end',
      'ends-within-a-second',
      'swallows-the-error',
      'ends-what-it-finds-again',
      'clears-the-cookie-first',
    ],
  },
  { when: 'a session is expected where there may be none', mistakes: ['counts-on-a-session'] },
  { when: 'all of a person’s sessions are ended', mistakes: ['signs-out-everywhere'] },
  { when: 'a GET signs out', mistakes: ['signs-out-on-get'] },
  { when: 'the form’s token isn’t checked for signing out', mistakes: ['no-csrf-on-logout'] },
  { when: 'cookies of other pages are cleared as well', mistakes: ['clears-every-cookie'] },
];
