import { isBuiltin } from 'node:module';
import type { Import } from './imports.ts';

/** What each room of scripts/ may use besides itself. See "The house" in CONTRIBUTING.md. */
const BELOW = ['serve', 'grading', 'course', 'lib'];
const MAY_USE: Record<string, string[]> = {
  lib: [],
  course: ['lib'],
  grading: ['course', 'lib'],
  serve: ['grading', 'course', 'lib'],
  cli: BELOW,
  live: BELOW,
  tab: BELOW,
  // They prove and measure those three.
  proof: [...BELOW, 'cli', 'live', 'tab'],
  bench: [...BELOW, 'cli', 'live', 'tab'],
};

/** What the site may use of the tooling. Its config puts the live workbook in place. */
const SITE_MAY_USE = [
  'scripts/course/',
  'scripts/lib/',
  'scripts/live/code-files.ts',
  'scripts/live/protocol.ts',
  'scripts/live/events.ts',
  'scripts/live/workbook.ts',
  'scripts/tab/',
];
const CONFIG = 'docs/.vitepress/config.ts';
const PLUGIN = 'scripts/live/plugin.ts';

/** What is wrong with an import, in a few words; undefined when nothing is. */
export function wrongWith({ from, specifier, to }: Import): string | undefined {
  if (isEngine(from) && isBuiltin(specifier)) return 'the engine runs in a browser, too';
  if (to === undefined || isTestHelp(from, to)) return undefined;
  const [tree = '', folder = ''] = from.split('/');
  if (tree === 'scripts') return wrongBetweenRooms(folder, to);
  if (tree === 'docs') return wrongInSite(from, to);
  return wrongInChapter(folder, specifier, to);
}

/** Any test may use what tests share, and what checks are written with. */
function isTestHelp(from: string, to: string): boolean {
  const shared = ['scripts/proof/testing/', 'scripts/grading/check/'];
  return from.endsWith('.test.ts') && shared.some((folder) => to.startsWith(folder));
}

/** The engine itself: its folders are what it runs in. */
function isEngine(file: string): boolean {
  const [tree, room, name, ...deeper] = file.split('/');
  const isOwn = tree === 'scripts' && room === 'grading' && deeper.length === 0;
  return isOwn && name !== undefined && !name.endsWith('.test.ts');
}

function wrongBetweenRooms(room: string, to: string): string | undefined {
  const [tree, other = ''] = to.split('/');
  if (tree !== 'scripts' || other === room) return undefined;
  const allowed = MAY_USE[room] ?? [];
  if (allowed.includes(other)) return undefined;
  return `${room} may use ${allowed.join(', ') || 'no other room'}`;
}

function wrongInSite(from: string, to: string): string | undefined {
  if (!to.startsWith('scripts/')) return undefined;
  if (SITE_MAY_USE.some((path) => to.startsWith(path))) return undefined;
  if (from === CONFIG && to === PLUGIN) return undefined;
  return `the site may use ${SITE_MAY_USE.join(', ')}`;
}

function wrongInChapter(chapter: string, specifier: string, to: string): string | undefined {
  if (to.startsWith('scripts/') && specifier !== '#check') return 'a chapter may use #check alone';
  const [tree = '', other = ''] = to.split('/');
  const isChapter = ['chapters', 'solutions'].includes(tree);
  return isChapter && numberOf(other) > numberOf(chapter) ? 'that chapter comes later' : undefined;
}

function numberOf(slug: string): number {
  return Number.parseInt(slug, 10);
}
