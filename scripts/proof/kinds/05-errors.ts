import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 5.1
  {
    when: 'the status means something else than "tell me who you are"',
    mistakes: ['forbidden-for-unknown'],
  },
  {
    when: '`WWW-Authenticate` isn’t among the problem’s headers, or isn’t written as RFC 9110 requires',
    mistakes: ['no-challenge', 'realm-without-quotes', 'challenge-in-the-body'],
  },
  {
    when: 'the challenge or the body has an `error`, though the client sent no token that could be wrong',
    mistakes: ['blames-who-sent-nothing', 'error-in-the-body'],
  },
  {
    when: 'a browser is led to ask for a password: by another scheme, or by a redirect',
    mistakes: ['offers-basic-too', 'sends-to-the-login'],
  },
  { when: 'the problem has no type of its own', mistakes: ['no-slug'] },
  { when: 'the problem is thrown instead of returned', mistakes: ['throws-the-problem'] },
  {
    when: 'the detail doesn’t tell the reader what to do next',
    mistakes: ['no-detail', 'says-not-where', 'says-the-wrong-method'],
  },
  { when: 'an object that isn’t a `Problem` is returned', mistakes: ['only-looks-like-a-problem'] },
  // 5.2
  { when: 'a malformed header gets a 401: it is a bad request', mistakes: ['malformed-is-401'] },
  {
    when: 'the answer to a malformed header was copied from another case',
    mistakes: ['malformed-is-an-invalid-token', 'one-description-copied-to-all'],
  },
  {
    when: 'the answer to an expired token isn’t the one that the brief asks for, word for word',
    mistakes: ['expired-falls-through', 'expired-without-full-stop', 'token-expired-as-the-error'],
  },
  { when: 'an invalid token gets a 403', mistakes: ['invalid-is-403'] },
  {
    when: 'the answer to an invalid token says why it is invalid, or guesses',
    mistakes: ['invalid-or-expired', 'no-longer-valid', 'names-the-check', 'expired-in-the-title'],
  },
  {
    when: 'a description contains a character that can’t be in the header',
    mistakes: [
      'quotes-in-the-description',
      'an-ellipsis-in-the-header',
      'backslash-in-the-description',
    ],
  },
  { when: 'a 401 is made without its challenge', mistakes: ['a-problem-without-a-challenge'] },
  // 5.3
  {
    when: 'someone else’s request isn’t always stopped, or is stopped by something else than an `AccessDeniedError`',
    mistakes: [
      'any-person-will-do',
      'next-despite-all',
      'continues-after-next',
      'hides-it-as-404',
      'guards-only-delete',
      'guards-two-methods',
      'leaves-by-the-next-route',
      'answers-403-itself',
    ],
  },
  {
    when: 'the report isn’t looked up by exactly the id in the route, or a missing report is treated as someone else’s',
    mistakes: [
      'only-authors-pass',
      'missing-reports-leave-the-route',
      'decodes-twice',
      'finds-by-like',
      'looks-up-in-an-object',
    ],
  },
  {
    when: 'a report whose author has left counts as one that may be changed',
    mistakes: ['orphans-for-all', 'rangers-inherit'],
  },
  {
    when: 'the author and the person aren’t compared by their whole ids, exactly',
    mistakes: [
      'compares-handles',
      'an-exception-for-the-administrator',
      'compares-the-beginning',
      'ignores-case',
      'compares-as-a-dictionary-does',
    ],
  },
  {
    when: 'a ranger is let through: a ranger isn’t the author',
    mistakes: ['rangers-may'],
  },
  {
    when: 'the report is looked up before it is known that there is a person',
    mistakes: ['404-before-401', 'forbids-nobody'],
  },
  {
    when: 'something that the client chooses decides what is allowed: the spelling of the path, the query, the body or a header',
    mistakes: [
      'goes-by-the-raw-url',
      'changing-the-condition-is-free',
      'id-from-the-query',
      'trusts-a-method-override',
      'trusts-a-header-for-the-person',
    ],
  },
  {
    when: 'authors are remembered while the database moves on',
    mistakes: ['reads-the-authors-once', 'remembers-authors'],
  },
  {
    when: 'an error of the database is caught, and the request continues',
    mistakes: ['fails-open'],
  },
  { when: 'a `console` call prints the headers', mistakes: ['prints-the-headers'] },
  // 5.4
  {
    when: 'the error’s `code` doesn’t decide between the entry point and a failed authentication',
    mistakes: ['entry-point-for-all', 'blames-everybody'],
  },
  { when: 'an error of ours becomes a 401', mistakes: ['everything-is-a-401'] },
  {
    when: 'a 403 is answered as if another token could help',
    mistakes: ['insufficient-scope', '401-for-403'],
  },
  {
    when: 'the client sees something of an error of ours: its message, its stack or a number, or Express’s own answer because the responder failed as well',
    mistakes: [
      'shows-the-message',
      'no-last-resort',
      'shows-the-stack-during-development',
      'numbers-the-500s',
    ],
  },
  {
    when: 'something that an error carries is trusted or shown: its code, its name, its status or its message',
    mistakes: [
      'trusts-the-status-of-an-error',
      'reads-a-status-from-anything',
      'tells-errors-by-a-code',
      'puts-the-code-into-a-500',
      'shows-the-cause',
      'trusts-a-status-code',
      'goes-by-the-words',
      'every-syntax-error-is-bad-json',
      'out-of-range-is-theirs',
      'goes-by-the-name-of-the-class',
      'any-status-will-do',
      'tells-by-a-code-of-its-own',
    ],
  },
  {
    when: 'the log doesn’t get exactly those errors that are ours, as they were thrown',
    mistakes: ['forgets-the-log', 'logs-every-refusal', 'logs-strings'],
  },
  {
    when: 'an error is answered, and passed on with `next` as well',
    mistakes: ['answers-and-passes-it-on'],
  },
  {
    when: 'the answer may already have begun when the error comes, and the code doesn’t check for that',
    mistakes: ['answers-twice', 'ends-half-an-answer'],
  },
  {
    when: 'every 401 gets the Bearer challenge, also the one that brings its own',
    mistakes: ['one-bearer-challenge-for-every-401', 'adds-a-missing-challenge'],
  },
  {
    when: 'something that a problem brings along doesn’t reach the client, such as its headers',
    mistakes: ['drops-what-a-problem-brings', 'one-text-for-every-404'],
  },
  { when: 'headers that were set before the error are removed', mistakes: ['clears-the-headers'] },
  {
    when: 'a 401 with a cause is treated the wrong way: an error of ours isn’t logged, a bad token is, or the client can tell',
    mistakes: [
      'logs-every-cause',
      'keeps-a-cause-to-itself',
      'goes-by-the-constructor',
      'logs-the-code-of-a-cause',
      'a-cause-makes-it-a-500',
    ],
  },
  {
    when: 'the message of an `AccessDeniedError` is shown to the client',
    mistakes: ['shows-why-it-is-forbidden'],
  },
  { when: 'a `console` call prints the request', mistakes: ['logs-the-request'] },
  {
    when: 'a variable at the top of the file is shared by all apps',
    mistakes: ['keeps-the-last-log'],
  },
  {
    when: 'a handler’s own `Cache-Control` also holds for the error',
    mistakes: ['caches-may-keep-it'],
  },
  { when: 'a report that doesn’t exist gets a 403', mistakes: ['tells-a-404-as-403'] },
];
