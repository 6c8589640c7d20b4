// node:child_process: a worker starts no processes; the engine watches the class that would.
import { failure } from './crypto/error.ts';

export class ChildProcess {
  spawn(): never {
    throw failure('A browser starts no processes.', 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM');
  }
}

const start = () => new ChildProcess().spawn();
export const exec = start;
export const execFile = start;
export const execFileSync = start;
export const execSync = start;
export const fork = start;
export const spawn = start;
export const spawnSync = start;
export default {
  ChildProcess,
  exec,
  execFile,
  execFileSync,
  execSync,
  fork,
  spawn,
  spawnSync,
};
