import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
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
