// The worker that runs the course's code: a learner's, too. Whatever that does, the page is elsewhere.
import type { Hello, News, Order } from './orders.ts';

/** Milliseconds between two signs of life. */
const BEAT = 250;

self.addEventListener('message', start, { once: true });

/** The first message comes before any code of the course, and takes itself out of reach. */
function start(event: MessageEvent<Hello>): void {
  event.stopImmediatePropagation();
  const { port, wasm } = event.data;
  const post = port.postMessage.bind(port);
  const tell = (news: News) => post(news);
  setInterval(() => tell({ kind: 'beat' }), BEAT);
  void begin(port, wasm, tell);
}

async function begin(
  port: MessagePort,
  wasm: Hello['wasm'],
  tell: (news: News) => void,
): Promise<void> {
  try {
    await import('./globals.ts');
    // SQLite asks for it as soon as it is loaded.
    Object.assign(globalThis, { cairnSqlite: wasm.sqlite });
    const { makeReady, obey } = await import('./obey.ts');
    await makeReady(wasm, tell);
    port.onmessage = (event: MessageEvent<Order>) => void obey(event.data);
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'broken', message: String(error) });
  }
}
