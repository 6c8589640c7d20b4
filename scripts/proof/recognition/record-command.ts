import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { Trials } from '../trial.ts';
import { recordChapter, recordWords } from './record.ts';

// Writes what each known mistake makes the checks say, of every chapter or of those that are named:
//   npm run mistakes:record 3
//   npm run mistakes:record -- --words    only the kinds and their words, without trying a mistake
const options = process.argv.slice(2);
const onlyWords = options.includes('--words');
const wanted = options.map(Number).filter((number) => number > 0);
const chapters = listChapters(courseRoot).filter(
  ({ number }) => number > 0 && (wanted.length === 0 || wanted.includes(number)),
);
const trials = onlyWords ? undefined : await Trials.open();
try {
  for (const chapter of chapters) {
    await (trials ? recordChapter(chapter, trials) : recordWords(chapter));
    console.log(`Recorded the mistakes of ${chapter.slug}.`);
  }
} finally {
  trials?.close();
}
