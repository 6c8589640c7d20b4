import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../lib/files.ts';
import type { KeyText } from './given-keys.ts';

/** The key files are there and cannot be signed with. The message says what to do. */
export class BrokenKeys extends Error {
  readonly code = 'BROKEN_KEYS';
}

/** Where the keys are. */
export function keyFolder(root: string): string {
  return join(root, '.workbook', 'keys');
}

/**
 * Reads the key pair, and makes it on first use. It never overwrites a key.
 *
 * Two commands that start at once end up with one pair: whichever puts its private key in place
 * first has decided, and the public key is derived from the private key that is there.
 *
 * @throws BrokenKeys when what is there is no RSA pair of 2048 bits or more
 */
export function loadKeyFiles(root: string): KeyText {
  const privateFile = join(keyFolder(root), 'private.pem');
  const publicFile = join(keyFolder(root), 'public.pem');

  if (!existsSync(privateFile) && !existsSync(publicFile)) {
    createOnce(privateFile, newPrivateKey());
  }
  const privateKey = readOr(privateFile, '');
  if (privateKey && !existsSync(publicFile)) {
    const key = parse('private', createPrivateKey, privateKey);
    writeFileAtomic(
      publicFile,
      createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string,
    );
  }
  const text = { privateKey, publicKey: readOr(publicFile, '') };
  refuseBroken(text);
  return text;
}

/** Reads what sessions are signed with, and makes it on first use. */
export function loadSessionSecret(root: string): string {
  const file = join(keyFolder(root), 'session-secret');
  if (!existsSync(file)) createOnce(file, `${randomBytes(32).toString('base64url')}\n`);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) throw broken('The session secret is shorter than 32 characters.');
  return secret;
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

function refuseBroken(text: KeyText): void {
  const privateKey = parse('private', createPrivateKey, text.privateKey);
  const publicKey = parse('public', createPublicKey, text.publicKey);
  for (const key of [privateKey, publicKey]) {
    if (key.asymmetricKeyType !== 'rsa') {
      throw broken(`The ${key.type} key is ${key.asymmetricKeyType}; RS256 wants rsa.`);
    }
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < 2048)
      throw broken(`The ${key.type} key has ${bits} bits; RS256 wants 2048 or more.`);
  }
  if (!createPublicKey(privateKey).equals(publicKey)) {
    throw broken('The public key does not belong to the private key.');
  }
}

function parse(which: string, create: (pem: string) => KeyObject, pem: string): KeyObject {
  if (pem.trim() === '') throw broken(`The ${which} key is missing.`);
  try {
    const key = create(pem);
    if (key.type === which) return key;
  } catch {
    // Said below.
  }
  throw broken(`The ${which} key is not a ${which} key in PEM form.`);
}

function broken(what: string): BrokenKeys {
  return new BrokenKeys(
    `${what} Put a sound pair in .workbook/keys/, or move that folder away to have a new one made.`,
  );
}

/** Puts a secret in place, complete, unless somebody else was first. */
function createOnce(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, content, { mode: 0o600 });
    linkSync(beside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // A file system without hard links. `wx` still lets one only be the first.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') createPlainly(file, content);
    else throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

function createPlainly(file: string, content: string): void {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function readOr(file: string, otherwise: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : otherwise;
}
