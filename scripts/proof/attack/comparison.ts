import type { Rule } from './attack.ts';

/** Whom the bearer attacks are tried on. */
export type Contender = 'chapter 6' | 'express-jwt' | 'passport-jwt';

/** What a contender did: 200, a status from 400 to 499, or one from 500 on. */
export type Verdict = 'accepts' | 'refuses' | 'breaks';

/** Attacks on one subject that ended alike, everywhere. */
export interface ComparedGroup {
  rule: Rule;
  why: string;
  names: string[];
  verdicts: Record<Contender, Verdict>;
}

/** What came of every attack. */
export interface Comparison {
  /** The bearer attacks, with what each contender did. */
  bearer: { title: string; groups: ComparedGroup[] }[];
  /** The attacks on what only chapter 6 has: how many. */
  app: { title: string; attacks: number }[];
}

export const contenders: Contender[] = ['chapter 6', 'express-jwt', 'passport-jwt'];

/** Whether a contender did what it must not. To accept what our own policy refuses is no fault of it. */
export function isWrong(rule: Rule, verdict: Verdict): boolean {
  if (verdict === 'breaks') return true;
  return verdict === { standard: 'accepts', ours: undefined, control: 'refuses' }[rule];
}

/** How many attacks of a rule ended in a verdict. */
export function count(
  groups: ComparedGroup[],
  contender: Contender,
  rule: Rule,
  verdict: Verdict,
): number {
  return groups
    .filter((group) => group.rule === rule && group.verdicts[contender] === verdict)
    .reduce((sum, { names }) => sum + names.length, 0);
}

/** Their names as one text: the first few; what they all begin with is said once. */
export function namesOf({ names }: Pick<ComparedGroup, 'names'>, most = Infinity): string {
  const prefix = /^[^:]+: /.exec(names[0] ?? '')?.[0] ?? '';
  const shared = names.length > 1 && names.every((name) => name.startsWith(prefix)) ? prefix : '';
  const shown = names.slice(0, names.length > most + 1 ? most : undefined);
  const more = names.length - shown.length;
  const all = shown.map((name) => name.slice(shared.length));
  return shared + [...all, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Whether a library did something else than chapter 6. */
export function differs({ verdicts }: ComparedGroup): boolean {
  const all: Verdict[] = contenders.map((contender) => verdicts[contender]);
  return new Set(all).size > 1;
}
