import type { Explanation } from './explanation.ts';
import { explain as explainErrors } from './errors/explain.ts';
import { questions as aboutErrors } from './errors/questions.ts';
import { recording as recordedErrors } from './errors/recorded.ts';
import type { AskId, Questions, SendId } from './matrix.ts';
import type { Recording } from './recording.ts';
import { explain as explainSessions } from './sessions/explain.ts';
import { questions as aboutSessions } from './sessions/questions.ts';
import { recording as recordedSessions } from './sessions/recorded.ts';

/** The tables of one page, with their answers and what there is to say about each. */
export interface Topic extends Questions {
  recording: Pick<Recording, 'allAnswers' | 'answerTo'>;
  explain: (ask: AskId, send: SendId) => Explanation;
  /** Who attacks, as the heading of what they learn. */
  attacker: string;
}

export type TopicName = 'errors' | 'sessions';

/** By name, as in `<WhichAnswer of="sessions" />`. */
export const topics: Record<TopicName, Topic> = {
  errors: {
    ...aboutErrors,
    recording: recordedErrors,
    explain: explainErrors,
    attacker: 'A forger',
  },
  sessions: {
    ...aboutSessions,
    recording: recordedSessions,
    explain: explainSessions,
    attacker: 'A thief',
  },
};
