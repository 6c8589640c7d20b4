// Stands in for @node-rs/argon2 where checks run: the same functions, and their work is counted.
import { createRequire } from 'node:module';
import { inFlight } from './guards.ts';

const argon2 = createRequire(import.meta.url)(
  '@node-rs/argon2',
) as typeof import('@node-rs/argon2');

/** What was computed since the counting began. */
let computed: string[] = [];

export const { Algorithm, Version, hashRaw, hashRawSync, parseOptions } = argon2;

export const hash: typeof argon2.hash = async (...args) => {
  const mine = computed;
  const phc = await underway(argon2.hash(...args));
  mine.push(costOf(phc));
  return phc;
};

export const hashSync: typeof argon2.hashSync = (...args) => {
  const phc = argon2.hashSync(...args);
  computed.push(costOf(phc));
  return phc;
};

// Noted when it is done: work that no one waits for makes an answer no slower.
export const verify: typeof argon2.verify = async (...args) => {
  const mine = computed;
  return underway(argon2.verify(...args)).finally(() => mine.push(costOf(args[0])));
};

export const verifySync: typeof argon2.verifySync = (...args) => {
  computed.push(costOf(args[0]));
  return argon2.verifySync(...args);
};

export default { ...argon2, hash, hashSync, verify, verifySync };

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

function underway<T>(work: Promise<T>): Promise<T> {
  inFlight.add(work);
  const done = () => void inFlight.delete(work);
  work.then(done, done);
  return work;
}

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$digest` without the salt and the digest. */
function costOf(phc: unknown): string {
  const [, algorithm, version, parameters, salt = '', digest = ''] = String(phc).split('$');
  if (digest === '') return 'none: this is not an Argon2 hash';
  const isUsual = salt.length === 22 && digest.length === 43;
  return `${algorithm} ${version} ${parameters}${isUsual ? '' : ', of another length'}`;
}
