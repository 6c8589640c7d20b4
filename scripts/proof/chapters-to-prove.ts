import { type Chapter, listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';

/** The chapters with tasks: all, or the one that the environment names (`CHAPTER=3`). */
export function chaptersToProve(): Chapter[] {
  const only = process.env['CHAPTER'];
  return listChapters(courseRoot).filter(
    ({ number }) => number > 0 && (only === undefined || number === Number(only)),
  );
}
