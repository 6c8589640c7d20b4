import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import type { CheckGrade } from './outcome.ts';

/** The mistakes of a chapter that are known by name, and what each makes the checks say. Derived. */
export interface KnownMistakes {
  /** Each completes "This usually happens when …". */
  kinds: string[];
  /** By task (`3.1`), then by the mistake's name. */
  tasks: Record<string, Record<string, KnownMistake>>;
}

export interface KnownMistake {
  /** Which of the kinds; -1 for one of none. */
  kind: number;
  /** By the failed check's name, without its task: two hashes, `subject outcome`. */
  failed: Record<string, string>;
}

/** Something known that a learner's failures look like. */
export interface Recognized {
  /** The check to say it at: `3.1/refuses-alg-none`. */
  check: string;
  /** `This usually happens when …` */
  usually: string;
}

/** How much of two sets of failed checks must be the same. */
const MUCH = 0.5;
/** How much closer than others the closest may be without those others having a say. */
const AS_CLOSE = 0.1;
/** How many of the failures must be known ones when the failed checks aren't all the same. */
const MOST = 0.8;

/**
 * What a learner's mistake usually is, when their failures look like known ones; undefined when that
 * isn't sure. Only the first task that fails is looked at: what fails behind it may be its doing.
 */
export function recognize(
  checks: readonly CheckGrade[],
  known: KnownMistakes,
): Recognized | undefined {
  const first = checks.find(({ outcome }) => outcome === 'failed');
  if (!first) return undefined;
  const own = checks.filter(({ task }) => task === first.task);
  if (own.some(({ needs }) => needs === first.task)) return undefined;

  const ran = own.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed');
  const names = new Set(ran.map(({ id }) => nameOf(id)));
  const seen = ran
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, message = '' }) => [nameOf(id), fingerprintOf(message)] as const);
  const others = Object.values(known.tasks[first.task] ?? {}).map(({ kind, failed }) => ({
    kind,
    failures: new Map([...failuresOf(failed)].filter(([name]) => names.has(name))),
  }));
  const when = known.kinds[kindOf(new Map(seen), others) ?? -1];
  return when === undefined
    ? undefined
    : { check: first.id, usually: `This usually happens when ${when}.` };
}

/** By the check's name. */
export type Failures = ReadonlyMap<string, Fingerprint>;

/** A known mistake to compare with. */
export interface Other {
  kind: number;
  failures: Failures;
}

/** The kind of mistake that failures look like; undefined when that isn't sure. */
export function kindOf(seen: Failures, others: readonly Other[]): number | undefined {
  const same = others.filter(({ failures }) => overlap(seen, failures) === 1);
  const equal = same.filter(({ failures }) => share(seen, failures, isEqual) === 1);
  if (equal.length > 0) return onlyKindOf(equal);
  // After something was thrown by mistake, nothing less is sure.
  if ([...seen.values()].some(({ outcome }) => outcome === '')) return undefined;

  const alike = same.filter(({ failures }) => share(seen, failures, isAlike) === 1);
  if (same.length > 0) return onlyKindOf(alike) ?? onlyKindOf(same);

  const near = others
    .map((other) => ({ ...other, how: overlap(seen, other.failures) }))
    .filter(({ how, failures }) => how >= MUCH && share(seen, failures, isAlike) >= MOST);
  const closest = Math.max(...near.map(({ how }) => how));
  const nearest = near.filter(({ how }) => how >= closest - AS_CLOSE);
  return nearest.length > 1 ? onlyKindOf(nearest) : undefined;
}

/** A known mistake's failures. */
export function failuresOf(failed: KnownMistake['failed']): Failures {
  return new Map(
    Object.entries(failed).map(([name, hashes]) => {
      const [subject = '', outcome = ''] = hashes.split(' ');
      return [name, { subject, outcome }];
    }),
  );
}

function onlyKindOf(others: readonly Other[]): number | undefined {
  const kinds = new Set(others.map(({ kind }) => kind));
  return kinds.size === 1 ? others[0]?.kind : undefined;
}

/** How many of the checks that failed for one or the other failed for both: 0 to 1. */
function overlap(one: Failures, other: Failures): number {
  const both = [...one.keys()].filter((name) => other.has(name)).length;
  return both / (one.size + other.size - both);
}

/** For how many of the failures the other has one that is like it: 0 to 1. */
function share(
  seen: Failures,
  other: Failures,
  isLike: (one: Fingerprint, other: Fingerprint) => boolean,
): number {
  const like = [...seen].filter(([name, one]) => {
    const found = other.get(name);
    return found !== undefined && isLike(one, found);
  });
  return like.length / seen.size;
}

function isEqual(one: Fingerprint, other: Fingerprint): boolean {
  return one.subject === other.subject && one.outcome === other.outcome;
}

function isAlike(one: Fingerprint, other: Fingerprint): boolean {
  return one.subject === other.subject || (one.outcome !== '' && one.outcome === other.outcome);
}

function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
