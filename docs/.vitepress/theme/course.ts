import { useData } from 'vitepress';

/** What the site's configuration says of a chapter. */
export interface CourseChapter {
  number: number;
  slug: string;
  title: string;
  /** Completes "at the end you can …". */
  summary: string;
  minutes: number;
}

/** The chapters: all of them, and those with something to write. */
export function useCourse(): { chapters: CourseChapter[]; graded: CourseChapter[] } {
  const { chapters } = useData<{ cairn: { chapters: CourseChapter[] } }>().theme.value.cairn;
  return { chapters, graded: chapters.filter(({ number }) => number > 0) };
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A number as prose has it: in words up to ten. */
export function inWords(count: number): string {
  return WORDS[count] ?? String(count);
}
