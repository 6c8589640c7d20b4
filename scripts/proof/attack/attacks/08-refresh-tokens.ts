import { createHash } from 'node:crypto';
import { basic, PEOPLE, START } from '../../../grading/check/kit.ts';
import { type Answer, header } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

const DAY = 24 * 3_600_000;
const JSON_BODY = 'Content-Type: application/json';

interface Tokens {
  access_token: string;
  refresh_token: string;
}

async function signIn(target: Target, who: keyof typeof PEOPLE = 'mira'): Promise<Tokens> {
  const { handle, password } = PEOPLE[who];
  const lines = [`Authorization: ${basic(handle, password)}`];
  const answer = await target.send({ method: 'POST', path: '/api/tokens', lines });
  return JSON.parse(answer.body) as Tokens;
}

function ask(target: Target, refreshToken: unknown, ...lines: string[]): Promise<Answer> {
  const body = JSON.stringify({ refresh_token: refreshToken });
  return target.send({
    method: 'POST',
    path: '/api/tokens/refresh',
    lines: [JSON_BODY, ...lines],
    body,
  });
}

async function refresh(target: Target, refreshToken: string): Promise<Tokens> {
  return JSON.parse((await ask(target, refreshToken)).body) as Tokens;
}

const REFUSED = { status: 400, problem: 'invalid-grant' };
const BODY = JSON.stringify({
  type: 'https://cairn.example/problems/invalid-grant',
  title: 'The refresh token is not valid',
  status: 400,
  detail: 'Sign in again to get a new one.',
});

/** Nothing in the answer says why. */
const differences = (answer: Answer) => [
  ...(answer.body === BODY ? [] : [`says ${answer.body}`]),
  ...(header(answer, 'cache-control') === 'no-store' ? [] : ['may be kept by a cache']),
  ...(header(answer, 'www-authenticate') === undefined ? [] : ['asks for credentials']),
];

function refused(name: string, why: string, run: Attack['run']): Attack {
  return { name, why, run, expected: REFUSED, faults: (_target, answer) => differences(answer) };
}

const sha256 = (token: string, encoding: 'hex' | 'base64url') =>
  createHash('sha256').update(token).digest(encoding);

