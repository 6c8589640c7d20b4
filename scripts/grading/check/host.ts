import type { CheckEvent } from '../outcome.ts';

/** What the checks are given by where they run: a process of Node's, or a browser's worker. */
export interface CheckHost {
  /** Is told what happens, as it happens. */
  report(event: CheckEvent): void;
  /** Milliseconds of work that was done here so far; 0 where nobody counts. */
  workDone(): number;
  /** Whether the machine is so busy with others that code may have to wait for its turn. */
  isBusy(): boolean;
  /** Guards what only this host has: a process that can end, servers that listen. */
  watch(): void;
  /** Puts an end to what the learner's code left running, and notes it. */
  settle(): Promise<void>;
}

/** Where nothing is known of the host, as under Vitest: the checks run all the same. */
let host: CheckHost = {
  report: () => {},
  workDone: () => 0,
  isBusy: () => false,
  watch: () => {},
  settle: async () => {},
};

/** Says where the checks run. To be called before any check file is loaded. */
export function setCheckHost(given: CheckHost): void {
  host = given;
}

/** Where the checks run. */
export function checkHost(): CheckHost {
  return host;
}
