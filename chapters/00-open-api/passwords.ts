import { hash, verify } from '@node-rs/argon2';

/**
 * What Argon2id costs: 19 MiB of memory, two passes, one lane (the first choice of OWASP's password
 * storage guide). A guess costs whoever steals the database as much as it costs us.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password with Argon2id. Returns a PHC string: `$argon2id$v=19$m=…`. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST);
}

/**
 * Tells whether a password is the one that was hashed. Takes tens of milliseconds, on purpose.
 *
 * Both sides are in Unicode's composed form (NFC), so `ů` matches however a keyboard makes it.
 */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize('NFC'));
}
