/** A form that didn't come from a page of ours. */
export class ForgedFormError extends Error {
  readonly code = 'forged-form';
}
