import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import type { Topic } from './attack.ts';
import { bodies } from './attacks/bodies.ts';
import { credentials } from './attacks/credentials.ts';
import { csrf } from './attacks/csrf.ts';
import { methods } from './attacks/methods.ts';
import { paths } from './attacks/paths.ts';
import { requests } from './attacks/requests.ts';
import { sessions } from './attacks/sessions.ts';
import { storedHtml } from './attacks/stored-html.ts';
import { wrongFirewall } from './attacks/wrong-firewall.ts';

/** The attacks on what one chapter adds, in a file of the chapter's name, where there is one. */
const ofChapters = await Promise.all(
  listChapters(courseRoot)
    .map(({ slug }) => join(import.meta.dirname, 'attacks', `${slug}.ts`))
    .filter((file) => existsSync(file))
    .map(async (file) => ((await import(file)) as { topic: Topic }).topic),
);

/** Every attack on what only this app has: paths, forms, sessions, bodies, pages. */
export const topics: Topic[] = [
  paths,
  methods,
  wrongFirewall,
  sessions,
  csrf,
  credentials,
  ...ofChapters,
  bodies,
  storedHtml,
  requests,
];
