import type { Source } from '../../course/chapters.ts';
import type { CheckEvent } from '../../grading/outcome.ts';
import type { Answer, SentRequest } from '../../serve/answer.ts';
import type { CompiledModule } from '../compile/compile.ts';

/** A file that doesn't parse: what to say, and where. */
export interface BrokenModule {
  broken: { message: string; stack: string };
}

/** A run's files, compiled, by their paths from the course's root. One that is missing isn't there. */
export type Modules = Record<string, CompiledModule | BrokenModule>;

/** WebAssembly that the page has compiled: once, for every worker. */
export interface CompiledWasm {
  sqlite: WebAssembly.Module;
  argon2: WebAssembly.Module;
}

/** The first message to a worker: all others take the port, which the course's code never sees. */
export interface Hello {
  port: MessagePort;
  wasm: CompiledWasm;
}

/** Runs checks. */
export interface GradeOrder {
  kind: 'grade';
  modules: Modules;
  source: Source;
  /** The check files. */
  files: readonly string[];
  only: string | undefined;
}

/** Starts a chapter's API. */
export interface ServeOrder {
  kind: 'serve';
  modules: Modules;
  source: Source;
  slug: string;
  /** The folder of the chapter that loads the key pair, when one does. */
  keysSlug: string | undefined;
  keys: { privateKey: string; publicKey: string };
  sessionSecret: string;
}

/** Sends a request to the API that was started. */
export interface RequestOrder {
  kind: 'request';
  id: number;
  request: SentRequest;
}

export type Order = GradeOrder | ServeOrder | RequestOrder;

/** What a worker tells. */
export type News =
  | { kind: 'ready' }
  /** It can't take orders. */
  | { kind: 'broken'; message: string }
  /** It isn't stuck. */
  | { kind: 'beat' }
  | { kind: 'event'; event: CheckEvent }
  /** A run is over. `isSpoiled`: nothing else may run here. */
  | { kind: 'graded'; isSpoiled: boolean }
  | { kind: 'printed'; text: string }
  /** The course's code has ended it. */
  | { kind: 'ended'; how: string }
  /** Code with counted loops is stuck: where. */
  | { kind: 'loops'; place: string }
  | { kind: 'listening' }
  /** The API doesn't start. */
  | { kind: 'failed'; message: string }
  | { kind: 'answer'; id: number; answer: Answer }
  | { kind: 'noAnswer'; id: number; message: string };
