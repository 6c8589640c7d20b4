import { withBase } from 'vitepress';
import type { Tell } from '../../../../scripts/live/protocol.ts';
import { type Page, Workbook } from '../../../../scripts/live/workbook.ts';
import { STEPS, startTab, type Tab } from '../../../../scripts/tab/page/start.ts';
import { tabState } from '../tab-state.ts';
import { talkToPage } from './channel.ts';
import { showPlace } from './code/code.ts';
import { dock, openDock } from './dock.ts';

/** The share of the work that is done once this very code is here. */
const LOADED_CODE = 0.4;

/** Starts the workbook in this tab, and has the panel talk to it. */
export async function start(slug: string | null): Promise<Tab> {
  tabState.loaded = LOADED_CODE;
  const tab = await startTab(
    slug,
    (message) => {
      if (!tabState.notes.includes(message)) tabState.notes.push(message);
    },
    (done) => (tabState.loaded = LOADED_CODE + (1 - LOADED_CODE) * (done / STEPS)),
  );
  const listeners: ((news: Tell) => void)[] = [];
  const page: Page = {
    // As from a server: a message is a copy, and comes later.
    tell: (news) => {
      const copy = structuredClone(news);
      queueMicrotask(() => listeners.forEach((listener) => listener(copy)));
    },
  };
  const workbook = new Workbook(tab.root, {
    openGrader: tab.openGrader,
    openApi: tab.openApi,
    watch: tab.watch,
    typeNotes: tab.typeHints,
    openFile: async (place) => {
      const [, path = '', line = '1'] = /\/(chapters\/[^:]+):(\d+)/.exec(place) ?? [];
      showPlace(path, Number(line));
      dock.tab = 'code';
      return undefined;
    },
  });
  talkToPage({
    ask: (what) => void workbook.ask(what, page),
    onTell: (listener) => listeners.push(listener),
  });
  await openDock('code');
  // A browser that can't do it, or may not, works with a network.
  keepForOffline().catch(() => {});
  return tab;
}

/** What this page has loaded is there without a network from now on: a service worker keeps it. */
async function keepForOffline(): Promise<void> {
  await navigator.serviceWorker.register(withBase('/offline.js'));
  const { active } = await navigator.serviceWorker.ready;
  const tell = (urls: string[]) =>
    active?.postMessage(urls.filter((url) => url.startsWith(location.origin)));
  tell([location.href.replace(/#.*/, '')]);
  const watch = new PerformanceObserver((list) => tell(list.getEntries().map(({ name }) => name)));
  watch.observe({ type: 'resource', buffered: true });
}
