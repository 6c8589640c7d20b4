import type { Chapter, Source } from '../course/chapters.ts';
import type { ServeOrder } from './serve.ts';
import { type News, type ServerProcess, startServer } from './server-process.ts';
import { type Answer, NoAnswer, type SentRequest, type XrayStep } from './answer.ts';
import { exchange } from './exchange.ts';

/** The way of a request is told a moment after its answer. */
const XRAY_PATIENCE = 300;
/** Milliseconds. A machine that builds and tests beside it has needed more than ten seconds. */
const START_PATIENCE = 20_000;

/** A request, and the API that it goes to. */
export interface ChapterRequest extends SentRequest {
  chapter: number;
  whose: Source;
}

interface RunningServer {
  process: ServerProcess;
  order: ServeOrder;
  /** Rejects with NoAnswer when it does not come to listen. */
  port: Promise<number>;
  /** Whether a file that it runs was saved since. */
  isOutdated: boolean;
  /** Does not wait for it to listen any more. */
  forget: () => void;
}

/**
 * A chapter's API, run for the page's request console: in a process of its own, on loopback, with
 * data in memory, started at the first request and anew after a save.
 */
export class LearnersApi {
  readonly #root: string;
  readonly #say: (chapter: number, text: string) => void;
  #server: RunningServer | undefined;
  /** Resolves when the requests before are done with: two at once could want two servers. */
  #turn: Promise<unknown> = Promise.resolve();
  /** By the port that the request came from: its way, or who waits to hear of it. */
  readonly #ways = new Map<number, XrayStep[]>();
  readonly #waiting = new Map<number, (steps: XrayStep[]) => void>();

  /** @param say is given what the API prints */
  constructor(root: string, say: (chapter: number, text: string) => void) {
    this.#root = root;
    this.#say = say;
  }

  /**
   * Sends a request, and gives back what came.
   *
   * @throws NoAnswer
   */
  send(ask: ChapterRequest, chapters: Chapter[]): Promise<Answer> {
    const answer = this.#turn.then(() => this.#send(ask, chapters));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async #send(ask: ChapterRequest, chapters: Chapter[]): Promise<Answer> {
    const chapter = chapters.find(({ number }) => number === ask.chapter);
    if (!chapter) throw new NoAnswer(`There is no chapter ${ask.chapter}.`);
    const server = await this.#serverFor(chapter, ask.whose);
    try {
      const port = await server.port;
      const started = performance.now();
      const { answer, localPort } = await exchange(port, ask);
      const ms = performance.now() - started;
      const steps = await this.#wayOf(localPort);
      return { ...answer, ms, steps };
    } catch (error) {
      if (!server.isOutdated) throw error;
      // A save took it away under the request. Its data went with it, so this is no second time.
      return this.#send(ask, chapters);
    }
  }

  /** A file of a chapter was saved: what runs of it, or builds on it, is out of date. */
  async saved(chapter: number): Promise<void> {
    const server = this.#server;
    if (!server || server.order.source === 'solutions' || server.order.chapter < chapter) return;
    this.#server = undefined;
    server.isOutdated = true;
    server.forget();
    await server.process.stop(200);
  }

  /** Ends it. */
  close(): void {
    this.#server?.process.kill();
    this.#server = undefined;
  }

  async #serverFor(chapter: Chapter, whose: Source): Promise<RunningServer> {
    const source = chapter.number === 0 ? 'chapters' : whose;
    const current = this.#server;
    if (current?.order.chapter === chapter.number && current.order.source === source) {
      return current;
    }
    this.#server = undefined;
    await current?.process.stop(200);
    return this.#start(chapter, source);
  }

  #start(chapter: Chapter, source: Source): RunningServer {
    const order: ServeOrder = {
      root: this.#root,
      source,
      slug: chapter.slug,
      chapter: chapter.number,
      port: 0,
      memory: true,
      xray: true,
    };
    let listening: (port: number) => void = () => {};
    let failed: (error: NoAnswer) => void = () => {};
    const port = new Promise<number>((resolve, reject) => {
      [listening, failed] = [resolve, reject];
    });
    port.catch(() => {});
    const slow = setTimeout(() => {
      failed(new NoAnswer('The API does not start: is there a loop without an end?'));
      drop(true);
    }, START_PATIENCE);
    const drop = (kill: boolean) => {
      clearTimeout(slow);
      if (kill) server.process.kill();
      if (this.#server === server) this.#server = undefined;
    };
    const hear = (news: News) => {
      if (news.kind === 'listening') {
        clearTimeout(slow);
        listening(news.port);
      } else if (news.kind === 'xray') {
        this.#ways.set(news.port, news.steps);
        this.#waiting.get(news.port)?.(news.steps);
      } else if (news.kind === 'failed') {
        failed(new NoAnswer(news.message));
        drop(false);
      } else {
        failed(new NoAnswer(`The API has ended by itself (exit code ${news.code}).`));
        drop(false);
      }
    };
    const process = startServer(order, hear, (text) => this.#say(chapter.number, text));
    const forget = () => {
      clearTimeout(slow);
      failed(new NoAnswer('The API was stopped.'));
    };
    const server: RunningServer = { process, order, port, isOutdated: false, forget };
    this.#server = server;
    return server;
  }

  async #wayOf(port: number): Promise<XrayStep[]> {
    const steps =
      this.#ways.get(port) ??
      (await new Promise<XrayStep[]>((resolve) => {
        const patience = setTimeout(() => resolve([]), XRAY_PATIENCE);
        this.#waiting.set(port, (steps) => {
          clearTimeout(patience);
          resolve(steps);
        });
      }));
    this.#ways.clear();
    this.#waiting.delete(port);
    return steps;
  }
}
