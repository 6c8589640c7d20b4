import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { type Answer, NoAnswer } from './answer.ts';
import { type ChapterRequest, LearnersApi } from './learners-api.ts';

let api: LearnersApi;
let course: TinyCourse;
/** Resolves when the API has printed. */
let printed: Promise<string>;
beforeEach(() => {
  course = tinyCourse();
  printed = new Promise((resolve) => {
    api = new LearnersApi(course.root, (_chapter, text) => resolve(text));
  });
});
afterEach(() => {
  api.close();
  course.remove();
});

function send(path: string, changes: Partial<ChapterRequest> = {}) {
  const ask: ChapterRequest = {
    chapter: 1,
    whose: 'chapters',
    method: 'GET',
    path,
    headers: [],
    body: '',
    ...changes,
  };
  return api.send(ask, listChapters(course.root));
}

describe('a file that is saved', () => {
  test('while the API starts: the request waits for the next one', async () => {
    const answer = send('/nowhere');
    // It is started on a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    await api.saved(1);
    expect((await answer).status).toBe(404);
  });

  test('while a request is on its way: it is sent again', async () => {
    const answer = send('/slow');
    expect(await printed).toBe('in flight\n');
    await api.saved(1);
    expect(await answer).toMatchObject({ status: 200, body: 'done' });
  });
});

test('requests for two servers at once are answered by their own', async () => {
  const [yours, ours] = await Promise.all([
    send('/hello/Mira'),
    send('/hello/Mira', { whose: 'solutions' }),
  ]);
  expect(yours).toMatchObject({ status: 501 });
  expect(ours).toMatchObject({ status: 200 });
});

describe('code that', () => {
  const file = 'chapters/01-greeting/app.ts';
  const app = (handler: string, top = '') => `import express from 'express';
${top}
export const createApp = () =>
  express().use((request, response) => { ${handler} });
`;
  const answer = "response.send('fine');";

  /** Answers as if nothing had happened. */
  async function isFine(): Promise<void> {
    course.write({ [file]: app(answer) });
    await api.saved(1);
    expect(await send('/')).toMatchObject({ status: 200, body: 'fine' });
  }

  test.each<[what: string, line: string]>([
    ['sends null to the process that started it', 'process.send?.(null);'],
    ['sends a word to it', "process.send?.('x');"],
    ['sends it false news', "process.send?.({ kind: 'failed', message: 'no', final: true });"],
    ['finds its channel', '(process as any)._channel; (process as any).channel?.unref();'],
    ['leaves it', 'process.disconnect?.();'],
    ['pretends that it did', "process.emit('disconnect' as any, undefined as any);"],
    [
      'writes to every channel',
      "for (const fd of [3, 4, 5]) try { writeSync(fd, 'null\\n'); } catch {}",
    ],
  ])(
    '%s: the request is answered, or refused in a line, and the next one is answered',
    async (_what, line) => {
      const top = "import { writeSync } from 'node:fs';\nvoid writeSync;";
      course.write({ [file]: app(`${line} ${answer}`, top) });
      const told: Answer | NoAnswer = await send('/').catch((error: unknown) => error as NoAnswer);
      if (told instanceof Error) {
        expect(told).toBeInstanceOf(NoAnswer);
        expect(told.message).not.toContain('\n');
      } else expect(told.body).toBe('fine');
      await isFine();
    },
  );

  test('answers twice: the first answer counts, the mistake is told by its place, and the next is answered', async () => {
    course.write({ [file]: app(`${answer} ${answer}`) });
    expect(await send('/')).toMatchObject({ status: 200, body: 'fine' });
    const [line] = (await printed).split('\n');
    expect(line).toMatch(/^chapters\/01-greeting\/app\.ts:\d+  Error.*headers after they are sent/);
    expect(await send('/')).toMatchObject({ status: 200, body: 'fine' });
  });

  test('throws in the middle of an answer: that is cut off, and the message does nothing to the terminal', async () => {
    course.write({ [file]: app("response.write('half'); throw new Error('\\u001b[2Jlate');") });
    await expect(send('/')).rejects.toThrow(NoAnswer);
    expect(await printed).toContain('Error: ␛[2Jlate');
    await isFine();
  });
});
