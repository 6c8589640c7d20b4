import { z } from 'zod';
import { objectWanted, requiredOr } from '#api/reports.ts';
import type { FieldError } from '#api/validate.ts';

const SHORTEST = 15;
const LONGEST = 128;

/** The body of `PUT /api/me/password`. */
export const passwordBody = z.strictObject(
  {
    current: z.string({ error: requiredOr('current', 'must be a string') }),
    new: z.string({ error: requiredOr('new', 'must be a string') }),
  },
  { error: objectWanted },
);

/** Both passwords, as they were sent. */
export type PasswordBody = z.output<typeof passwordBody>;

/** What is wrong with a new password (NIST SP 800-63B-4 §3.1.1.2). Characters are code points. */
export function faultsOfNewPassword({ current, new: next }: PasswordBody): FieldError[] {
  const length = [...next].length;
  const fault =
    length < SHORTEST || length > LONGEST
      ? `new must be ${SHORTEST} to ${LONGEST} characters long`
      : next.normalize('NFC') === current.normalize('NFC') && 'new must not be the old one';
  return fault ? [{ pointer: '#/new', detail: fault }] : [];
}
