import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  // 5.1
  {
    task: '5.1',
    name: 'writes-the-challenge-by-hand',
    how: 'The challenge is a literal under a lower-case header name, and the wording is different.',
    file: 'entry-point.ts',
    region: `  return new Problem(401, {
    headers: { 'www-authenticate': 'Bearer realm="cairn"' },
    title: 'Who are you?',
    detail: 'Send Authorization: Bearer and a token. POST /api/tokens trades a password for one.',
    slug: 'authentication-required',
  });`,
  },
  {
    task: '5.1',
    name: 'a-class-of-its-own',
    how: 'A subclass of Problem knows its status and its headers.',
    file: 'entry-point.ts',
    region: `  class AuthenticationRequired extends Problem {
    constructor(detail: string) {
      super(401, {
        slug: 'authentication-required',
        title: 'Authentication required',
        detail,
        headers: Object.fromEntries([['WWW-Authenticate', bearerChallenge(undefined)]]),
      });
    }
  }
  return new AuthenticationRequired('Sign in at POST /api/tokens, and come back with a token.');`,
  },
  {
    task: '5.1',
    name: 'tells-a-program-where-to-go',
    how: 'An additional member (RFC 9457 §3.2) names the token endpoint; the header is added afterwards.',
    file: 'entry-point.ts',
    region: `  const problem = new Problem(401, {
    slug: 'authentication-required',
    title: 'Authentication is required',
    detail: 'Get an access token at POST /api/tokens first.',
    extra: { tokens: '/api/tokens' },
  });
  problem.headers['WWW-Authenticate'] = bearerChallenge();
  return problem;`,
  },

  // 5.2
  {
    task: '5.2',
    name: 'looks-it-up-in-a-table',
    how: 'One table for what differs, and one call of `refusal`.',
    file: 'authentication-failed.ts',
    region: `  const said = {
    'malformed-authorization': {
      status: 400,
      title: 'That header cannot be read',
      error: 'invalid_request',
      error_description: 'Write Authorization: Bearer, a space, and one token.',
    },
    'expired-token': {
      status: 401,
      title: 'That token is too old',
      error: 'invalid_token',
      error_description: 'The token has expired.',
    },
    'invalid-token': {
      status: 401,
      title: 'That token is not accepted',
      error: 'invalid_token',
      error_description: 'This token is not accepted here.',
    },
  } as const;
  const { status, title, ...challenge } = said[failure];
  return refusal(status, failure, title, challenge);`,
  },
  {
    task: '5.2',
    name: 'writes-problem-and-challenge-by-hand',
    how: 'Early returns, Problem instead of refusal, parameters in another order, with an error_uri.',
    file: 'authentication-failed.ts',
    region: `  const challenge = (error: string, description: string) => ({
    'WWW-Authenticate':
      \`Bearer error="\${error}", error_description="\${description}", realm="cairn",\` +
      \` error_uri="https://cairn.example/problems/\${failure}"\`,
  });
  if (failure === 'malformed-authorization') {
    return new Problem(400, {
      slug: 'malformed-authorization',
      detail: 'There must be one Authorization header, of the form "Bearer <token>".',
      headers: challenge('invalid_request', 'Send one scheme, spaces, and one token.'),
    });
  }
  if (failure === 'expired-token') {
    return new Problem(401, {
      slug: 'expired-token',
      title: 'Expired',
      detail: 'Your token was good once. Get a new one at POST /api/tokens.',
      headers: challenge('invalid_token', 'The token has expired.'),
    });
  }
  return new Problem(401, {
    slug: 'invalid-token',
    detail: 'Get another one at POST /api/tokens.',
    headers: challenge('invalid_token', 'No such token is known here.'),
  });`,
  },
  {
    task: '5.2',
    name: 'a-conditional-chain',
    how: 'A conditional expression sorts the malformed from the bad, and a second one the expired.',
    file: 'authentication-failed.ts',
    region: `  const unreadable = failure === 'malformed-authorization';
  const expired = failure === 'expired-token';
  const error_description = unreadable
    ? 'The Authorization header is malformed.'
    : \`The token \${expired ? 'has expired' : 'does not hold'}.\`;
  return refusal(unreadable ? 400 : 401, failure, error_description.slice(0, -1), {
    error: unreadable ? 'invalid_request' : 'invalid_token',
    error_description,
  });`,
  },

  // 5.3
  {
    task: '5.3',
    name: 'hands-the-error-to-next',
    how: 'Errors are passed to `next`, each with an early return; nothing is thrown.',
    file: 'only-the-author.ts',
    region: `    const person = findPerson(request);
    if (!person) return next(new AuthenticationError('authentication-required'));
    const authorId = authorIdOf(database, request.params.id);
    if (authorId === undefined) return next();
    if (authorId === person.id) return next();
    return next(new AccessDeniedError('This report is someone else’s.'));`,
    imports: `import { findPerson } from '../03-authenticator/person.ts';
import { AuthenticationError } from '../03-authenticator/authentication-error.ts';`,
  },
  {
    task: '5.3',
    name: 'answers-404-itself',
    how: '`getReport` throws the 404 before the author is compared.',
    file: 'only-the-author.ts',
    region: `    const { id: asking } = requirePerson(request);
    const { id } = getReport(database, request.params.id);
    if (authorIdOf(database, id) !== asking) throw new AccessDeniedError();
    next();`,
    imports: `import { getReport } from '#api/reports.ts';`,
  },
  {
    task: '5.3',
    name: 'asks-the-database-for-a-verdict',
    how: 'SQL compares: `IS` is false, not null, for a report whose author has left.',
    file: 'only-the-author.ts',
    region: `    const person = requirePerson(request);
    const verdict = database.get<{ own: number }>(
      'SELECT authorId IS ? AS own FROM reports WHERE id = ?',
      ...[person.id, request.params.id],
    );
    if (verdict?.own === 0) throw new AccessDeniedError();
    next();`,
  },
  {
    task: '5.3',
    name: 'asynchronously',
    how: 'A promise decides; Express 5 passes its rejection to the error handlers.',
    file: 'only-the-author.ts',
    region: `    const mayPass = async () => {
      const { id } = requirePerson(request);
      const owner = await Promise.resolve(authorIdOf(database, request.params.id));
      switch (owner) {
        case undefined:
        case id:
          return;
        default:
          throw new AccessDeniedError('not yours');
      }
    };
    return mayPass().then(() => next());`,
  },

  // 5.4
  {
    task: '5.4',
    name: 'a-switch-over-classes',
    how: '`switch (true)` with one case for each class.',
    file: 'respond-to-errors.ts',
    region: `  switch (true) {
    case error instanceof Problem:
      return error;
    case error instanceof AccessDeniedError:
      return new Problem(403, { slug: 'forbidden', title: 'Hands off', detail: 'It takes the author.' });
    case error instanceof AuthenticationError: {
      const { code, cause } = error;
      if (cause instanceof TypeError || cause instanceof ReferenceError) log(error);
      return code === 'authentication-required' ? entryPoint() : authenticationFailed(code);
    }
    default:
      return toProblem(error, log);
  }`,
  },
  {
    task: '5.4',
    name: 'a-list-of-answers',
    how: 'A list of functions, each for one kind of error; the first answer wins.',
    file: 'respond-to-errors.ts',
    region: `  const unknownPerson = () => {
    if (!(error instanceof AuthenticationError)) return undefined;
    const { code } = error;
    const bugs = [TypeError, ReferenceError];
    if (bugs.some((type) => error.cause instanceof type)) log(error.cause);
    return code === 'authentication-required' ? entryPoint() : authenticationFailed(code);
  };
  const notAllowed = () => {
    if (!(error instanceof AccessDeniedError)) return undefined;
    return new Problem(403, {
      slug: error.code,
      title: 'Forbidden',
      detail: 'Only its author can change a report.',
    });
  };
  for (const answer of [unknownPerson, notAllowed]) {
    const problem = answer();
    if (problem) return problem;
  }
  return toProblem(error, log);`,
  },
  {
    task: '5.4',
    name: 'without-to-problem',
    how: 'Does what `toProblem` does by itself; the log gets the error as the cause of another.',
    file: 'respond-to-errors.ts',
    region: `  if (error instanceof Problem) return error;
  if (error instanceof AccessDeniedError) {
    return new Problem(403, { slug: error.code, detail: 'The report belongs to another person.' });
  }
  if (error instanceof AuthenticationError && /^(Type|Reference)Error$/.test(Object(error.cause).name)) {
    log(new Error('A token could not be verified', { cause: error.cause }));
  }
  if (error instanceof AuthenticationError && error.code === 'authentication-required') {
    return entryPoint();
  }
  if (error instanceof AuthenticationError) {
    return authenticationFailed(error.code as Exclude<typeof error.code, 'authentication-required'>);
  }
  if (error instanceof Error && 'status' in error && 'expose' in error === false) {
    // The router could not decode the path.
    if (error.status === 400) return new Problem(400, { detail: 'That path is not one.' });
  }
  const known = error as { status?: unknown } | null | undefined;
  const status = typeof known?.status === 'number' ? Math.trunc(known.status) : 500;
  if (status === known?.status && status >= 400 && status <= 499) {
    return new Problem(status, { detail: 'Your request makes no sense to us.' });
  }
  log(new Error('Something that no one expected', { cause: error }));
  return new Problem(500, { title: 'Our mistake', detail: 'Please try again later.' });`,
  },
];
