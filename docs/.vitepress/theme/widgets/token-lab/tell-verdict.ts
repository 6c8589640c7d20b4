import { type Judgement, passed, type Stage } from './policy.ts';
import type { LabPart } from './presets.ts';

/** How far a token has come. `not asked`: this part of the lab does not look. */
export type StageState = State | 'not asked';

/** How a rule or a stage ends. */
export type State = 'yes' | 'no' | 'not reached';

/** A verdict, to be shown and to be read out. */
export interface Told {
  stages: { stage: Stage; state: StageState }[];
  tone: 'good' | 'bad' | 'open' | 'alarm';
  /** In a few words. */
  headline: string;
  /** Why, in a sentence or two. Nothing in it follows the clock from second to second. */
  because: string;
}

/**
 * Says what became of a token. Decoded is not verified, and verified is not accepted.
 *
 * @param forgeable whether its signature holds, and anyone could have made it
 */
export function tellVerdict(judgement: Judgement, part: LabPart, forgeable: boolean): Told {
  const asked: readonly Stage[] = ASKED[part];
  const stages = (['decoded', 'verified', 'accepted'] as const).map((stage) => ({
    stage,
    state: asked.includes(stage) ? stateOf(passed(judgement, stage)) : ('not asked' as const),
  }));
  return { stages, ...wordsFor(judgement, asked, forgeable) };
}

const ASKED = {
  read: ['decoded'],
  sign: ['decoded', 'verified'],
  verify: ['decoded', 'verified', 'accepted'],
  all: ['decoded', 'verified', 'accepted'],
} as const;

/** The word for something that holds, does not, or (undefined) was never looked at. */
export function stateOf(holds: boolean | undefined): State {
  if (holds === undefined) return 'not reached';
  return holds ? 'yes' : 'no';
}

function wordsFor(
  judgement: Judgement,
  asked: readonly Stage[],
  forgeable: boolean,
): Omit<Told, 'stages'> {
  const { findings, subject, verdict } = judgement;
  const broken = findings.find(({ holds }) => holds === false);
  const number = broken ? findings.indexOf(broken) + 1 : 0;
  if (broken?.stage === 'decoded') {
    return { tone: 'bad', headline: 'Not a token', because: broken.why };
  }
  if (!asked.includes('verified')) {
    return {
      tone: 'open',
      headline: 'Decoded, and nothing is proven',
      because: 'Reading this took no key, and neither does writing it.',
    };
  }
  if (broken?.stage === 'verified') {
    return {
      tone: 'bad',
      headline: 'Decoded, not verified',
      because:
        broken.id === 'alg' ? `alg: ${broken.why}` : `The signature: ${lowerFirst(broken.why)}`,
    };
  }
  if (!asked.includes('accepted')) {
    return {
      tone: 'good',
      headline: 'Decoded and verified',
      because: 'It was written with the key. Whether an API should accept it is another question.',
    };
  }
  if (broken) {
    const late = verdict === 'expired-token';
    return {
      tone: 'bad',
      headline: `Verified, not accepted: ${verdict}`,
      because: late
        ? 'Everything else is right, but it has expired.'
        : `Rule ${number} isn’t met: ${lowerFirst(broken.wants)}. ${broken.why}`,
    };
  }
  if (forgeable) {
    return {
      tone: 'alarm',
      headline: `Accepted, as ${subject}, and anyone could have written it`,
      because: 'The policy is to blame: it lets the token choose how it is checked.',
    };
  }
  return {
    tone: 'good',
    headline: `Accepted, as ${subject}`,
    because: 'Decoded, verified, and everything that the policy requires.',
  };
}

function lowerFirst(text: string): string {
  // "iss" and "HS256" stay as they are.
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
