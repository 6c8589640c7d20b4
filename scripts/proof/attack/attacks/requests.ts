import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

const HOST = 'Host: cairn.example';
const SMUGGLED = 'DELETE /api/reports/r-01 HTTP/1.1\r\nHost: cairn.example\r\n\r\n';

/** Bytes that two readers may understand differently (RFC 9112 §6.3, §11.2). Node takes none of them. */
const REFUSED: [what: string, bytes: string, status?: number][] = [
  [
    'a length and chunks',
    post('Content-Length: 4', 'Transfer-Encoding: chunked') + `0\r\n\r\n${SMUGGLED}`,
  ],
  [
    'chunks and a length',
    post('Transfer-Encoding: chunked', 'Content-Length: 4') + `0\r\n\r\n${SMUGGLED}`,
  ],
  ['two lengths', post('Content-Length: 0', `Content-Length: ${SMUGGLED.length}`) + SMUGGLED],
  ['a length with a comma', post(`Content-Length: 0, ${SMUGGLED.length}`) + SMUGGLED],
  ['a length below zero', post('Content-Length: -1') + SMUGGLED],
  ['a length with a sign', post('Content-Length: +0') + SMUGGLED],
  ['a length in hexadecimal', post('Content-Length: 0x10') + SMUGGLED],
  ['a length of words', post('Content-Length: many') + SMUGGLED],
  ['a length that overflows', post('Content-Length: 18446744073709551616') + SMUGGLED],
  ['a space before the colon', post('Content-Length : 0') + SMUGGLED],
  ['a chunk whose size is no number', `${post('Transfer-Encoding: chunked')}x\r\n\r\n`],
  ['a chunk whose size overflows', `${post('Transfer-Encoding: chunked')}fffffffffffffffff\r\n`],
  ['no Host', 'GET /api/me HTTP/1.1\r\n\r\n'],
  ['a version to come', `GET /api/me HTTP/9.9\r\n${HOST}\r\n\r\n`],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a method in small letters', `delete /api/reports/r-01 HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['a method that nobody knows', `DESTROY /api/reports/r-01 HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['a space in the path', `GET /api/me x HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['the hello of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ['nothing but zeros', `${'\0'.repeat(64)}\r\n\r\n`],
  ['a path of 20 kB', `GET /api/${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n\r\n`, 431],
  [
    'an expectation that nobody meets',
    `GET /api/me HTTP/1.1\r\n${HOST}\r\nExpect: a-miracle\r\n\r\n`,
    417,
  ],
];

const stays = ({ world }: Target) =>
  world.database.all("SELECT id FROM reports WHERE id = 'r-01'").length === 1
    ? []
    : ['the report is gone'];

/** Bytes on the wire that are hardly a request. */
export const requests: Topic = {
  title: 'Requests that are hardly HTTP',
  attacks: [
    ...REFUSED.map(([what, bytes, status = 400]): Attack => ({
      name: what,
      why: 'RFC 9112: refused before the app sees it',
      run: (target) => target.sendBytes(bytes),
      expected: { status },
      faults: (target, { body }) => [...stays(target), ...(body ? [`says ${body}`] : [])],
    })),
    {
      name: 'another request behind a GET, in its body',
      why: 'RFC 9112 §6: a body is a body, and no request',
      run: (target) =>
        target.send({ path: '/api/trails', lines: ['Content-Type: text/plain'], body: SMUGGLED }),
      expected: { status: 415 },
      faults: stays,
    },
    {
      name: 'two Hosts',
      why: 'RFC 9112 §3.2: a proxy might go by the other one',
      run: (target) =>
        target.sendBytes(
          `DELETE /api/reports/r-01 HTTP/1.1\r\n${HOST}\r\nHost: attacker.example\r\n` +
            `Authorization: Bearer ${ours()}\r\n\r\n`,
        ),
      expected: { status: 400, problem: 'about:blank' },
      faults: stays,
    },
    ...['GET /office', 'GET /office/login', 'POST /office/login'].map((request): Attack => ({
      name: `two Hosts: ${request}`,
      why: 'RFC 9112 §3.2: a proxy might go by the other one',
      run: (target) =>
        target.sendBytes(`${request} HTTP/1.1\r\n${HOST}\r\nHost: attacker.example\r\n\r\n`),
      expected: { status: 400 },
    })),
    {
      name: 'another Host',
      why: 'no link in an answer is made of it',
      run: (target) => target.sendBytes('GET /office HTTP/1.1\r\nHost: attacker.example\r\n\r\n'),
      expected: { status: 303, location: '/office/login' },
    },
    {
      name: 'X-Forwarded-Host and -Proto',
      why: 'no link in an answer is made of them',
      run: (target) =>
        target.send({
          path: '/office',
          lines: ['X-Forwarded-Host: attacker.example', 'X-Forwarded-Proto: https'],
        }),
      expected: { status: 303, location: '/office/login' },
      faults: (_target, answer) =>
        JSON.stringify(answer).includes('attacker') ? ['names the attacker'] : [],
    },
    {
      name: 'an upgrade to a web socket',
      why: 'a request that wants to be something else is still a request',
      run: (target) =>
        target.send({ path: '/api/me', lines: ['Connection: Upgrade', 'Upgrade: websocket'] }),
      expected: { status: 401, problem: 'authentication-required' },
    },
    {
      name: 'a Connection header that names Authorization',
      why: 'RFC 9110 §7.6.1 is for proxies: what is left out here was never there',
      run: (target) =>
        target.send({
          path: '/api/me',
          lines: ['Connection: close, Authorization', 'Authorization: Bearer x'],
        }),
      expected: { status: 401, problem: 'invalid-token' },
    },
    {
      name: 'a stranger behind someone, on the same connection',
      why: 'who you are is in each request, and in no connection',
      run: async (target) => {
        const token = `Authorization: Bearer ${ours()}`;
        const [first, second] = await target.sendTogether(
          `GET /api/me HTTP/1.1\r\n${HOST}\r\n${token}\r\n\r\n`,
          `GET /api/me HTTP/1.1\r\n${HOST}\r\nConnection: close\r\n\r\n`,
        );
        if (first?.status !== 200) throw new Error(`The first was answered ${first?.status}.`);
        return second!;
      },
      expected: { status: 401, problem: 'authentication-required' },
    },
    {
      name: 'a trailer that brings the token',
      why: 'RFC 9110 §6.5.1: authentication never comes in a trailer',
      run: (target) =>
        target.sendBytes(
          `${post('Transfer-Encoding: chunked', 'Content-Type: application/json', 'Trailer: Authorization')}` +
            '2\r\n{}\r\n0\r\nAuthorization: Bearer x\r\n\r\n',
        ),
      expected: { status: 401, problem: 'authentication-required' },
    },
  ],
};

function post(...lines: string[]): string {
  return ['POST /api/reports HTTP/1.1', HOST, ...lines].join('\r\n') + '\r\n\r\n';
}
