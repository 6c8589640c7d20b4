import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { courseRoot } from '../../course/root.ts';
import { npmCommand, runCommand } from '../../cli/helpers/run-command.ts';

const command = npmCommand(
  'attack',
  'Attacks the finished chapter 6, and express-jwt and passport-jwt beside it.',
)
  .option('--all', 'print every attack, not only those that the three answer differently')
  .option('--record', 'write what came of it to where the site reads it');

await runCommand(command, attack);

async function attack({ all, record }: { all?: true; record?: true }): Promise<number> {
  // A thousand attacks are made when these are loaded; --help needs none of them.
  const { attackChapter } = await import('./attack-chapter.ts');
  const { compare } = await import('./compare.ts');
  const { formatComparison } = await import('./format-comparison.ts');

  console.log(`${pc.bold('Chapter 6, finished')}\n`);
  let problems = 0;
  for await (const { title, attacks, faults } of attackChapter()) {
    const mark = faults.length === 0 ? pc.green('✓') : pc.red('✗ problem:');
    console.log(`${mark} ${title}: ${attacks} attacks`);
    for (const fault of faults) console.log(`    ${fault}`);
    problems += faults.length;
  }
  const comparison = await compare();
  console.log(`\n${formatComparison(comparison, all ?? false)}`);
  if (record) {
    const { RECORDING, recordAttacks } = await import('./recording.ts');
    writeFileSync(join(courseRoot, RECORDING), await recordAttacks(comparison));
    console.log(`\nWrote ${RECORDING}.`);
  }
  return problems === 0 ? 0 : 1;
}
