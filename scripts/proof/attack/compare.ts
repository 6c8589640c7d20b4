import type { RequestListener } from 'node:http';
import { createApp } from '../../../solutions/06-two-firewalls/app.ts';
import type { World } from '../../grading/check/kit.ts';
import type { BearerAttack } from './attack.ts';
import { bearerTopics } from './bearer-topics.ts';
import {
  type ComparedGroup,
  type Comparison,
  type Contender,
  contenders,
  type Verdict,
} from './comparison.ts';
import { expressJwtApp } from './libraries/express-jwt-app.ts';
import { passportJwtApp } from './libraries/passport-jwt-app.ts';
import { sendBearer } from './run-attack.ts';
import { Target } from './target.ts';
import { topics } from './topics.ts';

const CONTENDERS: Record<Contender, (world: World) => RequestListener> = {
  'chapter 6': createApp,
  'express-jwt': () => expressJwtApp(),
  'passport-jwt': ({ database }) =>
    passportJwtApp((id) =>
      database.all<{ id: string }>('SELECT id FROM people').find((person) => person.id === id),
    ),
};

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
