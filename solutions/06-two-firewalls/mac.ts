import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A MAC (message authentication code): proof that its writer has the secret.
 *
 * @param purpose what it is for: a MAC for one purpose is worth nothing for another
 * @returns 43 characters of base64url
 */
export function macOf(secret: string, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}: ${text}`).digest('base64url');
}

/** Whether a MAC that came with a request is the right one. Takes equally long wherever they differ. */
export function isMac(right: string, received: unknown): boolean {
  if (typeof received !== 'string') return false;
  const [a, b] = [Buffer.from(right), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}
