/** A page in a browser that Playwright doesn't drive. */
export interface EnginePage {
  /** What the browser calls itself. */
  version: string;
  goto(url: string): Promise<void>;
  /**
   * Runs a function in the page, as a program of its own: it sees its arguments alone.
   *
   * @throws what the function throws, as a message
   */
  run<Args extends unknown[], Result>(
    task: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  close(): Promise<void>;
}

/** The function as a script of WebDriver's, which is given a way to tell the result (WebDriver §13.2.2). */
export function asyncScript(task: (...args: never[]) => unknown): string {
  return `const args = [...arguments], done = args.pop();
Promise.resolve().then(() => (${task})(...args)).then(
  (value) => done({ value: JSON.stringify(value) ?? 'null' }),
  (error) => done({ error: String(error) }),
);`;
}

/** What such a script has told. */
export function resultOf<Result>(told: { value?: string; error?: string }): Result {
  if (told.value === undefined) throw new Error(told.error);
  return JSON.parse(told.value) as Result;
}

/** How long a script and a page may take, in milliseconds. */
export const TIMEOUTS = { script: 180_000, pageLoad: 120_000, implicit: 0 };

/** Waits until something works; gives up after ten seconds. */
export async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
