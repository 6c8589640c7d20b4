import { expect } from '#check';
import { theErrors } from './lessons.ts';

/** Tokens, or what claims to be one, by what is wrong with them. */
export type Tokens = Record<string, string>;

export const ACCEPTED = 'accepted';
export const INVALID = 'invalid-token';
export const EXPIRED = 'expired-token';

/** How an attempt ended, and what there is to know about it. */
interface Outcome {
  /** `accepted`, the code of an AuthenticationError, or what happened instead. */
  end: string;
  /** The error behind a refusal, for the message. */
  cause: unknown;
}

/** What an attempt's value counts as: `accepted`, or a few words about what is wrong with it. */
export type Reading = (returned: unknown) => string;

/** A function that must return something, and at once. */
export const returnsAValue: Reading = (returned) => {
  if (returned instanceof Promise) return 'a promise (the function must not be async)';
  return returned === undefined ? 'returned undefined' : ACCEPTED;
};

/** A function that returns nothing, and at once: it throws, or it doesn't. */
export const returnsNothing: Reading = (returned) =>
  returned instanceof Promise ? 'a promise (the function must not be async)' : ACCEPTED;

/** Expects an attempt to end in a certain way. When it doesn't, the message shows what was thrown. */
export async function expectOutcome(
  what: string,
  attempt: () => unknown,
  expected: string,
  read: Reading = returnsAValue,
): Promise<void> {
  const { AuthenticationError } = await theErrors();
  const { end, cause } = outcomeOf(attempt, read, AuthenticationError);
  const because = end !== expected && cause instanceof Error;
  expect(because ? `${end}, because of ${cause.name}: ${cause.message}` : end, what).toBe(expected);
}

/** The same for a function that may be async. */
export async function expectEventually(
  what: string,
  attempt: () => unknown,
  expected: string,
  read: Reading = returnsAValue,
): Promise<void> {
  let settled: () => unknown;
  try {
    const returned = await attempt();
    settled = () => returned;
  } catch (error) {
    settled = () => {
      throw error;
    };
  }
  await expectOutcome(what, settled, expected, read);
}

function outcomeOf(
  attempt: () => unknown,
  read: Reading,
  AuthenticationError: new (...args: never[]) => Error & { code: string },
): Outcome {
  try {
    const returned = attempt();
    // A promise that is rejected is told about here, and nowhere else.
    if (returned instanceof Promise) returned.catch(() => undefined);
    return { end: read(returned), cause: undefined };
  } catch (error) {
    if (error instanceof AuthenticationError) return { end: error.code, cause: error.cause };
    const named = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { end: `threw ${named}, not an AuthenticationError`, cause: undefined };
  }
}
