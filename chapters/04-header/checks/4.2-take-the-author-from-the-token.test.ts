import express from 'express';
import supertest, { type Response as Answer } from 'supertest';
import { jsonBody } from '#api/json-body.ts';
import {
  check,
  expect,
  goodClaims,
  lesson,
  makeWorld,
  PEOPLE,
  signToken,
  START,
  task,
  type World,
} from '#check';
import { bearer, type Handle, REPORT, serve as serveApp } from './chapter-api.ts';
import { found, loggedBy, printedDuring, secretsOf } from './printed.ts';

const posting = lesson(
  '04-header/post-own-report.ts',
  () => import('#course/04-header/post-own-report.ts'),
);

const people = lesson(
  '03-authenticator/person.ts',
  () => import('#course/03-authenticator/person.ts'),
);

/** The API. What goes wrong with it here is about `post-own-report.ts`. */
async function serve(world: World) {
  const api = await serveApp(world);
  await posting();
  return api;
}

/** Posts a report with someone's token. */
async function post(world: World, body: object, handle: Handle = 'mira') {
  return (await serve(world)).post('/api/reports').set('Authorization', bearer(handle)).send(body);
}

/** Posts a report for each, so that they reach the handler in the same moment. Returns the authors. */
async function postTogether(world: World, handles: Handle[]): Promise<unknown[]> {
  const { postOwnReport } = await posting();
  const { setPerson } = await people();
  const waiting: (() => void)[] = [];
  const meet: express.RequestHandler = (request, _response, next) => {
    const handle = request.get('X-Sender') as Handle;
    setPerson(request, { ...PEOPLE[handle], name: handle, role: 'hiker' });
    waiting.push(next);
    if (waiting.length === handles.length) for (const go of waiting) go();
  };
  const app = express().post('/', jsonBody, meet, postOwnReport(world.database, world.clock));
  const send = (handle: Handle) => supertest(app).post('/').set('X-Sender', handle).send(REPORT);
  const answers = await Promise.all(handles.map(send));
  return answers.map(({ body }) => (body as { author?: unknown }).author);
}

const countReports = ({ database }: World) =>
  database.get<{ count: number }>('SELECT count(*) AS count FROM reports')?.count;

/** Whose report it is in the database: a person's id. */
const storedAuthorId = ({ database }: World, id: unknown) =>
  database.get<{ authorId: unknown }>('SELECT authorId FROM reports WHERE id = ?', String(id))
    ?.authorId;

