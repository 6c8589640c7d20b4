/** What came of a call: a value, or the error it is allowed to throw. Any other error goes through. */
export function attempt<Result, Fault extends Error>(
  kind: new (...given: never[]) => Fault,
  work: () => Result,
): { value?: Result; error?: Fault } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof kind) return { error };
    throw error;
  }
}
