let logged: unknown[] = [];

/** Give this to the learner's app as its `log`: a check that fails then says what the app logged. */
export function noteLogged(error: unknown): void {
  if (logged.length < 5) logged.push(error);
}

/** What was logged since this was last called. */
export function takeLogged(): unknown[] {
  const errors = logged;
  logged = [];
  return errors;
}
