import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Tells when files change. */
export interface Watch {
  /** Resolves at the next change; at once when there was one since the last time. */
  changed: () => Promise<void>;
  close: () => void;
}

const EVERY = 100;

/**
 * Watches the code in folders by looking at it, ten times a second: that also works where the
 * system tells nothing, on a mounted or shared folder, and when a folder is deleted and comes back.
 *
 * @param folders flat ones, with `.ts` files; checks (`*.test.ts`) do not count
 */
export function watchFiles(folders: string[]): Watch {
  let seen = look(folders);
  let moving = false;
  let changed = false;
  let wake = () => {};

  const timer = setInterval(() => {
    const now = look(folders);
    if (now !== seen) {
      // More may be coming: a save of several files counts once.
      seen = now;
      moving = true;
    } else if (moving) {
      moving = false;
      changed = true;
      wake();
    }
  }, EVERY);

  return {
    async changed() {
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      changed = false;
    },
    close: () => clearInterval(timer),
  };
}

/** What the files look like, as one text that differs when any of them does. */
function look(folders: string[]): string {
  return folders
    .flatMap((folder) =>
      namesIn(folder).map((name) => {
        const file = statSync(join(folder, name), { throwIfNoEntry: false });
        return `${folder}/${name} ${file?.mtimeMs} ${file?.size} ${file?.ino}`;
      }),
    )
    .join('\n');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  } catch {
    return [];
  }
}
