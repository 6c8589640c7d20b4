import { createHash } from 'node:crypto';
import { check, expect, task } from '#check';
import { theToken } from './lessons.ts';
import { printedBy, sha256 } from './worlds.ts';

const BYTES = 'https://nodejs.org/api/crypto.html#cryptorandombytessize-callback';

task('8.1', () => {
  /** Calls the learner's function, and expects two strings. */
  async function make(): Promise<{ token: string; hash: string }> {
    const { makeRefreshToken } = await theToken();
    const made: unknown = await makeRefreshToken();
    const { token, hash } = Object(made) as { token: unknown; hash: unknown };
    expect(typeof token, 'the type of `token`').toBe('string');
    expect(typeof hash, 'the type of `hash`').toBe('string');
    return { token: String(token), hash: String(hash) };
  }

  check(
    'is-43-characters',
    'returns a token of 32 bytes, as 43 characters of base64url',
    {
      points: 3,
      hint: [
        '256 bits are 32 bytes, and 32 bytes are 43 characters of base64url: `A–Z a–z 0–9 - _`, without padding.',
        `\`randomBytes(32)\` returns a Buffer (${BYTES}), and its \`toString\` takes the name of an encoding.`,
        "`const token = randomBytes(…).toString('base64url');`",
      ],
    },
    async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        const { token } = await make();
        expect(token, 'the token').toMatch(/^[A-Za-z0-9_-]+$/);
        expect(token.length, 'the length of the token').toBe(43);
        const bytes = Buffer.from(token, 'base64url');
        expect(bytes.length, 'the bytes that the token spells').toBe(32);
        const again = bytes.toString('base64url');
        expect(again, 'the token, decoded and encoded again').toBe(token);
      }
    },
  );

  check(
    'returns-its-hash',
    'returns the SHA-256 of the token beside it',
    {
      points: 3,
      hint: [
        'When the token comes back, the server hashes what it received, and looks for that hash. So it must be the hash of the very string that the client has.',
        '`hashOf(token)`, below your task, hashes a string. Give it the token as the client gets it, not its bytes.',
        '`return { token, hash: hashOf(…) };`',
      ],
    },
    async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        const { token, hash } = await make();
        expect(hash, `the hash of the token ${token}`).toBe(sha256(token));
      }
    },
  );

  check(
    'is-new-each-time',
    'makes a new token on every call',
    {
      points: 2,
      hint: [
        'Two clients with the same refresh token would be signed in as the same person.',
        'What is outside the function is made once, when the file is loaded.',
        'Call `randomBytes` inside `makeRefreshToken`.',
      ],
    },
    async () => {
      const made = [];
      for (let turn = 0; turn < 300; turn += 1) made.push(await make());
      const different = new Set(made.map(({ token }) => token)).size;
      expect(different, 'different tokens of 300').toBe(300);
      const hashes = new Set(made.map(({ hash }) => hash)).size;
      expect(hashes, 'different hashes of 300').toBe(300);
    },
  );

  check(
    'is-all-random',
    'makes every one of the 256 bits random',
    {
      points: 2,
      hint: [
        'Whatever is the same in every token, or counts up, is something that an attacker needn’t guess.',
        'Random UUIDs have six bits that are always the same, and a time or an id is no secret at all. Use nothing but random bytes.',
        '`randomBytes(32)`, and nothing beside it',
      ],
    },
    async () => {
      const columns = Array<string>(256).fill('');
      const samples = 400;
      for (let turn = 0; turn < samples; turn += 1) {
        const bytes = Buffer.from((await make()).token, 'base64url');
        columns.forEach((_column, bit) => {
          columns[bit] += String(((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
        });
      }
      // A fair coin falls on one side less than 100 times in 400 once in 10^23 experiments.
      const fixed = columns.flatMap((column, bit) => {
        const ones = column.replaceAll('0', '').length;
        return ones < 100 || ones > 300 ? [bit] : [];
      });
      expect(fixed, `bits that are (almost) always the same in ${samples} tokens`).toEqual([]);
      const label = `bits of 256 that differ from every other bit, in ${samples} tokens`;
      expect(new Set(columns).size, label).toBe(256);
    },
  );

  check(
    'cannot-be-guessed',
    'takes its randomness from the cryptographic generator',
    {
      points: 1,
      hint: [
        'Math.random and the time can be predicted. Anyone who has seen some tokens could compute the next one.',
        `\`randomBytes\` from \`node:crypto\` is made for secrets: ${BYTES}`,
        'Is `randomBytes` the only source?',
      ],
    },
    async () => {
      const { random } = Math;
      const { now } = Date;
      let asked = 0;
      Math.random = () => {
        asked += 1;
        return 0.5;
      };
      Date.now = () => 1_781_510_400_000;
      try {
        const tokens = [await make(), await make(), await make()].map(({ token }) => token);
        const label = 'different tokens of three, when Math.random() is always 0.5 and time stands';
        expect(new Set(tokens).size, label).toBe(3);
        const [first = '', ...later] = tokens;
        const computed = [first, ...later].flatMap((token) => [
          sha256(token),
          sha256(sha256(token)),
          createHash('sha256').update(Buffer.from(token, 'base64url')).digest('base64url'),
        ]);
        const found = later.some((token) => computed.includes(token));
        expect(found, 'whether a token is the SHA-256 of the one before').toBe(false);
      } finally {
        Math.random = random;
        Date.now = now;
      }
      expect(asked, 'calls of Math.random for three tokens').toBe(0);
    },
  );

  check(
    'keeps-it-to-itself',
    'returns the token and its hash, and shows them nowhere else',
    {
      points: 1,
      hint: [
        'Whoever reads the log could refresh as Mira.',
        'Remove every `console` call, and return no other property.',
        '`return { token, hash: … };`',
      ],
    },
    async () => {
      let made = { token: '', hash: '' };
      const printed = await printedBy(async () => {
        made = await make();
      });
      expect(printed, 'what was printed').toBe('');
      const { makeRefreshToken } = await theToken();
      const properties = Reflect.ownKeys(Object(await makeRefreshToken())).sort();
      expect(properties, 'the properties of what is returned').toEqual(['hash', 'token']);
      expect(made.hash.includes(made.token), 'whether the hash contains the token').toBe(false);
    },
  );
});
