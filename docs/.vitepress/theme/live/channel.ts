import { ASK, TELL } from '../../../../scripts/live/events.ts';
import type { Ask, Tell } from '../../../../scripts/live/protocol.ts';

/** A workbook that is in this very page. */
export interface WorkbookHere {
  ask(what: Ask): void;
  onTell(listener: (news: Tell) => void): void;
}

/** Set where there is no server: on the published site, once the reader has started the workbook. */
let here: WorkbookHere | undefined;

/** From now on the workbook is in this page. To be called before anything is asked. */
export function talkToPage(workbook: WorkbookHere): void {
  here = workbook;
}

/** Asks the workbook. The answer comes as a `Tell`. */
export function ask(what: Ask): void {
  if (here) here.ask(what);
  else import.meta.hot?.send(ASK, what);
}

/** Hears whatever the workbook tells. */
export function onTell(listener: (news: Tell) => void): void {
  if (here) here.onTell(listener);
  else import.meta.hot?.on(TELL, listener);
}

/** Hears when the workbook's server is gone, and when it is back. */
export function onConnection(listener: (connected: boolean) => void): void {
  if (here) return;
  import.meta.hot?.on('vite:ws:connect', () => listener(true));
  import.meta.hot?.on('vite:ws:disconnect', () => listener(false));
}
