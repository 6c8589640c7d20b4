import { ASK, TELL } from '../../../../scripts/live/events.ts';
import type { Ask, Tell } from '../../../../scripts/live/protocol.ts';

// This module is loaded beside `npm start` alone, where Vite's hot channel is.

/** Asks the workbook. The answer comes as a `Tell`. */
export function ask(what: Ask): void {
  import.meta.hot?.send(ASK, what);
}

/** Hears whatever the workbook tells. */
export function onTell(listener: (news: Tell) => void): void {
  import.meta.hot?.on(TELL, listener);
}

/** Hears when the workbook's server is gone, and when it is back. */
export function onConnection(listener: (connected: boolean) => void): void {
  import.meta.hot?.on('vite:ws:connect', () => listener(true));
  import.meta.hot?.on('vite:ws:disconnect', () => listener(false));
}
