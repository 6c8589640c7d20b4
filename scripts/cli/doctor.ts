import pc from 'picocolors';
import { courseRoot } from '../course/root.ts';
import { examine } from './helpers/examine.ts';
import { npmCommand, runCommand } from './helpers/run-command.ts';

const MARKS = { good: pc.green('✓'), note: pc.yellow('·'), bad: pc.red('✗') };

await runCommand(
  npmCommand('doctor', 'What on this machine would get in the way, and the mend for each.'),
  async () => {
    let problems = 0;
    for await (const { state, what, mend } of examine(courseRoot)) {
      console.log(`${MARKS[state]} ${state === 'bad' ? 'problem: ' : ''}${what}`);
      if (mend) console.log(`    → ${mend}`);
      if (state === 'bad') problems += 1;
    }
    const count = problems === 1 ? 'One problem.' : `${problems} problems.`;
    console.log(`\n${problems === 0 ? 'Nothing is in the way.' : count}`);
    return problems === 0 ? 0 : 1;
  },
);
