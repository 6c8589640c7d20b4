import { reactive, shallowRef } from 'vue';
import type { Tab } from '../../../scripts/tab/page/start.ts';

/** How far the workbook in this tab is. Nothing of it is loaded before the reader starts it. */
export const tabState = reactive({
  phase: 'off' as 'off' | 'loading' | 'on',
  /** How much of it is there, from 0 to 1. */
  loaded: 0,
  /** Why it did not start. */
  failed: undefined as string | undefined,
  /** What has to be said of the learner's work: the latest at the end. */
  notes: [] as string[],
});

/** The workbook in this tab, once it is on. */
export const tab = shallowRef<Tab>();

/** What the reader is told that it loads, with its compression. */
export const LOADS = '1.3 MB';

/** Under this name it is kept that the reader has started the workbook in this browser before. */
export const STARTED = 'started';
