import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basic, PEOPLE, START } from '../../../grading/check/kit.ts';
import { finishedApp } from '../../testing/apps.ts';
import type { Answer } from '../answer.ts';
import type { Attack, Topic } from '../attack.ts';
import { bytesOf, exchange } from '../exchange.ts';
import { ours, strangers } from '../forge.ts';
import { Target } from '../target.ts';

const DAY = 24 * 3_600_000;
const JSON_BODY = 'Content-Type: application/json';
const NEW = 'ptarmigan in the fog';
const OLD = PEOPLE.mira.password;
const REFUSED = { status: 401, problem: 'invalid-token' };
const ENDED = { status: 400, problem: 'invalid-grant' };
const MISSING = { status: 404, problem: 'about:blank' };
const INVALID = { status: 422, problem: 'validation-failed' };

type Who = keyof typeof PEOPLE;

interface Tokens {
  access_token: string;
  refresh_token: string;
}

const bearer = (token: string) => `Authorization: Bearer ${token}`;
const tokensIn = ({ body }: Answer) => JSON.parse(body) as Tokens;

function askToSignIn(target: Target, who: Who, password: string = PEOPLE[who].password) {
  const lines = [`Authorization: ${basic(PEOPLE[who].handle, password)}`];
  return target.send({ method: 'POST', path: '/api/tokens', lines });
}

async function signIn(target: Target, who: Who = 'mira', password?: string): Promise<Tokens> {
  return tokensIn(await askToSignIn(target, who, password));
}

function sendJson(target: Target, method: string, path: string, value: unknown, token?: string) {
  const lines = token === undefined ? [JSON_BODY] : [JSON_BODY, bearer(token)];
  return target.send({ method, path, lines, body: JSON.stringify(value) });
}

const refresh = (target: Target, token: string) =>
  sendJson(target, 'POST', '/api/tokens/refresh', { refresh_token: token });

const revoke = (target: Target, token: unknown) =>
  sendJson(target, 'POST', '/api/tokens/revoke', { token });

const me = (target: Target, token: string) =>
  target.send({ path: '/api/me', lines: [bearer(token)] });

const change = (target: Target, token: string, body: object = { current: OLD, new: NEW }) =>
  sendJson(target, 'PUT', '/api/me/password', body, token);

const endAll = (target: Target, token: string) =>
  target.send({ method: 'DELETE', path: '/api/me/sessions', lines: [bearer(token)] });

const end = (target: Target, token: string, id: string) =>
  target.send({
    method: 'DELETE',
    path: `/api/me/sessions/${encodeURIComponent(id)}`,
    lines: [bearer(token)],
  });

const claimsOf = ({ access_token }: Tokens) =>
  JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as {
    sid: string;
    jti: string;
  };

/** Three pairs of tokens of one session, the newest last. */
async function chainOf(target: Target): Promise<[Tokens, Tokens, Tokens]> {
  const first = await signIn(target);
  const second = tokensIn(await refresh(target, first.refresh_token));
  return [first, second, tokensIn(await refresh(target, second.refresh_token))];
}

/** The ways to end every session of a chain: by its own tokens, or by the person. */
const ENDINGS: [what: string, run: (target: Target, chain: Tokens[]) => Promise<unknown>][] = [
  [
    'its newest refresh token was revoked',
    (target, chain) => revoke(target, chain[2]!.refresh_token),
  ],
  ['a used refresh token was revoked', (target, chain) => revoke(target, chain[0]!.refresh_token)],
  [
    'it was ended by its id',
    (target, [first]) => end(target, first!.access_token, claimsOf(first!).sid),
  ],
  ['every session was ended', (target, [first]) => endAll(target, first!.access_token)],
  ['the password was changed', (target, [first]) => change(target, first!.access_token)],
];

const REPLAYS = ENDINGS.flatMap(([what, finish]): Attack[] =>
  [0, 1, 2].flatMap((index): Attack[] => [
    {
      name: `replays access token ${index + 1} of 3, after ${what}`,
      why: 'an access token is refused as soon as its session has ended',
      run: async (target) => {
        const chain = await chainOf(target);
        await finish(target, chain);
        return me(target, chain[index]!.access_token);
      },
      expected: REFUSED,
    },
    {
      name: `replays refresh token ${index + 1} of 3, after ${what}`,
      why: 'a session that has ended never comes back',
      run: async (target) => {
        const chain = await chainOf(target);
        await finish(target, chain);
        return refresh(target, chain[index]!.refresh_token);
      },
      expected: ENDED,
    },
  ]),
);

/** The same, when a server that knows nothing but the database is asked. */
const RESTARTS = ENDINGS.map(([what, finish]): Attack => ({
  name: `replays an access token after a restart, when ${what}`,
  why: 'what has ended is in the database',
  run: async (target) => {
    const chain = await chainOf(target);
    await finish(target, chain);
    return askAnotherServer(target, chain[2].access_token);
  },
  expected: REFUSED,
}));

