import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach } from 'vitest';

// Stryker tries a mutant on the checks that reach it, so it has to know which those are.

// What stands at the top of a module concerns every check, and not only the one that happens to
// load it first: it is loaded before them all.
const folder = resolve('solutions', process.env['CAIRN_CHAPTER'] ?? '');
for (const file of readdirSync(folder)) {
  // One that a mutant keeps from loading is no fault here: the checks are to find it.
  await import(/* @vite-ignore */ join(folder, file)).catch(() => {});
}

// Checks may look at one answer together: the first of them fetches it, and nobody knows who else
// would see the mutant. So it is tried on them all, whichever it was that reached it.
beforeEach(() => {
  const { __stryker__: stryker } = globalThis as { __stryker__?: { currentTestId?: string } };
  delete stryker?.currentTestId;
});
