import pc from 'picocolors';
import { courseRoot } from '../course/root.ts';
import { checkStarters, type StaleFile, writeStarters } from '../course/starters.ts';
import { npmCommand, runCommand } from './helpers/run-command.ts';

const WHAT: Record<StaleFile['kind'], string> = {
  stale: 'is not what its solution derives to: type npm run starters',
  missing: 'is missing: type npm run starters',
  extra: 'has no solution: delete it, or write the solution it belongs to',
};

const command = npmCommand(
  'starters',
  'Derives the starters under chapters/ from the solutions.',
).option('--check', 'write nothing; tell which starters are stale');

await runCommand(command, ({ check }: { check?: true }) => (check ? checkAll() : writeAll()));

function checkAll(): number {
  const found = checkStarters(courseRoot);
  for (const { path, kind } of found) console.error(`${path} ${WHAT[kind]}`);
  if (found.length === 0) console.log(`${pc.green('✓')} Every starter is fresh.`);
  return found.length === 0 ? 0 : 1;
}

function writeAll(): number {
  const { written, backup } = writeStarters(courseRoot);
  for (const { path } of written) console.log(`wrote ${path}`);
  if (backup) console.log(`What was there before is kept in ${backup}/`);
  for (const { path, kind } of checkStarters(courseRoot)) console.error(`${path} ${WHAT[kind]}`);
  if (written.length === 0) console.log(`${pc.green('✓')} Every starter was fresh.`);
  return 0;
}
