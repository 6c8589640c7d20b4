import { visible } from '../lib/quote.ts';
import { explainSystemError, isSystemError } from '../lib/system-error.ts';

/** What an API keeps in `.workbook/` can't be read or written. The message says what to do. */
export class NoPlace extends Error {
  readonly code = 'NO_PLACE';
}

/**
 * Does something with what an API keeps in `.workbook/`: its data, its keys.
 *
 * @param root the course's folder
 * @param otherwise what else can be done about it, as a sentence
 * @throws NoPlace in the place of what the system, or SQLite, throws: a full disk, say
 */
export async function inWorkbook<Result>(
  root: string,
  work: () => Result | Promise<Result>,
  otherwise = '',
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const why = reasonOf(error, root);
    if (why === undefined) throw error;
    const what = `.workbook/ can't be used (${visible(why, 300)})`;
    throw new NoPlace(`${what}: npm run doctor says what is in the way. ${otherwise}`.trim());
  }
}

/** Undefined for a bug, and for what has its own explanation. */
function reasonOf(error: unknown, root: string): string | undefined {
  if (isSystemError(error)) return explainSystemError(error, root);
  if (!(error instanceof Error) || error.name !== 'SQLite3Error') return undefined;
  return error.message.replaceAll(`${root}/`, '').replaceAll(`${root}\\`, '');
}

/** Whether SQLite had no room to write to, as far as it says. */
export function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && /disk I\/O error|disk is full/.test(error.message);
}
