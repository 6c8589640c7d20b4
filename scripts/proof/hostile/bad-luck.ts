import pc from 'picocolors';
import { npmCommand, runCommand } from '../../cli/helpers/run-command.ts';
import { LiveBook, says } from '../live/live-page.ts';
import { runCommand as runOnce } from '../testing/run.ts';
import { SEGMENT, type Stroke, STROKES, type Struck, WRONG } from './strokes.ts';

/** Milliseconds that anything on the page may take, on the slowest machine. */
const PATIENCE = 120_000;
const PAGE = '/chapters/01-jwt-basics';

const command = npmCommand(
  'bad-luck',
  'Runs npm start through every stroke of bad luck, in random order: each verdict must be right.',
)
  .option('--minutes <minutes>', 'how long; every stroke comes once, whatever it takes', Number, 10)
  .option('--seed <seed>', 'repeats the order of an earlier run', Number, Date.now() % 100_000);

await runCommand(command, badLuck);

async function badLuck({ minutes, seed }: { minutes: number; seed: number }): Promise<number> {
  console.log(`Seed ${seed}, ${STROKES.length} strokes, ${minutes} minutes.`);
  const random = randomOf(seed);
  const end = Date.now() + minutes * 60_000;
  const struck = await begin();
  const { workbook } = struck.book;
  const right = workbook.read(SEGMENT);
  let count = 0;
  try {
    workbook.save(SEGMENT, `${right}\n`);
    await says(struck.page, /^100 of 100/);
    let bag: Stroke[] = [];
    // However slow the machine is, no stroke is left out.
    while (Date.now() < end || count < STROKES.length) {
      if (bag.length === 0) bag = shuffled(random);
      const stroke = bag.pop()!;
      await strike(stroke, struck, right);
      count += 1;
      console.log(`${pc.green('✓')} ${stroke.name}`);
    }
    workbook.save(SEGMENT, WRONG);
    await says(struck.page, /points: (?!passed)/);
    const [failed, passed] = [
      await gradeOf(struck),
      (workbook.save(SEGMENT, right), await gradeOf(struck)),
    ];
    await says(struck.page, /^100 of 100/);
    if (failed !== 1 || passed !== 0)
      throw new Error(`grade ended with ${failed}, then ${passed}.`);
    console.log(`\n${count} strokes, and every verdict was right.`);
    return 0;
  } catch (error) {
    console.error(
      `${pc.red('✗')} ${String(error)}\n\nThe terminal of npm start:\n${workbook.output}`,
    );
    console.error(`\nThe page:\n${await struck.page.locator('.grade').innerText().catch(String)}`);
    return 1;
  } finally {
    await struck.book.close();
  }
}

/** A stroke, with wrong code that mustn't pass, and then the right code, which must. */
async function strike(stroke: Stroke, struck: Struck, right: string): Promise<void> {
  const { workbook } = struck.book;
  try {
    await stroke.strike?.(struck);
    if (stroke.code !== null) workbook.save(SEGMENT, stroke.code ?? WRONG);
    await says(struck.page, /points: (?!passed)/);
    await stroke.mend?.(struck);
    workbook.save(SEGMENT, right);
    await says(struck.page, /^100 of 100/);
    const stack = /^\s+at .*/m.exec(workbook.output);
    if (stack) throw new Error(`The terminal shows a stack: ${stack[0]}`);
  } catch (error) {
    throw new Error(`${stroke.name}: ${String(error)}`, { cause: error });
  }
}

async function begin(): Promise<Struck> {
  const book = await LiveBook.open([1]);
  book.context.setDefaultTimeout(PATIENCE);
  const page = await book.openPage(PAGE);
  return {
    book,
    page,
    async restart() {
      await book.workbook.stop('SIGKILL');
      await page.locator('.notice').filter({ hasText: 'npm start' }).waitFor();
      const reloaded = page.waitForEvent('load');
      await book.workbook.start();
      await reloaded;
    },
  };
}

async function gradeOf({ book }: Struck): Promise<number | null> {
  return (await runOnce(book.workbook.root, 'grade', '1')).code;
}

function shuffled(random: () => number): Stroke[] {
  return STROKES.map((stroke) => ({ stroke, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ stroke }) => stroke);
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
