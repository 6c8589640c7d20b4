import { createHmac, randomUUID } from 'node:crypto';
import { questions } from '../../../docs/.vitepress/theme/widgets/which-answer/errors/questions.ts';
import type { Ask, Way } from '../../../docs/.vitepress/theme/widgets/which-answer/matrix.ts';
import type { RecordedAnswers } from '../../../docs/.vitepress/theme/widgets/which-answer/recording.ts';
import {
  APP_PEM,
  encodePart,
  goodClaims,
  goodHeader,
  makeWorld,
  NOW,
  signToken,
  strangerKeys,
} from '../../grading/check/kit.ts';
import { appOf } from '../testing/apps.ts';
import { askAll } from './ask-all.ts';
import { send } from './send.ts';
import { transcript } from './transcript.ts';

/** Sends every request of chapter 5's tables to its finished API. */
export function recordAnswers(): Promise<RecordedAnswers> {
  return askAll(questions, answerTo);
}

/** Every request goes to an app of its own, so that no change is seen by the next one. */
async function answerTo({ id, method, path, body }: Ask, way: Way): Promise<string> {
  const world = makeWorld({ log: () => {} });
  if (id === 'broken') world.database.exec('PRAGMA foreign_keys = OFF; DROP TABLE trails');
  const headers = {
    Authorization: way.lines.map((line) => written(line, tokenFor(way.id))),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  try {
    return transcript(
      await send(appOf(questions.chapter).createApp(world), {
        method,
        path,
        headers,
        ...(body !== undefined && { body }),
      }),
    );
  } finally {
    world.database.close();
  }
}

/** A header line as it goes out. */
function written(line: string, token: string): string {
  return line
    .replaceAll('‹token›', token)
    .replace(/‹(.*)›/, (_, credentials: string) => Buffer.from(credentials).toString('base64'));
}

/** The token that a way describes; a good one if it describes none. */
function tokenFor(way: string): string {
  const claims = (changes = {}) => goodClaims({ jti: randomUUID(), ...changes });
  const past = { iat: NOW - 3600, exp: NOW };
  const [header, payload, signature] = signToken(claims()).split('.') as [string, string, string];
  switch (way) {
    case 'expired':
      return signToken(claims(past));
    case 'alg-none':
      return `${encodePart(goodHeader({ alg: 'none' }))}.${payload}.`;
    case 'stranger':
      return signToken(claims(), goodHeader(), strangerKeys.privateKey);
    case 'hs256': {
      const input = `${encodePart(goodHeader({ alg: 'HS256' }))}.${payload}`;
      return `${input}.${createHmac('sha256', APP_PEM.publicKey).update(input).digest('base64url')}`;
    }
    case 'tampered':
      return `${header}.${encodePart(claims({ sub: 'p-ines' }))}.${signature}`;
    case 'issuer':
      return signToken(claims({ iss: 'https://cairn.example.org' }));
    case 'audience':
      return signToken(claims({ aud: 'https://cairn.example/office' }));
    case 'type':
      return signToken(claims(), goodHeader({ typ: 'JWT' }));
    case 'nobody':
      return signToken(claims({ sub: 'p-gone' }));
    case 'both':
      return signToken(claims(past), goodHeader(), strangerKeys.privateKey);
    case 'rubbish':
      return 'not.a.token';
    default:
      return `${header}.${payload}.${signature}`;
  }
}
