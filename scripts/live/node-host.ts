import { foldersUpTo } from '../course/chapters.ts';
import { Grader } from '../grading/node/grader.ts';
import { TypeNotes } from '../grading/node/type-notes.ts';
import { watchFiles } from '../lib/watch-files.ts';
import { LearnersApi } from '../serve/learners-api.ts';
import type { WorkbookHost } from './workbook.ts';

/**
 * A workbook on a learner's machine: their code runs in processes of its own, and is watched on disk.
 *
 * @param root the course's folder
 * @param openFile opens a file, `path:line:column`, in the learner's editor, or says why it can't
 */
export function nodeHost(root: string, openFile: WorkbookHost['openFile']): WorkbookHost {
  return {
    openGrader: (onProgress) => Grader.open({ root, warm: true, onProgress }),
    openApi: (say) => new LearnersApi(root, say),
    watch: (onSaved) => watchFiles(() => foldersUpTo(root, 'chapters', Infinity), onSaved),
    typeNotes: new TypeNotes(root),
    openFile,
  };
}
