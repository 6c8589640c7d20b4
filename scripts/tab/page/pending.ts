/** Where the browser notes what isn't kept yet: a note a file. */
const PREFIX = 'cairn-pending:';

/** A file that was written; undefined: it is to be as the course has it. */
export interface Pending {
  path: string;
  text: string | undefined;
}

/**
 * Notes what is about to be kept, at once. IndexedDB needs a moment, and a page that is closed or
 * reloaded has none: the next page reads the note.
 */
export function notePending({ path, text }: Pending): void {
  try {
    localStorage.setItem(PREFIX + path, JSON.stringify({ text }));
  } catch {
    // It is full or switched off: then only what was written in the last moment isn't safe.
  }
}

/** It is kept now. A note that says something else is newer, and stays. */
export function forgetPending({ path, text }: Pending): void {
  try {
    if (localStorage.getItem(PREFIX + path) === JSON.stringify({ text })) {
      localStorage.removeItem(PREFIX + path);
    }
  } catch {
    // Nothing was noted then.
  }
}

/** What an earlier page had no time to keep. */
export function allPending(): Pending[] {
  try {
    return Object.entries(localStorage)
      .filter(([key]) => key.startsWith(PREFIX))
      .flatMap(([key, note]) => readNote(key.slice(PREFIX.length), String(note)));
  } catch {
    return [];
  }
}

/** A note that makes no sense is nobody's work. */
function readNote(path: string, note: string): Pending[] {
  try {
    const { text } = JSON.parse(note) as { text?: unknown };
    return text === undefined || typeof text === 'string' ? [{ path, text }] : [];
  } catch {
    return [];
  }
}
