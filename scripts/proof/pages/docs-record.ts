import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { parseChapter } from '../../course/task-argument.ts';
import { recordPage } from './record-page.ts';
import { replayPage } from './replay-page.ts';
import { Trials } from '../trial.ts';
import { npmCommand, runCommand } from '../../cli/helpers/run-command.ts';

const command = npmCommand(
  'docs:record',
  "Does what the chapters' pages say, and writes what came into them.",
).argument('[chapter]', '0 to 6; without it, all');

await runCommand(command, record);
process.exit();

async function record(number: string | undefined): Promise<number> {
  const all = listChapters(courseRoot);
  const chapters = number === undefined ? all : [parseChapter(number, all, 'npm run docs:record')];
  const trials = await Trials.open();
  let changed = 0;
  try {
    for (const { slug } of chapters) {
      const { drifts, compared, skipped } = await replayPage(slug, trials);
      console.log(`${slug}: ${compared} answers compared, ${drifts.length} written anew.`);
      for (const why of skipped) console.log(`  not replayed: ${why}`);
      for (const { place, what } of drifts) console.log(`  ${place}: ${what}`);
      if (drifts.length > 0) recordPage(slug, drifts);
      changed += drifts.length;
    }
  } finally {
    trials.close();
  }
  if (changed > 0) console.log('Read what was written: git diff docs/chapters');
  return changed > 0 ? 1 : 0;
}
