import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { npmCommand, runCommand } from '../../../cli/helpers/run-command.ts';
import { courseRoot } from '../../../course/root.ts';
import { UsageError } from '../../../lib/usage-error.ts';
import { serveBuilt } from '../built-page.ts';
import type { EnginePage } from './engine.ts';
import { openFirefox } from './firefox.ts';
import { proveIn } from './prove.ts';
import { openWebKit } from './webkit.ts';

/** Each browser, and the programs that it takes. */
const ENGINES: Record<string, { programs: string[]; open: () => Promise<EnginePage> }> = {
  firefox: engine(['/usr/bin/firefox-esr'], ([firefox = '']) => openFirefox(firefox)),
  webkit: engine(
    [
      '/usr/bin/WebKitWebDriver',
      '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
      '/usr/bin/broadwayd',
    ],
    ([driver = '', browser = '', display = '']) => openWebKit(driver, browser, display),
  ),
};

function engine(programs: string[], open: (programs: string[]) => Promise<EnginePage>) {
  return { programs, open: () => open(programs) };
}

const command = npmCommand(
  'test:engines',
  'Grades in Firefox and WebKit what the tests grade in Chromium: solutions, mistakes, a loop.',
).argument('[firefox|webkit]', 'one of them; without it, those that this machine has');

await runCommand(command, prove);

async function prove(which: string | undefined): Promise<number> {
  const names = which === undefined ? Object.keys(ENGINES).filter(isThere) : [which];
  for (const name of names) {
    if (!ENGINES[name]) throw new UsageError(`There is no ${name} to try: firefox or webkit.`);
    if (!isThere(name)) throw new UsageError(`Install ${ENGINES[name].programs.join(', ')} first.`);
  }
  if (names.length === 0) throw new UsageError('Install firefox-esr or webkit2gtk-driver first.');
  const entry = join(import.meta.dirname, '../core-page.ts');
  const served = await serveBuilt(courseRoot, entry);
  let isGood = true;
  try {
    for (const name of names) {
      const page = await ENGINES[name]!.open();
      try {
        console.log(pc.bold(page.version));
        await page.goto(served.url);
        for await (const { what, wrong } of proveIn(page)) {
          isGood &&= wrong.length === 0;
          console.log(`${wrong.length === 0 ? pc.green('✓') : pc.red('✗')} ${what}`);
          for (const line of wrong) console.log(`  ${line}`);
        }
      } finally {
        await page.close();
      }
    }
  } finally {
    served.close();
  }
  return isGood ? 0 : 1;
}

function isThere(name: string): boolean {
  return ENGINES[name]?.programs.every((program) => existsSync(program)) === true;
}