/** What the errors of a 422 point at: `#/title`. */
const pointersOf = ({ body }: Answer) =>
  ((body?.errors ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);

task('4.2', () => {
  check(
    'belongs-to-its-sender',
    'makes the person who sends a report its author',
    {
      points: 4,
      hint: [
        'The author is the person whom the token belongs to, looked up for each request anew.',
        "`requirePerson(request)` returns that person. A report is stored with its author's `id` (p-mira), which never changes, and not with the handle.",
        '`const { id: authorId } = …(request);`, inside the handler.',
      ],
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      for (const handle of ['mira', 'tomas', 'ines', 'mira'] as const) {
        const sent = await api
          .post('/api/reports')
          .set('Authorization', bearer(handle))
          .send(REPORT);
        expect(sent.status, `POST /api/reports with ${handle}'s token`).toBe(201);
        expect(sent.body.author, `the author of what ${handle} sent`).toBe(handle);
        const label = `authorId in the database, of what ${handle} sent`;
        expect(storedAuthorId(world, sent.body.id), label).toBe(PEOPLE[handle].id);
      }
      const senders = ['tomas', 'mira', 'ines', 'tomas', 'mira', 'ines'] as const;
      const sent = await Promise.all(
        senders.map((handle) =>
          api.post('/api/reports').set('Authorization', bearer(handle)).send(REPORT),
        ),
      );
      const authors = sent.map(({ body }) => body.author);
      expect(authors, 'the authors of six reports that were sent at the same time').toEqual(
        senders,
      );

      const together = await postTogether(world, ['mira', 'tomas', 'ines']);
      const label = 'the authors of three reports that reach the handler in the same moment';
      expect(together, label).toEqual(['mira', 'tomas', 'ines']);

      // Another app in the same process, with people of its own.
      const other = makeWorld();
      const before = countReports(world);
      const elsewhere = await post(other, REPORT, 'tomas');
      expect(elsewhere.body.author, 'the author of what tomas sent to a second app').toBe('tomas');
      expect(countReports(world), "the first app's reports, after a POST to the second").toBe(
        before,
      );
    },
  );

  check(
    'created',
    'responds with 201, the stored report, and a Location that leads to it',
    {
      points: 3,
      hint: [
        'The response to a new report has three parts: the status 201, a Location header, and the report as JSON.',
        'Return what `saveReport` returns, unchanged. The Location is the path of the new report, which has nothing to do with the URL of this request: RFC 9110 §10.2.2 (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2).',
        "`response.status(201).location('/api/reports/' + …).json(created);`",
      ],
    },
    async () => {
      const reports = [
        REPORT,
        {
          trail: 'needle-ridge',
          condition: 'open',
          title: ' Snow, 2 cm & <ice> ',
          body: 'Ü\n\n“x”',
        },
      ];
      for (const path of ['/api/reports', '/API/Reports/', '/api/reports?draft=1']) {
        for (const report of reports) {
          const world = makeWorld();
          const api = await serve(world);
          const answer = await api.post(path).set('Authorization', bearer()).send(report);
          expect(answer.status, `the status of POST ${path}`).toBe(201);
          expect(answer.type, `the Content-Type of POST ${path}`).toBe('application/json');
          const location = answer.get('Location') ?? 'no Location';
          const { pathname, search } = new URL(location, `http://localhost${path}`);
          const stored = await api.get(pathname + search);
          expect(stored.status, `GET ${location}, the Location of the new report`).toBe(200);
          const { id, createdAt } = stored.body as Record<string, unknown>;
          expect(stored.body, `GET ${location}, the Location of the new report`).toEqual({
            ...report,
            author: 'mira',
            id,
            createdAt,
          });
          const label = `the path in the Location of POST ${path}`;
          expect(pathname + search, label).toBe(`/api/reports/${String(id)}`);
          expect(answer.body, 'the report in the response, beside the one that is stored').toEqual(
            stored.body,
          );
        }
      }
      const world = makeWorld();
      const before = countReports(world) ?? 0;
      const ids = [(await post(world, REPORT)).body.id, (await post(world, REPORT)).body.id];
      expect(new Set(ids).size, 'different ids of two reports that say the same').toBe(2);
      expect(countReports(world), 'reports, after two more').toBe(before + 2);
      world.database.run('DELETE FROM reports WHERE id = ?', String(ids[0]));
      const third = await post(world, REPORT);
      expect(third.status, 'the status of POST, after a report was deleted').toBe(201);
    },
  );

  check(
    'refuses-an-author',
    'refuses a body with an author, even if it is the sender',
    {
      points: 3,
      hint: [
        'A client that sends an author has a bug. It should hear of it, rather than be overruled silently.',
        'The schema above refuses an author. Give it the body exactly as it came: nothing added, nothing taken out.',
        '`const report = validate(schema, request.…);`',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = countReports(world);
      const authors = ['tomas', 'mira', 'nobody', PEOPLE.mira.id, '', null, 0, false, ['tomas']];
      for (const author of [...authors, { handle: 'tomas' }]) {
        const what = `POST with mira's token and author: ${JSON.stringify(author)}`;
        const answer = await post(world, { ...REPORT, author });
        expect(answer.status, what).toBe(422);
        expect(pointersOf(answer), `${what}: what the errors point at`).toEqual(['#/author']);
        const { detail } = answer.body.errors[0] as { detail: string };
        expect(detail, `${what}: the detail of the error`).toMatch(/\w/);
        const ours = /invalid input/i.test(detail) ? `a library's: ${detail}` : 'ours';
        expect(ours, `${what}: whose words the detail is`).toBe('ours');
      }
      const ranger = await post(world, { ...REPORT, author: 'mira' }, 'ines');
      expect(ranger.status, "POST with the token of ines, a ranger, and author: 'mira'").toBe(422);
      expect(countReports(world), 'how many reports there are after these').toBe(before);
    },
  );

  check(
    'no-other-way-to-choose',
    'lets a body set neither the author’s id, nor the report’s id, nor its time',
    {
      points: 2,
      hint: [
        'A body may contain any property. What reaches the database is for your code to decide.',
        'Store what `validate` returns, never `request.body` itself. Storing a whole body is called mass assignment: https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html',
        '`saveReport(database, { ...report, authorId, createdAt: … })`, where report comes from validate.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = countReports(world);
      const extras = {
        authorId: 'p-tomas',
        id: 'r-1',
        createdAt: '1999-01-01T00:00:00Z',
        user: 'tomas',
        Author: 'tomas',
        author_id: 'p-tomas',
        sub: 'p-tomas',
        person: { id: 'p-tomas' },
      };
      for (const [name, value] of Object.entries(extras)) {
        const answer = await post(world, { ...REPORT, [name]: value });
        const what = `POST with mira's token and a body with ${name}`;
        expect(answer.status, what).toBe(422);
        expect(pointersOf(answer), `${what}: what the errors point at`).toEqual([`#/${name}`]);
      }
      // JSON.parse makes an ordinary property of it, and a careless copy makes it the prototype.
      for (const body of [{ ...REPORT, author: 'tomas' }, REPORT]) {
        const hidden = `{ "__proto__": ${JSON.stringify(body)}, ${JSON.stringify(REPORT).slice(1)}`;
        const request = (await serve(world)).post('/api/reports').set('Authorization', bearer());
        const answer = await request.type('json').send(hidden);
        const what = `POST with mira's token and a body with __proto__`;
        expect(answer.status, what).toBe(422);
        expect(pointersOf(answer), `${what}: what the errors point at`).toEqual(['#/__proto__']);
      }
      expect(countReports(world), 'how many reports there are after these').toBe(before);
    },
  );

  check(
    'nothing-else-names-the-author',
    'takes the author from nothing else: no query, no other header, no cookie',
    {
      points: 2,
      hint: [
        'A caller can write anything into the query and the headers. Only the token was verified.',
        '`requirePerson(request)` is the only source for the author. Read nothing else from the request but its body.',
        '`const { id: authorId } = requirePerson(request);`, and no `??` or `||` beside it.',
      ],
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      const names = ['author', 'authorId', 'as', 'user', 'person', 'on_behalf_of', 'sub'];
      for (const [sender, value] of [
        ['mira', PEOPLE.tomas.id],
        ['mira', 'tomas'],
        ['ines', 'tomas'],
      ] as const) {
        const query = names.map((name) => `${name}=${value}`).join('&');
        const named = names.flatMap((name) => [
          [name, value],
          [`x-${name}`, value],
        ]);
        const headers = {
          ...Object.fromEntries(named.filter(([name]) => !/_/.test(name ?? ''))),
          from: value,
          'x-user-id': value,
          'x-author-id': value,
          'x-forwarded-user': value,
          'x-remote-user': value,
          'x-on-behalf-of': value,
          cookie: query.replaceAll('&', '; '),
        } as Record<string, string>;
        const token = bearer(sender);
        const ways = {
          [`?author=${value}`]: api.post(`/api/reports?${query}`),
          [`X-Author: ${value}`]: api.post('/api/reports').set(headers),
        };
        for (const [what, request] of Object.entries(ways)) {
          const answer = await request.set('Authorization', token).send(REPORT);
          expect(answer.status, `POST with ${sender}'s token and ${what}`).toBe(201);
          const label = `the author, with ${sender}'s token and ${what}`;
          expect(answer.body.author, label).toBe(sender);
        }
        const without = await api.post(`/api/reports?${query}`).set(headers).send(REPORT);
        expect(without.status, `POST without a token, but with X-Author: ${value}`).toBe(401);
      }
    },
  );

  check(
    'needs-a-person',
    'stores nothing when nobody is signed in, even if no guard ran before it',
    {
      points: 1,
      hint: [
        'A report always has an author. Where there is no person, there is no report.',
        '`requirePerson` throws when nobody was recognized; `findPerson` returns undefined. Call it first.',
        'Let the error of `requirePerson(request)` through: no try, no `?.`, no default.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = countReports(world);
      const { postOwnReport } = await posting();
      const thrown: unknown[] = [];
      const onError: express.ErrorRequestHandler = (error, _request, response, _next) => {
        thrown.push(error);
        response.status(401).end();
      };
      const handler = postOwnReport(world.database, world.clock);
      const app = express().post('/', jsonBody, handler).use(onError);
      const answer = await supertest(app).post('/').send(REPORT);
      const codes = thrown.map((error) => (error as { code?: unknown }).code ?? String(error));
      expect(codes, 'the code of what it throws without a guard').toEqual([
        'authentication-required',
      ]);
      expect(answer.status, 'the status without a guard').toBe(401);
      expect(countReports(world), 'how many reports there are afterwards').toBe(before);
    },
  );

  check(
    'follows-the-person',
    'knows the author by id: a new handle changes nothing',
    {
      points: 2,
      hint: [
        'People may change their handle. Their reports stay theirs.',
        "A token's `sub` is the person's id, and the guard has looked the person up by it. Store that id.",
        '`const { …: authorId } = requirePerson(request);`',
      ],
    },
    async () => {
      const world = makeWorld();
      const first = await post(world, REPORT);
      expect(first.status, "POST with mira's token").toBe(201);
      const rename = 'UPDATE people SET handle = ? WHERE id = ?';
      world.database.run(rename, 'castellan', PEOPLE.mira.id);
      world.database.run(rename, 'mira', PEOPLE.tomas.id);
      const second = await post(world, REPORT);
      const what = 'after mira became castellan, and tomas became mira';
      expect(second.status, `POST with her old token, ${what}`).toBe(201);
      expect(second.body.author, `the author of what she sends, ${what}`).toBe('castellan');
      const old = await (await serve(world)).get(`/api/reports/${first.body.id}`);
      expect(old.body.author, `the author of what she sent before, ${what}`).toBe('castellan');
    },
  );

  check(
    'dated-by-the-clock',
    'dates a report by the app’s clock',
    {
      points: 2,
      hint: [
        "The time comes from the app's clock, at the moment of the request, so that tests and servers can set it.",
        '`createdAt` is what `clock()` returns: milliseconds since 1970, not rounded, and not a string. `saveReport` makes the string.',
        '`createdAt: …()`, within the handler.',
      ],
    },
    async () => {
      const world = makeWorld();
      const api = await serve(world);
      for (const time of [START, START + 90_061_234]) {
        world.setTime(time);
        // A new one each time: the first expires within the hour.
        const iat = Math.floor(time / 1000);
        const token = signToken(goodClaims({ iat, exp: iat + 3600 }));
        const request = api.post('/api/reports').send(REPORT);
        const answer = await request.set('Authorization', `Bearer ${token}`);
        const date = new Date(time).toISOString();
        expect(answer.body.createdAt, `createdAt of a report at ${date}`).toBe(date);
      }
    },
  );

  check(
    'every-fault-at-once',
    'still validates: reports all errors of a body at once, and stores nothing',
    {
      points: 2,
      hint: [
        'A body that is not valid is a 422 that lists every error, and nothing is stored.',
        '`validate(schema, request.body)` throws this 422, and returns the fields to store, also one that may be left out. Call it once, before `saveReport`, and let the errors of both through.',
        '`const report = validate(…, …);` and store that `report`.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = countReports(world);
      const bad = { trail: 'nowhere', condition: 'icy', title: '  ', author: 'tomas' };
      const answer = await post(world, bad);
      expect(answer.status, 'POST with four errors in the body').toBe(422);
      const wanted = ['#/author', '#/condition', '#/title', '#/trail'];
      expect(pointersOf(answer).sort(), 'what the errors point at').toEqual(wanted);
      const api = await serve(world);
      for (const text of ['[]', '"open"', 'null', undefined]) {
        const what = text === undefined ? 'POST without a body' : `POST with the body ${text}`;
        const request = api.post('/api/reports').set('Authorization', bearer());
        const odd = await (text === undefined ? request : request.type('json').send(text));
        expect(odd.status, what).toBe(422);
        expect(pointersOf(odd), `${what}: what the errors point at, the whole body`).toEqual(['#']);
        const ours = /invalid input/i.test(JSON.stringify(odd.body)) ? "a library's" : 'ours';
        expect(ours, `${what}: whose words the errors are`).toBe('ours');
      }
      const { condition: _, ...incomplete } = REPORT;
      const missing = await post(world, incomplete);
      expect(missing.status, 'POST without a condition').toBe(422);
      expect(countReports(world), 'how many reports there are after these').toBe(before);

      const short = await post(world, { ...REPORT, body: undefined });
      expect(short.status, 'POST without body, which is optional').toBe(201);
      expect(short.body.body, 'the body of a report that was sent without one').toBe('');

      world.database.exec(
        `CREATE TRIGGER full BEFORE INSERT ON reports BEGIN SELECT RAISE(ABORT, 'no pages left'); END`,
      );
      const ours = await post(world, REPORT);
      expect(ours.status, 'POST of a good report that the database fails to store').toBe(500);
      const said = /no pages left|sql/i.exec(ours.text)?.[0] ?? 'nothing';
      expect(said, 'what the answer reveals about the error of the database').toBe('nothing');
      expect(world.logged.length, 'how often the error of the database is logged').toBe(1);
    },
  );

  check(
    'keeps-the-token-to-itself',
    'puts no token into the console or the log',
    {
      points: 1,
      hint: [
        'Anyone who can read the log could use every token in it until it expires.',
        'The request contains the token, in its headers: don’t print the request, its headers, or an error that refers to them.',
        'Take every console.log out.',
      ],
    },
    async () => {
      const world = makeWorld();
      const header = bearer();
      const printed = await printedDuring(async () => {
        const api = await serve(world);
        for (const [body, status] of [
          [REPORT, 201],
          [{ ...REPORT, author: 'mira' }, 422],
        ] as const) {
          const sent = await api.post('/api/reports').set('Authorization', header).send(body);
          expect(sent.status, `POST with ${Object.keys(body).join(', ')}`).toBe(status);
        }
      });
      const secrets = secretsOf(header);
      expect(found(secrets, printed), 'parts of a token that were printed').toBe('none');
      expect(found(secrets, loggedBy(world)), "parts of a token in the app's log").toBe('none');
    },
  );
});
