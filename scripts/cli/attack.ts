import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { courseRoot } from '../course/root.ts';
import { compare } from '../proof/attack/compare.ts';
import { formatComparison } from '../proof/attack/format-comparison.ts';
import { RECORDING, recordAttacks } from '../proof/attack/recording.ts';
import { runAttack, runBearerAttack } from '../proof/attack/run-attack.ts';
import { Target } from '../proof/attack/target.ts';
import { bearerTopics } from '../proof/attack/bearer-topics.ts';
import { topics } from '../proof/attack/topics.ts';
import { npmCommand, runCommand } from './run-command.ts';

const command = npmCommand(
  'attack',
  'Attacks the finished chapter 6, and express-jwt and passport-jwt beside it.',
)
  .option('--all', 'print every attack, not only those that the three answer differently')
  .option('--record', 'write what came of it to where the site reads it');

await runCommand(command, attack);

async function attack({ all, record }: { all?: true; record?: true }): Promise<number> {
  const faults = await attackChapter();
  const comparison = await compare();
  console.log(`\n${formatComparison(comparison, all ?? false)}`);
  if (record) {
    writeFileSync(join(courseRoot, RECORDING), await recordAttacks(comparison));
    console.log(`\nWrote ${RECORDING}.`);
  }
  return faults === 0 ? 0 : 1;
}

/** Runs all the attacks there are on chapter 6. Returns how many of them did not fail as they must. */
async function attackChapter(): Promise<number> {
  console.log(pc.bold('Chapter 6, finished') + '\n');
  let sum = 0;
  const tell = (title: string, attacks: number, faults: string[]) => {
    const mark = faults.length === 0 ? pc.green('✓') : pc.red('✗ problem:');
    console.log(`${mark} ${title}: ${attacks} attacks`);
    for (const fault of faults) console.log(`    ${fault}`);
    sum += faults.length;
  };
  for (const { title, attacks } of bearerTopics) {
    const faults: string[] = [];
    for (const each of attacks) {
      const target = await Target.open();
      const found = await runBearerAttack(target, each).finally(() => target.close());
      if (found.length > 0) faults.push(`${each.name}: ${found.join(', ')}`);
    }
    tell(title, attacks.length, faults);
  }
  for (const { title, attacks } of topics) {
    const faults: string[] = [];
    for (const each of attacks) {
      const found = await runAttack(each);
      if (found.length > 0) faults.push(`${each.name}: ${found.join(', ')}`);
    }
    tell(title, attacks.length, faults);
  }
  return sum;
}
