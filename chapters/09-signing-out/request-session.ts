import type { Request } from 'express';

/** The API session of each request, kept like its person (chapter 3). */
const found = new WeakMap<Request<any>, string>();

/** Remembers which session a request belongs to. Only the authenticator calls this. */
export function setSessionId(request: Request<any>, id: string): void {
  found.set(request, id);
}

/** The id of the session that a request belongs to; undefined when nobody was recognized. */
export function findSessionId(request: Request<any>): string | undefined {
  return found.get(request);
}
