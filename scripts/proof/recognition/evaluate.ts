import { failuresOf, kindOf, type KnownMistakes, type Other } from '../../grading/recognize.ts';

/** What became of known mistakes that were left out of the record, and then looked up in it. */
export interface Evaluation {
  /** How many were left out, one after the other. */
  leftOut: number;
  /** Those whose kind was still in the record, in another mistake. */
  named: number;
  /** Those that were told their kind. */
  right: number;
  /** Those that were told another kind, by name. */
  wrong: string[];
}

/** A recorded mistake, and the task that it belongs to. */
interface Row extends Other {
  task: string;
  name: string;
}

/**
 * Leaves mistakes out, and asks the rest what they are.
 *
 * @param groupOf what is left out together: a name for each mistake's group
 */
export function leaveOut(
  known: KnownMistakes,
  groupOf: (row: Row, index: number) => string,
): Evaluation {
  const rows = rowsOf(known);
  const groups = rows.map(groupOf);
  const evaluation: Evaluation = { leftOut: rows.length, named: 0, right: 0, wrong: [] };
  for (const [index, row] of rows.entries()) {
    const others = rows.filter(
      (other, at) => other.task === row.task && groups[at] !== groups[index],
    );
    const kind = kindOf(row.failures, others);
    if (others.some((other) => other.kind === row.kind)) evaluation.named += 1;
    if (kind === undefined || kind === -1) continue;
    if (kind === row.kind) evaluation.right += 1;
    else evaluation.wrong.push(`${row.task} ${row.name}: "${known.kinds[kind]}"`);
  }
  return evaluation;
}

/** Each by itself. */
export const oneByOne = (_row: Row, index: number): string => String(index);

/** Every tenth together, then every tenth of the rest, and so on: neighbors are of a kind often. */
export const aTenthAtATime = (_row: Row, index: number): string => String(index % 10);

/** A kind as a whole: whatever is said then is wrong. */
export const kindByKind = ({ kind }: Row): string => String(kind);

/** Chapters together. */
export function sum(evaluations: readonly Evaluation[]): Evaluation {
  const total = (of: (each: Evaluation) => number) =>
    evaluations.reduce((all, each) => all + of(each), 0);
  return {
    leftOut: total(({ leftOut }) => leftOut),
    named: total(({ named }) => named),
    right: total(({ right }) => right),
    wrong: evaluations.flatMap(({ wrong }) => wrong),
  };
}

function rowsOf({ tasks }: KnownMistakes): Row[] {
  return Object.entries(tasks).flatMap(([task, mistakes]) =>
    Object.entries(mistakes).map(([name, { kind, failed }]) => ({
      task,
      name,
      kind,
      failures: failuresOf(failed),
    })),
  );
}
