import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BriefFault } from '../../course/brief.ts';
import { MarkerFault } from '../../course/regions.ts';
import { isFile, listFiles } from '../../lib/files.ts';
import { explainSystemError, isSystemError } from '../../lib/system-error.ts';
import { dataFile, lockAge } from '../../serve/data-lock.ts';
import { keyFolder, loadKeyFiles, loadSessionSecret } from '../../serve/key-files.ts';
import { listRunning } from '../../serve/running-apis.ts';
import { examineChapters, examineCourse, examineMarkers } from './examine-course.ts';
import { bad, type Finding, good } from './finding.ts';

const EXAMINATIONS = [
  examineNode,
  examinePackages,
  examineCourse,
  examineArgon2,
  examineSqlite,
  examineWorkbook,
  examineStateFiles,
  examineKeys,
  examineLock,
  examinePort,
  examineChapters,
  examineMarkers,
  examineClock,
];

/** As many bytes must find room in .workbook/. */
const ROOM = 100_000;

/** Looks at everything that the course needs of a learner's machine, in order. Changes nothing of theirs. */
export async function* examine(root: string): AsyncGenerator<Finding> {
  for (const examination of EXAMINATIONS) {
    try {
      yield* [await examination(root)].flat();
    } catch (error) {
      yield problemOf(error, root);
    }
  }
}

/** Why something can't even be looked at. */
function problemOf(error: unknown, root: string): Finding {
  if (error instanceof MarkerFault || error instanceof BriefFault) {
    const [file = ''] = error.message.split(':');
    return bad(error.message, `Type git checkout -- ${file}`);
  }
  if (!isSystemError(error)) return bad(messageOf(error), 'Type npm ci, then this again.');
  const [, file] = /'([^']+)'/.exec(explainSystemError(error, root)) ?? [];
  const mend = error.code === 'ENOENT' ? `Type git checkout -- ${file}` : 'Make it yours to read.';
  return bad(`A file can't be read: ${explainSystemError(error, root)}`, mend);
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  const what = `Node ${process.versions.node}`;
  return enough ? good(what) : bad(what, 'Install Node 20.19 or newer: https://nodejs.org/');
}

function examinePackages(root: string): Finding {
  const lock = readJson(join(root, 'package-lock.json')).packages as Record<
    string,
    { version: string }
  >;
  const { dependencies, devDependencies } = readJson(join(root, 'package.json'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  const wrong = names.filter((name) => {
    const installed = join(root, 'node_modules', name, 'package.json');
    if (!existsSync(installed)) return true;
    return readJson(installed).version !== lock[`node_modules/${name}`]?.version;
  });
  if (wrong.length === 0)
    return good(`${names.length} packages are installed, as package-lock.json says`);
  return bad(`Missing, or another version than wanted: ${wrong.join(', ')}`, 'Type npm ci');
}

async function examineArgon2(): Promise<Finding> {
  try {
    const { hash, verify } = await import('@node-rs/argon2');
    if (!(await verify(await hash('cairn'), 'cairn'))) throw new Error('it does not verify');
    return good('Argon2 hashes and verifies');
  } catch (error) {
    return bad(
      `Argon2 does not load: ${messageOf(error)}`,
      'Delete node_modules and type npm ci, on this very system: what it installs is built for it.',
    );
  }
}

async function examineSqlite(): Promise<Finding | Finding[]> {
  try {
    const { openDatabase } = await import('#api/database.ts');
    openDatabase(':memory:').close();
    return good('SQLite opens, and takes the seeds');
  } catch (error) {
    // A file of chapter 0 is missing: that is said already.
    if (/chapters[\\/]00-/.test(messageOf(error))) return [];
    return bad(`SQLite does not open: ${messageOf(error)}`, 'Type npm ci, then this again.');
  }
}

function examineWorkbook(root: string): Finding {
  const folder = join(root, '.workbook');
  const probe = join(folder, `probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    // An empty file has room on a full disk, too.
    writeFileSync(probe, 'x'.repeat(ROOM));
    return good('.workbook/ can be written to');
  } catch (error) {
    return bad(`.workbook/ cannot be written to: ${messageOf(error)}`, mendOf(error, folder));
  } finally {
    if (existsSync(probe)) rmSync(probe);
  }
}

function mendOf(error: unknown, folder: string): string {
  if (isFile(folder)) return `Move the file ${folder} away.`;
  const isFull = isSystemError(error) && /^(ENOSPC|EDQUOT|EFBIG)$/.test(error.code);
  return isFull ? 'Free some space on this disk.' : `Make ${folder} yours to write to.`;
}

function examineStateFiles(root: string): Finding | Finding[] {
  const folder = join(root, '.workbook');
  const names = listFiles(folder).filter((name) => /^[^/]+\.json$/.test(name));
  const broken = names.filter((name) => {
    try {
      readJson(join(folder, name));
      return false;
    } catch {
      return true;
    }
  });
  if (broken.length === 0) return good('The files in .workbook/ are sound');
  return broken.map((name) =>
    bad(
      `.workbook/${name} is not JSON`,
      'Nothing to do: the next command that reads it sets it aside.',
    ),
  );
}

function examineKeys(root: string): Finding {
  if (listFiles(keyFolder(root)).length === 0) {
    return good('No keys yet: they are made when chapter 2 first runs');
  }
  try {
    loadKeyFiles(root);
    loadSessionSecret(root);
  } catch (error) {
    return bad(`.workbook/keys/: ${messageOf(error)}`);
  }
  const mode = statSync(join(keyFolder(root), 'private.pem')).mode & 0o077;
  if (mode && process.platform !== 'win32') {
    return bad(
      'The private key can be read by others',
      'Type chmod 600 .workbook/keys/private.pem',
    );
  }
  return good('The key pair is sound');
}

async function examineLock(root: string): Promise<Finding> {
  const age = lockAge(root);
  if (age === undefined || age < 4_000) return good('Nothing locks the data');
  const running = await listRunning(root);
  if (running.length === 0) {
    return {
      state: 'note',
      what: 'An API that was killed has left its lock: the next one removes it',
    };
  }
  const ports = running.map(({ port }) => port).join(', ');
  return bad(
    `${dataFile(root)} has been locked for ${Math.round(age / 1000)} s`,
    `Stop the API that runs (port ${ports}), and start it again.`,
  );
}

async function examinePort(root: string): Promise<Finding> {
  if (await isFree(3000)) return good('Port 3000 is free');
  const ours = (await listRunning(root)).some(({ port }) => port === 3000);
  const what = ours ? 'An API of yours has port 3000' : 'Another program has port 3000';
  return { state: 'note', what: `${what}: npm run api takes the next free port, and says so` };
}

/** Tokens live by the clock: a wrong one makes them expired, or not yet valid. */
function examineClock(root: string): Finding {
  const now = Date.now();
  const released = statSync(join(root, 'package.json')).mtimeMs;
  if (now < Date.UTC(2026, 0, 1) || now < released - 86_400_000) {
    return bad(`The clock says ${new Date(now).toISOString()}, which is past`, 'Set the clock.');
  }
  return good(`The clock says ${new Date(now).toISOString()}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

// oxlint-disable-next-line typescript/no-explicit-any
function readJson(path: string): any {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
