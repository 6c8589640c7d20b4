import { todo } from '#api/todo.ts';
import type { Firewall } from './firewall.ts';

/**
 * Finds the firewall that a path belongs to: the first in the map whose path it equals, or is below
 * of. `/API`, `//api` and `/%61pi` are all `/api`; `/apiary` is not.
 *
 * @param map the firewalls, in order
 * @param path a request's path, as it came, without the query
 * @returns the firewall, and the one form of the path that everything behind it shall see; undefined
 *   when the path belongs to none
 */
export function findFirewall<Wall extends Pick<Firewall, 'path'>>(
  map: Wall[],
  path: string,
): { firewall: Wall; path: string } | undefined {
  // #region 6.1
  // TODO 6.1 · npm run grade 6.1 · /chapters/06-two-firewalls#6-1
  // Many paths mean the same. canonical, below, decodes what need not be encoded, and drops doubled
  // slashes, a last slash, and dots: compare nothing but that. No more may be decoded: %2F is no
  // slash, and %2561 no %61. The first that matches, in the map's order. Express matches in any
  // case, so we must too; and whole segments: a path is within /api when, with a slash after it, it
  // starts with /api/. What goes on is { firewall, path }: the firewall's own path as the map
  // writes it, then the rest as it came, for ids have a case.
  todo('6.1');
  // #endregion 6.1
}

/** One form for all the ways to write a path (RFC 3986 §6.2.2). Never ends in a slash. */
function canonical(path: string): string {
  const kept: string[] = [];
  for (const segment of decodeUnreserved(path).split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return kept.map((segment) => `/${segment}`).join('');
}

/** Decodes the characters that mean the same either way: letters, digits and -._~ (RFC 3986 §2.3). */
function decodeUnreserved(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : encoded;
  });
}
