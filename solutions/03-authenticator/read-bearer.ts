import type { Request } from 'express';

/**
 * Finds the bearer token of a request. Good enough for now; chapter 4 reads the header as its RFC
 * wants it.
 */
export function readBearerLoosely(request: Request): string | undefined {
  return request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
}
