import { createHmac, randomUUID } from 'node:crypto';
import { linkedTasks } from '../../../docs/.vitepress/theme/widgets/which-answer/linked-tasks.ts';
import {
  type Matrix,
  matrices,
  type Ask,
  type Way,
} from '../../../docs/.vitepress/theme/widgets/which-answer/questions.ts';
import type { RecordedAnswers } from '../../../docs/.vitepress/theme/widgets/which-answer/recorded.ts';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { taskPage } from '../../course/task-page.ts';
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
import { send } from './send.ts';
import { transcript } from './transcript.ts';

/**
 * Sends every request of the matrices to chapter 5's finished API, in every way.
 *
 * @throws Error when two ways to send the same thing are answered differently
 */
export async function recordAnswers(): Promise<RecordedAnswers> {
  const answers: string[] = [];
  const cells: RecordedAnswers['cells'] = {};
  for (const { asks, sends } of matrices satisfies Matrix[]) {
    for (const ask of asks) {
      for (const { id, ways } of sends) {
        const texts = new Set<string>();
        for (const way of ways) texts.add(await answerTo(ask, way));
        const [text = '', ...others] = texts;
        if (others.length > 0) {
          throw new Error(`${ask.id}, ${id}: answered in more ways than one\n${text}\n${others}`);
        }
        if (!answers.includes(text)) answers.push(text);
        (cells[ask.id] ??= {})[id] = answers.indexOf(text);
      }
    }
  }
  return { answers, cells, pages: pagesOfTasks() };
}

function pagesOfTasks(): RecordedAnswers['pages'] {
  const chapters = listChapters(courseRoot);
  const pages = linkedTasks.map((task) => {
    const chapter = chapters.find(({ number }) => number === Number.parseInt(task));
    if (!chapter) throw new Error(`There is no chapter for task ${task}.`);
    return [task, taskPage(chapter.slug, task)];
  });
  return Object.fromEntries(pages) as RecordedAnswers['pages'];
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
      await send(appOf('errors').createApp(world), {
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
