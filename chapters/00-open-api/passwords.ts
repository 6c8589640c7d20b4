import { hash, verify } from '@node-rs/argon2';

/**
 * The cost of an Argon2id hash: 19 MiB of memory, two passes, one lane (the first choice of OWASP's
 * Password Storage Cheat Sheet). Someone who steals the database pays the same for every guess.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password with Argon2id. Returns a PHC string: `$argon2id$v=19$m=…`. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST);
}

/**
 * Checks a password against a hash. Takes about ten milliseconds or more, on purpose.
 *
 * Both sides are normalized to NFC, so that `ů` matches no matter how a keyboard composes it.
 */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize('NFC'));
}
