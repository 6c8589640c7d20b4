import { beforeEach, expect, test, vi } from 'vitest';
import { basic, PEOPLE } from '../../grading/check/kit.ts';
import { Target } from './target.ts';

/** What Argon2 was asked to verify: the cost is in the hash's own text. */
const verified: string[] = [];

vi.mock('@node-rs/argon2', async (load) => {
  const argon2 = await load<typeof import('@node-rs/argon2')>();
  return {
    ...argon2,
    verify: (hash: string, password: string) => {
      verified.push(hash);
      return argon2.verify(hash, password);
    },
  };
});
beforeEach(() => void verified.splice(0));

/** `m=19456,t=2,p=1`, the algorithm, and how long the salt and the hash are. */
const costOf = (hash: string) => {
  const [, algorithm, version, cost, salt = '', digest = ''] = hash.split('$');
  return [algorithm, version, cost, salt.length, digest.length].join(' ');
};

/** Whoever measures the time must not learn which handles exist (OWASP, user enumeration). */
const TRIES: [what: string, handle: string, password: string][] = [
  ['a wrong password', PEOPLE.ines.handle, 'wrong'],
  ['an unknown handle', 'nobody', 'wrong'],
  ['an unknown handle, with a password that someone has', 'nobody', PEOPLE.ines.password],
  ['an empty handle', '', 'wrong'],
  ['an empty password', PEOPLE.ines.handle, ''],
  ['neither', '', ''],
  ['SQL', "' OR '1'='1", "' OR '1'='1"],
  ['a long handle', 'x'.repeat(4_000), 'wrong'],
  ['a handle from a prototype', '__proto__', 'wrong'],
  ['a hiker', PEOPLE.mira.handle, 'wrong'],
];

test.each(TRIES)('POST /api/tokens does the same work for %s', async (_what, handle, password) => {
  const target = await Target.open();
  try {
    const { status } = await target.send({
      method: 'POST',
      path: '/api/tokens',
      lines: [`Authorization: ${basic(handle, password)}`],
    });
    expect(status).toBe(401);
    expect(verified.map(costOf)).toEqual(['argon2id v=19 m=19456,t=2,p=1 22 43']);
  } finally {
    await target.close();
  }
});

test.each(TRIES)(
  'POST /office/login does the same work for %s',
  async (_what, handle, password) => {
    const target = await Target.open();
    try {
      const { status } = await target.logIn(await target.visit(), { handle, password });
      expect(status).toBe(401);
      expect(verified.map(costOf)).toEqual(['argon2id v=19 m=19456,t=2,p=1 22 43']);
    } finally {
      await target.close();
    }
  },
);

test('a forged form costs no work at all', async () => {
  const target = await Target.open();
  try {
    const { cookie } = await target.visit();
    const { handle, password } = PEOPLE.ines;
    const { status } = await target.post('/office/login', { handle, password }, cookie);
    expect(status).toBe(403);
    expect(verified).toEqual([]);
  } finally {
    await target.close();
  }
});
