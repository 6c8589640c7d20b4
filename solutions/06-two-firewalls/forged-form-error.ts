/** A form that didn't come from one of our pages. */
export class ForgedFormError extends Error {
  readonly code = 'forged-form';
}
