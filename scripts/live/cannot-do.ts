import { BriefFault } from '../course/brief.ts';
import { MarkerFault } from '../course/regions.ts';
import { PlaceLost } from '../course/replace.ts';
import { explainSystemError, isSystemError } from '../lib/system-error.ts';
import { UsageError } from '../lib/usage-error.ts';

/** What was asked cannot be done. The message says why, or what to do. */
export class CannotDo extends Error {
  readonly code = 'CANNOT_DO';
}

/** Whether an error is for whoever reads the page, and no bug of ours. */
export function isExplained(error: unknown): boolean {
  const kinds = [CannotDo, PlaceLost, MarkerFault, BriefFault, UsageError];
  return isSystemError(error) || kinds.some((kind) => error instanceof kind);
}

/** An error in words for whoever reads the page. */
export function messageOf(error: unknown, root: string): string {
  if (isSystemError(error)) return explainSystemError(error, root);
  return error instanceof Error ? error.message : String(error);
}
