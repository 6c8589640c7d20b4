import { type ConsoleRequest, requestsIn } from './curl.ts';

/** A request of the prose, and the API that it is for. */
export interface Offer {
  request: ConsoleRequest;
  chapter: number;
  whose: 'chapters' | 'solutions';
}

/**
 * What each piece of shell on a page asks of an API: the one that the page has started last, with
 * `npm run api 4 -- --solution`; before that, the page's own.
 *
 * @param shells the page's pieces of shell, in order
 * @param own the number of the page's chapter
 */
export function offersIn(shells: readonly string[], own: number): Offer[][] {
  let api: Omit<Offer, 'request'> = { chapter: own, whose: 'chapters' };
  return shells.map((shell) => {
    for (const [, chapter, options = ''] of shell.matchAll(/npm run api(?: (\d+))?(.*)/g)) {
      api = {
        chapter: Number(chapter ?? own),
        whose: options.includes('--solution') ? 'solutions' : 'chapters',
      };
    }
    return requestsIn(shell).map((request) => ({ request, ...api }));
  });
}
