import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../../course/root.ts';
import { type Mutant, readMutants, type StrykerReport } from './mutant.ts';
import type { Subject } from './subjects.ts';

/** What Stryker's copy of the course can do without. */
const NOT_COPIED = ['docs', '.workbook', '.ci', '.github', '.devcontainer'];

/** Much more than any run takes: on a busy machine, slow is not yet for ever. */
const PATIENCE_MS = 20_000;

/**
 * Makes every mutant of a subject and runs its tests on each: minutes.
 *
 * @param stryker the path of its command
 * @param onProgress is told in a line, now and then, how far it is
 * @throws Error with the end of what Stryker printed when it did not come to an end
 */
export async function runStryker(
  stryker: string,
  { name, chapter, mutate, config }: Subject,
  onProgress: (line: string) => void,
): Promise<Mutant[]> {
  const folder = join('.workbook', 'mutation');
  const report = join(folder, `${name}.json`);
  const settings = join(folder, `${name}.settings.json`);
  const sandbox = join(folder, `${name}.sandbox`);
  mkdirSync(join(courseRoot, folder), { recursive: true });
  for (const left of [report, sandbox]) {
    rmSync(join(courseRoot, left), { recursive: true, force: true });
  }
  writeFileSync(
    join(courseRoot, settings),
    JSON.stringify({
      mutate,
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: `scripts/proof/mutation/${config}`, related: false },
      coverageAnalysis: 'perTest',
      concurrency: 2,
      timeoutMS: PATIENCE_MS,
      ignorePatterns: NOT_COPIED,
      tempDirName: sandbox,
      disableTypeChecks: false,
      tsconfigFile: 'none.json',
      reporters: ['json', 'progress-append-only'],
      jsonReporter: { fileName: report },
      allowConsoleColors: false,
    }),
  );

  const child = spawn(process.execPath, [stryker, 'run', settings], {
    cwd: courseRoot,
    env: {
      ...process.env,
      CAIRN_CHAPTER: chapter?.slug,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000);
      const progress = text.match(/Mutation testing .+/g)?.at(-1);
      if (progress) onProgress(progress);
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`Stryker ended with ${code}, and these last words:\n${output}`);
  return readMutants(JSON.parse(readFileSync(join(courseRoot, report), 'utf8')) as StrykerReport);
}
