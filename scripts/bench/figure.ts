/** Something measured side by side with what it is held against, in one run. */
export interface Figure {
  what: string;
  against: string;
  unit: 'ms' | 'requests/s' | 'bytes' | 'MB';
  ours: number[];
  theirs: number[];
  /** What the ratio of the medians is to be: at most, or at least. */
  goal: { most: number } | { least: number };
}

/** The figure in three lines, with whether it reaches its goal. */
export function formatFigure({ what, against, unit, ours, theirs, goal }: Figure): string {
  const ratio = median(ours) / median(theirs);
  const reached = 'most' in goal ? ratio <= goal.most : ratio >= goal.least;
  const wanted = 'most' in goal ? `<= ${goal.most}x` : `>= ${goal.least}x`;
  return [
    `${what}: ${range(ours, unit)}`,
    `  against ${against}: ${range(theirs, unit)}`,
    `  ratio ${ratio.toFixed(2)}x, goal ${wanted}: ${reached ? 'reached' : 'NOT reached'}`,
  ].join('\n');
}

function range(all: number[], unit: string): string {
  const [low, high] = [Math.round(Math.min(...all)), Math.round(Math.max(...all))];
  const spread = all.length > 1 ? ` (${low} to ${high}, ${all.length} times)` : '';
  return `${Math.round(median(all))} ${unit}${spread}`;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
