import type { Answer } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

/** Tomáš wrote it. Mira would like to change it; Inês, a ranger, would like to rewrite it. */
const PATH = '/api/reports/r-03';
const JSON_TYPE = 'Content-Type: application/json';
const FORBIDDEN = { status: 403, problem: 'forbidden' };
const INVALID = { status: 422, problem: 'validation-failed' };

type Person = 'p-mira' | 'p-tomas' | 'p-ines';
const bearer = (sub: Person, claims: object = {}) =>
  `Authorization: Bearer ${ours({ sub, ...claims })}`;

const row = ({ world }: Target, id = 'r-03') =>
  JSON.stringify(world.database.all('SELECT * FROM reports WHERE id = ?', id));
const count = ({ world }: Target) =>
  world.database.get<{ n: number }>('SELECT count(*) AS n FROM reports')!.n;

/** A patch of Tomáš's report that must change nothing. */
function patch(
  who: Person,
  body: string,
  expected: Attack['expected'],
  what: string,
  lines: string[] = [],
): Attack {
  let before = '';
  return {
    name: `PATCH ${PATH} by ${who}: ${what}`,
    why: 'only what the voters grant is changed, and nothing by halves',
    run: (target) => {
      before = row(target);
      return target.send({
        method: 'PATCH',
        path: PATH,
        lines: [bearer(who), JSON_TYPE, ...lines],
        body,
      });
    },
    expected,
    faults: (target) => (row(target) === before ? [] : ['the report has changed']),
  };
}

/** A report that nobody may post like this. */
function post(who: Person, more: string, expected: Attack['expected'], claims = {}): Attack {
  const body = `{"trail":"larch-loop","condition":"open","title":"A title"${more}}`;
  return {
    name: `POST /api/reports by ${who}${claims && 'role' in claims ? ', a ranger by its token' : ''}: ${more.slice(1) || 'nothing more'}`,
    why: 'nobody posts as somebody else, unless a voter grants it',
    run: (target) =>
      target.send({
        method: 'POST',
        path: '/api/reports',
        lines: [bearer(who, claims), JSON_TYPE],
        body,
      }),
    expected,
    faults: (target) => (count(target) === 24 ? [] : ['there is another report']),
  };
}

