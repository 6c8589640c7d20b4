/**
 * Work whose result several checks look at, done for the first of them: verifying a password is slow
 * on purpose.
 */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let kept: Promise<Result> | undefined;
  return async () => {
    const result = await (kept ??= work());
    // A task that isn't written yet must be run into by every check.
    if (Object(result).status === 501) kept = undefined;
    return result;
  };
}
