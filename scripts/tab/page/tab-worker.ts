import type { ChapterRun, Runner } from '../../grading/chapter-run.ts';
import { Output } from '../../grading/node/output.ts';
import type { CompiledWasm, GradeOrder, Hello, News, Order } from '../worker/orders.ts';

/** Milliseconds without a sign of life, after which code is stuck. */
const PATIENCE = 4_000;
/** How often that is looked at. Counted, not measured: a laptop that has slept isn't stuck. */
const LOOK = 250;

/** A worker, and what is known of it. */
export class TabWorker {
  /** Resolves when it takes orders; rejects when it doesn't start. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #listeners = new Set<(news: News) => void>();
  #runs = 0;
  #isFree = true;
  #isGone = false;

  constructor(wasm: Promise<CompiledWasm>) {
    this.#worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'cairn',
    });
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = (event: MessageEvent<News>) => {
      for (const listener of this.#listeners) listener(event.data);
    };
    this.ready = new Promise((resolve, reject) => {
      const stop = this.listen((news) => {
        if (news.kind === 'broken') reject(new Error(news.message));
        if (news.kind !== 'ready') return;
        stop();
        resolve();
      });
      this.#worker.onerror = (event) => reject(new Error(event.message || 'It did not load.'));
      wasm.then((compiled) => {
        const hello: Hello = { port: port2, wasm: compiled };
        this.#worker.postMessage(hello, [port2]);
      }, reject);
    });
    this.ready.catch(() => this.end());
  }

  /** Whether it can be given another run. */
  get isUsable(): boolean {
    return this.#isFree && !this.#isGone;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** How many runs it has had. */
  get runs(): number {
    return this.#runs;
  }

  order(order: Order): void {
    this.#port.postMessage(order);
  }

  /** Hears what it tells, until what this returns is called. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back once it has shown no sign of life for too long. */
  watch(onStuck: () => void): () => void {
    let still = 0;
    const stop = this.listen(() => (still = 0));
    const clock = setInterval(() => {
      still += LOOK;
      if (still < PATIENCE) return;
      end();
      onStuck();
    }, LOOK);
    const end = () => {
      stop();
      clearInterval(clock);
    };
    return end;
  }

  /**
   * Gives it a run, which hears of what happens.
   *
   * @param onStuck is called when code holds the worker up: it can only be ended then
   */
  run(run: ChapterRun, order: GradeOrder, onStuck: () => void): void {
    this.#runs += 1;
    this.#isFree = false;
    const output = new Output();
    const encoder = new TextEncoder();
    const stopWatching = this.watch(onStuck);
    const stop = this.listen((news) => {
      switch (news.kind) {
        case 'event':
          return run.take(news.event);
        case 'printed':
          return output.add(encoder.encode(news.text));
        case 'ended':
          this.end();
          return run.end({ reason: 'exit', how: news.how });
        case 'graded':
          stop();
          stopWatching();
          if (news.isSpoiled) this.end();
          else this.#isFree = true;
      }
    });
    const runner: Runner = {
      release: async (cutShort) => {
        if (cutShort) {
          stopWatching();
          this.end();
        }
        return { output: output.toString() };
      },
    };
    run.attach(runner);
    this.ready.then(
      () => this.order(order),
      (error: unknown) => run.end({ reason: 'exit', how: String(error) }),
    );
  }

  /** Ends it at once. */
  end(): void {
    this.#isGone = true;
    this.#worker.terminate();
    this.#port.close();
  }
}
