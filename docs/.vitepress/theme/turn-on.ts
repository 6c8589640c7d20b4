import { store } from './stored.ts';
import { STARTED, tab, tabState } from './tab-state.ts';

/** Only a page has tabs: a server that renders one has nothing to start. */
const load =
  import.meta.env.SSR || import.meta.env.DEV ? undefined : () => import('./live/start-tab.ts');

/**
 * Loads and starts the workbook.
 *
 * @param slug the chapter that is being read
 */
export async function turnOn(slug: string | null): Promise<void> {
  if (!load || tabState.phase !== 'off') return;
  tabState.phase = 'loading';
  tabState.failed = undefined;
  try {
    const { start } = await load();
    tab.value = await start(slug);
    tabState.phase = 'on';
    store(STARTED, true);
  } catch (error) {
    tabState.phase = 'off';
    tabState.failed = error instanceof Error ? error.message : String(error);
  }
}
