import { deflateSync, gzipSync } from 'node:zlib';
import { type Answer, header } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

const TOKEN = `Authorization: Bearer ${ours()}`;
const JSON_TYPE = 'Content-Type: application/json';
const REPORT = { trail: 'larch-loop', condition: 'open', title: 'A title' };
const good = JSON.stringify(REPORT);

const reports = ({ world }: Target) =>
  world.database.get<{ reports: number }>('SELECT count(*) AS reports FROM reports')?.reports;
const none = (target: Target) => {
  const polluted = Object.keys(Object.prototype);
  return [
    ...(reports(target) === 24 ? [] : ['a report was posted']),
    ...polluted.map((name) => `every object has a ${name} now`),
  ];
};

/** Posts a report as Mira. */
function posts(
  name: string,
  body: string | Buffer,
  expected: Attack['expected'],
  lines = [JSON_TYPE],
): Attack {
  return {
    name: `POST /api/reports: ${name}`,
    why: WHY[expected.status] ?? 'RFC 8259',
    run: (target) =>
      target.send({ method: 'POST', path: '/api/reports', lines: [TOKEN, ...lines], body }),
    expected,
    faults: expected.status === 201 ? () => [] : none,
  };
}

const WHY: Record<number, string> = {
  400: 'RFC 8259: what does not parse is no JSON',
  413: 'RFC 9110 §15.5.14: 100 kB, and no more',
  415: 'RFC 9110 §15.5.16: JSON, and nothing else',
  422: 'a body is what its schema says, member by member',
};

const INVALID = { status: 422, problem: 'validation-failed' };
const MALFORMED = { status: 400, problem: 'malformed-json' };
const UNSUPPORTED = { status: 415, problem: 'about:blank' };
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';
const CHUNKS = 'Transfer-Encoding: chunked';
const GIGABYTE = 'Content-Length: 1000000000';
const TOO_LARGE = { status: 413, problem: 'about:blank' };
const spelled = (members: string) => good.replace(/\}$/, `,${members}}`);

