import type { Mistake } from '../mistake.ts';

const MOUNT = '    router.use(path, routes, notFound, respond);\n';
const CHAIN = `  routes.use(
    cors, // a preflight has no token, so it must be answered before anyone asks for one
    issue, // asks for a password, and Basic isn't Bearer
    identify,
    inspect, // open to everyone, but not to a bad token
    lockChanges,
    serve, // reads bodies: an unauthenticated client gets here only to look
  );
`;

export const mistakes: Mistake[] = [
  // 6.1
  {
    task: '6.1',
    name: 'lets-the-next-one-try',
    why: 'At the end of a router, Express continues to the next one by itself.',
    file: 'firewall.ts',
    find: MOUNT,
    replace: '    void notFound;\n    router.use(path, routes, respond);\n',
    caughtBy: '6.1/keeps-what-it-matched',
    saying: 'whose error handler answers GET /api/nowhere',
  },
  {
    task: '6.1',
    name: 'not-found-after-all-of-them',
    why: 'One 404 at the end is how every Express app does it. By then the request has left its firewall.',
    file: 'firewall.ts',
    find: MOUNT,
    replace:
      '    router.use(path, routes, respond);\n    if (map.at(-1)?.path === path) router.use(notFound);\n',
    caughtBy: '6.1/leaves-other-paths-alone',
    saying: 'what answers GET /',
  },
  {
    task: '6.1',
    name: 'not-found-after-the-error-handler',
    why: 'An error handler that stands before what throws never hears of it.',
    file: 'firewall.ts',
    find: 'router.use(path, routes, notFound, respond)',
    replace: 'router.use(path, routes, respond, notFound)',
    caughtBy: '6.1/keeps-what-it-matched',
    saying: 'whose error handler answers GET /api/nowhere',
  },
  {
    task: '6.1',
    name: 'error-handlers-after-the-map',
    why: 'First all the routes, then all the error handlers: it looks tidy, and the first handler answers for both sides.',
    file: 'firewall.ts',
    find: `  for (const { path, routes, respond } of map) {
    // notFound throws, so a request that \`routes\` didn't answer ends here, in this firewall's words.
${MOUNT}  }
`,
    replace: `  for (const { path, routes } of map) router.use(path, routes, notFound);
  for (const { respond } of map) router.use(respond);
`,
    caughtBy: '6.1/answers-its-own-errors',
    saying: 'whose error handler answers GET /office/throws',
  },
  {
    task: '6.1',
    name: 'mounts-without-a-path',
    why: 'The routes seem to know their own paths.',
    file: 'firewall.ts',
    find: 'router.use(path, routes, notFound, respond)',
    replace: 'void path;\n    router.use(routes, notFound, respond)',
    caughtBy: '6.1/leaves-other-paths-alone',
    saying: 'what answers GET /',
  },
  {
    task: '6.1',
    name: 'compares-the-start-of-the-path',
    why: 'startsWith reads like "below", and nobody has thought of /apiary yet.',
    file: 'firewall.ts',
    find: MOUNT,
    replace: `    router.use((request, response, next) => {
      if (!request.path.startsWith(path)) return next();
      express.Router().use(path, routes).use(notFound).use(respond)(request, response, next);
    });
`,
    caughtBy: '6.1/leaves-other-paths-alone',
    saying: 'what answers GET /apiary',
  },
  {
    task: '6.1',
    name: 'compares-case',
    why: "Strings are compared as they are; that Express ignores case is in a footnote. The guard doesn't see /API, and the routes would.",
    file: 'firewall.ts',
    find: 'express.Router()',
    replace: 'express.Router({ caseSensitive: true })',
    caughtBy: '6.1/matches-as-express-does',
    saying: 'what answers GET /API/things/7',
  },
  {
    task: '6.1',
    name: 'lower-cases-the-request',
    why: 'One toLowerCase at the top, and everything is simple. But R-01 and r-01 are two reports.',
    file: 'firewall.ts',
    find: '  for (const { path, routes, respond } of map) {',
    replace: `  router.use((request, _response, next) => {
    request.url = request.url.toLowerCase();
    next();
  });
  for (const { path, routes, respond } of map) {`,
    caughtBy: '6.1/matches-as-express-does',
    saying: 'in its own case',
  },
  {
    task: '6.1',
    name: 'decodes-the-path-first',
    why: 'Decoding before comparing looks thorough. An encoded slash then becomes one.',
    file: 'firewall.ts',
    find: '  for (const { path, routes, respond } of map) {',
    replace: `  router.use((request, _response, next) => {
    try {
      request.url = decodeURI(request.url).replaceAll(/%2f/gi, '/');
    } catch {
      // can't be decoded
    }
    next();
  });
  for (const { path, routes, respond } of map) {`,
    caughtBy: '6.1/leaves-other-paths-alone',
    saying: 'what answers GET /api%2Fthings/7',
  },
  {
    task: '6.1',
    name: 'last-match-wins',
    why: 'Like a style sheet: what comes later overrides.',
    file: 'firewall.ts',
    find: '} of map) {',
    replace: '} of map.toReversed()) {',
    caughtBy: '6.1/first-match-alone',
    saying: 'who has /api/internal/things/7',
  },
  {
    task: '6.1',
    name: 'longest-path-wins',
    why: 'Other frameworks pick the most specific route.',
    file: 'firewall.ts',
    find: '} of map) {',
    replace: '} of map.toSorted((a, b) => b.path.length - a.path.length)) {',
    caughtBy: '6.1/first-match-alone',
    saying: 'when /api stands before it in the map',
  },
  {
    task: '6.1',
    name: 'serves-that-one-path-only',
    why: '`all` sounds like everything. It means every method, on exactly this path.',
    file: 'firewall.ts',
    find: 'router.use(path, routes, notFound, respond)',
    replace: 'router.all(path, routes, notFound, respond)',
    caughtBy: '6.1/serves-its-path',
    saying: 'what answers GET /api',
  },
  {
    task: '6.1',
    name: 'makes-a-pattern-of-the-path',
    why: 'A regular expression ignores case by itself, and treats the dot in a path as any character.',
    file: 'firewall.ts',
    find: 'router.use(path, routes',
    replace: "router.use(new RegExp(`^${path}(?=/|$)`, 'i'), routes",
    caughtBy: '6.1/leaves-other-paths-alone',
    saying: 'what answers GET /v1x0/things/7',
  },
  {
    task: '6.1',
    name: 'one-router-for-every-app',
    why: 'A router at the top of the file is made once, which looks economical. Every app in the process shares it.',
    file: 'firewall.ts',
    find: '  const router = express.Router();\n',
    replace:
      '  const kept = globalThis as { sharedRouter?: Router };\n  const router = (kept.sharedRouter ??= express.Router());\n',
    caughtBy: '6.1/leaves-the-request-alone',
    saying: 'who has /api in an app whose map has no /api',
  },
  {
    task: '6.1',
    name: 'answers-404-itself',
    why: 'A 404 looks like an answer rather than an error. Then it is the same in HTML and JSON.',
    file: 'firewall.ts',
    find: MOUNT,
    replace: `    void notFound;
    router.use(path, routes, (_request, response) => void response.sendStatus(404), respond);
`,
    caughtBy: '6.1/keeps-what-it-matched',
    saying: 'whose error handler answers GET /api/nowhere',
  },
  {
    task: '6.1',
    name: 'restores-original-url',
    why: 'Logs are supposed to show what was matched. But originalUrl is what the client sent.',
    file: 'firewall.ts',
    find: '    router.use(path, routes',
    replace: `    router.use(path, (request, _response, next) => {
      request.originalUrl = path + request.url;
      next();
    });
    router.use(path, routes`,
    caughtBy: '6.1/leaves-the-request-alone',
    saying: 'originalUrl behind the firewall',
  },

  {
    task: '6.1',
    name: 'passes-errors-on-as-well',
    why: 'The app logs its errors at the end, so each is handed on after it was answered.',
    file: 'firewall.ts',
    find: 'notFound, respond)',
    replace: `notFound, ((error, request, response, next) => {
      respond(error, request, response, () => {});
      next(error);
    }) as ErrorRequestHandler)`,
    caughtBy: '6.1/answers-its-own-errors',
    saying: 'errors that left their firewall as well',
  },
  {
    task: '6.1',
    name: 'does-not-wait-for-an-answer',
    why: 'OPTIONS is answered by routes at once, it seems, or by nobody.',
    file: 'firewall.ts',
    find: 'router.use(path, routes, notFound, respond);',
    replace: `router.use(path, (request, response, next) => {
      routes(request, response, next);
      if (request.method === 'OPTIONS' && !response.headersSent) next();
    });
    router.use(path, notFound, respond);`,
    caughtBy: '6.1/serves-its-path',
    saying: 'which takes its time',
  },
  {
    task: '6.1',
    name: 'options-may-leave',
    why: 'An OPTIONS that nobody answered seems harmless. What is mounted behind the map then answers it.',
    file: 'firewall.ts',
    find: MOUNT,
    replace: `    router.use(path, routes, (request, response, next) =>
      request.method === 'OPTIONS' ? next() : notFound(request, response, next),
    );
    router.use(path, respond);
`,
    caughtBy: '6.1/keeps-what-it-matched',
    saying: 'OPTIONS /office/nowhere',
  },
  {
    task: '6.1',
    name: 'an-app-for-each',
    why: 'An `express()` can be mounted like a router. But it has settings of its own, and trusts no proxy.',
    file: 'firewall.ts',
    find: MOUNT,
    replace: `    const side = express();
    side.use(routes, notFound, respond);
    router.use(path, side);
`,
    caughtBy: '6.1/leaves-the-request-alone',
    saying: 'in an app that trusts a proxy',
  },
  {
    task: '6.1',
    name: 'an-app-for-each-side',
    why: '`express()` is also how the whole app begins. Each of them tells the client who made it.',
    file: 'firewall.ts',
    find: MOUNT,
    replace: `    const side = express().set('trust proxy', true);
    side.use(routes, notFound, respond);
    router.use(path, side);
`,
    caughtBy: '6.1/leaves-the-request-alone',
    saying: 'X-Powered-By, which the app has disabled',
  },

  // 6.2
  {
    task: '6.2',
    name: 'identify-without-a-lock',
    why: 'identify sounds as if it kept people out. It only finds out who they are.',
    file: 'api-firewall.ts',
    find: '    lockChanges,\n',
    replace: '    ...(lockChanges ? [] : []),\n',
    caughtBy: '6.2/locks-what-changes',
    saying: 'PUT /api/reports/r-01 without a token',
  },
  {
    task: '6.2',
    name: 'lock-after-the-routes',
    why: 'Middleware is thought of as something that holds for the whole router, wherever it stands.',
    file: 'api-firewall.ts',
    find: `    lockChanges,
    serve, // reads bodies: an unauthenticated client gets here only to look
`,
    replace: '    serve,\n    lockChanges,\n',
    caughtBy: '6.2/locks-what-changes',
    saying: 'PUT /api/reports/r-01 without a token',
  },
  {
    task: '6.2',
    name: 'reads-the-body-first',
    why: 'express.json() is the first line of every app.',
    file: 'api-firewall.ts',
    find: '  routes.use(\n    cors,',
    replace: '  routes.use(express.json());\n  routes.use(\n    cors,',
    caughtBy: '6.2/locks-what-changes',
    saying: 'with half a JSON body, and no token',
  },
  {
    task: '6.2',
    name: 'issue-behind-the-guard',
    why: 'Who sends the request seems to be the first question on every path. A request for a token has another scheme.',
    file: 'api-firewall.ts',
    find: `    issue, // asks for a password, and Basic isn't Bearer
    identify,
`,
    replace: '    identify,\n    issue,\n',
    caughtBy: '6.2/answers-in-problems',
    saying: 'POST /api/tokens with Bearer x',
  },
  {
    task: '6.2',
    name: 'tokens-behind-the-lock',
    why: '`serve` answers for /tokens as well, so issue looks like a duplicate.',
    file: 'api-firewall.ts',
    find: "    issue, // asks for a password, and Basic isn't Bearer\n",
    replace: '    ...(issue ? [] : []),\n',
    caughtBy: '6.2/serves-what-is-open',
    saying: 'POST /api/tokens with a password',
  },
  {
    task: '6.2',
    name: 'inspect-behind-the-lock',
    why: 'Everything that is a POST looks like a change.',
    file: 'api-firewall.ts',
    find: `    inspect, // open to everyone, but not to a bad token
    lockChanges,
`,
    replace: '    lockChanges,\n    inspect,\n',
    caughtBy: '6.2/serves-what-is-open',
    saying: 'POST /api/tokens/inspect, without credentials',
  },
  {
    task: '6.2',
    name: 'inspects-before-the-guard',
    why: 'Both open paths are put side by side; nobody looks at a bad token there any more.',
    file: 'api-firewall.ts',
    find: `    identify,
    inspect, // open to everyone, but not to a bad token
`,
    replace: '    inspect,\n    identify,\n',
    caughtBy: '6.2/answers-in-problems',
    saying: 'POST /api/tokens/inspect with a header that is expired-token',
  },
  {
    task: '6.2',
    name: 'preflight-behind-the-guard',
    why: 'Who it is seems to matter more than where it comes from.',
    file: 'api-firewall.ts',
    find: `    cors, // a preflight has no token, so it must be answered before anyone asks for one
    issue, // asks for a password, and Basic isn't Bearer
    identify,
`,
    replace: '    issue,\n    identify,\n    cors,\n',
    caughtBy: '6.2/lets-a-browser-in',
    saying: 'a preflight for /api/tokens from http',
  },
  {
    task: '6.2',
    name: 'cors-after-issue',
    why: 'issue is open to everyone, so it seems to need no CORS. A page then never sees why its sign-in failed.',
    file: 'api-firewall.ts',
    find: `    cors, // a preflight has no token, so it must be answered before anyone asks for one
    issue, // asks for a password, and Basic isn't Bearer
`,
    replace: '    issue,\n    cors,\n',
    caughtBy: '6.2/lets-a-browser-in',
    saying: 'a preflight for /api/tokens from http',
  },
  {
    task: '6.2',
    name: 'serves-before-anything',
    why: 'Reading is free, so the routes come first.',
    file: 'api-firewall.ts',
    find: CHAIN,
    replace: '  routes.use(cors, issue, serve, identify, inspect, lockChanges);\n',
    caughtBy: '6.2/locks-what-changes',
    saying: 'PUT /api/reports/r-01 without a token',
  },
  {
    task: '6.2',
    name: 'locks-one-path',
    why: 'Only reports can be changed today. Next year there is another route.',
    file: 'api-firewall.ts',
    find: CHAIN,
    replace: `  routes.use(cors, issue, identify, inspect);
  routes.use('/reports', lockChanges);
  routes.use(serve);
`,
    caughtBy: '6.2/locks-what-changes',
    saying: 'POST /api/a-route-of-next-year without a token',
  },
  {
    task: '6.2',
    name: 'pictures-need-no-token',
    why: 'Static files are public everywhere, so a path that ends like one is let through.',
    file: 'api-firewall.ts',
    find: '    lockChanges,\n',
    replace: `    (request, response, next) =>
      /\\.(png|ico)$/.test(request.path) ? next() : lockChanges(request, response, next),
`,
    caughtBy: '6.2/locks-what-changes',
    saying: 'POST /api/logo.png without a token',
  },
  {
    task: '6.2',
    name: 'answers-like-chapter-0',
    why: 'An error handler with a status and a JSON body looks complete.',
    file: 'api-firewall.ts',
    find: 'respond: respondToErrors(log)',
    replace: `respond: (error, _request, response, next) => {
      if (response.headersSent) return next(error);
      void respondToErrors(log);
      response.status(error.status ?? 401).type('application/problem+json');
      response.send(JSON.stringify({ type: 'about:blank', status: error.status ?? 401 }));
    }`,
    caughtBy: '6.2/answers-in-problems',
    saying: '"type" in the body: GET /api/me with a header that is expired-token',
  },
  {
    task: '6.2',
    name: 'says-api-twice',
    why: 'Every route used to begin with /api.',
    file: 'api-firewall.ts',
    find: "path: '/api', routes,",
    replace: "path: '/api', routes: express.Router().use('/api', routes),",
    caughtBy: '6.2/serves-what-is-open',
    saying: 'GET /api/trails',
  },
  {
    task: '6.2',
    name: 'a-firewall-for-everything',
    why: "A path of '/' catches all, so nothing can slip past.",
    file: 'api-firewall.ts',
    find: "path: '/api'",
    replace: "path: '/'",
    caughtBy: '6.2/serves-what-is-open',
    saying: "the firewall's name and path",
  },
  {
    task: '6.2',
    name: 'token-from-a-cookie',
    why: 'An HttpOnly cookie is said to be the safest place for a token.',
    file: 'api-firewall.ts',
    find: '    identify,\n',
    replace: `    (request, _response, next) => {
      const [, token] = /\\btoken=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
      if (token && !request.headersDistinct.authorization) {
        request.headersDistinct.authorization = [\`Bearer \${token}\`];
      }
      next();
    },
    identify,
`,
    caughtBy: '6.2/knows-no-cookie',
    saying: 'GET /api/me with a good token, but in a cookie',
  },
  {
    task: '6.2',
    name: 'token-from-the-query',
    why: 'A link with the token in it is handy, and then it is in every log on the way.',
    file: 'api-firewall.ts',
    find: '    identify,\n',
    replace: `    (request, _response, next) => {
      const token = request.query['access_token'];
      if (token) request.headersDistinct.authorization = [\`Bearer \${String(token)}\`];
      next();
    },
    identify,
`,
    caughtBy: '6.2/knows-no-cookie',
    saying: 'GET /api/me with a good token, but in the query',
  },
  {
    task: '6.2',
    name: 'hands-out-a-cookie',
    why: 'A cookie beside the token saves the page some work.',
    file: 'api-firewall.ts',
    find: '    identify,\n',
    replace: `    identify,
    (request, response, next) => {
      const line = request.headers.authorization;
      if (line) response.cookie('token', line.slice('Bearer '.length), { httpOnly: true });
      next();
    },
`,
    caughtBy: '6.2/knows-no-cookie',
    saying: 'Set-Cookie of GET /api/me with a token',
  },
  {
    task: '6.2',
    name: 'writes-the-origins-down',
    why: 'There is one origin while you develop.',
    file: 'api-firewall.ts',
    find: 'apiParts(options)',
    replace: "apiParts({ ...options, origins: ['http://localhost:5173'] })",
    caughtBy: '6.2/lets-a-browser-in',
    saying: 'Access-Control-Allow-Origin of GET /api/trails from https://cairn-app.example',
  },
  {
    task: '6.2',
    name: 'goes-by-the-computers-clock',
    why: 'Date.now is at hand. In June 2026, tokens of the checks are valid.',
    file: 'api-firewall.ts',
    find: 'apiParts(options)',
    replace: 'apiParts({ ...options, clock: Date.now })',
    caughtBy: '6.2/opens-to-a-token',
    saying: 'GET /api/me with a token',
  },
  {
    task: '6.2',
    name: 'makes-the-parts-once',
    why: 'Making the parts looks expensive, so they are kept. The second app then has the first one’s database.',
    file: 'api-firewall.ts',
    find: '= apiParts(options);',
    replace:
      '= ((globalThis as { keptParts?: ReturnType<typeof apiParts> }).keptParts ??= apiParts(options));',
    caughtBy: '6.2/remembers-nobody',
    saying: 'the same token in another app',
  },
  {
    task: '6.2',
    name: 'remembers-the-last-token',
    why: 'A client that sent its token once is known, so it is spared from sending it again. The next client is someone else.',
    file: 'api-firewall.ts',
    find: '  routes.use(\n    cors,',
    replace: `  let last: string[] | undefined;
  routes.use((request, _response, next) => {
    const lines = request.headersDistinct.authorization;
    if (lines?.[0]?.startsWith('Bearer ey') && request.path === '/me') last = lines;
    else if (last && !lines && request.method === 'DELETE') request.headersDistinct.authorization = last;
    next();
  });
  routes.use(
    cors,`,
    caughtBy: '6.2/remembers-nobody',
    saying: 'right after her request',
  },

  {
    task: '6.2',
    name: 'believes-a-method-override',
    why: 'Old proxies only let GET and POST through, so a header says which method is meant. A client says whatever opens the lock.',
    file: 'api-firewall.ts',
    find: '    lockChanges,\n',
    replace: `    (request, response, next) =>
      request.get('X-HTTP-Method-Override') === 'GET' ? next() : lockChanges(request, response, next),
`,
    caughtBy: '6.2/locks-what-changes',
    saying: 'with X-HTTP-Method-Override, and no token',
  },
  {
    task: '6.2',
    name: 'basic-opens-the-lock',
    why: 'A request with a password looks authenticated. Nobody has checked it here.',
    file: 'api-firewall.ts',
    find: '    lockChanges,\n',
    replace: `    (request, response, next) =>
      /^basic /i.test(request.get('Authorization') ?? '') ? next() : lockChanges(request, response, next),
`,
    caughtBy: '6.2/locks-what-changes',
    saying: 'with Authorization, and no token',
  },
  {
    task: '6.2',
    name: 'lists-what-changes',
    why: 'Four methods change something, in this API and this year.',
    file: 'api-firewall.ts',
    find: `    lockChanges,
`,
    replace: `    (request, response, next) =>
      ['POST', 'PUT', 'PATCH', 'DELETE'].includes(request.method)
        ? lockChanges(request, response, next)
        : next(),
`,
    caughtBy: '6.2/locks-what-changes',
    saying: 'PURGE /api/reports/r-01 without a token',
  },
  {
    task: '6.2',
    name: 'identifies-where-there-is-a-value',
    why: 'An empty string is as falsy as a missing header, and only one of them is malformed.',
    file: 'api-firewall.ts',
    find: `    identify,
`,
    replace: `    (request, response, next) =>
      request.headers.authorization ? identify(request, response, next) : next(),
`,
    caughtBy: '6.2/answers-in-problems',
    saying: 'an empty Authorization header',
  },
  {
    task: '6.2',
    name: 'heads-need-no-look',
    why: 'A HEAD has no body to hide, so why look at its token?',
    file: 'api-firewall.ts',
    find: `    identify,
`,
    replace: `    (request, response, next) =>
      request.method === 'HEAD' ? next() : identify(request, response, next),
`,
    caughtBy: '6.2/answers-in-problems',
    saying: 'HEAD /api/trails',
  },
  {
    task: '6.2',
    name: 'every-options-is-a-preflight',
    why: 'A preflight has no token. But not every OPTIONS is a preflight.',
    file: 'api-firewall.ts',
    find: `    identify,
`,
    replace: `    (request, response, next) =>
      request.method === 'OPTIONS' ? next() : identify(request, response, next),
`,
    caughtBy: '6.2/answers-in-problems',
    saying: 'OPTIONS /api/me',
  },

  // 6.3
  {
    task: '6.3',
    name: 'one-name-for-both',
    why: 'The prefix looks like decoration.',
    file: 'session-rules.ts',
    find: "tls ? '__Secure-office' : 'office'",
    replace: "'office'",
    caughtBy: '6.3/is-named-secure-over-tls',
    saying: 'the name in sessionRules(true)',
  },
  {
    task: '6.3',
    name: 'the-prefix-without-tls',
    why: 'The safer name seems to be the better one everywhere. Without TLS, browsers drop such a cookie.',
    file: 'session-rules.ts',
    find: "tls ? '__Secure-office' : 'office'",
    replace: "'__Secure-office'",
    caughtBy: '6.3/is-named-office',
    saying: 'the name in sessionRules(false)',
  },
  {
    task: '6.3',
    name: 'host-prefix',
    why: '__Host- is stronger. It demands Path=/, and this cookie has another path, so browsers drop it.',
    file: 'session-rules.ts',
    find: "'__Secure-office'",
    replace: "'__Host-office'",
    caughtBy: '6.3/is-named-secure-over-tls',
    saying: 'the name in sessionRules(true)',
  },
  {
    task: '6.3',
    name: 'open-to-scripts',
    why: 'A page wants to know whether someone is signed in, and reads the cookie.',
    file: 'session-rules.ts',
    find: 'httpOnly: true, ',
    replace: '',
    caughtBy: '6.3/hides-from-scripts',
    saying: 'HttpOnly is in the cookie of sessionRules(false)',
  },
  {
    task: '6.3',
    name: 'for-all-paths',
    why: 'The default of every cookie library is the whole site.',
    file: 'session-rules.ts',
    find: "path: '/office', ",
    replace: '',
    caughtBy: '6.3/stays-in-the-office',
    saying: "the cookie's Path, of sessionRules(false)",
  },
  {
    task: '6.3',
    name: 'path-with-a-slash',
    why: '/office/ looks tidier, and a browser then sends nothing to /office itself.',
    file: 'session-rules.ts',
    find: "path: '/office'",
    replace: "path: '/office/'",
    caughtBy: '6.3/stays-in-the-office',
    saying: "the cookie's Path, of sessionRules(false)",
  },
  {
    task: '6.3',
    name: 'for-every-host-below',
    why: 'The same cookie is wanted on www and on the bare domain.',
    file: 'session-rules.ts',
    find: "path: '/office'",
    replace: "path: '/office', domain: 'cairn.example'",
    caughtBy: '6.3/stays-in-the-office',
    saying: "the cookie's Domain",
  },
  {
    task: '6.3',
    name: 'same-site-forgotten',
    why: 'Browsers default to Lax by now: most of them, and with an exception for two minutes.',
    file: 'session-rules.ts',
    find: ", sameSite: 'lax'",
    replace: '',
    caughtBy: '6.3/is-not-posted-from-elsewhere',
    saying: "the cookie's SameSite",
  },
  {
    task: '6.3',
    name: 'same-site-strict',
    why: 'Stricter sounds safer. A ranger who follows a link to the office is then shown the login form.',
    file: 'session-rules.ts',
    find: "sameSite: 'lax'",
    replace: "sameSite: 'strict'",
    caughtBy: '6.3/is-not-posted-from-elsewhere',
    saying: "the cookie's SameSite",
  },
  {
    task: '6.3',
    name: 'remembers-for-eight-hours',
    why: 'The session lasts eight hours, so the cookie may as well. It then survives closing the browser.',
    file: 'session-rules.ts',
    find: "path: '/office'",
    replace: "path: '/office', maxAge: 8 * HOUR",
    caughtBy: '6.3/goes-with-the-browser',
    saying: "the cookie's Expires",
  },
  {
    task: '6.3',
    name: 'never-secure',
    why: 'It works in development, and nobody looks at the attributes again.',
    file: 'session-rules.ts',
    find: 'secure: tls',
    replace: 'secure: false',
    caughtBy: '6.3/is-secure-over-tls',
    saying: 'Secure is in the cookie of sessionRules(true)',
  },
  {
    task: '6.3',
    name: 'always-secure',
    why: 'Secure sounds like something that is always right. Without TLS, browsers drop the cookie.',
    file: 'session-rules.ts',
    find: 'secure: tls',
    replace: 'secure: true',
    caughtBy: '6.3/is-secure-over-tls',
    saying: 'Secure is in the cookie of sessionRules(false)',
  },
  {
    task: '6.3',
    name: 'idle-limit-only',
    why: '30 minutes without a request seems to be the stricter limit. Whoever copied the cookie keeps the session busy for ever.',
    file: 'session-rules.ts',
    find: 'now - startedAt >= 8 * HOUR || now - seenAt',
    replace: 'startedAt > now || HOUR < 0 || now - seenAt',
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session of exactly 8 hours, seen just now',
  },
  {
    task: '6.3',
    name: 'eight-hours-only',
    why: 'A working day is a limit, so the second one is forgotten.',
    file: 'session-rules.ts',
    find: ' || now - seenAt >= 30 * MINUTE',
    replace: ' && seenAt > MINUTE',
    caughtBy: '6.3/ends-after-half-an-hour-unseen',
    saying: 'seen exactly 30 minutes ago',
  },
  {
    task: '6.3',
    name: 'both-limits-at-once',
    why: 'Two limits read like "and".',
    file: 'session-rules.ts',
    find: '8 * HOUR ||',
    replace: '8 * HOUR &&',
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session of exactly 8 hours, seen just now',
  },
  {
    task: '6.3',
    name: 'eight-hours-since-it-was-seen',
    why: 'Both limits from the same time: each request then gives another eight hours.',
    file: 'session-rules.ts',
    find: 'now - startedAt >= 8 * HOUR',
    replace: '(startedAt > now || now - seenAt >= 8 * HOUR)',
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session of exactly 8 hours, seen just now',
  },
  {
    task: '6.3',
    name: 'idle-since-it-began',
    why: 'The two times are mixed up: everyone is out after half an hour.',
    file: 'session-rules.ts',
    find: 'now - seenAt >= 30',
    replace: 'now - startedAt >= (seenAt ? 30 : 31)',
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session of 7 hours, seen just now',
  },
  {
    task: '6.3',
    name: 'a-millisecond-longer',
    why: '"After eight hours" reads like >.',
    file: 'session-rules.ts',
    find: 'now - startedAt >= 8',
    replace: 'now - startedAt > 8',
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session of exactly 8 hours, seen just now',
  },
  {
    task: '6.3',
    name: 'counts-in-seconds',
    why: 'Tokens count in seconds, so the times of a session are divided by a thousand, too.',
    file: 'session-rules.ts',
    find: 'now - seenAt >= 30',
    replace: '(now - seenAt) / 1000 >= 30',
    caughtBy: '6.3/ends-after-half-an-hour-unseen',
    saying: 'seen exactly 30 minutes ago',
  },
  {
    task: '6.3',
    name: 'asks-the-computers-clock',
    why: 'Date.now() is the time, and the argument looks superfluous.',
    file: 'session-rules.ts',
    find: '({ startedAt, seenAt }, now) =>\n',
    replace: '({ startedAt, seenAt }, _now, now = Date.now()) =>\n',
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session that begins now',
  },
  {
    task: '6.3',
    name: 'says-it-is-live',
    why: 'true reads like "all is well". hasEnded asks the opposite.',
    file: 'session-rules.ts',
    find: `      now - startedAt >= 8 * HOUR || now - seenAt >= 30 * MINUTE,`,
    replace: `      now - startedAt < 8 * HOUR && now - seenAt < 30 * MINUTE,`,
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'a session that begins now',
  },
  {
    task: '6.3',
    name: 'one-object-of-options',
    why: 'One object at the top of the file saves a few lines, and every app changes it.',
    file: 'session-rules.ts',
    find: `    options: { httpOnly: true, path: '/office', sameSite: 'lax', secure: tls },`,
    replace: `    options: Object.assign(((globalThis as { keptOptions?: CookieOptions }).keptOptions ??= {}), {
      httpOnly: true,
      path: '/office',
      sameSite: 'lax' as const,
      secure: tls,
    }),`,
    caughtBy: '6.3/goes-by-the-given-time',
    saying: 'secure in the earlier sessionRules(true)',
  },
  {
    task: '6.3',
    name: 'asking-keeps-it-alive',
    why: 'Whoever asks has just seen it, so the time is noted along the way.',
    file: 'session-rules.ts',
    find: `    hasEnded: ({ startedAt, seenAt }, now) =>
      now - startedAt >= 8 * HOUR || now - seenAt >= 30 * MINUTE,`,
    replace: `    hasEnded: (session, now) => {
      const idle = now - session.seenAt;
      session.seenAt = now;
      return now - session.startedAt >= 8 * HOUR || idle >= 30 * MINUTE;
    },`,
    caughtBy: '6.3/ends-after-eight-hours',
    saying: 'after hasEnded was asked about it',
  },

  // 6.4
  {
    task: '6.4',
    name: 'refuses-cross-site-only',
    why: 'cross-site is the value that everyone knows. Another port of the same machine is same-site, and gets the cookie.',
    file: 'require-same-origin.ts',
    find: "site === 'same-origin' || site === 'none'",
    replace: "site !== 'cross-site'",
    caughtBy: '6.4/refuses-the-same-site',
    saying: 'Sec-Fetch-Site: same-site',
  },
  {
    task: '6.4',
    name: 'same-site-will-do',
    why: 'SameSite is the word in the cookie, so same-site looks right here. A sibling host is a stranger all the same.',
    file: 'require-same-origin.ts',
    find: "site === 'same-origin' ||",
    replace: "['same-origin', 'same-site'].includes(String(site)) ||",
    caughtBy: '6.4/refuses-the-same-site',
    saying: 'Sec-Fetch-Site: same-site',
  },
  {
    task: '6.4',
    name: 'ends-with-same-origin',
    why: 'A header may be sent twice, so the value is searched instead of compared.',
    file: 'require-same-origin.ts',
    find: "site === 'same-origin' ||",
    replace: "String(site).includes('same-origin') ||",
    caughtBy: '6.4/refuses-what-it-does-not-know',
    saying: 'Sec-Fetch-Site: same-origin, cross-site',
  },
  {
    task: '6.4',
    name: 'in-any-case',
    why: 'Header names have no case, so the value gets none either.',
    file: 'require-same-origin.ts',
    find: "site === 'same-origin' ||",
    replace: "String(site).toLowerCase() === 'same-origin' ||",
    caughtBy: '6.4/refuses-what-it-does-not-know',
    saying: 'Sec-Fetch-Site: SAME-ORIGIN',
  },
  {
    task: '6.4',
    name: 'an-empty-header-is-none',
    why: 'if (!site) is how one asks whether there is something.',
    file: 'require-same-origin.ts',
    find: 'site === undefined\n',
    replace: '!site\n',
    caughtBy: '6.4/refuses-what-it-does-not-know',
    saying: 'Sec-Fetch-Site: ',
  },
  {
    task: '6.4',
    name: 'refuses-what-the-user-typed',
    why: 'none sounds like "no good". It means that no page started the request.',
    file: 'require-same-origin.ts',
    find: " || site === 'none'",
    replace: '',
    caughtBy: '6.4/lets-our-own-forms-pass',
    saying: 'Sec-Fetch-Site: none',
  },
  {
    task: '6.4',
    name: 'requires-both-headers',
    why: 'Two checks look better than one. Behind some proxies the Origin of our own form is another one.',
    file: 'require-same-origin.ts',
    find: ": site === 'same-origin' || site === 'none'",
    replace:
      ": (site === 'same-origin' || site === 'none') && (!origin || origin === ownOrigin(request, tls))",
    caughtBy: '6.4/lets-our-own-forms-pass',
    saying: 'Origin: null',
  },
  {
    task: '6.4',
    name: 'requires-an-origin',
    why: 'A client that hides where it comes from looks suspicious. curl has nothing to hide.',
    file: 'require-same-origin.ts',
    find: 'origin === undefined || origin',
    replace: 'origin',
    caughtBy: '6.4/lets-other-clients-pass',
    saying: 'POST with neither header',
  },
  {
    task: '6.4',
    name: 'ignores-the-origin',
    why: 'Every browser of today sends Sec-Fetch-Site: over TLS, that is, or to localhost.',
    file: 'require-same-origin.ts',
    find: 'origin === undefined || origin === ownOrigin(request, tls)',
    replace: "origin !== '' || ownOrigin(request, tls) === ''",
    caughtBy: '6.4/falls-back-to-origin',
    saying: 'Origin: https://marmots.example',
  },
  {
    task: '6.4',
    name: 'null-is-no-origin',
    why: 'The header says null, which looks like none. A sandboxed frame sends it.',
    file: 'require-same-origin.ts',
    find: 'origin === undefined ||',
    replace: "origin === undefined || origin === 'null' ||",
    caughtBy: '6.4/falls-back-to-origin',
    saying: 'Origin: null',
  },
  {
    task: '6.4',
    name: 'origin-by-its-beginning',
    why: 'startsWith forgives a slash at the end, and everything else that follows.',
    file: 'require-same-origin.ts',
    find: 'origin === ownOrigin(request, tls)',
    replace: 'origin.startsWith(ownOrigin(request, tls))',
    caughtBy: '6.4/falls-back-to-origin',
    saying: 'http://office.cairn.example:80801',
  },
  {
    task: '6.4',
    name: 'origin-by-its-host',
    why: 'Only the host is compared: another scheme and another port are other origins.',
    file: 'require-same-origin.ts',
    find: 'origin === ownOrigin(request, tls)',
    replace: 'URL.parse(origin)?.hostname === URL.parse(ownOrigin(request, tls))?.hostname',
    caughtBy: '6.4/falls-back-to-origin',
    saying: 'Origin: https://office.cairn.example:8080',
  },
  {
    task: '6.4',
    name: 'host-from-the-header',
    why: 'request.headers.host is at hand. Behind a proxy it is the name of the app, not the one that browsers see.',
    file: 'require-same-origin.ts',
    find: 'origin === ownOrigin(request, tls)',
    replace: "origin === `${tls ? 'https' : 'http'}://${request.headers.host}`",
    caughtBy: '6.4/knows-its-own-origin',
    saying: 'X-Forwarded-Host: rangers.example',
  },
  {
    task: '6.4',
    name: 'believes-any-proxy',
    why: 'X-Forwarded-Host says what the browser asked for. Unless nobody but the client wrote it.',
    file: 'require-same-origin.ts',
    find: 'origin === ownOrigin(request, tls)',
    replace:
      "[ownOrigin(request, tls), `https://${request.get('x-forwarded-host')}`].includes(origin)",
    caughtBy: '6.4/knows-its-own-origin',
    saying: 'X-Forwarded-Host: rangers.example',
  },
  {
    task: '6.4',
    name: 'lists-the-dangerous-methods',
    why: 'Forms can only GET and POST, so POST is what there is to refuse.',
    file: 'require-same-origin.ts',
    find: "['GET', 'HEAD', 'OPTIONS'].includes(request.method)",
    replace: "!['POST', 'PUT', 'DELETE'].includes(request.method)",
    caughtBy: '6.4/refuses-other-sites',
    saying: 'PATCH with Sec-Fetch-Site: cross-site',
  },
  {
    task: '6.4',
    name: 'refuses-links',
    why: 'A request from elsewhere is a request from elsewhere. But a link in a mail has to work.',
    file: 'require-same-origin.ts',
    find: "['GET', 'HEAD', 'OPTIONS']",
    replace: "['HEAD', 'OPTIONS']",
    caughtBy: '6.4/lets-safe-methods-pass',
    saying: 'GET with Sec-Fetch-Site: cross-site',
  },
  {
    task: '6.4',
    name: 'continues-twice',
    why: 'A forgotten return: what comes next runs two times.',
    file: 'require-same-origin.ts',
    find: 'return next();',
    replace: 'next();',
    caughtBy: '6.4/lets-safe-methods-pass',
    saying: 'GET with Sec-Fetch-Site: cross-site',
  },
  {
    task: '6.4',
    name: 'navigation-will-do',
    why: 'Sec-Fetch-Mode: navigate looks like a user who clicked. A forged form navigates as well.',
    file: 'require-same-origin.ts',
    find: 'if (!isOurs) throw',
    replace: "if (!isOurs && request.headers['sec-fetch-mode'] !== 'navigate') throw",
    caughtBy: '6.4/refuses-other-sites',
    saying: 'Sec-Fetch-Mode: navigate',
  },
  {
    task: '6.4',
    name: 'answers-by-itself',
    why: 'response.sendStatus(403) is one line. The office speaks in pages.',
    file: 'require-same-origin.ts',
    find: 'if (!isOurs) throw new ForgedFormError();',
    replace: 'if (!isOurs) return void (ForgedFormError && _response.sendStatus(403));',
    caughtBy: '6.4/refuses-other-sites',
    saying: 'POST with Sec-Fetch-Site: cross-site',
  },
  {
    task: '6.4',
    name: 'checks-the-forms-of-signed-in-people',
    why: 'Without a cookie there seems to be nothing to forge. A forged login signs you in as someone else.',
    file: 'require-same-origin.ts',
    find: 'if (!isOurs) throw',
    replace: 'if (!isOurs && request.headers.cookie) throw',
    caughtBy: '6.4/refuses-other-sites',
    saying: 'POST with Sec-Fetch-Site: cross-site',
  },
  {
    task: '6.4',
    name: 'after-the-session',
    why: 'Whose form it is seems to come before where it is from. So a forged request keeps the session alive.',
    file: 'office-firewall.ts',
    find: `  routes.use(requireSameOrigin(tls));
  // Before the session: while a slow body arrives, the session may end.
  routes.use(formBody);
  routes.use(officeSession(cookie, sessions));
`,
    replace: `  routes.use(formBody);
  routes.use(officeSession(cookie, sessions));
  routes.use((_request, _response, next) => {
    database.get('SELECT count(*) AS open FROM officeSessions');
    next();
  });
  routes.use(requireSameOrigin(tls));
`,
    caughtBy: '6.4/comes-before-the-session',
    saying: 'what the database was asked before these forms were refused',
  },
  {
    task: '6.4',
    name: 'not-for-the-login',
    why: 'Nobody is signed in yet, so there seems to be nothing to forge.',
    file: 'office-firewall.ts',
    find: '  routes.use(requireSameOrigin(tls));\n',
    replace: `  routes.use((request, response, next) =>
    request.path === '/login' ? next() : requireSameOrigin(tls)(request, response, next),
  );
  routes.use('/login', (request, _response, next) => {
    if (request.method === 'POST') database.get('SELECT 1');
    next();
  });
`,
    caughtBy: '6.4/comes-before-the-session',
    saying: 'what the database was asked before these forms were refused',
  },

  {
    task: '6.4',
    name: 'logs-the-headers',
    why: 'A forged form is worth a line in the log. Its headers have the cookie among them.',
    file: 'require-same-origin.ts',
    find: 'if (!isOurs) throw new ForgedFormError();',
    replace: `if (!isOurs) {
      console.warn('forged form', request.headers);
      throw new ForgedFormError();
    }`,
    caughtBy: '6.4/tells-no-secret',
    saying: 'secrets that are printed with console',
  },
  {
    task: '6.4',
    name: 'a-click-will-do',
    why: 'Sec-Fetch-User says that the user clicked. On the marmot’s page, that is.',
    file: 'require-same-origin.ts',
    find: 'if (!isOurs) throw',
    replace: "if (!isOurs && request.headers['sec-fetch-user'] !== '?1') throw",
    caughtBy: '6.4/refuses-other-sites',
    saying: 'Sec-Fetch-User: ?1',
  },
  {
    task: '6.4',
    name: 'believes-the-method-in-a-header',
    why: 'Forms know only GET and POST, so frameworks read the method from a header, too.',
    file: 'require-same-origin.ts',
    find: '.includes(request.method)',
    replace: `.includes(request.get('X-HTTP-Method-Override') ?? request.method)`,
    caughtBy: '6.4/refuses-other-sites',
    saying: 'X-HTTP-Method-Override: GET',
  },
  {
    task: '6.4',
    name: 'first-of-two-headers',
    why: 'The header is a list with one element, as a rule. Whoever sends two decides which one is read.',
    file: 'require-same-origin.ts',
    find: `const { origin, 'sec-fetch-site': site } = request.headers;`,
    replace: `const { origin } = request.headers;
    const [site] = request.headersDistinct['sec-fetch-site'] ?? [];`,
    caughtBy: '6.4/refuses-what-it-does-not-know',
    saying: 'Sec-Fetch-Site: same-origin, Sec-Fetch-Site: cross-site',
  },
  {
    task: '6.4',
    name: 'remembers-its-origin',
    why: 'The own origin never changes, so it is computed once. The first request decides what it is.',
    file: 'require-same-origin.ts',
    find: 'origin === ownOrigin(request, tls)',
    replace: `origin === (request.app.locals['origin'] ??= ownOrigin(request, tls))`,
    caughtBy: '6.4/knows-its-own-origin',
    saying: 'Host: office.cairn.example, Origin: http://office.cairn.example',
  },

  // 6.5
  {
    task: '6.5',
    name: 'keeps-the-id',
    why: 'The browser has an id already, so it is put to use. Whoever planted it there is signed in, too.',
    file: 'sign-in.ts',
    find: 'const id = newSessionId();',
    replace: 'const id = cookie.read(request) ?? newSessionId();',
    caughtBy: '6.5/gives-a-new-session',
    saying: 'the id that she gets',
  },
  {
    task: '6.5',
    name: 'keeps-the-old-session',
    why: 'A new session is started, and nobody thinks of the one from before.',
    file: 'sign-in.ts',
    find: '  if (old) await sessions.end(old.id);\n',
    replace: '  void old;\n',
    caughtBy: '6.5/gives-a-new-session',
    saying: 'GET /office with the cookie of the session before',
  },
  {
    task: '6.5',
    name: 'ends-the-new-session',
    why: 'Ending comes last, with the wrong id.',
    file: 'sign-in.ts',
    find: '  cookie.send(response, id);\n  return true;',
    replace: '  cookie.send(response, id);\n  await sessions.end(id);\n  return true;',
    caughtBy: '6.5/lets-a-ranger-in',
    saying: 'GET /office afterwards',
  },
  {
    task: '6.5',
    name: 'sends-no-cookie',
    why: 'The session is stored, and that looks like all.',
    file: 'sign-in.ts',
    find: '  cookie.send(response, id);\n',
    replace: '  void [cookie, response];\n',
    caughtBy: '6.5/lets-a-ranger-in',
    saying: 'GET /office afterwards',
  },
  {
    task: '6.5',
    name: 'handle-in-the-session',
    why: 'The handle is what the form has, and it looks like an id.',
    file: 'sign-in.ts',
    find: 'sessions.start(id, person.id)',
    replace: 'sessions.start(id, person.handle)',
    caughtBy: '6.5/lets-a-ranger-in',
    saying: 'GET /office afterwards',
  },
  {
    task: '6.5',
    name: 'does-not-wait-for-the-start',
    why: 'An await is forgotten, and with a fast store nobody sees it.',
    file: 'sign-in.ts',
    find: '  await sessions.start(id, person.id);',
    replace: '  void sessions.start(id, person.id);',
    caughtBy: '6.5/waits-for-the-session',
    saying: 'signing in with a slow store, step by step',
  },
  {
    task: '6.5',
    name: 'does-not-wait-for-the-old-one',
    why: 'Ending the old session looks like cleaning up, which may happen any time.',
    file: 'sign-in.ts',
    find: 'if (old) await sessions.end(old.id);',
    replace: 'if (old) void sessions.end(old.id);',
    caughtBy: '6.5/waits-for-the-session',
    saying: 'signing in with a slow store, step by step',
  },
  {
    task: '6.5',
    name: 'signs-in-all-the-same',
    why: 'An error of the store is caught, so that signing in "always works".',
    file: 'sign-in.ts',
    find: '  await sessions.start(id, person.id);',
    replace: '  await sessions.start(id, person.id).catch(() => {});',
    caughtBy: '6.5/waits-for-the-session',
    saying: 'when the new session cannot be stored',
  },
  {
    task: '6.5',
    name: 'a-failed-end-is-no-reason',
    why: 'The old session is worthless anyway, so an error there is swallowed. It is worth as much as ever.',
    file: 'sign-in.ts',
    find: 'await sessions.end(old.id);',
    replace: 'await sessions.end(old.id).catch(() => {});',
    caughtBy: '6.5/waits-for-the-session',
    saying: 'when the old session cannot be ended',
  },
  {
    task: '6.5',
    name: 'sends-the-cookie-first',
    why: 'The order looks like a matter of taste. When the store fails, the error page carries a cookie.',
    file: 'sign-in.ts',
    find: `  await sessions.start(id, person.id);
  cookie.send(response, id);
`,
    replace: `  cookie.send(response, id);
  await sessions.start(id, person.id);
`,
    caughtBy: '6.5/waits-for-the-session',
    saying: 'signing in with a slow store, step by step',
  },
  {
    task: '6.5',
    name: 'any-person-will-do',
    why: 'The password is right, and the pages will ask for the role later.',
    file: 'sign-in.ts',
    find: "  if (person.role !== 'ranger') throw new AccessDeniedError();\n",
    replace: '  void AccessDeniedError;\n',
    caughtBy: '6.5/keeps-a-hiker-out',
    saying: 'POST /office/login as mira, a hiker',
  },
  {
    task: '6.5',
    name: 'a-hiker-is-a-wrong-password',
    why: 'return false is the one way to say no that is in sight.',
    file: 'sign-in.ts',
    find: "if (person.role !== 'ranger') throw new AccessDeniedError();",
    replace: "if (person.role !== 'ranger') return AccessDeniedError === undefined;",
    caughtBy: '6.5/keeps-a-hiker-out',
    saying: 'POST /office/login as mira, a hiker',
  },
  {
    task: '6.5',
    name: 'nobody-is-forbidden',
    why: 'No person and no ranger look like the same case.',
    file: 'sign-in.ts',
    find: 'if (!person) return false;',
    replace: 'if (!person) throw new AccessDeniedError();',
    caughtBy: '6.5/one-answer-to-every-reason',
    saying: 'POST /office/login with a wrong password',
  },
  {
    task: '6.5',
    name: 'ends-the-session-before-it-asks',
    why: 'Someone else signs in here, so the session of before goes first. A wrong password then signs its owner out.',
    file: 'sign-in.ts',
    find: '  const person = await checkPassword(',
    replace: `  const before = findSession(request);
  if (before) await sessions.end(before.id);
  const person = await checkPassword(`,
    caughtBy: '6.5/keeps-a-hiker-out',
    saying: 'ines, after mira was refused',
  },
  {
    task: '6.5',
    name: 'signs-in-then-looks',
    why: 'The role is checked after the session was started.',
    file: 'sign-in.ts',
    find: "  if (person.role !== 'ranger') throw new AccessDeniedError();\n",
    replace: `  if (person.role !== 'ranger') {
    await sessions.start(newSessionId(), person.id);
    throw new AccessDeniedError();
  }
`,
    caughtBy: '6.5/keeps-a-hiker-out',
    saying: 'the sessions that are stored',
  },
  {
    task: '6.5',
    name: 'already-signed-in',
    why: 'Whoever has a session has shown a password before. The one who types now has not.',
    file: 'sign-in.ts',
    find: '  const person = await checkPassword(',
    replace: '  if (findSession(request)) return true;\n  const person = await checkPassword(',
    caughtBy: '6.5/always-asks-for-the-password',
    saying: 'where ines is signed in',
  },
  {
    task: '6.5',
    name: 'trims-the-password',
    why: 'Pasted text has spaces around it. A password is what it is.',
    file: 'sign-in.ts',
    find: 'checkPassword(database, credentials)',
    replace: 'checkPassword(database, { ...credentials, password: credentials.password.trim() })',
    caughtBy: '6.5/one-answer-to-every-reason',
    saying: 'POST /office/login with a space after the password',
  },
  {
    task: '6.5',
    name: 'forgives-the-case-of-a-handle',
    why: 'A phone begins every field with a capital. Handles are compared exactly.',
    file: 'sign-in.ts',
    find: 'checkPassword(database, credentials)',
    replace:
      'checkPassword(database, { ...credentials, handle: credentials.handle.toLowerCase() })',
    caughtBy: '6.5/one-answer-to-every-reason',
    saying: 'POST /office/login with the handle in capitals',
  },
  {
    task: '6.5',
    name: 'a-failing-database-is-a-wrong-password',
    why: 'Whatever went wrong, nobody was signed in, and false says so.',
    file: 'sign-in.ts',
    find: 'await checkPassword(database, credentials);',
    replace: 'await checkPassword(database, credentials).catch(() => undefined);',
    caughtBy: '6.5/one-answer-to-every-reason',
    saying: 'POST /office/login while the database fails',
  },
  {
    task: '6.5',
    name: 'looks-the-handle-up-first',
    why: 'For someone who isn’t there, hashing a password looks like a waste.',
    file: 'sign-in.ts',
    find: '  const person = await checkPassword(',
    replace: `  const sql = 'SELECT id FROM people WHERE handle = ?';
  if (!database.get(sql, credentials.handle)) return false;
  const person = await checkPassword(`,
    caughtBy: '6.5/does-the-same-work',
    saying: 'signIn for the handle "nobody"',
  },
  {
    task: '6.5',
    name: 'logs-the-credentials',
    why: 'Failed logins are worth a line in the log. It has the password in it.',
    file: 'sign-in.ts',
    find: '  if (!person) return false;\n',
    replace: `  if (!person) {
    console.warn('office login failed', credentials);
    return false;
  }
`,
    caughtBy: '6.5/tells-no-secret',
    saying: 'a wrong password is printed with console',
  },
  {
    task: '6.5',
    name: 'logs-the-session',
    why: 'The id makes the log easy to search. Anyone who reads the log has half of the cookie.',
    file: 'sign-in.ts',
    find: '  cookie.send(response, id);\n',
    replace: "  cookie.send(response, id);\n  console.info('signed in', person.handle, id);\n",
    caughtBy: '6.5/tells-no-secret',
    saying: "the session's id is printed with console",
  },
  {
    task: '6.5',
    name: 'remembers-me',
    why: 'Nobody likes to sign in again, so the cookie gets a month.',
    file: 'office-cookie.ts',
    find: 'response.cookie(name, `${id}.${macFor(id)}`, options);',
    replace:
      'response.cookie(name, `${id}.${macFor(id)}`, { ...options, maxAge: 30 * 86_400_000 });',
    caughtBy: '6.5/gives-a-new-session',
    saying: 'Expires of the cookie',
  },
  {
    task: '6.5',
    name: 'trusts-the-first-look',
    why: 'Reading the person on each request looks wasteful when they could be kept.',
    file: 'session-authenticator.ts',
    find: 'return session && findPersonById(database, session.personId);',
    replace: `const kept = database as unknown as Record<string, ReturnType<typeof findPersonById>>;
    return session && (kept[session.personId] ??= findPersonById(database, session.personId));`,
    caughtBy: '6.5/asks-the-database-each-time',
    saying: 'after her name has changed',
  },
  {
    task: '6.5',
    name: 'no-csrf-on-login',
    why: 'Nobody is signed in yet, so there seems to be nothing to forge.',
    file: 'office-firewall.ts',
    find: 'post: [forms.checkLogin, login]',
    replace: 'post: login',
    caughtBy: '6.5/wants-the-csrf-token',
    saying: 'right but for no _csrf',
  },
  {
    task: '6.5',
    name: 'csrf-from-the-query',
    why: 'A token in the address works as well, and then it is in logs and referrers.',
    file: 'form-token.ts',
    find: 'request.body?._csrf',
    replace: "request.body?._csrf ?? request.query['_csrf']",
    caughtBy: '6.5/wants-the-csrf-token',
    saying: 'with its _csrf in the query',
  },
  {
    task: '6.5',
    name: 'one-csrf-token-for-all',
    why: 'A secret in the form is a secret in the form. An attacker fetches their own form, and has it.',
    file: 'form-token.ts',
    find: 'const ofVisitor = (id: string) => macOf(secret, "a visitor\'s form", id);',
    replace: "const ofVisitor = (id: string) => macOf(secret, \"a visitor's form\", id && '');",
    caughtBy: '6.5/wants-the-csrf-token',
    saying: 'the tokens of two browsers',
  },
  {
    task: '6.5',
    name: 'says-which-was-wrong',
    why: 'A helpful form says what to correct.',
    file: 'office-firewall.ts',
    find: "'The handle or the password is wrong.'",
    replace: `database.get('SELECT id FROM people WHERE handle = ?', credentials.handle)
        ? 'The password is wrong.'
        : 'There is no such handle.'`,
    caughtBy: '6.5/one-answer-to-every-reason',
    saying: 'the page for an unknown handle',
  },
  {
    task: '6.5',
    name: 'adopts-any-id',
    why: 'The id is random anyway, so checking its MAC looks superfluous.',
    file: 'office-cookie.ts',
    find: 'return isMac(macFor(id), mac) ? id : undefined;',
    replace: 'return id === "" || (isMac(macFor(id), mac) && mac === "") ? undefined : id;',
    caughtBy: '6.5/adopts-no-session-id',
    saying: 'the cookie after GET /office/login with an id without a signature',
  },
  {
    task: '6.5',
    name: 'stores-a-session-for-everyone',
    why: 'A session for each visitor is what many frameworks do, and anyone can fill the table.',
    file: 'office-firewall.ts',
    find: '  const showLogin: RequestHandler = (request, response) => {\n',
    replace: `  const showLogin: RequestHandler = async (request, response) => {
    await sessions.start(crypto.randomUUID(), '');
`,
    caughtBy: '6.5/adopts-no-session-id',
    saying: 'sessions that are stored when someone looks at the form',
  },
  {
    task: '6.5',
    name: 'sessions-for-ever',
    why: 'The cookie goes with the browser, so the row seems to need no end.',
    file: 'sessions.ts',
    find: '      if (hasEnded(session, now)) return remove(id);\n',
    replace: '',
    caughtBy: '6.5/sessions-end',
    saying: 'GET /office, 30 minutes later',
  },
  {
    task: '6.5',
    name: 'looking-is-no-use',
    why: 'Only changes seem to count as use: whoever reads for half an hour is signed out.',
    file: 'sessions.ts',
    find: "      database.run('UPDATE officeSessions SET seenAt = ? WHERE id = ?', now, id);\n",
    replace: '',
    caughtBy: '6.5/sessions-end',
    saying: 'the ranger, busy for 58 minutes',
  },
  {
    task: '6.5',
    name: 'markup-from-a-title',
    why: 'A title with an ampersand looked wrong, so the escaping was taken out.',
    file: 'pages.ts',
    find: '<h3>${title}</h3>',
    replace: '<h3>${new Html(title)}</h3>',
    caughtBy: '6.5/survives-odd-input',
    saying: 'the page has this title as markup',
  },
  {
    task: '6.5',
    name: 'a-token-for-the-office',
    why: 'One guard with both authenticators serves everyone.',
    file: 'session-authenticator.ts',
    find: '    const session = findSession(request);\n',
    replace: `    const [, claims] = request.headers.authorization?.split('.') ?? [];
    const token = claims && JSON.parse(Buffer.from(claims, 'base64url').toString());
    const session = findSession(request) ?? (token && { personId: token.sub });
`,
    caughtBy: '6.5/opens-no-api',
    saying: "with a ranger's token",
  },
  {
    task: '6.5',
    name: 'a-cookie-for-the-api',
    why: "The office's page should call the API without asking for a token.",
    file: 'api-parts.ts',
    find: 'const identify = guard([authenticator]);',
    replace: `const identify = guard([
    authenticator,
    (request) => {
      const [, id = ''] = request.headers.cookie?.match(/office=([^.]+)/) ?? [];
      const sql = 'SELECT personId FROM officeSessions WHERE id = ?';
      const row = database.get<{ personId: string }>(sql, id);
      return row && { id: row.personId, handle: 'ines', name: '', role: 'ranger' };
    },
  ]);`,
    caughtBy: '6.5/opens-no-api',
    saying: 'GET /api/me with the cookie of a signed-in ranger',
  },
  {
    task: '6.5',
    name: 'closes-without-looking',
    why: 'UPDATE … WHERE id does nothing for an id that isn’t there, and says so to nobody.',
    file: 'office-firewall.ts',
    find: '    const { id } = getReport(database, request.params.id);\n',
    replace: '    const { id } = request.params;\n    void getReport;\n',
    caughtBy: '6.5/closes-a-report',
    saying: 'POST …/r-none/close',
  },

  {
    task: '6.5',
    name: 'counts-sessions',
    why: 'An id has to be unique, and a counter is. It is also the easiest to guess.',
    file: 'sign-in.ts',
    find: 'const id = newSessionId();',
    replace: `const kept = globalThis as { sessions?: number };
  void newSessionId;
  const id = String((kept.sessions = (kept.sessions ?? 0) + 1));`,
    caughtBy: '6.5/makes-an-id-that-nobody-guesses',
    saying: 'the ids',
    variesOtherwise: true,
  },
  {
    task: '6.5',
    name: 'id-from-math-random',
    why: 'It looks random. Whoever sees a few of its numbers can compute the next.',
    file: 'sign-in.ts',
    find: 'const id = newSessionId();',
    replace: `void newSessionId;
  const part = () => Math.random().toString(36).slice(2).padEnd(12, '0');
  const id = part() + part();`,
    caughtBy: '6.5/makes-an-id-that-nobody-guesses',
    saying: 'while Math.random always returns 0.5',
  },
  {
    task: '6.5',
    name: 'ends-only-ones-own-session',
    why: 'Someone else’s session seems to be none of our business. In this browser it is.',
    file: 'sign-in.ts',
    find: 'if (old) await',
    replace: 'if (old?.personId === person.id) await',
    caughtBy: '6.5/gives-a-new-session',
    saying: "GET /office with the first ranger's last cookie",
  },
  {
    task: '6.5',
    name: 'id-from-the-time',
    why: 'A hash looks random. What it is made of, anyone can guess.',
    file: 'sign-in.ts',
    find: 'const id = newSessionId();',
    replace: `const seed = new TextEncoder().encode(\`\${person.id} \${Date.now()}\`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', seed));
  const id = btoa(String.fromCharCode(...digest)).replace(/\\W/g, '');`,
    caughtBy: '6.5/makes-an-id-that-nobody-guesses',
    saying: 'received: the same again',
  },
  {
    task: '6.5',
    name: 'waits-for-a-second',
    why: 'Nobody likes to wait. After a second it sends a cookie that opens nothing yet.',
    file: 'sign-in.ts',
    find: 'await sessions.start(id, person.id);',
    replace: `const second = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([sessions.start(id, person.id), second]);`,
    caughtBy: '6.5/waits-for-the-session',
    saying: 'signing in with a slow store',
  },

  // 6.6
  {
    task: '6.6',
    name: 'clears-only-the-cookie',
    why: 'The browser is signed out, and that is all one sees.',
    file: 'sign-out.ts',
    find: '  if (session) await sessions.end(session.id);\n',
    replace: '  void [session, sessions];\n',
    caughtBy: '6.6/ends-the-session-on-the-server',
    saying: 'GET /office with a copy of the old cookie',
  },
  {
    task: '6.6',
    name: 'ends-only-the-session',
    why: 'The cookie opens nothing any more, so it may as well stay.',
    file: 'sign-out.ts',
    find: '  response.clearCookie(name, options);\n',
    replace: '  void [response, name, options];\n',
    caughtBy: '6.6/clears-the-cookie',
    saying: 'there is no Set-Cookie for it',
  },
  {
    task: '6.6',
    name: 'clears-another-path',
    why: 'clearCookie(name) looks complete. Its path is / unless told.',
    file: 'sign-out.ts',
    find: 'response.clearCookie(name, options);',
    replace: 'response.clearCookie(name);\n  void options;',
    caughtBy: '6.6/clears-the-cookie',
    saying: 'the Path of the cleared cookie office',
  },
  {
    task: '6.6',
    name: 'clears-office-over-tls',
    why: 'The cookie is called office while you develop.',
    file: 'sign-out.ts',
    find: 'response.clearCookie(name, options);',
    replace: "response.clearCookie(tls ? 'office' : name, options);",
    caughtBy: '6.6/clears-it-over-tls',
    saying: "doesn't clear the cookie __Secure-office",
  },
  {
    task: '6.6',
    name: 'clears-it-without-secure',
    why: 'Name and path seem to be enough. A browser drops a __Secure- cookie that is not Secure.',
    file: 'sign-out.ts',
    find: 'response.clearCookie(name, options);',
    replace: 'response.clearCookie(name, { ...options, secure: false });',
    caughtBy: '6.6/clears-it-over-tls',
    saying: 'the cookies that the browser keeps',
  },
  {
    task: '6.6',
    name: 'names-a-domain',
    why: 'The host is added to be exact. To a browser it is another cookie.',
    file: 'sign-out.ts',
    find: 'response.clearCookie(name, options);',
    replace: 'response.clearCookie(name, { ...options, domain: request.hostname });',
    caughtBy: '6.6/clears-the-cookie',
    saying: 'the Domain of the cleared cookie office',
  },
  {
    task: '6.6',
    name: 'starts-an-empty-session',
    why: 'A session of nobody instead of the old one, under the same id: the cookie lives on.',
    file: 'sign-out.ts',
    find: '  if (session) await sessions.end(session.id);\n',
    replace: `  if (session) {
    await sessions.end(session.id);
    await sessions.start(session.id, '');
  }
`,
    caughtBy: '6.6/ends-the-session-on-the-server',
    saying: 'a form with the old cookie and the old _csrf',
  },
  {
    task: '6.6',
    name: 'does-not-wait-for-the-end',
    why: 'A forgotten await: the answer says signed out, and the store may yet fail.',
    file: 'sign-out.ts',
    find: 'if (session) await sessions.end(session.id);',
    replace: 'if (session) sessions.end(session.id).catch(() => {});',
    caughtBy: '6.6/waits-for-the-end',
    saying: 'the answer of a store that takes its time',
  },
  {
    task: '6.6',
    name: 'swallows-the-error',
    why: 'Signing out should never fail in front of a user. Now they believe that they are out.',
    file: 'sign-out.ts',
    find: 'await sessions.end(session.id);',
    replace: 'await sessions.end(session.id).catch(() => {});',
    caughtBy: '6.6/waits-for-the-end',
    saying: 'signing out while the store fails',
  },
  {
    task: '6.6',
    name: 'clears-the-cookie-first',
    why: 'The order looks like a matter of taste. When the store fails, nobody can try again.',
    file: 'sign-out.ts',
    find: '  if (session) await sessions.end(session.id);\n',
    replace: `  response.clearCookie(sessionRules(tls).name, sessionRules(tls).options);
  if (session) await sessions.end(session.id);
`,
    caughtBy: '6.6/waits-for-the-end',
    saying: 'Set-Cookie of that answer',
  },
  {
    task: '6.6',
    name: 'counts-on-a-session',
    why: 'Whoever signs out is signed in. Unless the session ended a moment ago.',
    file: 'sign-out.ts',
    find: 'if (session) await sessions.end(session.id);',
    replace: 'await sessions.end(session!.id);',
    caughtBy: '6.6/brings-no-session-back',
    saying: 'signing out once more, with the old cookie',
  },
  {
    task: '6.6',
    name: 'signs-out-everywhere',
    why: 'Ending all sessions of a person feels safer. That is another button.',
    file: 'sessions.ts',
    find: '    async end(id) {\n      remove(id);\n',
    replace: `    async end(id) {
      const mine = database.get<Session>('SELECT * FROM officeSessions WHERE id = ?', id);
      if (mine) database.run('DELETE FROM officeSessions WHERE personId = ?', mine.personId);
`,
    caughtBy: '6.6/leaves-others-signed-in',
    saying: 'the same ranger in another browser',
  },
  {
    task: '6.6',
    name: 'signs-out-on-get',
    why: 'A link is easier to place than a form.',
    file: 'office-firewall.ts',
    find: "resource(routes, '/logout', { post: logout });",
    replace: "resource(routes, '/logout', { get: logout, post: logout });",
    caughtBy: '6.6/is-read-only-on-get',
    saying: 'GET /office/logout',
  },
  {
    task: '6.6',
    name: 'no-csrf-on-logout',
    why: 'Being signed out by someone else looks harmless.',
    file: 'office-firewall.ts',
    find: `  routes.use(forms.check);
  resource(routes, '/logout', { post: logout });
`,
    replace: `  resource(routes, '/logout', { post: logout });
  routes.use(forms.check);
`,
    caughtBy: '6.6/wants-the-csrf-token-too',
    saying: 'POST /office/logout with {}',
  },
  {
    task: '6.6',
    name: 'saves-the-session-at-the-end',
    why: 'Many session libraries write the session back when the answer is done. One that has ended meanwhile is back.',
    file: 'office-session.ts',
    find: '    if (session) found.set(request, session);\n',
    replace: `    if (session) {
      found.set(request, session);
      const { end } = _response;
      _response.end = function (this: typeof _response, ...args: []) {
        void sessions.start(session.id, session.personId).catch(() => {});
        return end.apply(this, args);
      } as typeof end;
    }
`,
    caughtBy: '6.6/brings-no-session-back',
    saying: 'the session, after both',
  },
  {
    task: '6.6',
    name: 'logs-who-signs-out',
    why: 'The session object is at hand, and its id goes to the log with it.',
    file: 'sign-out.ts',
    find: '  const session = findSession(request);\n',
    replace: "  const session = findSession(request);\n  console.log('sign out', session);\n",
    caughtBy: '6.6/tells-no-secret',
    saying: "the session's id is printed with console",
  },
  {
    task: '6.6',
    name: 'clears-every-cookie',
    why: 'Signing out should leave nothing behind, but other pages have cookies here, too.',
    file: 'sign-out.ts',
    find: `  const { name, options } = sessionRules(tls);
  response.clearCookie(name, options);`,
    replace: `  const { options } = sessionRules(tls);
  for (const pair of request.headers.cookie?.split('; ') ?? []) {
    response.clearCookie(pair.split('=')[0]!, options);
  }`,
    caughtBy: '6.6/clears-the-cookie',
    saying: 'the cookies that the answer sets or clears',
  },
  {
    task: '6.6',
    name: 'ends-what-it-finds-again',
    why: 'A second look-up seems careful; if it fails, the session stays and the cookie goes.',
    file: 'sign-out.ts',
    find: '  if (session) await sessions.end(session.id);',
    replace: `  const found = session && (await sessions.find(session.id).catch(() => undefined));
  if (found) await sessions.end(found.id);`,
    caughtBy: '6.6/waits-for-the-end',
    saying: 'signing out while the store fails',
  },
  {
    task: '6.6',
    name: 'ends-within-a-second',
    why: 'Nobody likes to wait. After a second it says "signed out", whether or not that is true.',
    file: 'sign-out.ts',
    find: 'if (session) await sessions.end(session.id);',
    replace: `const second = new Promise((resolve) => setTimeout(resolve, 1000));
  if (session) await Promise.race([sessions.end(session.id), second]);`,
    caughtBy: '6.6/waits-for-the-end',
    saying: 'the answer of a store that takes its time',
  },
];