/** What somebody sends who has a good token, or something like it. */
const NEARLY: [what: string, of: (tokens: Tokens) => string][] = [
  ['an access token', ({ access_token }) => access_token],
  ['its hash', ({ refresh_token }) => sha256(refresh_token, 'base64url')],
  ['its hash, in hexadecimal', ({ refresh_token }) => sha256(refresh_token, 'hex')],
  ['a space before it', ({ refresh_token }) => ` ${refresh_token}`],
  ['a line end after it', ({ refresh_token }) => `${refresh_token}\n`],
  ['a zero byte after it', ({ refresh_token }) => `${refresh_token}\0`],
  ['padding after it', ({ refresh_token }) => `${refresh_token}=`],
  ['it, cut short', ({ refresh_token }) => refresh_token.slice(0, -1)],
  ['it, in capitals', ({ refresh_token }) => refresh_token.toUpperCase()],
  ['nothing', () => ''],
  ['%', () => '%'],
  ['SQL', () => "' OR usedAt IS NULL --"],
  ['an unsigned token', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJwLW1pcmEifQ.'],
  ['90 kB', () => 'x'.repeat(90_000)],
];

const OTHER_TYPES: [what: string, value: unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['a number', 1],
  ['true', true],
  ['an object', { $ne: '' }],
];

/** How often one token is sent at the same moment. */
const AT_ONCE = [2, 50];

/** Whoever has stolen a refresh token, or tries to make one. */
export const topic: Topic = {
  title: 'Refresh tokens: stolen, raced, replayed',
  attacks: [
    ...NEARLY.map(([what, of]) =>
      refused(`sends ${what}`, 'a token is known by its hash, to the letter', async (target) =>
        ask(target, of(await signIn(target))),
      ),
    ),
    ...OTHER_TYPES.map(([what, value]): Attack => ({
      name: `refresh_token: ${what}`,
      why: 'it must be a string',
      run: (target) => ask(target, value),
      expected: { status: 422, problem: 'validation-failed' },
    })),
    {
      name: 'refresh_token: in an array',
      why: 'it must be a string',
      run: async (target) => ask(target, [(await signIn(target)).refresh_token]),
      expected: { status: 422, problem: 'validation-failed' },
    },
    {
      name: 'control: an unused token, with an expired access token beside it',
      why: 'the body alone counts',
      run: async (target) => {
        const { refresh_token } = await signIn(target);
        const expired = ours({ iat: 0, exp: 600 });
        return ask(target, refresh_token, `Authorization: Bearer ${expired}`);
      },
      expected: { status: 200 },
    },
    {
      name: 'claims of their own beside the token',
      why: 'mass assignment: whose session it is, the database knows',
      run: async (target) => {
        const { refresh_token } = await signIn(target);
        const body = JSON.stringify({
          refresh_token,
          sub: 'p-ines',
          sid: 's-ines',
          expires_in: 1e9,
        });
        return target.send({
          method: 'POST',
          path: '/api/tokens/refresh',
          lines: [JSON_BODY],
          body,
        });
      },
      expected: { status: 422, problem: 'validation-failed' },
    },
    refused('replays a used token', 'RFC 9700 §4.14', async (target) => {
      const { refresh_token } = await signIn(target);
      await ask(target, refresh_token);
      return ask(target, refresh_token);
    }),
    ...[1, 3, 8].map((age) =>
      refused(
        `the newest token, after one of ${age} refreshes ago was replayed`,
        'RFC 9700 §4.14: whoever was first, the session has ended',
        async (target) => {
          const chain = [await signIn(target)];
          for (let turn = 0; turn < 8; turn += 1) {
            chain.push(await refresh(target, chain.at(-1)!.refresh_token));
          }
          await ask(target, chain.at(-1 - age)!.refresh_token);
          return ask(target, chain.at(-1)!.refresh_token);
        },
      ),
    ),
    ...AT_ONCE.map((count) =>
      refused(
        `the token that one of ${count} at once has got`,
        'of simultaneous requests one gets tokens at most, and the session has ended',
        async (target) => {
          const { refresh_token } = await signIn(target);
          const all = Array.from({ length: count }, () => ask(target, refresh_token));
          const answers = await Promise.all(all);
          const granted = answers.filter(({ status }) => status === 200);
          if (granted.length > 1) return granted[1]!;
          const body = granted[0]?.body ?? '{}';
          return ask(target, (JSON.parse(body) as Tokens).refresh_token ?? refresh_token);
        },
      ),
    ),
    {
      name: "replays a token of mira's, and tomas refreshes",
      why: 'another session is another session',
      run: async (target) => {
        const [mira, tomas] = [await signIn(target), await signIn(target, 'tomas')];
        await ask(target, mira.refresh_token);
        await ask(target, mira.refresh_token);
        return ask(target, tomas.refresh_token);
      },
      expected: { status: 200 },
    },
    refused('waits for a week', 'seven days after the last refresh', async (target) => {
      const { refresh_token } = await signIn(target);
      target.world.setTime(START + 7 * DAY);
      return ask(target, refresh_token);
    }),
    refused('refreshes every day', '30 days after the password', async (target) => {
      let { refresh_token } = await signIn(target);
      for (let day = 1; day < 30; day += 1) {
        target.world.setTime(START + day * DAY);
        ({ refresh_token } = await refresh(target, refresh_token));
      }
      target.world.setTime(START + 30 * DAY);
      return ask(target, refresh_token);
    }),
    refused('of somebody who was deleted', 'a session ends with its person', async (target) => {
      const { refresh_token } = await signIn(target);
      target.world.database.run("DELETE FROM people WHERE id = 'p-mira'");
      return ask(target, refresh_token);
    }),
    {
      name: 'a refresh token as a Bearer token',
      why: 'it grants no access',
      run: async (target) => {
        const { refresh_token } = await signIn(target);
        return target.send({ path: '/api/me', lines: [`Authorization: Bearer ${refresh_token}`] });
      },
      expected: { status: 401, problem: 'invalid-token' },
    },
    {
      name: 'a refresh token in the place of a password',
      why: 'POST /api/tokens takes a password alone',
      run: async (target) => {
        const { refresh_token } = await signIn(target);
        const lines = [`Authorization: ${basic('mira', refresh_token)}`];
        return target.send({ method: 'POST', path: '/api/tokens', lines });
      },
      expected: { status: 401, problem: 'invalid-credentials' },
    },
    {
      name: 'a refresh token in the path',
      why: 'what is in a URL is in a log',
      run: async (target) => {
        const { refresh_token } = await signIn(target);
        const path = `/api/tokens/refresh?refresh_token=${refresh_token}`;
        return target.send({ method: 'POST', path, lines: [JSON_BODY], body: '{}' });
      },
      expected: { status: 422, problem: 'validation-failed' },
    },
  ],
};
