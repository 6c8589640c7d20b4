import type { Ask, Way } from '../../../docs/.vitepress/theme/widgets/which-answer/matrix.ts';
import type { RecordedAnswers } from '../../../docs/.vitepress/theme/widgets/which-answer/recording.ts';
import { questions } from '../../../docs/.vitepress/theme/widgets/which-answer/sessions/questions.ts';
import { makeWorld } from '../../grading/check/kit.ts';
import { appOf } from '../testing/apps.ts';
import { askAll } from './ask-all.ts';
import { send } from './send.ts';
import { SessionClient } from './session-client.ts';
import { tokensFor } from './session-tokens.ts';
import { transcript } from './transcript.ts';

/** Sends every request of chapter 9's tables to its finished API. */
export function recordSessionAnswers(): Promise<RecordedAnswers> {
  return askAll(questions, answerTo);
}

/** Every request goes to an app of its own, so that no change is seen by the next one. */
async function answerTo({ method, path, body: usual }: Ask, way: Way): Promise<string> {
  const world = makeWorld({ log: () => {} });
  try {
    const app = appOf(questions.chapter).createApp(world);
    const tokens = await tokensFor(way.id, new SessionClient(app, world));
    const body = (way.body ?? usual)?.replace('‹token›', tokens.refresh_token);
    const lines = way.lines.map((line) => line.replace('‹token›', tokens.access_token));
    const headers = {
      ...(lines.length > 0 && { Authorization: lines }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    return transcript(
      await send(app, { method, path, headers, ...(body !== undefined && { body }) }),
    );
  } finally {
    world.database.close();
  }
}
