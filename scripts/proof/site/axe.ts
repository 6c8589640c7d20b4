import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Axe {
  run: (context: unknown, options: unknown) => Promise<{ violations: Violation[] }>;
}

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/**
 * What axe finds wrong on a page as it is now, a line each: the rule's id, and where.
 *
 * @param where what to look at: a selector
 * @param rules only these, by their ids
 */
export async function violationsOn(page: Page, where: string, rules?: string[]): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  const options = {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  };
  const { violations } = await page.evaluate(
    ([context, how]) => (window as unknown as { axe: Axe }).axe.run(context, how),
    [where, options] as const,
  );
  return violations.map(({ id, nodes }) => {
    const places = nodes.map(({ target }) => String(target)).slice(0, 3);
    return `${id}: ${places.join(' ; ')}`;
  });
}
