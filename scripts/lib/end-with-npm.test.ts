import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive } from './is-alive.mjs';
import { TYPESCRIPT } from './node-typescript.ts';

const PROGRAM = `
  import { endWithNpm } from ${JSON.stringify(new URL('end-with-npm.ts', import.meta.url).href)};
  endWithNpm();
  setInterval(() => {}, 1_000);
  console.log(process.pid);
`;

test.runIf(process.platform !== 'win32')('a command ends when npm is gone', async () => {
  const shell = spawn('sh', ['-c', '"$@" & wait', 'sh', process.execPath, ...PROGRAM_ARGS], {
    env: { ...process.env, npm_lifecycle_event: 'api' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(printed);
  expect(isAlive(pid)).toBe(true);
  shell.kill('SIGTERM');
  await expect.poll(() => isAlive(pid)).toBe(false);
});

const PROGRAM_ARGS = [...TYPESCRIPT, '--input-type=module', '--eval', PROGRAM];
