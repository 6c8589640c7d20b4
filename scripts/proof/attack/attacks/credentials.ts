import { basic, PEOPLE } from '../../../grading/check/kit.ts';
import { type Answer, header } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import type { Target } from '../target.ts';

const { mira, ines } = PEOPLE;
const encode = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64');
const right = encode(`${mira.handle}:${mira.password}`);

/** Everything that is wrong with a handle, a password, or how they are sent. */
const WRONG: [what: string, lines: string[]][] = [
  ['nothing', []],
  ['an unknown handle', [line(basic('nobody', mira.password))]],
  ['a wrong password', [line(basic(mira.handle, 'wrong'))]],
  ["another person's password", [line(basic(mira.handle, ines.password))]],
  ['no password', [line(basic(mira.handle, ''))]],
  ['no handle', [line(basic('', mira.password))]],
  ['neither', [line(basic('', ''))]],
  ['the id for the handle', [line(basic(mira.id, mira.password))]],
  ['the handle in capitals', [line(basic('MIRA', mira.password))]],
  ['the handle and a space', [line(basic('mira ', mira.password))]],
  ['the handle and a zero byte', [line(basic('mira\0', mira.password))]],
  ['the handle and a line end', [line(basic('mira\n', mira.password))]],
  ['the password and a zero byte', [line(basic(mira.handle, `${mira.password}\0`))]],
  ['the password, cut short', [line(basic(mira.handle, mira.password.slice(0, -1)))]],
  ['SQL in the handle', [line(basic("mira' --", 'x'))]],
  ['SQL that is always true', [line(basic("' OR '1'='1", 'x'))]],
  [
    'SQL with a hash of mine',
    [line(basic("' UNION SELECT 'p-ines','ines','x','ranger','$argon2id$' --", 'x'))],
  ],
  ['a handle of %', [line(basic('%', mira.password))]],
  ['a handle named __proto__', [line(basic('__proto__', mira.password))]],
  ['a handle of 8 kB', [line(basic('m'.repeat(6_000), 'x'))]],
  ['a password of 8 kB', [line(basic(mira.handle, 'x'.repeat(6_000)))]],
  ['no colon', [line(`Basic ${encode('mira')}`)]],
  ['not base64', [line('Basic ====')]],
  ['base64url', [line(`Basic ${encode('mira:>>>???').replaceAll('+', '-').replaceAll('/', '_')}`)]],
  ['base64 without its padding', [line(`Basic ${right.replace(/=+$/, '')}`)]],
  ['base64 with too much padding', [line(`Basic ${right}=`)]],
  ['base64 with bits left over', [line(`Basic ${right.replace(/w==$/, 'x==')}`)]],
  ['base64 with a space in it', [line(`Basic ${right.slice(0, 8)} ${right.slice(8)}`)]],
  ['something after it', [line(`Basic ${right} x`)]],
  ['a comma after it', [line(`Basic ${right}, Bearer x`)]],
  ['latin1', [line(`Basic ${encode('tom\xe1s:x', 'latin1')}`)]],
  ['bytes that are not UTF-8', [line(`Basic ${encode('mira:\xff\xfe', 'latin1')}`)]],
  ['two lines, both right', [line(`Basic ${right}`), line(`Basic ${right}`)]],
  ['two lines, the second wrong', [line(`Basic ${right}`), line(basic('x', 'y'))]],
  ['the scheme alone', [line('Basic')]],
  ['another scheme', [line(`Bearer ${right}`)]],
  ['Digest', [line('Digest username="mira", response="x"')]],
  ['in a cookie', [`Cookie: Authorization=Basic ${right}`]],
  ['in Proxy-Authorization', [`Proxy-Authorization: Basic ${right}`]],
];

const ONE_BODY = JSON.stringify({
  type: 'https://cairn.example/problems/invalid-credentials',
  title: 'The credentials are not valid',
  status: 401,
  detail: 'The handle or the password is wrong.',
});

/** Byte for byte, but for the date. */
function differences(answer: Answer): string[] {
  const faults = answer.body === ONE_BODY ? [] : [`says ${answer.body}`];
  const challenge = header(answer, 'www-authenticate');
  if (challenge !== 'Basic realm="cairn", charset="UTF-8"') faults.push(`asks for ${challenge}`);
  const names = Object.keys(answer.headers).sort().join(' ');
  return names === HEADERS ? faults : [...faults, `has the headers ${names}`];
}

