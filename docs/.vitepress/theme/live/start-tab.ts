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
    (message) => tabState.notes.push(message),
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
  return tab;
}
