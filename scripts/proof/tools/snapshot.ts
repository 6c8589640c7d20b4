import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../lib/files.ts';

/** What is in some folders of a course: each file's bytes, by its path from the root. */
export type Snapshot = Map<string, Buffer>;

/** Takes a snapshot of folders; one that is not there is empty. */
export function snapshot(root: string, ...folders: string[]): Snapshot {
  const paths = folders.flatMap((folder) =>
    listFiles(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(root, path))]));
}

/** One text that differs when anything in some folders does. */
export function digest(root: string, ...folders: string[]): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of snapshot(root, ...folders))
    hash.update(`${path} ${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

/**
 * The files whose bytes are gone: they are neither where they were, nor kept in a folder of copies
 * that the command named.
 *
 * @param said what the command printed
 */
export function lostFiles(root: string, before: Snapshot, said: string): string[] {
  const kept = [...said.matchAll(/kept in (\S+)\/$/gm)].map(([, folder = '']) => folder);
  return [...before].flatMap(([path, bytes]) => {
    const places = [path, ...kept.map((folder) => `${folder}/${path}`)];
    return places.some((place) => holds(join(root, place), bytes)) ? [] : path;
  });
}

function holds(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).equals(bytes);
  } catch {
    return false;
  }
}
