import type { Request, Response } from 'express';
import { isMac, macOf } from './mac.ts';
import { sessionRules } from './session-rules.ts';

/** The office's cookie. It contains an id that the server made, and a MAC that proves it did. */
export interface OfficeCookie {
  /** The id in a request's cookie; undefined without a cookie, or if the server didn't make it. */
  read(request: Request): string | undefined;
  /** Sets the cookie to an id. */
  send(response: Response, id: string): void;
}

/**
 * Makes the office's cookie, by the rules of 6.3.
 *
 * @throws Error when the secret is short enough to be guessed
 */
export function officeCookie({ sessionSecret: secret, tls }: OfficeCookieOptions): OfficeCookie {
  if (secret.length < 32) throw new Error('The session secret is shorter than 32 characters.');
  const macFor = (id: string) => macOf(secret, 'cookie', id);
  return {
    read(request) {
      const [id = '', mac] = valueOf(request, sessionRules(tls).name)?.split('.') ?? [];
      return isMac(macFor(id), mac) ? id : undefined;
    },
    send(response, id) {
      const { name, options } = sessionRules(tls);
      response.cookie(name, `${id}.${macFor(id)}`, options);
    },
  };
}

/** What the office's cookie needs. */
export interface OfficeCookieOptions {
  /** Signs the cookie. */
  sessionSecret: string;
  /** Whether browsers reach the app over TLS. */
  tls: boolean;
}

/** The value of the first cookie with this name (RFC 6265 §5.4). */
function valueOf({ headers }: Request, name: string): string | undefined {
  const pairs = headers.cookie?.split(';').map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
