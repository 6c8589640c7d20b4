import type { RequestListener } from 'node:http';
import { createApp } from '../../../solutions/06-two-firewalls/app.ts';
import type { World } from '../../grading/check/kit.ts';
import type { BearerAttack, Rule } from './attack.ts';
import { bearerTopics } from './bearer-topics.ts';
import { expressJwtApp } from './libraries/express-jwt-app.ts';
import { passportJwtApp } from './libraries/passport-jwt-app.ts';
import { sendBearer } from './run-attack.ts';
import { Target } from './target.ts';
import { topics } from './topics.ts';

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

const CONTENDERS: Record<Contender, (world: World) => RequestListener> = {
  'chapter 6': createApp,
  'express-jwt': () => expressJwtApp(),
  'passport-jwt': ({ database }) =>
    passportJwtApp((id) =>
      database.all<{ id: string }>('SELECT id FROM people').find((person) => person.id === id),
    ),
};

export const contenders = Object.keys(CONTENDERS) as Contender[];

/** Tries every bearer attack on every contender. */
export async function compare(): Promise<Comparison> {
  const verdicts = new Map<BearerAttack, Record<Contender, Verdict>>();
  for (const contender of contenders) {
    const compose = CONTENDERS[contender];
    const shared = await Target.open({}, compose);
    try {
      for (const attack of bearerTopics.flatMap(({ attacks }) => attacks)) {
        const target = attack.before ? await Target.open({}, compose) : shared;
        const { status } = await sendBearer(target, attack);
        if (target !== shared) await target.close();
        const soFar = verdicts.get(attack) ?? ({} as Record<Contender, Verdict>);
        verdicts.set(attack, { ...soFar, [contender]: verdictOf(status) });
      }
    } finally {
      await shared.close();
    }
  }
  return {
    bearer: bearerTopics.map(({ title, attacks }) => ({
      title,
      groups: inGroups(attacks.map((attack) => ({ ...attack, verdicts: verdicts.get(attack)! }))),
    })),
    app: topics.map(({ title, attacks }) => ({ title, attacks: attacks.length })),
  };
}

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

function verdictOf(status: number): Verdict {
  if (status >= 500) return 'breaks';
  return status === 200 ? 'accepts' : 'refuses';
}

/** Those that have the same reason and the same end, together; in the order of their first. */
function inGroups(
  attacks: (BearerAttack & { verdicts: Record<Contender, Verdict> })[],
): ComparedGroup[] {
  const groups = new Map<string, ComparedGroup>();
  for (const { name, why, rule, verdicts } of attacks) {
    const key = JSON.stringify([why, rule, verdicts]);
    const group = groups.get(key) ?? { rule, why, names: [], verdicts };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
