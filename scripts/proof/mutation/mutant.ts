/** A solution or a piece of the grading code with one small thing changed, and what became of it. */
export interface Mutant {
  /** From the course's root: `solutions/03-authenticator/guard.ts`. */
  file: string;
  line: number;
  /** What kind of change it is, by Stryker's name: `ConditionalExpression`. */
  mutator: string;
  /** The line, or lines in one, as they are. */
  from: string;
  /** The same with the change in it. */
  to: string;
  fate: 'killed' | 'timed out' | 'survived';
}

/** What Stryker's JSON report holds, as far as we read it (the mutation testing report schema). */
export interface StrykerReport {
  files: Record<string, { source: string; mutants: StrykerMutant[] }>;
}

interface StrykerMutant {
  mutatorName: string;
  replacement: string;
  status: string;
  /** Lines and columns count from 1; the end is behind the last character. */
  location: { start: Position; end: Position };
}

interface Position {
  line: number;
  column: number;
}

const FATES: Record<string, Mutant['fate']> = {
  Killed: 'killed',
  Timeout: 'timed out',
  Survived: 'survived',
  NoCoverage: 'survived',
};

/**
 * The mutants of a report, by file and line.
 *
 * @throws Error for one that could not be tried: nobody knows then whether a check would notice
 */
export function readMutants({ files }: StrykerReport): Mutant[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => read(file, source.split('\n'), mutant)),
  );
}

function read(file: string, lines: string[], mutant: StrykerMutant): Mutant {
  const { mutatorName: mutator, replacement, status, location } = mutant;
  const { start, end } = location;
  const fate = FATES[status];
  if (!fate) throw new Error(`A mutant of ${file}:${start.line} was not tried: ${status}.`);
  const before = lines[start.line - 1]?.slice(0, start.column - 1) ?? '';
  const behind = lines[end.line - 1]?.slice(end.column - 1) ?? '';
  const from = oneLine(lines.slice(start.line - 1, end.line).join('\n'));
  const to = oneLine(before + replacement + behind);
  return { file, line: start.line, mutator, from, to, fate };
}

/** A text with single spaces for whatever white space it has. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
