import { join } from 'node:path';
import { courseRoot } from '../../course/root.ts';
import type { ChapterGrade } from '../../grading/outcome.ts';
import { openBuilt } from './built-page.ts';
import type { Core } from './core-page.ts';

/** The grader of a tab, in a browser, driven from here. To be closed. */
export interface TabCore {
  /** Writes files, by their paths from the course's root; null takes one away. */
  write(files: Record<string, string | null>): Promise<void>;
  grade(chapter: number, only?: string, source?: 'chapters' | 'solutions'): Promise<ChapterGrade>;
  close(): Promise<void>;
}

/** @param root the course that it has */
export async function openCore(root: string): Promise<TabCore> {
  const entry = join(courseRoot, 'scripts/proof/tab/core-page.ts');
  const { page, close } = await openBuilt(root, entry);
  await page.waitForFunction('globalThis.core !== undefined');
  return {
    async write(files) {
      await page.evaluate((all) => (globalThis as { core?: Core }).core?.write(all), files);
    },
    async grade(...args) {
      const grade = await page.evaluate(
        (given) => (globalThis as unknown as { core: Core }).core.grade(...given),
        args,
      );
      return grade;
    },
    close,
  };
}
