import jwt from 'jsonwebtoken';
import { MalformedToken } from '../01-jwt-basics/malformed-token.ts';

/**
 * Tells a mistake of ours, such as a broken key, from a token that isn't valid.
 *
 * @param cause the `cause` of an AuthenticationError
 * @returns whether there is a cause, and no token can be to blame for it
 */
export function isOurMistake(cause: unknown): boolean {
  const isTheTokens = cause instanceof MalformedToken || cause instanceof jwt.JsonWebTokenError;
  return cause !== undefined && !isTheTokens;
}
