import { check, expect, makeWorld, PEOPLE, task } from '#check';
import { addReport, bearer, expectForbidden, openApi, pointersOf, stored } from './api.ts';
import { heldVoter, openMiddleware, scripted } from './route.ts';
import { WHO_MAY_WHAT } from './who-may-what.ts';

/** The actions that this middleware is for, each with its method. */
const ROUTES = [
  ['change', 'patch'],
  ['delete', 'delete'],
] as const;
/** Ids that no report has, some of them close to `r-01`. */
const UNKNOWN_IDS = ['r-none', 'R-01', 'r-0_', '%25', 'r-01%20', 'constructor', '__proto__'];

task('7.4', () => {
  check(
    'lets-through-what-is-granted',
    'passes a request on, once, when the voters allow it',
    {
      points: 2,
      hint: [
        'The voters have said yes. What does middleware call then?',
        '`next()` passes the request to the handler behind. The handler changes the report, not you.',
      ],
    },
    async () => {
      for (const [action, method] of ROUTES) {
        const route = await openMiddleware(action, [scripted('grant').voter]);
        const { outcome } = await route.send('tomas', method, '/reports/r-01', {
          condition: 'closed',
        });
        expect(outcome, `a request to ${action} r-01 that the only voter grants`).toBe('passed on');
        expect(route.nextCalls(), 'how often next() was called for it').toBe(1);
        expect(stored(route.world, 'r-01')?.condition, 'the condition of r-01 then').toBe('open');
      }
    },
  );

  check(
    'stops-what-is-not-granted',
    "throws an AccessDeniedError when the voters don't allow it, and passes nothing on",
    {
      points: 3,
      hint: [
        'The decision is `false`. The request must end here, with an error that the responder turns into a 403.',
        '`decide` returns a promise of the decision. A promise is never false: `await` it.',
        '`if (!(await decide(…))) throw new AccessDeniedError();`',
      ],
    },
    async () => {
      for (const [action, method] of ROUTES) {
        for (const votes of [['abstain'], ['deny'], ['grant', 'deny'], []]) {
          const voters = votes.map((vote) => scripted(vote).voter);
          const route = await openMiddleware(action, voters);
          const { outcome } = await route.send('mira', method, '/reports/r-01', {});
          const what = `a request to ${action} r-01 when the votes are [${votes.join(', ')}]`;
          expect(outcome, what).toBe('forbidden');
          expect(route.nextCalls(), `how often next() was called for ${what}`).toBe(0);
        }
      }
    },
  );

  check(
    'who-comes-first',
    'asks an unauthenticated client for credentials, whether or not the report exists',
    {
      points: 2,
      hint: [
        'A client that gets 404 for some ids and 401 for others can list your reports without signing in.',
        '`requirePerson` throws the right error. Call it before you look for the report.',
      ],
    },
    async () => {
      for (const [action, method] of ROUTES) {
        const { voter, questions } = scripted('grant');
        const route = await openMiddleware(action, [voter]);
        for (const id of ['r-01', 'r-none']) {
          const { outcome } = await route.send('nobody', method, `/reports/${id}`, {});
          const what = `a request to ${action} ${id} without credentials`;
          expect(outcome, what).toBe('authentication-required');
        }
        expect(questions.length, 'how often voters were asked about nobody').toBe(0);
        expect(route.reached(), 'how often such a request was passed on').toBe(0);
      }
    },
  );

  check(
    'then-whether-it-exists',
    'answers 404 for a report that does not exist, and asks no voter',
    {
      points: 2,
      hint: [
        'A 403 says "not yours". Of a report that does not exist, nobody can say whose it is.',
        '`getAuthorId` throws the 404. Call it before `decide`, and catch nothing.',
      ],
    },
    async () => {
      for (const [action, method] of ROUTES) {
        for (const vote of ['abstain', 'grant']) {
          const { voter, questions } = scripted(vote);
          const route = await openMiddleware(action, [voter]);
          for (const id of UNKNOWN_IDS) {
            const { outcome } = await route.send('mira', method, `/reports/${id}`, { title: 5 });
            const what = `a request to ${action} /reports/${id}, which doesn't exist (vote: ${vote})`;
            expect(outcome, what).toBe('404');
          }
          expect(questions.length, 'how often voters were asked about no report').toBe(0);
          expect(route.reached(), 'how often such a request was passed on').toBe(0);
        }
      }
    },
  );

  check(
    'says-what-it-is-about',
    'tells the voters who asks for what, and whose report it is',
    {
      points: 2,
      hint: [
        'A voter knows nothing but what you tell it: the person, and `{ action, authorId, properties }`.',
        '`action` comes from `authorize(action, …)`, `authorId` from `getAuthorId`. Not from the body, nor the method.',
      ],
    },
    async () => {
      for (const [action] of ROUTES) {
        const first = scripted('abstain');
        const second = scripted('grant');
        const route = await openMiddleware(action, [first.voter, second.voter]);
        addReport(route.world, 'r-orphan', null);
        for (const [id, authorId] of [
          ['r-01', PEOPLE.mira.id],
          ['r-02', PEOPLE.ines.id],
          ['r-orphan', null],
        ] as const) {
          for (const method of ['patch', 'delete'] as const) {
            const body = { authorId: PEOPLE.tomas.id, author: 'tomas', action: 'post' };
            await route.send('tomas', method, `/reports/${id}?authorId=p-tomas&id=r-03`, body);
            for (const { questions } of [first, second]) {
              const [who, permission] = questions.at(-1) ?? [];
              const what = `when tomas asks to ${action} ${id} (the method is ${method.toUpperCase()})`;
              expect(who, `whom the voters are asked about ${what}`).toBe('tomas');
              expect(permission?.['action'], `the action ${what}`).toBe(action);
              expect(permission?.['authorId'], `the authorId ${what}`).toBe(authorId);
              expect(permission?.['properties'], `the properties ${what}`).toEqual([]);
            }
          }
        }
      }
    },
  );

  check(
    'says-which-properties',
    'tells the voters which properties a change is about, whatever their values',
    {
      points: 2,
      hint: [
        'A ranger may change the condition, and not the title. So the voters must hear what the body contains.',
        '`changedProperties(request.body)` finds it out, also for a body that is `null` or missing. A property with a wrong value counts, too.',
      ],
    },
    async () => {
      const { voter, questions } = scripted('grant');
      const route = await openMiddleware('change', [voter]);
      for (const [body, properties] of [
        [{ condition: 'closed' }, ['condition']],
        [{ title: 'New' }, ['title']],
        [{ body: null }, ['body']],
        [{ title: 5, condition: 'bogus' }, ['condition', 'title']],
        [{ title: '', body: '', condition: 'open' }, ['body', 'condition', 'title']],
        [{ title: 'Larch Loop is dry' }, ['title']],
        [{ region: 'x', condition: 'open' }, ['condition']],
        [{}, []],
        [null, []],
        [[], []],
        ['title', []],
        [7, []],
        [undefined, []],
      ] as const) {
        const { outcome } = await route.send('ines', 'patch', '/reports/r-01', body);
        const what = `a patch with the body ${JSON.stringify(body) ?? 'that is missing'}`;
        expect(outcome, what).toBe('passed on');
        const found = questions.at(-1)?.[1]['properties'];
        const sorted = Array.isArray(found) ? [...(found as string[])].sort() : found;
        expect(sorted, `the properties of ${what}`).toEqual(properties);
      }
    },
  );

  check(
    'deleting-has-no-properties',
    'tells the voters of no properties when a report is deleted',
    {
      points: 1,
      hint: [
        'The body of a DELETE means nothing (RFC 9110 §9.3.5), so it must not decide anything either.',
        "`action === 'change' ? changedProperties(request.body) : []`",
      ],
    },
    async () => {
      const { voter, questions } = scripted('grant');
      const route = await openMiddleware('delete', [voter]);
      for (const body of [{ title: 'x' }, { condition: 'open' }, null, undefined]) {
        await route.send('ines', 'delete', '/reports/r-01', body);
        const what = `the properties of a DELETE with the body ${JSON.stringify(body)}`;
        expect(questions.at(-1)?.[1]['properties'], what).toEqual([]);
      }
    },
  );

  check(
    'waits-for-the-decision',
    'waits for voters that take their time',
    {
      points: 2,
      hint: [
        'A vote may come later, and until then nothing is allowed.',
        '`decide` returns a promise. `await` it before you throw or call `next()`.',
      ],
    },
    async () => {
      for (const vote of ['grant', 'deny', 'abstain']) {
        let decided = false;
        let early = 0;
        let reached = () => 0;
        const late = async () => {
          for (let turn = 0; turn < 30; turn += 1) await undefined;
          early += reached();
          decided = true;
          return vote;
        };
        const route = await openMiddleware('delete', [scripted(late).voter]);
        reached = route.reached;
        const { outcome } = await route.send('mira', 'delete', '/reports/r-01');
        const expected = vote === 'grant' ? 'passed on' : 'forbidden';
        expect(outcome, `a request whose only vote comes later, and is ${vote}`).toBe(expected);
        expect(decided, 'whether the voter had voted when the answer came').toBe(true);
        expect(early, 'how often the request was passed on before the vote').toBe(0);
      }
    },
  );

  check(
    'an-error-opens-nothing',
    'passes nothing on when a voter or the database fails',
    {
      points: 2,
      hint: [
        "An error isn't permission. What happens to one that `decide` or `getAuthorId` throws?",
        "Don't catch it: Express passes it to the error handlers, which log it and answer 500. A `finally` that calls next() is a way in.",
      ],
    },
    async () => {
      const failure = new Error('This voter of a check fails.');
      for (const [what, fails] of [
        [
          'throws',
          () => {
            throw failure;
          },
        ],
        ['rejects', () => Promise.reject(failure)],
      ] as const) {
        const voters = [scripted('grant').voter, scripted(fails).voter];
        const route = await openMiddleware('change', voters);
        const { outcome } = await route.send('mira', 'patch', '/reports/r-01', {});
        expect(outcome, `what is thrown when a voter ${what}`).toBe(failure.message);
        expect(route.nextCalls(), `how often next() was called when a voter ${what}`).toBe(0);
      }
      for (const thrown of ['route', 'router']) {
        const fails = () => {
          throw thrown;
        };
        const route = await openMiddleware('change', [scripted(fails).voter]);
        const { outcome } = await route.send('mira', 'patch', '/reports/r-01', {});
        const what = `a request while a voter throws the string ${thrown}`;
        expect(outcome, what).not.toBe('passed on');
      }
      const world = makeWorld();
      const route = await openMiddleware('delete', [scripted('grant').voter], world);
      const { get } = world.database;
      world.database.get = <Row>(sql: string, ...values: string[]) => {
        if (sql.includes('reports')) throw failure;
        return get.call(world.database, sql, ...values) as Row;
      };
      const { outcome } = await route.send('mira', 'delete', '/reports/r-01');
      expect(outcome, 'what is thrown when the database fails').toBe(failure.message);
      expect(route.reached(), 'how often a request was passed on meanwhile').toBe(0);
    },
  );

  check(
    'asks-anew',
    'asks for each request anew, in the database and with the voters of its own app',
    {
      points: 2,
      hint: [
        'A report can be deleted, and its author can leave. What was true at the last request may be wrong now.',
        'Does anything live outside of the function that handles the request?',
      ],
    },
    async () => {
      const own = (person: { id: string }, { authorId }: { authorId: string | null }) =>
        person.id === authorId ? 'grant' : 'abstain';
      const route = await openMiddleware('change', [own]);
      const send = (who: 'mira' | 'tomas') => route.send(who, 'patch', '/reports/r-moving', {});
      addReport(route.world, 'r-moving', PEOPLE.mira.id);
      expect((await send('mira')).outcome, 'mira changes a report of hers').toBe('passed on');
      expect((await send('tomas')).outcome, 'then tomas tries').toBe('forbidden');
      route.world.database.run("UPDATE reports SET authorId = 'p-tomas' WHERE id = 'r-moving'");
      expect((await send('mira')).outcome, 'mira again, once it is his').toBe('forbidden');
      expect((await send('tomas')).outcome, 'tomas, once it is his').toBe('passed on');
      route.world.database.run("DELETE FROM people WHERE id = 'p-tomas'");
      expect((await send('mira')).outcome, 'mira, when its author has left').toBe('forbidden');

      const another = await openMiddleware('change', [scripted('grant').voter]);
      addReport(another.world, 'r-moving', PEOPLE.ines.id);
      const elsewhere = await another.send('mira', 'patch', '/reports/r-moving', {});
      expect(elsewhere.outcome, 'mira, in another app, whose voter grants all').toBe('passed on');
      expect((await send('mira')).outcome, 'mira, in the first app again').toBe('forbidden');
      route.world.database.run("DELETE FROM reports WHERE id = 'r-moving'");
      expect((await send('mira')).outcome, 'mira, when the report is gone').toBe('404');

      addReport(route.world, 'r-hers', PEOPLE.mira.id);
      const both = await Promise.all(
        (['mira', 'tomas', 'mira', 'ines'] as const).map((who) =>
          route.send(who, 'patch', '/reports/r-hers', {}),
        ),
      );
      expect(
        both.map(({ outcome }) => outcome),
        'mira, tomas (who has left), mira and ines change her report at the same time',
      ).toEqual(['passed on', 'authentication-required', 'passed on', 'forbidden']);

      const held = heldVoter();
      const slow = await openMiddleware('change', [held.voter, own]);
      const hers = slow.send('mira', 'patch', '/reports/r-01', {});
      await Promise.race([held.asked, hers]);
      const meanwhile = await slow.send('mira', 'patch', '/reports/r-03', {});
      held.release();
      expect(meanwhile.outcome, 'mira changes r-03, by tomas').toBe('forbidden');
      const what = 'mira changes r-01, her own, while another request comes and goes';
      expect((await hers).outcome, what).toBe('passed on');
    },
  );

  check(
    'the-table-holds',
    'lets hikers and rangers do what they may, and nothing else',
    {
      points: 2,
      hint: [
        'This check sends requests to the whole app: your voters, your decision and your middleware together. Which row of the table is it?',
        'If the votes are right (7.1 to 7.3 pass), look at what the middleware tells `decide`.',
      ],
    },
    async () => {
      const { world, send } = await openApi();
      for (const [who, method, author, body, status] of WHO_MAY_WHAT) {
        addReport(world, 'r-new', author);
        const before = stored(world, 'r-new');
        const answer = await send(who, method, '/api/reports/r-new', body);
        const sent = body ? ` with ${JSON.stringify(body)}` : '';
        const what = `${who} sends ${method}${sent} for a report by ${author ?? 'someone who has left'}`;
        if (status === 403) expectForbidden(what, answer);
        else expect(answer.status, what).toBe(status);
        const after = status === 204 ? undefined : status === 200 ? { ...before, ...body } : before;
        expect(stored(world, 'r-new'), `the report after ${what}`).toEqual(after);
        world.database.run("DELETE FROM reports WHERE id = 'r-new'");
      }
    },
  );

  check(
    'no-spelling-gets-around',
    'answers every path and method that reaches the same report in the same way',
    {
      points: 1,
      hint: [
        'Express has matched the path and decoded the id, once. What else do you look at?',
        'Take the id from `request.params.id`, not from the URL, the query or the body.',
      ],
    },
    async () => {
      const { world, send } = await openApi();
      const before = stored(world, 'r-03');
      const paths = [
        '/api/reports/r-03',
        '/api/reports/r-03/',
        '/API/Reports/r-03',
        '/api/reports/%72-03',
      ]
        .concat(['/api/reports/r%2D03?id=r-01&author=mira&_method=GET', '/api/reports/r-03?r-01'])
        .concat(['/api/reports/r-03#/api/reports/r-01']);
      for (const path of paths) {
        for (const [method, body] of [
          ['PATCH', { condition: 'closed' }],
          ['PATCH', { author: 'mira', id: 'r-01', authorId: 'p-mira' }],
          ['DELETE', undefined],
        ] as const) {
          const headers = {
            'X-HTTP-Method-Override': 'GET',
            'X-Original-URL': '/api/reports/r-01',
          };
          const answer = await send('mira', method, path, body, headers);
          expectForbidden(`mira sends ${method} ${path}, a report by tomas`, answer);
        }
        const looked = await send('mira', 'GET', path);
        expect(looked.status, `mira reads ${path}`).toBe(200);
        expect((await send('nobody', 'HEAD', path)).status, `HEAD ${path}`).toBe(200);
        expect((await send('mira', 'PUT', path, {})).status, `PUT ${path}`).toBe(405);
      }
      expect(stored(world, 'r-03'), 'the report afterwards').toEqual(before);
    },
  );

  check(
    'in-this-order',
    'answers 401 before 404, 404 before 403, and 403 before 422',
    {
      points: 1,
      hint: [
        'Each answer tells a little about the next question: who, whether it exists, whether you may, whether the body is well-formed.',
        'A hiker who may not change a report must not learn what is wrong with the body. Validation is the handler’s, behind `next()`.',
      ],
    },
    async () => {
      const { send } = await openApi();
      const bad = { title: 5, condition: 'bogus', region: 'x' };
      for (const [who, id, status] of [
        ['nobody', 'r-none', 401],
        ['nobody', 'r-03', 401],
        ['mira', 'r-none', 404],
        ['ines', 'r-none', 404],
        ['mira', 'r-03', 403],
        ['ines', 'r-03', 403],
        ['tomas', 'r-03', 422],
      ] as const) {
        const answer = await send(who, 'PATCH', `/api/reports/${id}`, bad);
        const what = `${who} sends a patch of ${id}, by tomas if it exists, with a bad body`;
        expect(answer.status, what).toBe(status);
        const { detail } = answer.body as { detail?: unknown };
        expect(detail, `the detail of the answer when ${what}`).toMatch(/\w/);
      }
      const own = await send('tomas', 'PATCH', '/api/reports/r-03', bad);
      expect(pointersOf(own), 'the errors of the last one').toEqual([
        '#/condition',
        '#/region',
        '#/title',
      ]);
      const ranger = await send('ines', 'PATCH', '/api/reports/r-03', {
        condition: 'x',
        region: 'y',
      });
      expect(
        pointersOf(ranger),
        'the errors of a ranger’s bad condition, and an unknown property',
      ).toEqual(['#/condition', '#/region']);
      for (const body of [null, [], 'closed', 7]) {
        const refused = await send('mira', 'PATCH', '/api/reports/r-03', JSON.stringify(body));
        expect(refused.status, `mira patches r-03 with ${JSON.stringify(body)}`).toBe(403);
        const answer = await send('ines', 'PATCH', '/api/reports/r-03', JSON.stringify(body));
        expect(answer.status, `ines patches r-03 with ${JSON.stringify(body)}`).toBe(422);
      }
    },
  );

  check(
    'the-role-of-today',
    "goes by the role that is in the database now, whatever the token's claims say",
    {
      points: 1,
      hint: [
        'Someone stops being a ranger at noon. From then on the old token must open nothing more than a hiker’s.',
        'The guard reads the person from the database for each request. `requirePerson` returns that one.',
      ],
    },
    async () => {
      const { world, send } = await openApi();
      const [path, closed] = ['/api/reports/r-03', { condition: 'closed' }];
      const close = (who: 'mira' | 'ines', claims: object = {}) =>
        send(who, 'PATCH', path, closed, { Authorization: bearer(who, claims) });
      expect((await close('ines')).status, 'ines, a ranger, closes r-03').toBe(200);
      world.database.run("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      expectForbidden('ines closes r-03, no longer a ranger', await close('ines'));
      const claims = { role: 'ranger', roles: ['ranger'], scope: 'ranger' };
      expectForbidden('mira, whose token says ranger, closes r-03', await close('mira', claims));
      world.database.run("UPDATE people SET role = 'ranger' WHERE id = 'p-mira'");
      expect((await close('mira')).status, 'mira, a ranger since a moment ago').toBe(200);
    },
  );
});
