import { check, expect, makeWorld, PEOPLE, START, task } from '#check';
import {
  bearer,
  countReports,
  errorsOf,
  expectForbidden,
  openApi,
  pointersOf,
  REPORT,
  type Send,
  stored,
} from './api.ts';
import { thePosting } from './lessons.ts';
import { asPrinted, printedBy, shorten } from './printed.ts';
import { openPosting, scripted } from './route.ts';

/** The whole app. What goes wrong with it here is about `post-report.ts`. */
async function open() {
  const api = await openApi();
  await thePosting();
  return api;
}

const post = (send: Send, who: 'mira' | 'ines', more: object = {}) =>
  send(who, 'POST', '/api/reports', { ...REPORT, ...more });

/** Strings that resemble the handle `mira`, and aren't it. */
const NEARLY_MIRA = [
  'MIRA',
  'Mira',
  ' mira',
  'mira ',
  'mir',
  'mira2',
  'mira\0',
  'míra',
  'ｍｉｒａ',
  'mira\u200b',
  'p-mira',
  '',
];
/** What isn't a string. */
const NOT_STRINGS = [5, null, true, false, 0, [], ['mira'], ['tomas'], {}, { handle: 'tomas' }];

task('7.5', () => {
  check(
    'ones-own',
    'posts for the sender, without an author or with their own handle',
    {
      points: 2,
      hint: [
        "No `author`, or one's own handle: the report belongs to the person who sends it.",
        '`authorIn` returns `undefined` if there is no author. `person.id` is what the database stores.',
        'Compare the handle from the body with `person.handle`, and save the report that `validate` returns.',
      ],
    },
    async () => {
      const { world, send } = await open();
      for (const who of ['mira', 'ines'] as const) {
        for (const more of [{}, { author: who }]) {
          const answer = await post(send, who, more);
          const what = `${who} posts a report with ${JSON.stringify(more)}`;
          expect(answer.status, what).toBe(201);
          expect(answer.body, `the answer to ${what}`).toMatchObject({ ...REPORT, author: who });
          const { id } = answer.body as { id: string };
          expect(stored(world, id)?.authorId, `whose report is stored when ${what}`).toBe(
            PEOPLE[who].id,
          );
        }
      }
    },
  );

  check(
    'hikers-post-for-themselves',
    'refuses a hiker who posts as someone else, and says the same for a handle that nobody has',
    {
      points: 2,
      hint: [
        'Mira posts as Tomáš: that is the hole this chapter is about. And if an unknown handle got another answer, she could try out which handles exist.',
        'For an unknown handle `authorId` is `null`, which the voters refuse like any other author who is not mira. Let them: throw only after `decide`.',
        '`findPersonByHandle(database, handle)?.id ?? null`',
      ],
    },
    async () => {
      const { world, send } = await open();
      const before = countReports(world);
      const answers: string[] = [];
      for (const author of ['tomas', 'ines', 'nobody-has-this-handle', ...NEARLY_MIRA]) {
        const answer = await post(send, 'mira', { author });
        expectForbidden(`mira posts a report as ${JSON.stringify(author)}`, answer);
        const {
          date: _,
          'content-length': __,
          ...headers
        } = answer.headers as object & {
          date: unknown;
          'content-length': unknown;
        };
        answers.push(JSON.stringify([headers, answer.text]));
      }
      expect(new Set(answers).size, 'how many different answers that makes').toBe(1);
      expect(countReports(world), 'how many reports there are afterwards').toBe(before);
    },
  );

  check(
    'rangers-post-for-others',
    'lets a ranger post for someone else, whose report it becomes',
    {
      points: 2,
      hint: [
        'The report belongs to the person in `author`: they may correct it later, and the ranger may not.',
        'Ask the voters about, and save, the id of the person whom `findPersonByHandle` found.',
      ],
    },
    async () => {
      const { world, send } = await open();
      for (const author of ['mira', 'tomas'] as const) {
        const answer = await post(send, 'ines', { author });
        expect(answer.status, `ines posts a report for ${author}`).toBe(201);
        const { id, author: shown } = answer.body as { id: string; author: string };
        expect(shown, 'the author in the answer').toBe(author);
        expect(stored(world, id)?.authorId, 'whose report is stored').toBe(PEOPLE[author].id);
        const fixed = await send(author, 'PATCH', `/api/reports/${id}`, { title: 'Corrected' });
        expect(fixed.status, `${author} corrects its title`).toBe(200);
        const rewritten = await send('ines', 'PATCH', `/api/reports/${id}`, { title: 'Mine' });
        expectForbidden('ines changes its title', rewritten);
      }
      const during = makeWorld();
      const renames = () => {
        during.database.run("UPDATE people SET handle = 'mira-c' WHERE id = 'p-mira'");
        during.database.run("UPDATE people SET handle = 'mira' WHERE id = 'p-tomas'");
        return 'grant';
      };
      const posting = await openPosting([scripted(renames).voter], during);
      const { body } = await posting.send('ines', 'post', '/reports', {
        ...REPORT,
        author: 'mira',
      });
      const what = 'whose report is stored, when mira’s handle passes to tomas after the vote';
      expect(stored(during, body['id'])?.authorId, what).toBe(PEOPLE.mira.id);
    },
  );

  check(
    'rangers-hear-of-a-typo',
    'tells a ranger at #/author that nobody has this handle, with all other errors',
    {
      points: 2,
      hint: [
        'A ranger may post for anyone, so a handle that nobody has is a typo: 422.',
        '`newReport(database, null)` makes it an error at `#/author`. So don’t throw when nobody is found: go on with `null`.',
      ],
    },
    async () => {
      const { world, send } = await open();
      const before = countReports(world);
      for (const author of ['nobody-has-this-handle', ...NEARLY_MIRA]) {
        const answer = await post(send, 'ines', { author });
        const what = `ines posts a report for ${JSON.stringify(author)}`;
        expect(answer.status, what).toBe(422);
        expect(errorsOf(answer), `the errors when ${what}`).toEqual([
          '#/author: there is no person with this handle',
        ]);
      }
      const all = await post(send, 'ines', { author: 'nobody', title: 5, trail: 'nowhere', id: 1 });
      expect(
        pointersOf(all),
        'the errors when the trail, the title and an id are bad, too',
      ).toEqual(['#/author', '#/id', '#/title', '#/trail']);
      expect(countReports(world), 'how many reports there are afterwards').toBe(before);
    },
  );

  check(
    'an-author-is-a-string',
    'answers 422, to everyone, when the author is not a string',
    {
      points: 1,
      hint: [
        'A number or a list specifies nobody, so there is nobody to post for. It is a mistake in the body.',
        '`authorIn` returns `undefined` for it, as if there were none, and `validate` finds the error.',
      ],
    },
    async () => {
      const { world, send } = await open();
      const before = countReports(world);
      for (const who of ['mira', 'ines'] as const) {
        for (const author of NOT_STRINGS) {
          const answer = await post(send, who, { author, title: 5 });
          const what = `${who} posts a report with the author ${JSON.stringify(author)}, and a bad title`;
          expect(answer.status, what).toBe(422);
          expect(errorsOf(answer), `the errors when ${what}`).toEqual([
            '#/author: author must be a string',
            '#/title: title must be a string',
          ]);
        }
      }
      expect(countReports(world), 'how many reports there are afterwards').toBe(before);
    },
  );

  check(
    'asks-before-it-validates',
    'answers 403 before it looks for errors in the body, and 422 to those who may',
    {
      points: 2,
      hint: [
        'Someone who may not post for Tomáš need not know what else is wrong with the report. And the error at `#/author` would tell which handles exist.',
        'First `decide`, then `validate`.',
      ],
    },
    async () => {
      const { send } = await open();
      for (const author of ['tomas', 'nobody-has-this-handle']) {
        const bad = { author, title: '', trail: 'nowhere', authorId: 'p-mira' };
        expectForbidden(`mira posts a bad report as ${author}`, await post(send, 'mira', bad));
        const only = await send('mira', 'POST', '/api/reports', { author });
        expectForbidden(`mira posts nothing but the author ${author}`, only);
      }
      for (const [body, pointers] of [
        [{}, ['#/condition', '#/title', '#/trail']],
        [{ author: 'mira' }, ['#/condition', '#/title', '#/trail']],
        [
          { ...REPORT, id: 'r-x', authorId: 'p-tomas', createdAt: 'x', role: 'ranger' },
          ['#/authorId', '#/createdAt', '#/id', '#/role'],
        ],
      ] as const) {
        const answer = await send('mira', 'POST', '/api/reports', JSON.stringify(body));
        const what = `mira posts ${JSON.stringify(body)} as herself`;
        expect(answer.status, what).toBe(422);
        expect(pointersOf(answer), `the errors when ${what}`).toEqual(pointers);
      }
      for (const body of [undefined, 'null', '[]', '"author"']) {
        const answer = await send('mira', 'POST', '/api/reports', body);
        expect(answer.status, `mira posts ${body ?? 'without a body'}`).toBe(422);
        const error = '#: the body must be a JSON object';
        expect(errorsOf(answer), `the errors for ${body ?? 'no body'}`).toEqual([error]);
      }
    },
  );

  check(
    'the-author-is-in-the-body',
    'looks for the author in the body, and nowhere else',
    {
      points: 1,
      hint: 'A query and a header are the sender’s to invent as well, and no voter has heard of them. `authorIn(request.body)` is all there is.',
    },
    async () => {
      const { world, send } = await open();
      for (const who of ['mira', 'ines'] as const) {
        const path = '/api/reports?author=tomas&authorId=p-tomas';
        const headers = { 'X-Author': 'tomas', 'X-User-Id': 'p-tomas', From: 'tomas' };
        const answer = await send(who, 'POST', path, REPORT, headers);
        expect(answer.status, `${who} posts a report, with tomas in query and headers`).toBe(201);
        const { id } = answer.body as { id: string };
        expect(stored(world, id)?.authorId, 'whose report is stored').toBe(PEOPLE[who].id);
      }
    },
  );

  check(
    'says-whose-it-would-be',
    'tells the voters whose report it would be',
    {
      points: 2,
      hint: [
        'The voters decide about `{ action, authorId, properties }`. Here, whose report is it going to be?',
        'The action is `post`, `properties` is `[]`, and `authorId` is an id, not a handle: null for a handle that nobody has.',
      ],
    },
    async () => {
      const { voter, questions } = scripted('abstain');
      const { send, world } = await openPosting([scripted('abstain').voter, voter]);
      const before = countReports(world);
      for (const [author, authorId] of [
        [undefined, PEOPLE.mira.id],
        ['mira', PEOPLE.mira.id],
        ['tomas', PEOPLE.tomas.id],
        ['ines', PEOPLE.ines.id],
        ['nobody-has-this-handle', null],
        ['MIRA', null],
        [7, PEOPLE.mira.id],
      ] as const) {
        const asked = questions.length;
        const { outcome } = await send('mira', 'post', '/reports', { ...REPORT, author });
        const what = `mira posts with the author ${JSON.stringify(author)}, and no voter grants it`;
        expect(outcome, what).toBe('forbidden');
        expect(questions.length - asked, `how often each voter is asked when ${what}`).toBe(1);
        const [who, permission] = questions.at(-1)!;
        expect(who, `who asks when ${what}`).toBe('mira');
        expect(permission, `the permission when ${what}`).toEqual({
          action: 'post',
          authorId,
          properties: [],
        });
      }
      expect(countReports(world), 'how many reports there are afterwards').toBe(before);
    },
  );

  check(
    'waits-for-the-decision',
    'saves nothing before the voters have decided, nor when one of them fails',
    {
      points: 1,
      hint: [
        '`decide` returns a promise, and a promise is never false.',
        '`if (!(await decide(…))) throw new AccessDeniedError();`, and only after that `saveReport`. Catch nothing.',
      ],
    },
    async () => {
      const failure = new Error('This voter of a check fails.');
      for (const [vote, expected] of [
        ['grant', 'answered 201'],
        ['deny', 'forbidden'],
        ['abstain', 'forbidden'],
        [failure, failure.message],
      ] as const) {
        const world = makeWorld();
        const before = countReports(world);
        let early = 0;
        const late = async () => {
          for (let turn = 0; turn < 30; turn += 1) await undefined;
          early = countReports(world) - before;
          if (vote instanceof Error) throw vote;
          return vote;
        };
        const { send } = await openPosting([scripted(late).voter], world);
        const { outcome } = await send('mira', 'post', '/reports', { ...REPORT, author: 'tomas' });
        const what = `a report for tomas, when the only vote comes later: ${String(vote)}`;
        expect(outcome, what).toBe(expected);
        expect(early, `how many reports were saved before that vote`).toBe(0);
        const saved = countReports(world) - before;
        expect(saved, `how many reports are saved of ${what}`).toBe(vote === 'grant' ? 1 : 0);
      }
      const { send } = await openPosting([scripted('grant').voter]);
      const { outcome } = await send('nobody', 'post', '/reports', { author: 'tomas' });
      expect(outcome, 'a report without credentials').toBe('authentication-required');
    },
  );

  check(
    'sends-it-back',
    'answers with the report, its place and its time',
    {
      points: 1,
      hint: [
        "`Location` is the path of the new report, however the request's path was written, and `createdAt` comes from the app's clock.",
        '`response.status(201).location(…).json(created)`',
      ],
    },
    async () => {
      const { world, send } = await open();
      const { body: _, ...short } = REPORT;
      for (const [body, author] of [
        [REPORT, 'ines'],
        [{ ...short, author: 'tomas' }, 'tomas'],
      ] as const) {
        world.setTime(START + 90_123);
        const answer = await send('ines', 'POST', '/api/reports', body);
        const { id } = answer.body as { id: string };
        expect(answer.status, 'the status').toBe(201);
        expect(answer.headers['location'], 'Location').toBe(`/api/reports/${id}`);
        expect(answer.body, 'the report').toEqual({
          id,
          ...short,
          body: 'body' in body ? body.body : '',
          author,
          createdAt: new Date(START + 90_123).toISOString(),
        });
        const shown = await send('nobody', 'GET', String(answer.headers['location']));
        expect(shown.body, 'what Location leads to').toEqual(answer.body);
      }
      for (const path of ['/api/reports/', '/api/reports?page=2', '/API/Reports']) {
        const { body, headers } = await send('mira', 'POST', path, REPORT);
        const { id } = body as { id: string };
        expect(headers['location'], `Location after POST ${path}`).toBe(`/api/reports/${id}`);
      }
    },
  );

  check(
    'handles-and-roles-of-today',
    'goes by the handles and the roles that are in the database now',
    {
      points: 1,
      hint: [
        'A handle may pass to another person, and a ranger may stop being one. Nothing of the last request may count.',
        "Compare with `person.handle`, which the guard has just read, and look up any other handle each time. Save the person's id.",
      ],
    },
    async () => {
      const { world, send } = await open();
      const { database } = world;
      expect((await post(send, 'mira', { author: 'mira' })).status, 'mira, as mira').toBe(201);
      expect((await post(send, 'ines', { author: 'mira' })).status, 'ines, for mira').toBe(201);
      database.run("UPDATE people SET handle = 'mira-c' WHERE id = 'p-mira'");
      expectForbidden(
        'p-mira, now mira-c, posts as mira, whom nobody is called any more',
        await post(send, 'mira', { author: 'mira' }),
      );
      database.run("UPDATE people SET handle = 'mira' WHERE id = 'p-tomas'");
      expectForbidden(
        'p-mira, now mira-c, posts as mira, who is another person by now',
        await post(send, 'mira', { author: 'mira' }),
      );
      const own = await post(send, 'mira', { author: 'mira-c' });
      expect(own.status, 'p-mira, now mira-c, posts as mira-c').toBe(201);
      const other = await post(send, 'ines', { author: 'mira' });
      const { id } = other.body as { id: string };
      expect(stored(world, id)?.authorId, 'whose report it is when ines posts for mira then').toBe(
        PEOPLE.tomas.id,
      );
      database.run("UPDATE people SET role = 'hiker' WHERE id = 'p-ines'");
      const headers = { Authorization: bearer('ines', { role: 'ranger', scope: 'ranger' }) };
      const late = await send(
        'ines',
        'POST',
        '/api/reports',
        { ...REPORT, author: 'mira' },
        headers,
      );
      expectForbidden('ines, no longer a ranger, posts for mira', late);
    },
  );

  check(
    'prints-no-token',
    'puts no token on the console or into the log',
    {
      points: 1,
      hint: [
        'Anyone who reads the log could act as this person until the token expires.',
        'Print neither the request nor its headers.',
      ],
    },
    async () => {
      const { world, send } = await open();
      const printed = await printedBy(async () => {
        for (const who of ['mira', 'ines'] as const) {
          await post(send, who);
          await post(send, who, { author: 'tomas' });
          await send(who, 'PATCH', '/api/reports/r-03', { condition: 'closed' });
          await send(who, 'DELETE', '/api/reports/r-03');
        }
      });
      const all = `${printed}\n${world.logged.map(asPrinted).join('\n')}`;
      const tokens = [bearer('mira'), bearer('ines')].join('.').replaceAll('Bearer ', '');
      const secrets = ['Bearer ', ...tokens.split('.')];
      const found = secrets.filter((part) => part.length > 6 && all.includes(part));
      expect(found.map(shorten), 'parts of a token that are printed or logged').toEqual([]);
    },
  );
});
