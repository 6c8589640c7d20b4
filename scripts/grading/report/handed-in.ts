import type { Score } from './score.ts';

/** Which of a learner's files were graded, a line a chapter, and which files of theirs were not. */
export function describeHandedIn({ taken, left }: NonNullable<Score['handedIn']>): string[] {
  return [
    ...byFolder(taken).map(([folder, names]) => `Taken from ${folder}: ${names.join(', ')}`),
    ...byFolder(left).map(
      ([folder, names]) =>
        `Not taken from ${folder}, since the course has its own or needs none: ${names.join(', ')}`,
    ),
  ];
}

/** `chapters/02-signing/checks/secrets.ts` is `checks/secrets.ts` in `chapters/02-signing`. */
function byFolder(paths: string[]): [folder: string, names: string[]][] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const [tree, chapter, ...name] = path.split('/');
    const folder = `${tree}/${chapter}`;
    folders.set(folder, [...(folders.get(folder) ?? []), name.join('/')]);
  }
  return [...folders];
}
