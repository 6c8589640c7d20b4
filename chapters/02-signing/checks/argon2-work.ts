import { vi } from 'vitest';

/** What Argon2 has computed since the counting began. */
let computed: string[] = [];

// The package itself is watched, for a learner may call it without our passwords.ts. Whoever imports
// this file does so before anything that imports the package.
vi.mock('@node-rs/argon2', async (load) => {
  const argon2 = await load<typeof import('@node-rs/argon2')>();
  // Noted when it is done: work that no one waits for makes an answer no slower.
  return {
    ...argon2,
    verify: async (...args: Parameters<typeof argon2.verify>) => {
      const mine = computed;
      return argon2.verify(...args).finally(() => mine.push(costOf(args[0])));
    },
    verifySync: (...args: Parameters<typeof argon2.verifySync>) => {
      computed.push(costOf(args[0]));
      return argon2.verifySync(...args);
    },
    hash: async (...args: Parameters<typeof argon2.hash>) => {
      const mine = computed;
      const phc = await argon2.hash(...args);
      mine.push(costOf(phc));
      return phc;
    },
    hashSync: (...args: Parameters<typeof argon2.hashSync>) => {
      const phc = argon2.hashSync(...args);
      computed.push(costOf(phc));
      return phc;
    },
  };
});

/**
 * Counts Argon2's work instead of timing it: how busy the machine is makes no difference.
 *
 * @returns what each computation cost, by the hash's own parameters: `argon2id v=19 m=19456,t=2,p=1`
 */
export async function argon2WorkOf(work: () => Promise<unknown>): Promise<string[]> {
  const mine: string[] = [];
  computed = mine;
  await work();
  return [...mine];
}

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$digest` without the salt and the digest. */
function costOf(phc: unknown): string {
  const [, algorithm, version, parameters, salt = '', digest = ''] = String(phc).split('$');
  if (digest === '') return 'none: this is not an Argon2 hash';
  const isUsual = salt.length === 22 && digest.length === 43;
  return `${algorithm} ${version} ${parameters}${isUsual ? '' : ', of another length'}`;
}