/** Bodies that are too much, too slow, of another type, or about something else than a report. */
export const bodies: Topic = {
  title: 'Bodies',
  attacks: [
    posts('100,001 bytes', `${good}${' '.repeat(100_001 - good.length)}`, TOO_LARGE),
    posts('a megabyte', `"${'x'.repeat(1_000_000)}"`, TOO_LARGE),
    ...(
      [
        ['a gigabyte, of which only the length comes', '', TOO_LARGE, JSON_TYPE, GIGABYTE],
        ['a gigabyte of text', '', UNSUPPORTED, 'Content-Type: text/plain', GIGABYTE],
        [
          'chunks without an end',
          `30d40\r\n${'x'.repeat(0x30d40)}\r\n`,
          TOO_LARGE,
          JSON_TYPE,
          'Transfer-Encoding: chunked',
        ],
      ] as const
    ).map(([name, body, expected, ...lines]): Attack => ({
      ...posts(name, body, expected, [...lines]),
      why: 'a body that is refused is not read: the answer comes at once, and ends the connection',
      faults: (target, answer) => [
        ...none(target),
        ...(header(answer, 'connection') === 'close' ? [] : ['reads on']),
      ],
    })),
    posts('100,001 bytes, in chunks', chunked(`${good}${' '.repeat(100_001)}`), TOO_LARGE, [
      JSON_TYPE,
      'Transfer-Encoding: chunked',
    ]),
    posts(
      'ten megabytes in ten kilobytes (gzip)',
      gzipSync(Buffer.alloc(10_000_000, 32)),
      TOO_LARGE,
      [JSON_TYPE, 'Content-Encoding: gzip'],
    ),
    posts(
      'ten megabytes in ten kilobytes (deflate)',
      deflateSync(Buffer.alloc(10_000_000, 32)),
      TOO_LARGE,
      [JSON_TYPE, 'Content-Encoding: deflate'],
    ),
    posts('gzip that is none', 'x'.repeat(100), { status: 400 }, [
      JSON_TYPE,
      'Content-Encoding: gzip',
    ]),
    posts('an encoding that nobody knows', good, UNSUPPORTED, [JSON_TYPE, 'Content-Encoding: lzw']),
    posts('two encodings', gzipSync(gzipSync(good)), UNSUPPORTED, [
      JSON_TYPE,
      'Content-Encoding: gzip, gzip',
    ]),
    ...[
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonp',
      'application/json5',
      'application/javascript',
      'json',
      '*/*',
      'application/*',
      'text/plain; application/json',
      'application/json, text/plain',
      'application/x+json+x',
      '',
    ].map((type) => posts(`as "${type}"`, good, UNSUPPORTED, [`Content-Type: ${type}`])),
    posts('without a type', good, UNSUPPORTED, []),
    posts('in a character set that nobody reads', good, UNSUPPORTED, [
      'Content-Type: application/json; charset=x-attack',
    ]),
    ...(
      [
        ['cut off', good.slice(0, -1)],
        ['followed by something', `${good};alert(1)`],
        ['in single quotes', good.replaceAll('"', "'")],
        ['with a comment', `/**/${good}`],
        ['NaN', 'NaN'],
        ['undefined', 'undefined'],
        ['a form', 'title=x&trail=y'],
        ['XML with an entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
        ['with a zero byte', `${good}\0`],
      ] as const
    ).map(([what, body]) => posts(what, body, MALFORMED)),
    ...(
      [
        ['null', 'null'],
        ['true', 'true'],
        ['a number', '1e400'],
        ['a text', '"x"'],
        ['an array', `[${good}]`],
        ['an empty object', '{}'],
        ['nested 40,000 times', `${'['.repeat(40_000)}${']'.repeat(40_000)}`],
        [
          'a title nested 10,000 times',
          good.replace('"A title"', `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
        ],
        ['a title that is an object', good.replace('"A title"', '{"toString":"x"}')],
        ['a title that is an array', good.replace('"A title"', '["A title"]')],
        ['a title of 121 letters', good.replace('A title', 'x'.repeat(121))],
        ['a title of spaces', good.replace('A title', '   ')],
        ['a trail with SQL in it', good.replace('larch-loop', "x' OR '1'='1")],
        ['a trail that does not exist', good.replace('larch-loop', '../../etc/passwd')],
        ['a trail named __proto__', good.replace('larch-loop', '__proto__')],
        ['a condition of another case', good.replace('"open"', '"OPEN"')],
        ['a condition that a prototype has', good.replace('"open"', '"constructor"')],
        ["an author's id", spelled('"authorId":"p-ines"')],
        ['an id', spelled('"id":"r-01"')],
        ['a date', spelled('"createdAt":"1970-01-01T00:00:00.000Z"')],
        ['a role', spelled('"role":"ranger"')],
        ['__proto__ with a role', spelled('"__proto__":{"role":"ranger","polluted":true}')],
        ['__proto__, written with escapes', spelled('"\\u005f_proto__":{"polluted":true}')],
        ['constructor.prototype', spelled('"constructor":{"prototype":{"polluted":true}}')],
        ['prototype', spelled('"prototype":{"polluted":true}')],
        ['all of it in __proto__', `{"__proto__":${good}}`],
        [
          'ten thousand members',
          spelled(Array.from({ length: 9_000 }, (_, n) => `"${n}":0`).join()),
        ],
      ] as const
    ).map(([what, body]) => posts(what, body, INVALID)),
    {
      name: 'PATCH /api/reports/r-01: an author, an id, a prototype',
      why: 'a patch changes what may be changed, and nothing else',
      run: (target) =>
        target.send({
          method: 'PATCH',
          path: '/api/reports/r-01',
          lines: [TOKEN, 'Content-Type: application/merge-patch+json'],
          body: '{"author":"ines","authorId":"p-ines","id":"r-99","__proto__":{"polluted":true}}',
        }),
      expected: INVALID,
      faults: none,
    },
    ...[
      '?__proto__[page]=2',
      '?__proto__=x&page=0',
      '?constructor[prototype][page]=2&perPage=99',
      '?page[]=1',
      '?page[__proto__][polluted]=1',
      '?page=1&page=2',
      '?page=-1',
      '?page=1e9',
      '?page=0x1',
      '?perPage=51',
      '?perPage=NaN',
      '?page=1;DROP TABLE reports'.replaceAll(' ', '%20'),
      '?trail=a&trail=b',
    ].map((query): Attack => ({
      name: `GET /api/reports${query}`,
      why: 'a query is texts, and each is read as what it should be',
      run: (target) => target.send({ path: `/api/reports${query}` }),
      expected:
        query.startsWith('?__proto__[') || query.startsWith('?page[') ? { status: 200 } : INVALID,
      faults: none,
    })),
    {
      name: 'POST /office/login: __proto__ in a form',
      why: 'a form fills no prototype',
      run: async (target) => {
        const { cookie, csrf } = await target.visit();
        const fields = {
          '__proto__[polluted]': 'x',
          'constructor[prototype][polluted]': 'x',
          '__proto__.polluted': 'x',
          'handle[$ne]': 'x',
          'password[]': 'x',
          _csrf: csrf,
        };
        return target.post('/office/login', fields, cookie);
      },
      expected: { status: 401 },
      faults: none,
    },
    {
      name: 'POST /office/login: a form of 101 kB',
      why: 'RFC 9110 §15.5.14: nobody reads more than 100 kB of anything',
      run: async (target) => {
        const { cookie, csrf } = await target.visit();
        return target.post('/office/login', { _csrf: csrf, handle: 'x'.repeat(101_000) }, cookie);
      },
      expected: { status: 413 },
    },
    ...(
      [
        ['five megabytes in five kilobytes (gzip)', 'Content-Encoding: gzip', 413],
        ['an encoding that nobody knows', 'Content-Encoding: lzw', 415],
      ] as const
    ).map(([what, line, status]): Attack => ({
      name: `POST /office/login: ${what}`,
      why: 'a form is read as carefully as a report',
      run: async (target) => {
        const { cookie } = await target.visit();
        return target.send({
          method: 'POST',
          path: '/office/login',
          lines: [cookie, 'Content-Type: application/x-www-form-urlencoded', line],
          body: gzipSync(Buffer.alloc(5_000_000, 97)),
        });
      },
      expected: { status },
    })),
    ...(
      [
        ['POST /office/login', 'a gigabyte', 413, FORM_TYPE, GIGABYTE],
        ['POST /office/login', 'chunks without an end', 413, FORM_TYPE, CHUNKS],
        [
          'POST /office/login',
          'chunks of text, without an end',
          403,
          'Content-Type: text/plain',
          CHUNKS,
        ],
        ['GET /office/login', 'a gigabyte', 413, FORM_TYPE, GIGABYTE],
        ['POST /api/tokens', 'a gigabyte', 413, JSON_TYPE, GIGABYTE],
        ['POST /api/tokens', 'a gigabyte of a form', 415, FORM_TYPE, GIGABYTE],
        ['POST /api/tokens', 'chunks without an end', 413, JSON_TYPE, CHUNKS],
        ['GET /', 'a gigabyte', 200, JSON_TYPE, GIGABYTE],
        ['POST /', 'a gigabyte', 405, JSON_TYPE, GIGABYTE],
        ['POST /', 'chunks without an end', 405, JSON_TYPE, CHUNKS],
      ] as const
    ).map(([request, what, status, ...lines]): Attack => ({
      name: `${request}: ${what}`,
      why: 'a body that is refused is not read: the answer comes at once, and ends the connection',
      run: (target) => {
        const line = target.line();
        line.send(head(`${request} HTTP/1.1`, [...lines]));
        line.send(lines[1] === CHUNKS ? `30d40\r\n${'x'.repeat(0x30d40)}\r\n` : 'x'.repeat(1_000));
        return line.answer;
      },
      expected: { status },
      faults: (_target, answer) => (header(answer, 'connection') === 'close' ? [] : ['reads on']),
    })),
    {
      name: 'POST /office/login: two thousand fields',
      why: 'a form has a handful',
      run: async (target) => {
        const { cookie } = await target.visit();
        const body = Array.from({ length: 2_000 }, (_, n) => `${n}=`).join('&');
        return target.send({
          method: 'POST',
          path: '/office/login',
          lines: [cookie, 'Content-Type: application/x-www-form-urlencoded'],
          body,
        });
      },
      expected: { status: 413 },
    },
    ...(
      [
        ['POST', '/api/reports', 'authentication-required', 401],
        ['PATCH', '/api/reports/r-01', 'authentication-required', 401],
      ] as const
    ).map(([method, path, problem, status]): Attack => ({
      name: `${method} ${path}: a body that never comes, from a stranger`,
      why: 'who you are is asked before a byte of the body is read',
      run: (target) =>
        slowly(target, `${method} ${path} HTTP/1.1`, [JSON_TYPE, 'Content-Length: 90000']),
      expected: { status, problem },
    })),
    {
      name: 'POST /api/reports: a body that takes its time, while others are served',
      why: 'one slow client is no reason to let anyone wait',
      run: async (target) => {
        const slow = target.line();
        slow.send(
          head('POST /api/reports HTTP/1.1', [TOKEN, JSON_TYPE, `Content-Length: ${good.length}`]),
        );
        for (const letter of good.slice(0, 10)) {
          slow.send(letter);
          const { status } = await target.send({ path: '/api/trails' });
          if (status !== 200) throw new Error(`Someone else was answered ${status}.`);
        }
        slow.send(good.slice(10));
        return slow.answer;
      },
      expected: { status: 201 },
    },
    {
      name: 'POST /api/reports: a body that breaks off',
      why: 'half a report is none',
      run: async (target) => {
        const slow = target.line();
        slow.send(head('POST /api/reports HTTP/1.1', [TOKEN, JSON_TYPE, 'Content-Length: 9000']));
        slow.send(good);
        slow.end();
        return slow.answer;
      },
      expected: { status: 400 },
      faults: none,
    },
    {
      name: 'POST /api/reports: hanging up in the middle, fifty times',
      why: 'the next one is served as if nothing had happened',
      run: async (target) => {
        for (let turn = 0; turn < 50; turn += 1) {
          const line = target.line();
          line.send(head('POST /api/reports HTTP/1.1', [TOKEN, JSON_TYPE, 'Content-Length: 9000']));
          line.send(good);
          line.hangUp();
        }
        return target.send({ path: '/api/me', lines: [TOKEN] });
      },
      expected: { status: 200 },
      faults: none,
    },
    ...(
      [
        ['a token nested deep', token('{}', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)],
        ['a token that is no text', 7],
        ['a token of nothing', ''],
        ['a token of dots', '.'.repeat(50_000)],
        ['a time that is no time', token('{}', '{"exp":1e400}')],
      ] as const
    ).map(([what, value]): Attack => ({
      name: `POST /api/tokens/inspect: ${what}`,
      why: 'chapter 1: what cannot be decoded is 422, whatever it is',
      run: (target) =>
        target.send({
          method: 'POST',
          path: '/api/tokens/inspect',
          lines: [JSON_TYPE],
          body: JSON.stringify({ token: value }),
        }),
      expected: { status: 422 },
    })),
    {
      name: 'POST /api/tokens/inspect: a token with a good one’s claims',
      why: 'it decodes, and it never says that it has verified',
      run: (target) =>
        target.send({
          method: 'POST',
          path: '/api/tokens/inspect',
          lines: [JSON_TYPE],
          body: JSON.stringify({ token: token('{"alg":"none"}', '{"verified":true,"exp":1}') }),
        }),
      expected: { status: 200 },
      faults: (_target, { body }: Answer) =>
        JSON.parse(body).verified === false ? [] : ['says that it is verified'],
    },
    posts('exactly 100,000 bytes', `${good}${' '.repeat(100_000 - good.length)}`, { status: 201 }),
    posts('as JSON with a character set', good, { status: 201 }, [
      'Content-Type: application/json; charset=utf-8',
    ]),
  ],
};

function head(first: string, lines: string[]): string {
  return `${[first, 'Host: cairn.example', ...lines].join('\r\n')}\r\n\r\n`;
}

/** Announces a body, sends a byte of it, and waits. */
async function slowly(target: Target, first: string, lines: string[]): Promise<Answer> {
  const line = target.line();
  line.send(`${head(first, lines)}{`);
  return line.answer;
}

function chunked(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
}

function token(header: string, payload: string): string {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  return `${encode(header)}.${encode(payload)}.`;
}
