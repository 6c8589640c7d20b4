import type { RequestListener } from 'node:http';
import type { World } from '../../grading/check/kit.ts';
import { finishedApp } from '../testing/apps.ts';
import type { BearerAttack, Rule } from './attack.ts';
import { bearerTopics } from './bearer-topics.ts';
import { expressJwtApp } from '../../serve/libraries/express-jwt-app.ts';
import { passportJwtApp } from '../../serve/libraries/passport-jwt-app.ts';
import { sendBearer } from './run-attack.ts';
import { Target } from './target.ts';
import { topics } from './topics.ts';

/** What a contender did: 200, a status from 400 to 499, or one from 500 on. */
export type Reaction = 'accepts' | 'refuses' | 'breaks';

/** Attacks on one subject that have the same reason, and ended alike everywhere. */
export interface ComparedGroup {
  rule: Rule;
  why: string;
  names: string[];
  /** Of each contender. */
  responses: Reaction[];
}

/** What came of every attack. */
export interface Comparison {
  /** The bearer attacks, with what each contender did. */
  bearer: { title: string; groups: ComparedGroup[] }[];
  /** The attacks on what only the finished app has: how many. */
  app: { title: string; attacks: number }[];
}

const COMPOSE: Record<string, (world: World) => RequestListener> = {
  [`chapter ${finishedApp.chapter}`]: finishedApp.createApp,
  'express-jwt': () => expressJwtApp(),
  'passport-jwt': ({ database }) =>
    passportJwtApp((id) =>
      database.all<{ id: string }>('SELECT id FROM people').find((person) => person.id === id),
    ),
};

/** Whom the bearer attacks are tried on: the finished app is the first. */
export const contenders = Object.keys(COMPOSE);

/** Tries every bearer attack on every contender. */
export async function compare(): Promise<Comparison> {
  const responses = new Map<BearerAttack, Reaction[]>();
  for (const compose of Object.values(COMPOSE)) {
    const shared = await Target.open({}, compose);
    try {
      for (const attack of bearerTopics.flatMap(({ attacks }) => attacks)) {
        const target = attack.before ? await Target.open({}, compose) : shared;
        const { status } = await sendBearer(target, attack);
        if (target !== shared) await target.close();
        responses.set(attack, [...(responses.get(attack) ?? []), responseOf(status)]);
      }
    } finally {
      await shared.close();
    }
  }
  return {
    bearer: bearerTopics.map(({ title, attacks }) => ({
      title,
      groups: inGroups(attacks, responses),
    })),
    app: topics.map(({ title, attacks }) => ({ title, attacks: attacks.length })),
  };
}

function responseOf(status: number): Reaction {
  if (status >= 500) return 'breaks';
  return status === 200 ? 'accepts' : 'refuses';
}

/** Those that have the same reason and the same end, together; in the order of their first. */
function inGroups(attacks: BearerAttack[], all: Map<BearerAttack, Reaction[]>): ComparedGroup[] {
  const groups = new Map<string, ComparedGroup>();
  for (const attack of attacks) {
    const { name, why, rule } = attack;
    const responses = all.get(attack) ?? [];
    const key = JSON.stringify([why, rule, responses]);
    const group = groups.get(key) ?? { rule, why, names: [], responses };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
