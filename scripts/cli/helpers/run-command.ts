import { Command, CommanderError } from 'commander';
import { endWithNpm } from '../../lib/end-with-npm.ts';
import { visible } from '../../lib/quote.ts';
import { BriefFault } from '../../course/brief.ts';
import { NotTaken } from '../../course/handed-in.ts';
import { MarkerFault } from '../../course/regions.ts';
import { courseRoot } from '../../course/root.ts';
import { explainSystemError, isSystemError } from '../../lib/system-error.ts';
import { UsageError } from '../../lib/usage-error.ts';

/** What was asked cannot be done, for a reason that is nobody's bug. One line; the exit is 1. */
export class Refusal extends Error {
  readonly code = 'REFUSAL';
}

/**
 * A command that a person types as `npm run <name>`. Wrong use is one line, and exit 2.
 *
 * @param name as in package.json's scripts: `solve`
 */
export function npmCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
}

/**
 * Parses the command line, runs the command, and sets the exit code: what the action returns, 2
 * when the command was used wrongly, 1 when it could not do what was asked.
 *
 * @param action gets the arguments and options as commander has them
 */
export async function runCommand(
  command: Command,
  action: (...given: any[]) => number | Promise<number>,
  argv: string[] = process.argv,
): Promise<void> {
  // Whoever reads our output has read enough (`npm run diff | head`), or there is no more room for
  // it. What wasn't told in full is no success.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      const why = isSystemError(error) ? explainSystemError(error, courseRoot) : error.message;
      console.error(`The output can't be written (${why}): make room for it, then try again.`);
    }
    process.exit(process.exitCode || 1);
  });
  process.stderr.on('error', () => process.exit(process.exitCode || 1));
  endWithNpm();
  command.action(async (...given) => {
    refuseSwallowedOptions(command);
    process.exitCode = await action(...given);
  });
  try {
    await command.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error, command);
  }
}

function report(error: unknown, command: Command): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const what = visible(error.message.replace(/^error: /, '').replace(/\.?(\n.*)?$/s, ''), 120);
    console.error(`${what}: type ${command.name()} --help to see what it takes.`);
    return 2;
  }
  console.error(oneLine(error));
  return error instanceof UsageError ? 2 : 1;
}

/**
 * An error that is nobody's bug, in one line.
 *
 * @throws the error itself, if it is a bug
 */
export function oneLine(error: unknown): string {
  if (isSystemError(error)) {
    const what = visible(explainSystemError(error, courseRoot), 300);
    return `${what}: npm run doctor says what is in the way.`;
  }
  const isTold = [UsageError, Refusal, MarkerFault, BriefFault, NotTaken].some(
    (kind) => error instanceof kind,
  );
  if (!isTold) throw error;
  return (error as Error).message;
}

/**
 * `npm run api 6 --solution`, without the `--` of its own, gives the option to npm, which keeps it
 * in its environment: the command would do something else than was asked.
 */
function refuseSwallowedOptions(command: Command): void {
  for (const option of command.options) {
    const swallowed = process.env[`npm_config_${option.name().replaceAll('-', '_')}`];
    const given = command.getOptionValueSource(option.attributeName()) === 'cli';
    if (!swallowed || given) continue;
    const value = option.isBoolean() ? '' : ` ${swallowed}`;
    const words = [command.name(), ...command.args, `${option.long}${value}`].join(' ');
    throw new UsageError(`npm kept ${option.long} for itself: type ${words}`);
  }
}
