// Runs a course's commands one after the other, in this one process: see `commands.ts`.
import { format } from 'node:util';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ran, RunOrder } from './commands.ts';

class Exit extends Error {}

const root = process.argv[2] ?? '';
let runs = 0;

process.stdout.setMaxListeners(0);
process.on('message', async ({ name, args }: RunOrder) => process.send?.(await run(name, args)));
process.send?.('ready');

/** A command's file does its work when it is imported: each import, by another address, is a run. */
async function run(name: string, args: string[]): Promise<Ran> {
  const ran: Ran = { code: 0, stdout: '', stderr: '' };
  const { log, error } = console;
  const { exit } = process;
  console.log = (...given: unknown[]) => void (ran.stdout += `${format(...given)}\n`);
  console.error = (...given: unknown[]) => void (ran.stderr += `${format(...given)}\n`);
  process.exit = ((code) => {
    if (typeof code === 'number') process.exitCode = code;
    throw new Exit();
  }) as typeof exit;
  process.exitCode = undefined;
  process.argv = [process.execPath, name, ...args];
  try {
    runs += 1;
    const { href } = pathToFileURL(join(root, 'scripts', 'cli', `${name}.ts`));
    await import(`${href}?run=${runs}`);
  } catch (thrown) {
    if (!(thrown instanceof Exit)) {
      // What Node does with an error that nobody catches.
      process.exitCode = 1;
      ran.stderr += `${thrown instanceof Error ? thrown.stack : format(thrown)}\n`;
    }
  }
  ran.code = Number(process.exitCode ?? 0);
  Object.assign(console, { log, error });
  process.exit = exit;
  process.exitCode = undefined;
  return ran;
}
