import { ASK, TELL } from '../../../../scripts/live/events.ts';
import type { Ask, Tell } from '../../../../scripts/live/protocol.ts';

// This module is loaded beside `npm start` alone, where Vite's hot channel is.
const { hot } = import.meta as unknown as {
  hot: {
    send: (event: string, data: unknown) => void;
    on: (event: string, listener: (data: any) => void) => void;
  };
};

/** Asks the workbook. The answer comes as a `Tell`. */
export function ask(what: Ask): void {
  hot.send(ASK, what);
}

/** Hears whatever the workbook tells. */
export function onTell(listener: (news: Tell) => void): void {
  hot.on(TELL, listener);
}

/** Hears when the workbook's server is gone, and when it is back. */
export function onConnection(listener: (connected: boolean) => void): void {
  hot.on('vite:ws:connect', () => listener(true));
  hot.on('vite:ws:disconnect', () => listener(false));
}
