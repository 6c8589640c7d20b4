import type { RunProgress } from './grader.ts';

/** A line on standard error that shows that a run is alive. In a pipe it stays away. */
export function liveLine(): { show: (progress: RunProgress) => void; clear: () => void } {
  const { stderr } = process;
  let isShown = false;
  return {
    show({ chapter, finished, checks }) {
      if (!stderr.isTTY) return;
      isShown = true;
      stderr.write(`\r\u001b[KGrading chapter ${chapter.number}: ${finished} of ${checks} checks`);
    },
    clear() {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
