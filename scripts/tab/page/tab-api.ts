import { type Chapter, listChapters } from '../../course/chapters.ts';
import { type Answer, NoAnswer, type SentRequest } from '../../serve/answer.ts';
import { ROOT } from '../names.ts';
import { existsSync, readFileSync, writeFileSync } from '../node/fs.ts';
import type { News } from '../worker/orders.ts';
import { modulesNow } from './course.ts';
import type { TabWorker } from './tab-worker.ts';
import type { Workers } from './workers.ts';

/** A request, and the API that it goes to. */
export interface TabRequest extends SentRequest {
  chapter: number;
  whose: 'chapters' | 'solutions';
}

interface Running {
  worker: TabWorker;
  chapter: number;
  source: 'chapters' | 'solutions';
  /** Rejects when it doesn't start. */
  listening: Promise<void>;
  /** Rejects when it is over: whoever waits for an answer waits in vain. */
  over: Promise<never>;
  end: (why: string) => void;
}

/** A chapter's API in a worker of its own, with data in memory: started at the first request. */
export class TabApi {
  readonly #workers: Workers;
  readonly #say: (chapter: number, text: string) => void;
  #running: Running | undefined;
  #requests = 0;

  /** @param say is given what the API prints */
  constructor(workers: Workers, say: (chapter: number, text: string) => void) {
    this.#workers = workers;
    this.#say = say;
  }

  /**
   * Sends a request, and gives back what came.
   *
   * @throws NoAnswer
   */
  async send(ask: TabRequest, chapters: Chapter[]): Promise<Answer> {
    const chapter = chapters.find(({ number }) => number === ask.chapter);
    if (!chapter) throw new NoAnswer(`There is no chapter ${ask.chapter}.`);
    const source = chapter.number === 0 ? 'chapters' : ask.whose;
    const running = await this.#serving(chapter, source);
    await Promise.race([running.listening, running.over]);
    this.#requests += 1;
    const id = this.#requests;
    const { method, path, headers, body } = ask;
    const answer = new Promise<Answer>((resolve, reject) => {
      const stop = running.worker.listen((news: News) => {
        if (!('id' in news) || news.id !== id) return;
        stop();
        if (news.kind === 'answer') resolve(news.answer);
        else reject(new NoAnswer(news.message));
      });
    });
    running.worker.order({ kind: 'request', id, request: { method, path, headers, body } });
    return Promise.race([answer, running.over]);
  }

  /** A file of a chapter was saved: what runs of it, or builds on it, is out of date. */
  async saved(chapter: number): Promise<void> {
    const running = this.#running;
    if (!running || running.source === 'solutions' || running.chapter < chapter) return;
    running.end('The API was stopped, since its code was edited. Send it again.');
  }

  close(): void {
    this.#running?.end('The API was stopped.');
  }

  async #serving(chapter: Chapter, source: Running['source']): Promise<Running> {
    const current = this.#running;
    if (current?.chapter === chapter.number && current.source === source) return current;
    current?.end('The API of another chapter was asked for.');
    const running = this.#start(chapter, source);
    this.#running = running;
    return running;
  }

  #start(chapter: Chapter, source: Running['source']): Running {
    const worker = this.#workers.takeFresh();
    let fail: (error: Error) => void = () => {};
    const over = new Promise<never>((_resolve, reject) => (fail = reject));
    over.catch(() => {});
    const running: Running = {
      worker,
      chapter: chapter.number,
      source,
      over,
      listening: Promise.resolve(),
      end: (why) => {
        worker.end();
        if (this.#running === running) this.#running = undefined;
        fail(new NoAnswer(why));
      },
    };
    worker.watch(() => running.end('The API is stuck: is there a loop that never ends?'));
    running.listening = new Promise((resolve) => {
      worker.listen((news) => {
        if (news.kind === 'listening') resolve();
        if (news.kind === 'printed') this.#say(chapter.number, news.text);
        if (news.kind === 'failed') running.end(news.message);
        if (news.kind === 'ended') running.end(`The API has ended by itself (${news.how}).`);
      });
    });
    void this.#order(running, chapter);
    return running;
  }

  async #order({ worker, source, end }: Running, { number, slug }: Chapter): Promise<void> {
    try {
      await worker.ready;
      worker.order({
        kind: 'serve',
        modules: (await modulesNow(source)).modules,
        source,
        slug,
        keysSlug: slugWithKeys(number, source),
        ...(await secrets()),
      });
    } catch (error) {
      end(String(error));
    }
  }
}

/** The chapter that loads the key pair: this one, or the nearest one before it. */
function slugWithKeys(chapter: number, source: string): string | undefined {
  return listChapters(ROOT)
    .filter(({ number }) => number <= chapter)
    .filter(({ slug }) => existsSync(`${ROOT}/${source}/${slug}/key-pair.ts`))
    .at(-1)?.slug;
}

const KEYS = `${ROOT}/.workbook/keys`;

/** What the learner's API signs with: made once, and kept with their work. */
async function secrets() {
  const [privateFile, publicFile] = [`${KEYS}/private.pem`, `${KEYS}/public.pem`];
  const secretFile = `${KEYS}/session-secret`;
  if (!existsSync(privateFile) || !existsSync(publicFile)) {
    const { privateKey, publicKey } = await newKeyPair();
    writeFileSync(privateFile, privateKey);
    writeFileSync(publicFile, publicKey);
  }
  if (!existsSync(secretFile)) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    writeFileSync(
      secretFile,
      [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    );
  }
  return {
    keys: { privateKey: readFileSync(privateFile), publicKey: readFileSync(publicFile) },
    sessionSecret: readFileSync(secretFile).trim(),
  };
}

async function newKeyPair() {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2_048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return {
    privateKey: pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    publicKey: pem('PUBLIC KEY', await crypto.subtle.exportKey('spki', pair.publicKey)),
  };
}

function pem(label: string, bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return `-----BEGIN ${label}-----\n${text.replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
}