const HEADERS = [
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'etag',
  'keep-alive',
  'vary',
  'www-authenticate',
  'x-content-type-options',
].join(' ');

/** The office's answer, without what is another one each time. */
const pageOf = ({ body }: Answer) => body.replace(/name="_csrf" value="[^"]+"/, '');

function login(name: string, handle: string, password: string): Attack {
  let other: Answer;
  return {
    name: `POST /office/login: ${name}`,
    why: 'one message for every reason, byte for byte',
    run: async (target) => {
      const visit = await target.visit();
      other = await target.logIn(visit, { handle: ines.handle, password: 'wrong' });
      return target.logIn(visit, { handle, password });
    },
    expected: { status: 401 },
    faults: (_target, answer) =>
      pageOf(answer) === pageOf(other) ? [] : ['differs from the page for a wrong password'],
  };
}

/** Whoever asks learns whether a handle and a password go together, and nothing else. */
export const credentials: Topic = {
  title: 'Handles and passwords, and who has which',
  attacks: [
    ...WRONG.map(([what, lines]): Attack => ({
      name: `POST /api/tokens: ${what}`,
      why: 'RFC 7617 §2; one answer for every reason, byte for byte',
      run: (target) => target.send({ method: 'POST', path: '/api/tokens', lines }),
      expected: { status: 401, problem: 'invalid-credentials' },
      faults: (_target, answer) => differences(answer),
    })),
    ...(
      [
        ['JSON', 'application/json', JSON.stringify(mira), 401],
        ['a form', 'application/x-www-form-urlencoded', String(new URLSearchParams(mira)), 415],
        [
          'a grant',
          'application/x-www-form-urlencoded',
          `grant_type=password&username=mira&password=${mira.password}`,
          415,
        ],
      ] as const
    ).map(([what, type, body, status]): Attack => ({
      name: `POST /api/tokens: the password in a body, as ${what}`,
      why: 'one way in: the Authorization header',
      run: (target) =>
        target.send({
          method: 'POST',
          path: '/api/tokens',
          lines: [`Content-Type: ${type}`],
          body,
        }),
      expected: { status, ...(status === 401 && { problem: 'invalid-credentials' }) },
    })),
    login('an unknown handle', 'nobody', 'wrong'),
    login('an empty password', ines.handle, ''),
    login('an empty handle', '', ines.password),
    login('SQL', "' OR '1'='1", "' OR '1'='1"),
    login('a hiker, with a wrong password', mira.handle, 'wrong'),
    login('the handle and a zero byte', 'ines\0', ines.password),
    login('a handle like markup', '<script>alert(1)</script>', 'wrong'),
    {
      name: 'GET /api/tokens with the right password',
      why: 'a link must not hand out a token',
      run: (target) => target.send({ path: '/api/tokens', lines: [line(`Basic ${right}`)] }),
      expected: { status: 405 },
    },
    {
      name: 'POST /api/tokens: the right ones',
      why: 'a control: and no cache keeps the answer',
      run: (target) =>
        target.send({ method: 'POST', path: '/api/tokens', lines: [line(`Basic ${right}`)] }),
      expected: { status: 200 },
      faults: (_target, answer) =>
        header(answer, 'cache-control') === 'no-store' ? [] : ['a cache may keep it'],
    },
    {
      name: 'POST /api/tokens: the hash is in no answer',
      why: 'nothing of a password ever leaves',
      run: async (target) => {
        const token = await tokenOf(target);
        return target.send({ path: '/api/me', lines: [line(`Bearer ${token}`)] });
      },
      expected: { status: 200 },
      faults: (_target, { body }) =>
        Object.keys(JSON.parse(body)).sort().join() === 'handle,id,name,role'
          ? []
          : [`says ${body}`],
    },
  ],
};

function line(value: string): string {
  return `Authorization: ${value}`;
}

async function tokenOf(target: Target): Promise<string> {
  const lines = [line(`Basic ${right}`)];
  const { body } = await target.send({ method: 'POST', path: '/api/tokens', lines });
  return JSON.parse(body).access_token;
}
