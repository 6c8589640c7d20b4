import type { News } from './orders.ts';

/** Code with counted loops asks this at each turn of one. See page/count-loops.ts. */
export const TURN = 'cairnTurn';

/** So many turns are nothing to worry about. */
const MANY = 4_096;
/** Nothing else has had a turn for so long, in milliseconds. */
const STUCK = 1_500;

/** Thrown out of a loop that never ends. */
class LoopNeverEnds extends Error {
  readonly code = 'LOOP_NEVER_ENDS';
}

/** Watches loops that say where they are, and tells of the first that holds everything up. */
export function watchTurns(tell: (news: News) => void): void {
  let last = performance.now();
  let turns = 0;
  setInterval(() => (last = performance.now()), 100);
  const turn = (place: string) => {
    turns += 1;
    if (turns % MANY !== 0 || performance.now() - last < STUCK) return;
    tell({ kind: 'loops', place });
    throw new LoopNeverEnds(place);
  };
  Object.defineProperty(globalThis, TURN, { value: turn });
}
