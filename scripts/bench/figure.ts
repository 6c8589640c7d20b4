/** Two things measured side by side, in milliseconds. */
export interface Figure {
  what: string;
  against: string;
  ours: number[];
  bare: number[];
  /** The ratio of the medians that is to hold. */
  hold: number;
}

/** `npm run grade 3, cold   812 ms   against …   701 ms   1.16x, hold <= 1.3x: held` */
export function formatFigure({ what, against, ours, bare, hold }: Figure): string {
  const ratio = median(ours) / median(bare);
  const verdict = ratio <= hold ? 'held' : 'NOT held';
  return [
    `${what}: ${range(ours)}`,
    `  against ${against}: ${range(bare)}`,
    `  ratio of the medians: ${ratio.toFixed(2)}x, to hold <= ${hold.toFixed(1)}x: ${verdict}`,
  ].join('\n');
}

/** What something does in a second, beside what another does. */
export interface RateFigure {
  what: string;
  against: string;
  ours: number[];
  theirs: number[];
  /** The ratio of the medians that is to hold, at least. */
  hold: number;
}

/** As `formatFigure`, for what is better when it is more. */
export function formatRates({ what, against, ours, theirs, hold }: RateFigure): string {
  const ratio = median(ours) / median(theirs);
  const verdict = ratio >= hold ? 'held' : 'NOT held';
  const rates = (all: number[]) => {
    const [low, high] = [Math.round(Math.min(...all)), Math.round(Math.max(...all))];
    return `${Math.round(median(all))} requests/s (${low} to ${high}, ${all.length} rounds)`;
  };
  return [
    `${what}: ${rates(ours)}`,
    `  against ${against}: ${rates(theirs)}`,
    `  ratio of the medians: ${ratio.toFixed(2)}x, to hold >= ${hold}x: ${verdict}`,
  ].join('\n');
}

function range(times: number[]): string {
  const low = Math.round(Math.min(...times));
  const high = Math.round(Math.max(...times));
  return `${Math.round(median(times))} ms (${low} to ${high}, ${times.length} runs)`;
}

function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
