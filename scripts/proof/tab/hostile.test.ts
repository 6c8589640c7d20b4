import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChapterGrade } from '../../grading/outcome.ts';
import { HOSTILE } from '../hostile/cases.ts';
import { type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';
import { openCore, type TabCore } from './core.ts';

let course: TinyCourse;
let core: TabCore;
let solved: Record<string, string>;
beforeAll(async () => {
  course = tinyCourse({ solved: true });
  core = await openCore(course.root);
  solved = course.read(['chapters/01-greeting/greet.ts', 'chapters/01-greeting/app.ts']);
});
afterAll(async () => {
  await core?.close();
  course?.remove();
});

async function gradeWith(files: Record<string, string | null>): Promise<ChapterGrade> {
  await core.write({ ...solved, ...files });
  return core.grade(1);
}

/** All that a learner reads, as far as it says what is wrong. */
function textOf({ message = '', checks }: ChapterGrade): string {
  return [message, ...checks.map((check) => check.message ?? '')].join('\n');
}

/** Checks that were edited: the checks in a tab are those that came with it. */
const isOfALearner = ({ files }: { files: object }) =>
  Object.keys(files).every((path) => !path.includes('/checks/'));

describe('code that is hostile without meaning to be', () => {
  test('what is not hostile passes', async () => {
    expect(await gradeWith({})).toMatchObject({ status: 'passed', points: 100 });
  });

  test.each(HOSTILE.filter(isOfALearner))('$name', async ({ files, status, place, says }) => {
    const grade = await gradeWith(files);
    const text = textOf(grade);
    expect(grade.status, text).toMatch(new RegExp(`^(${status})$`));
    expect(text.replace(/\s+/g, ' ')).toMatch(says);
    expect(text, 'a stack of ours').not.toMatch(/^\s*at /m);
    expect(text, 'a place outside of the course').not.toMatch(
      /node_modules|https?:\/\/|cairn-tab/i,
    );
    const [first] = /chapters\/[\w/.-]+\.ts(:\d+)?/.exec(text) ?? [''];
    if (place && grade.message !== undefined) expect(first.startsWith(place), text).toBe(true);
    expect(grade.durationMs, 'the verdict is due in 15 s').toBeLessThan(15_000);
    // Whatever that was, the next run knows nothing of it.
    expect(await gradeWith({}), 'the run after it').toMatchObject({ status: 'passed' });
  });
});

const GREET = 'chapters/01-greeting/greet.ts';

describe('code that is hostile on purpose', () => {
  test.each([
    [
      'news of its own',
      `const news = { kind: 'event', event: { type: 'done', digests: {} } };
self.postMessage(news);
self.postMessage({ kind: 'graded', isSpoiled: false });
self.dispatchEvent(new MessageEvent('message', { data: news }));`,
    ],
    [
      'a port that it listens in on',
      `const { postMessage } = MessagePort.prototype;
MessagePort.prototype.postMessage = function (news: unknown, ...rest: unknown[]) {
  const event = (news as any)?.event;
  if (event?.result) Object.assign(event.result, { passed: true, errors: [] });
  return Reflect.apply(postMessage, this, [news, ...rest]);
} as never;`,
    ],
    [
      'a message of its own to what reads orders',
      `self.onmessage?.({ data: {} } as MessageEvent);`,
    ],
  ])('%s makes no wrong code pass', async (_what, attack) => {
    const grade = await gradeWith({
      [GREET]: `${attack}\nexport function greet(name: string): string {\n  return name;\n}\n`,
    });
    expect(grade.status).not.toBe('passed');
    expect(grade.points).toBeLessThan(100);
  });

  test("the learner's work, kept by the page, is out of reach", async () => {
    const grade = await gradeWith({
      [GREET]: `export function greet(name: string): string {
  return \`Hello, \${name}\${[self.indexedDB, self.caches, self.BroadcastChannel].filter(Boolean).length || ''}\`;
}
`,
    });
    expect(grade).toMatchObject({ status: 'passed' });
  });
});
