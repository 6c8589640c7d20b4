import type { Answer } from './answer.ts';
import type { Attack, BearerAttack } from './attack.ts';
import { faultsOfEveryAnswer, faultsOfOutcome, faultsOfStatus } from './judge.ts';
import { Target } from './target.ts';

/**
 * Runs an attack on a finished app of its own.
 *
 * @returns what is wrong with how it was answered. Nothing, when the attack has failed
 */
export async function runAttack(attack: Attack): Promise<string[]> {
  const target = await Target.open({ tls: attack.tls ?? false });
  try {
    const answer = await attack.run(target);
    return [
      ...faultsOfStatus(answer, attack.expected),
      ...faultsOfEveryAnswer(answer),
      ...((await attack.faults?.(target, answer)) ?? []),
      ...faultsLogged(target),
    ];
  } finally {
    await target.close();
  }
}

/** Sends a bearer attack to `GET /api/me`, and gives the answer. */
export function sendBearer(target: Target, { lines, before }: BearerAttack): Promise<Answer> {
  before?.(target);
  return target.send({ path: '/api/me', lines });
}

/**
 * Runs a bearer attack on a finished app.
 *
 * @returns what is wrong with how it was answered. Nothing, when the attack has failed
 */
export async function runBearerAttack(target: Target, attack: BearerAttack): Promise<string[]> {
  const answer = await sendBearer(target, attack);
  return [
    ...faultsOfOutcome(answer, attack.expected, attack.person ?? 'p-mira'),
    ...faultsOfEveryAnswer(answer),
    ...('set-cookie' in answer.headers ? ['sets a cookie'] : []),
    ...faultsLogged(target),
  ];
}

/** What the app did not expect: it answers 500 to that, or would have. */
function faultsLogged({ world }: Target): string[] {
  return world.logged.splice(0).map((error) => `logged ${String(error)}`);
}
