/**
 * Finds the firewall of a path as Express does when it mounts one: `router.use('/api', …)`. Whole
 * segments, in any case, first match; nothing is decoded. `scripts/proof/answers/verdicts.test.ts`
 * compares it with the real one.
 *
 * @param path as it is sent, without the query
 * @returns the firewall, and the path that its routes see; undefined for none
 */
export function matchFirewall<Wall extends { path: string }>(
  map: Wall[],
  path: string,
): { firewall: Wall; below: string } | undefined {
  for (const firewall of map) {
    const start = path.slice(0, firewall.path.length);
    const below = path.slice(firewall.path.length);
    if (start.toLowerCase() === firewall.path && /^(\/|$)/.test(below)) {
      return { firewall, below: below || '/' };
    }
  }
  return undefined;
}
