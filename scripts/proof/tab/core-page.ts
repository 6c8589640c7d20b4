// A page that has nothing but the grader: what the tests of it are driven through.
import { ROOT } from '../../tab/names.ts';
import { rmSync, writeFileSync } from '../../tab/node/fs.ts';
import { layCourse, starterOf } from '../../tab/page/course.ts';
import { TabGrader } from '../../tab/page/tab-grader.ts';
import { Workers } from '../../tab/page/workers.ts';

layCourse();
const workers = new Workers();
const grader = new TabGrader(workers);

const core = {
  /** Writes files of the course; null takes one away. */
  write(files: Record<string, string | null>) {
    for (const [path, text] of Object.entries(files)) {
      if (text === null) rmSync(`${ROOT}/${path}`, { force: true });
      else writeFileSync(`${ROOT}/${path}`, text);
    }
  },
  /** Puts the starters back in place. */
  reset(paths: string[]) {
    for (const path of paths) {
      const text = starterOf(path);
      if (text !== undefined) writeFileSync(`${ROOT}/${path}`, text);
    }
  },
  async grade(number: number, only?: string, source: 'chapters' | 'solutions' = 'chapters') {
    const [grade] = await grader.grade([number], only, source);
    if (!grade) throw new Error('There is no grade.');
    return grade;
  },
};
export type Core = typeof core;
Object.assign(globalThis, { core });
