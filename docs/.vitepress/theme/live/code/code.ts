import { reactive } from 'vue';

/** What the editor shows. */
export const code = reactive({
  /** From the course's root; undefined until a file was chosen. */
  path: undefined as string | undefined,
  /** The line that somebody asked for. Each time it is asked for counts. */
  asked: undefined as { line: number } | undefined,
});

/** Shows a file, and puts the cursor on a line of it. */
export function showPlace(path: string, line: number): void {
  code.path = path;
  code.asked = { line };
}
