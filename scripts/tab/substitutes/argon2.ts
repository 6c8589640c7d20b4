// @node-rs/argon2: the same functions over argon2id's WebAssembly, which needs no threads.
import argon2id from 'argon2id/lib/argon2id.js';
import { failure } from '../node/crypto/error.ts';
import { Buffer } from '../node/buffer.ts';
import { setImmediate } from '../node/timers.ts';

/** In pages of 64 kB: what its makers compiled it for. */
const MEMORY = { initial: 1_040, maximum: 65_536 };

export const Algorithm = { Argon2d: 0, Argon2i: 1, Argon2id: 2 };
export const Version = { V0x10: 0, V0x13: 1 };

interface Options {
  memoryCost?: number;
  timeCost?: number;
  parallelism?: number;
  outputLen?: number;
  salt?: Uint8Array;
}
interface Parameters {
  memorySize: number;
  passes: number;
  parallelism: number;
  tagLength: number;
  salt: Uint8Array;
}

let wasm: { memory: WebAssembly.Memory; instance: WebAssembly.Instance } | undefined;

/** Has to be done before anything is hashed. */
export async function prepareArgon2(module: WebAssembly.Module): Promise<void> {
  const memory = new WebAssembly.Memory(MEMORY);
  wasm = { memory, instance: await WebAssembly.instantiate(module, { env: { memory } }) };
}

export function hashRawSync(password: string | Uint8Array, options: Options = {}): Buffer {
  return compute(password, parametersOf(options));
}

export function hashSync(password: string | Uint8Array, options: Options = {}): string {
  const parameters = parametersOf(options);
  const { memorySize, passes, parallelism, salt } = parameters;
  const digest = compute(password, parameters);
  return `$argon2id$v=19$m=${memorySize},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(digest)}`;
}

export function verifySync(phc: string | Uint8Array, password: string | Uint8Array): boolean {
  const { digest, ...parameters } = parsePhc(String(phc));
  return compute(password, parameters).equals(digest);
}

// As in Node, where another thread does the work: not before the caller has gone on.
export const hash = later(hashSync);
export const hashRaw = later(hashRawSync);
export const verify = later(verifySync);

/** What a hash was made with. */
export function parseOptions(phc: string) {
  const { memorySize, passes, parallelism, salt, tagLength } = parsePhc(phc);
  return {
    algorithm: Algorithm.Argon2id,
    version: Version.V0x13,
    memoryCost: memorySize,
    timeCost: passes,
    parallelism,
    outputLen: tagLength,
    salt,
  };
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parsePhc(phc: string): Parameters & { digest: Buffer } {
  const [, memory, time, lanes, salt, digest] = PHC.exec(phc) ?? [];
  if (salt === undefined || digest === undefined) {
    throw failure('Invalid hashed password: password hash string missing field', 'InvalidArg');
  }
  const bytes = Buffer.from(digest, 'base64');
  return {
    memorySize: Number(memory),
    passes: Number(time),
    parallelism: Number(lanes),
    tagLength: bytes.length,
    salt: Buffer.from(salt, 'base64'),
    digest: bytes,
  };
}

function parametersOf(options: Options): Parameters {
  const { memoryCost = 19_456, timeCost = 2, parallelism = 1, outputLen = 32, salt } = options;
  return {
    memorySize: memoryCost,
    passes: timeCost,
    parallelism,
    tagLength: outputLen,
    salt: salt ?? crypto.getRandomValues(new Uint8Array(16)),
  };
}

function compute(password: string | Uint8Array, parameters: Parameters): Buffer {
  if (!wasm) throw new Error('prepareArgon2 comes first.');
  const bytes = typeof password === 'string' ? Buffer.from(password) : password;
  // It refuses an empty password, and takes none for an empty one.
  const given = bytes.length === 0 ? undefined : bytes;
  return Buffer.from(argon2id({ ...parameters, password: given }, wasm));
}

function later<Args extends unknown[], Result>(act: (...args: Args) => Result) {
  return async (...args: Args): Promise<Result> => {
    await new Promise<void>((resolve) => setImmediate(() => resolve()));
    return act(...args);
  };
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