/** The body of a request that takes its time: what happens before its end counts. */
function slowly(name: string, change: string, request: Slow, expected: Attack['expected']): Attack {
  let before = '';
  return {
    name,
    why: 'who it is, and in which role, is asked when the request has arrived',
    run: async (target) => {
      before = row(target);
      const { method, path, body } = request;
      const head = [`${method} ${path} HTTP/1.1`, 'Host: cairn.example', bearer('p-ines')];
      const length = `Content-Length: ${body.length}`;
      const line = target.line();
      line.send(`${[...head, JSON_TYPE, length].join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
      // The API has the head by now: another request has been answered meanwhile.
      await target.send({ path: '/api/trails' });
      target.world.database.run(change);
      line.send(body.slice(10));
      return line.answer;
    },
    expected,
    faults: (target) =>
      row(target) === before && count(target) === 24 ? [] : ['something has changed'],
  };
}

interface Slow {
  method: string;
  path: string;
  body: string;
}

const CLOSE = '{"condition":"closed"}';
const FOR_MIRA = '{"trail":"larch-loop","condition":"open","title":"A title","author":"mira"}';

/** One person's request as another: every way that a role or an author could slip in. */
export const topic: Topic = {
  title: 'Authorization',
  attacks: [
    ...[
      CLOSE,
      '{}',
      '[]',
      'null',
      '"title"',
      '{"title":5}',
      '{"author":"mira"}',
      '{"authorId":"p-mira","condition":"closed"}',
      '{"role":"ranger","condition":"closed"}',
      '{"__proto__":{"role":"ranger"},"condition":"closed"}',
      '{"person":{"id":"p-tomas"},"action":"post"}',
    ].map((body) => patch('p-mira', body, FORBIDDEN, body)),
    ...[
      'X-HTTP-Method-Override: GET',
      'X-Role: ranger',
      'X-User-Id: p-tomas',
      'X-Forwarded-User: tomas',
      'X-Original-URL: /api/reports/r-01',
      'Cookie: office=p-ines; role=ranger',
      'From: tomas@cairn.example',
    ].map((line) => patch('p-mira', CLOSE, FORBIDDEN, line, [line])),
    ...[
      '{"title":"x"}',
      '{"body":null}',
      '{"condition":"closed","title":"x"}',
      '{"title":"x","condition":"closed"}',
      '{"condition":"closed","\\u0074itle":"x"}',
      '{"title":5,"condition":"closed"}',
      '{"title":"x","title":"y","condition":"closed"}',
    ].map((body) => patch('p-ines', body, FORBIDDEN, body)),
    ...[
      '{"Title":"x"}',
      '{"condition":"closed","author":"ines"}',
      '{"condition":"closed","authorId":"p-ines"}',
      '{"__proto__":{"title":"x"}}',
      '{"condition":["closed"]}',
      '{"condition":null}',
      '[{"title":"x"}]',
      'null',
    ].map((body) => patch('p-ines', body, INVALID, body)),
    ...[
      'application/merge-patch+json',
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/x+json',
    ].map((type) => ({
      ...patch('p-ines', '{"condition":"closed","title":"x"}', FORBIDDEN, `as ${type}`),
      run: (target: Target) =>
        target.send({
          method: 'PATCH',
          path: PATH,
          lines: [bearer('p-ines'), `Content-Type: ${type}`],
          body: '{"condition":"closed","title":"x"}',
        }),
      faults: (target: Target) =>
        row(target).includes('"x"') || row(target).includes('closed') ? ['it has changed'] : [],
    })),
    ...['tomas', 'ines', 'nobody', 'MIRA', 'mira ', '\\u0000mira', 'p-mira', ''].map((author) =>
      post('p-mira', `,"author":"${author}"`, FORBIDDEN),
    ),
    post('p-mira', ',"author":"mira","author":"tomas"', FORBIDDEN),
    post('p-mira', ',"\\u0061uthor":"tomas"', FORBIDDEN),
    post('p-mira', ',"author":"tomas","title":5', FORBIDDEN),
    post('p-mira', ',"author":"tomas"', FORBIDDEN, { role: 'ranger', roles: ['ranger'] }),
    ...['5', 'null', 'true', '["tomas"]', '{"handle":"tomas"}', '{"toString":"tomas"}'].flatMap(
      (author) => [
        post('p-mira', `,"author":${author}`, INVALID),
        post('p-ines', `,"author":${author}`, INVALID),
      ],
    ),
    post('p-ines', ',"author":"nobody"', INVALID),
    post('p-ines', ',"author":"tomas","authorId":"p-mira"', INVALID),
    post('p-mira', ',"__proto__":{"author":"tomas"}', INVALID),
    post('p-mira', ',"Author":"tomas"', INVALID),
    slowly(
      'a ranger who becomes a hiker while a patch arrives',
      "UPDATE people SET role = 'hiker' WHERE id = 'p-ines'",
      { method: 'PATCH', path: PATH, body: CLOSE },
      FORBIDDEN,
    ),
    slowly(
      'a ranger who becomes a hiker while a report for mira arrives',
      "UPDATE people SET role = 'hiker' WHERE id = 'p-ines'",
      { method: 'POST', path: '/api/reports', body: FOR_MIRA },
      FORBIDDEN,
    ),
    slowly(
      'a person who is deleted while a report arrives',
      "DELETE FROM people WHERE id = 'p-ines'",
      { method: 'POST', path: '/api/reports', body: FOR_MIRA },
      { status: 401, problem: 'invalid-token' },
    ),
    slowly(
      'a report whose author is deleted while it arrives',
      "DELETE FROM people WHERE id = 'p-mira'",
      { method: 'POST', path: '/api/reports', body: FOR_MIRA },
      INVALID,
    ),
    {
      name: 'DELETE by its author, fifty times at once',
      why: 'a report is deleted once; afterwards it does not exist, and nothing breaks',
      run: async (target) => {
        const lines = [bearer('p-tomas')];
        const send = () => target.send({ method: 'DELETE', path: PATH, lines });
        const answers = await Promise.all(Array.from({ length: 50 }, send));
        return worst(answers, [204, 404]);
      },
      expected: { status: 404 },
      faults: (target) => (count(target) === 23 ? [] : [`${count(target)} reports are left`]),
    },
    ...(
      [
        ['p-tomas', '{"condition":"closed","title":"x","body":"y"}', 'its author, everything'],
        ['p-ines', CLOSE, 'a ranger, the condition'],
        ['p-ines', '{}', 'a ranger, nothing'],
      ] as const
    ).map(([who, body, what]): Attack => ({
      name: `PATCH ${PATH} by ${who}: ${what}`,
      why: 'a control: this is granted',
      run: (target) =>
        target.send({ method: 'PATCH', path: PATH, lines: [bearer(who), JSON_TYPE], body }),
      expected: { status: 200 },
    })),
    ...(['p-tomas', 'p-ines'] as const).map((who): Attack => ({
      name: `DELETE ${PATH} by ${who}`,
      why: 'a control: the author may, and so may a ranger',
      run: (target) => target.send({ method: 'DELETE', path: PATH, lines: [bearer(who)] }),
      expected: { status: 204 },
    })),
    {
      name: 'POST /api/reports by p-ines, for mira',
      why: 'a control: a ranger posts for others',
      run: (target) =>
        target.send({
          method: 'POST',
          path: '/api/reports',
          lines: [bearer('p-ines'), JSON_TYPE],
          body: FOR_MIRA,
        }),
      expected: { status: 201 },
      faults: (_target, { body }) =>
        body.includes('"author":"mira"') ? [] : ['the report is not hers'],
    },
  ],
};

/** The last of these answers, or one whose status isn't expected. */
function worst(answers: Answer[], statuses: number[]): Answer {
  return (
    answers.find(({ status }) => !statuses.includes(status)) ??
    answers.find(({ status }) => status === 404) ??
    answers[0]!
  );
}
