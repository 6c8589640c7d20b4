import { reactive } from 'vue';
import { holdPlace } from './keep-place.ts';
import { readStored, store } from './stored.ts';

/** What a reader has answered. */
export interface Answer {
  /** The choice that is open, from 0. */
  choice: number;
  /** The first answer was wrong, and no later one on another day was right. */
  missed: boolean;
  /** The day of the first answer, or of the last attempt: `2026-11-28`. */
  day: string;
}

/** By the question's id. It lasts as long as the page where the browser keeps nothing. */
export const answers = reactive<Record<string, Answer>>(
  readStored<Record<string, Answer>>('answers') ?? {},
);

/** Keeps an answer. The first one decides whether the question was missed. */
export function keepAnswer(id: string, choice: number, isRight: boolean): void {
  const known = answers[id];
  answers[id] = known ? { ...known, choice } : { choice, missed: !isRight, day: today() };
  store('answers', answers);
}

/** Another attempt, on another day. */
export function tryAgain(id: string, choice: number, isRight: boolean): void {
  answers[id] = { choice, missed: !isRight, day: today() };
  store('answers', answers);
}

export function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The question, the place and the rightness of an option. */
export function optionOf(
  details: Element,
): { id: string; choice: number; isRight: boolean } | undefined {
  const question = details.closest<HTMLElement>('[data-question]');
  const id = question?.dataset['question'];
  if (!question || id === undefined || !details.matches('.choice')) return undefined;
  const choice = [...question.querySelectorAll('.choice')].indexOf(details);
  return { id, choice, isRight: details.classList.contains('is-right') };
}

/** Begins to remember what is answered. Once. */
export function followAnswers(): void {
  document.addEventListener(
    'toggle',
    ({ target }) => {
      const details = target as HTMLDetailsElement;
      if (!details.open || details.closest('[data-again]')) return;
      const option = optionOf(details);
      if (option) keepAnswer(option.id, option.choice, option.isRight);
    },
    // It doesn't bubble.
    true,
  );
  document.documentElement.dataset['answers'] = 'followed';
}

/** Opens the options that the reader has chosen before, on the page that is shown. */
export function restoreAnswers(): void {
  const questions = document.querySelectorAll<HTMLElement>('.vp-doc [data-question]');
  const chosen = [...questions].flatMap((question) => {
    const answer = answers[question.dataset['question'] ?? ''];
    if (!answer || question.closest('[data-again]')) return [];
    return question.querySelectorAll<HTMLDetailsElement>('.choice')[answer.choice] ?? [];
  });
  // To look where the reader is makes the browser lay out the whole page: not without need.
  if (chosen.length === 0) return;
  const place = holdPlace();
  for (const choice of chosen) choice.open = true;
  place.restore();
}
