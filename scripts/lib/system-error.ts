/** An error that the system gave: a file that is a folder, a disk that is full. No bug of ours. */
export interface SystemError extends Error {
  code: string;
  syscall: string;
}

/** Whether an error is one that the system gave. */
export function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as Partial<SystemError>;
  return typeof code === 'string' && typeof syscall === 'string';
}

/**
 * Says what the system said, in one line, without the code in front.
 *
 * @param root the course's folder: paths below it are shown from there
 */
export function explainSystemError(error: SystemError, root: string): string {
  return error.message
    .replace(/^[A-Z0-9_]+: /, '')
    .replaceAll(`${root}/`, '')
    .replaceAll(`${root}\\`, '');
}
