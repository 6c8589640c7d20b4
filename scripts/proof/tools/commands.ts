import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TYPESCRIPT } from '../../lib/node-typescript.ts';

/** A command line to run: `{ name: 'solve', args: ['3.2'] }`. */
export interface RunOrder {
  name: string;
  args: string[];
}

/** What came of it. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A course's commands, in a process of their own that is used again: starting one takes longest. */
export interface Commands {
  run: (name: string, ...args: string[]) => Promise<Ran>;
  close: () => void;
}

/** Opens the commands of a copy of the course: they work on that copy alone. To be closed. */
export async function openCommands(root: string): Promise<Commands> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('npm_config_')),
  );
  const child = fork(fileURLToPath(new URL('./driver.ts', import.meta.url)), [root], {
    cwd: root,
    execArgv: [...TYPESCRIPT],
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined, VITEST: undefined },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = () =>
    new Promise<Ran>((resolve, reject) => {
      child.once('message', (ran) => resolve(ran as Ran));
      child.once('exit', (code) => reject(new Error(`The commands' process ended: ${code}.`)));
    });
  await answer();
  return {
    async run(name, ...args) {
      const ran = answer();
      child.send({ name, args } satisfies RunOrder);
      const result = await ran;
      child.removeAllListeners('exit');
      return result;
    },
    close: () => void child.kill('SIGKILL'),
  };
}
