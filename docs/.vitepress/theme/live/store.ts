import { computed, reactive, shallowRef } from 'vue';
import type {
  AnswerView,
  ChapterView,
  GradeView,
  Tell,
} from '../../../../scripts/live/protocol.ts';
import { nextOf, progress } from '../progress.ts';
import { ask, onConnection, onTell } from './channel.ts';
import type { CodeNews } from './code/chapter-files.ts';

type Comparison = Extract<Tell, { kind: 'comparison' }>;
type NotOpened = Extract<Tell, { kind: 'notOpened' }>;
type Put = Extract<Tell, { kind: 'put' }>;
type Running = Extract<Tell, { kind: 'running' }>;

/** What the page knows of the learner's course. */
export const live = reactive({
  connected: true,
  chapters: [] as ChapterView[],
  /** The chapter that the learner is at. */
  current: 1,
  /** The slug of the chapter whose page this is. */
  slug: null as string | null,
  /** By chapter. */
  grades: {} as Record<number, GradeView>,
  running: undefined as Running | undefined,
  /** Why no grade came. */
  trouble: undefined as string | undefined,
  /** By task. */
  comparisons: {} as Record<string, Comparison>,
  /** The file that no editor opened. */
  notOpened: undefined as NotOpened | undefined,
  /** What was put in place last. */
  put: undefined as Put | undefined,
  /** What could not be done. */
  refused: undefined as string | undefined,
  /** What the API printed last. */
  log: '',
});

/** The chapter whose page this is; chapter 0 has nothing to grade. */
export const chapter = computed(() => live.chapters.find(({ slug }) => slug === live.slug));

/** Its grade, if it was graded since the workbook was started. */
export const grade = computed(() => chapter.value && live.grades[chapter.value.number]);

/** Is given whatever comes back for the console's request. */
export const onAnswer = shallowRef<(answer: AnswerView | { id: number; message: string }) => void>(
  () => {},
);

/** Is given what the workbook tells of the chapter's files. */
export const onCode = shallowRef<(news: CodeNews) => void>(() => {});

/** The page of another chapter was opened. */
export function open(slug: string | null): void {
  live.slug = slug;
  live.trouble = undefined;
  live.put = undefined;
  live.refused = undefined;
  live.notOpened = undefined;
  ask({ kind: 'open', slug });
}

/** Begins to listen. Once. */
export function listen(): void {
  progress.live = true;
  onTell(take);
  onConnection((connected) => {
    live.connected = connected;
    // The server that is back knows nothing of this page.
    if (connected) ask({ kind: 'open', slug: live.slug });
    else live.running = undefined;
  });
}

function take(news: Tell): void {
  switch (news.kind) {
    case 'state':
      live.chapters = news.chapters;
      live.current = news.current;
      progress.next = nextOf(news.chapters);
      progress.chapters = Object.fromEntries(
        news.chapters
          .filter(({ number }) => number > 0)
          .map(({ slug, points, max, done }) => [slug, { points, max, done }]),
      );
      return;
    case 'running':
      live.running = news;
      live.trouble = undefined;
      live.refused = undefined;
      return;
    case 'grade':
      live.grades[news.grade.chapter] = news.grade;
      if (live.running?.chapter === news.grade.chapter) live.running = undefined;
      return;
    case 'notes': {
      const grade = live.grades[news.chapter];
      if (grade) grade.notes = news.notes;
      return;
    }
    case 'trouble':
      if (live.running?.chapter === news.chapter) live.running = undefined;
      live.trouble = news.message;
      return;
    case 'hint': {
      const check = Object.values(live.grades)
        .flatMap(({ checks }) => checks)
        .find(({ id }) => id === news.check);
      if (check) check.given = news.given;
      return;
    }
    case 'comparison':
      live.comparisons[news.task] = news;
      return;
    case 'notOpened':
      live.notOpened = news;
      return;
    case 'put':
      live.put = news;
      live.comparisons = {};
      return;
    case 'files':
    case 'file':
    case 'written':
    case 'conflict':
      return onCode.value(news);
    case 'answer':
      return onAnswer.value(news.answer);
    case 'noAnswer':
      return onAnswer.value(news);
    case 'log':
      live.log = (live.log + news.text).slice(-10_000);
      return;
    case 'refused':
      live.refused = news.message;
      onCode.value(news);
  }
}