/** Asks a second server on the same database who has this token. */
async function askAnotherServer({ world }: Target, token: string): Promise<Answer> {
  const server = createServer(finishedApp.createApp(world)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  Target.ports.add(port);
  try {
    return await exchange(port, bytesOf({ path: '/api/me', lines: [bearer(token)] }));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Two things at the same moment, and what must be refused afterwards, whoever was first. */
const RACES: [what: string, run: (target: Target, tokens: Tokens) => Promise<Answer[]>][] = [
  [
    'a refresh against a revocation',
    (target, { refresh_token }) =>
      Promise.all([refresh(target, refresh_token), revoke(target, refresh_token)]),
  ],
  [
    'a revocation against a refresh',
    (target, { refresh_token }) =>
      Promise.all([revoke(target, refresh_token), refresh(target, refresh_token)]),
  ],
  [
    'a refresh against the end of all sessions',
    (target, { refresh_token, access_token }) =>
      Promise.all([refresh(target, refresh_token), endAll(target, access_token)]),
  ],
  [
    'a refresh against a new password',
    (target, { refresh_token, access_token }) =>
      Promise.all([refresh(target, refresh_token), change(target, access_token)]),
  ],
];

const RACED = RACES.flatMap(([what, run]): Attack[] => [
  {
    name: `the newest access token, after ${what}`,
    why: 'whoever was first, the session has ended',
    run: async (target) => {
      const tokens = await signIn(target);
      const answers = await run(target, tokens);
      const granted = answers.find(({ body }) => body.includes('access_token'));
      return me(target, granted ? tokensIn(granted).access_token : tokens.access_token);
    },
    expected: REFUSED,
  },
  {
    name: `the newest refresh token, after ${what}`,
    why: 'whoever was first, the session has ended',
    run: async (target) => {
      const tokens = await signIn(target);
      const answers = await run(target, tokens);
      const granted = answers.find(({ body }) => body.includes('access_token'));
      return refresh(target, (granted ? tokensIn(granted) : tokens).refresh_token);
    },
    expected: ENDED,
  },
]);

/** What must not end Mira's session, though it is nearly something that would. */
const NEARLY: [what: string, of: (tokens: Tokens) => string][] = [
  ['the id of the session', (tokens) => claimsOf(tokens).sid],
  ['the jti', (tokens) => claimsOf(tokens).jti],
  [
    'the hash of the refresh token',
    ({ refresh_token }) => createHash('sha256').update(refresh_token).digest('base64url'),
  ],
  ['the refresh token, with a space', ({ refresh_token }) => ` ${refresh_token}`],
  ['a copy by another key', (tokens) => strangers({}, { ...claimsOf(tokens) })],
  ['a copy without a signature', ({ access_token }) => access_token.replace(/[^.]+$/, '')],
  ['a copy that has expired', (tokens) => ours({ ...claimsOf(tokens), iat: 0, exp: 600 })],
  ['SQL', () => "' OR '1'='1"],
  ['%', () => '%'],
];

/** Ids that are none of Mira's sessions. */
const OTHER_IDS: [what: string, of: (theirs: Tokens) => string][] = [
  ["a ranger's session", (theirs) => claimsOf(theirs).sid],
  ["a ranger's session, in capitals", (theirs) => claimsOf(theirs).sid.toUpperCase()],
  ["a ranger's own id", () => PEOPLE.ines.id],
  ["a ranger's refresh token", ({ refresh_token }) => refresh_token],
  ['SQL', () => "' OR '1'='1"],
  ['a zero byte', () => 's-mira\0'],
  ['a pattern', () => '%'],
  ['a way out', () => '../sessions'],
  ['a prototype', () => '__proto__'],
];

/** Whoever wants to stay signed in, or to sign others out. */
export const topic: Topic = {
  title: 'Signing out: replays, races, other people’s sessions',
  attacks: [
    ...REPLAYS,
    ...RESTARTS,
    ...RACED,
    ...NEARLY.map(([what, of]): Attack => ({
      name: `revokes ${what}, and mira goes on`,
      why: 'only a token itself revokes, and only if it is ours',
      run: async (target) => {
        const tokens = await signIn(target);
        await revoke(target, of(tokens));
        return me(target, tokens.access_token);
      },
      expected: { status: 200 },
    })),
    ...OTHER_IDS.map(([what, of]): Attack => ({
      name: `ends ${what}`,
      why: 'one’s own sessions, and no other ones',
      run: async (target) => {
        const [mira, ines] = [await signIn(target), await signIn(target, 'ines')];
        const answer = await end(target, mira.access_token, of(ines));
        const { status } = await me(target, ines.access_token);
        return status === 200 ? answer : { ...answer, status };
      },
      expected: MISSING,
    })),
    ...[undefined, null, 1, true, ['x'], { $ne: '' }].map((token): Attack => ({
      name: `revokes ${JSON.stringify(token) ?? 'nothing'}`,
      why: 'it must be a string',
      run: (target) => revoke(target, token),
      expected: INVALID,
    })),
    {
      name: 'a revoked access token, with a refreshed one beside it',
      why: 'its session continues; the token doesn’t',
      run: async (target) => {
        const { access_token, refresh_token } = await signIn(target);
        await revoke(target, access_token);
        await refresh(target, refresh_token);
        return me(target, access_token);
      },
      expected: REFUSED,
    },
    {
      name: 'a revocation against fifty requests with the token',
      why: 'afterwards it opens nothing',
      run: async (target) => {
        const { access_token } = await signIn(target);
        const asked = Array.from({ length: 50 }, () => me(target, access_token));
        await Promise.all([...asked, revoke(target, access_token)]);
        return me(target, access_token);
      },
      expected: REFUSED,
    },
    {
      name: "mira's session, for tomas",
      why: 'a session belongs to one person',
      run: async (target) => {
        const { sid } = claimsOf(await signIn(target));
        return me(target, ours({ sub: 'p-tomas', sid }));
      },
      expected: REFUSED,
    },
    ...[undefined, null, 7, ['x'], ''].map((sid): Attack => ({
      name: `a token of our own key with the sid ${JSON.stringify(sid)}`,
      why: 'a session must be live, and there is none',
      run: (target) => me(target, ours({ sid })),
      expected: REFUSED,
    })),
    ...[undefined, null, 7, ['x']].map((jti): Attack => ({
      name: `a token of our own key with the jti ${JSON.stringify(jti)}`,
      why: 'it couldn’t be revoked',
      run: (target) => me(target, ours({ jti })),
      expected: REFUSED,
    })),
    {
      name: 'an access token in the place of a refresh token, after its revocation',
      why: 'kinds are not mixed',
      run: async (target) => {
        const { access_token } = await signIn(target);
        await revoke(target, access_token);
        return refresh(target, access_token);
      },
      expected: ENDED,
    },
    {
      name: 'the clock is set back after a session’s time was over',
      why: 'whoever has signed in since has tidied it up',
      run: async (target) => {
        const { access_token, refresh_token } = await signIn(target);
        target.world.setTime(START + 8 * DAY);
        await refresh(target, refresh_token);
        target.world.setTime(START + 1);
        return me(target, access_token);
      },
      expected: REFUSED,
    },
    {
      name: 'two password changes at once: what the loser chose',
      why: 'one of them wins',
      run: async (target) => {
        const { access_token } = await signIn(target);
        const next = ['the first new password', 'the second new password'];
        const answers = await Promise.all(
          next.map((each) => change(target, access_token, { current: OLD, new: each })),
        );
        const won = answers.map(({ status }) => status === 204);
        if (won.every(Boolean)) return answers[1]!;
        return askToSignIn(target, 'mira', next[won.indexOf(false)]!);
      },
      expected: { status: 401, problem: 'invalid-credentials' },
    },
    {
      name: 'ten sign-ins in flight while the password is changed',
      why: 'none of them outlives the change',
      run: async (target) => {
        const { access_token } = await signIn(target);
        const changing = change(target, access_token);
        const asked = Array.from({ length: 10 }, () => askToSignIn(target, 'mira'));
        const answers = await Promise.all(asked);
        await changing;
        const granted = answers.filter(({ status }) => status === 200).map(tokensIn);
        const after = await Promise.all(granted.map((each) => me(target, each.access_token)));
        return after.find(({ status }) => status !== 401) ?? me(target, access_token);
      },
      expected: REFUSED,
    },
    {
      name: 'an office that was signed in to before the password was changed',
      why: 'every session ends',
      run: async (target) => {
        const visit = await target.signedIn();
        const { access_token } = await signIn(target, 'ines');
        const body = { current: PEOPLE.ines.password, new: NEW };
        await change(target, access_token, body);
        return target.send({ path: '/office', lines: [visit.cookie] });
      },
      expected: { status: 303, location: '/office/login' },
    },
    {
      name: 'a new password for somebody else',
      why: 'mass assignment: whose password it is, the token says',
      run: async (target) => {
        const { access_token } = await signIn(target);
        const more = { id: 'p-ines', handle: 'ines', passwordHash: 'x', role: 'ranger' };
        return change(target, access_token, { current: OLD, new: NEW, ...more });
      },
      expected: INVALID,
    },
    {
      name: 'a new password with the hash of the old one',
      why: 'a stolen hash is no password',
      run: async (target) => {
        const { access_token } = await signIn(target);
        const row = target.world.database.get<{ passwordHash: string }>(
          "SELECT passwordHash FROM people WHERE id = 'p-mira'",
        );
        return change(target, access_token, { current: row?.passwordHash, new: NEW });
      },
      expected: INVALID,
    },
    {
      name: 'a new password with a refresh token',
      why: 'a refresh token grants no access',
      run: async (target) => change(target, (await signIn(target)).refresh_token),
      expected: REFUSED,
    },
    {
      name: 'the end of all sessions, by an office cookie',
      why: 'a cookie opens nothing under /api',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ method: 'DELETE', path: '/api/me/sessions', lines: [cookie] });
      },
      expected: { status: 401, problem: 'authentication-required' },
    },
    {
      name: 'control: a sign-in in the same second',
      why: 'who has signed out may sign in',
      run: async (target) => {
        const { access_token } = await signIn(target);
        await endAll(target, access_token);
        return me(target, (await signIn(target)).access_token);
      },
      expected: { status: 200 },
    },
  ],
};
