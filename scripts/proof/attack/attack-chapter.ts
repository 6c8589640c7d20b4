import { bearerTopics } from './bearer-topics.ts';
import { runAttack, runBearerAttack } from './run-attack.ts';
import { Target } from './target.ts';
import { topics } from './topics.ts';

/** What came of the attacks on one subject. */
export interface TopicOutcome {
  title: string;
  attacks: number;
  /** One line for each attack that was not answered as it must be. */
  faults: string[];
}

/** Runs every attack there is on the finished app, subject by subject. */
export async function* attackChapter(): AsyncGenerator<TopicOutcome> {
  for (const { title, attacks } of bearerTopics) {
    const shared = await Target.open();
    const run = async (attack: (typeof attacks)[number]) => {
      const target = attack.before ? await Target.open() : shared;
      const faults = await runBearerAttack(target, attack);
      if (target !== shared) await target.close();
      return faults;
    };
    yield { title, attacks: attacks.length, faults: await gather(attacks, run) };
    await shared.close();
  }
  for (const { title, attacks } of topics) {
    yield { title, attacks: attacks.length, faults: await gather(attacks, runAttack) };
  }
}

async function gather<Each extends { name: string }>(
  attacks: Each[],
  run: (attack: Each) => Promise<string[]>,
): Promise<string[]> {
  const all: string[] = [];
  for (const attack of attacks) {
    const faults = await run(attack).catch((error: unknown) => [String(error)]);
    if (faults.length > 0) all.push(`${attack.name}: ${faults.join(', ')}`);
  }
  return all;
}
