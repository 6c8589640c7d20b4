import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { courseRoot } from '../../scripts/course/root.ts';

/** A page of a folder, as the sidebar lists it. */
export interface ListedPage {
  text: string;
  link: string;
}

/** The pages of a folder under `docs/`, by the `order` and `title` of their front matter. */
export function listPages(folder: string): ListedPage[] {
  return readdirSync(join(courseRoot, 'docs', folder))
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => {
      const text = readFileSync(join(courseRoot, 'docs', folder, name), 'utf8');
      const field = (key: string) => new RegExp(`^${key}: *(.+)$`, 'm').exec(text)?.[1];
      return {
        text: (field('title') ?? name).replace(/^(['"])(.*)\1$/, '$2'),
        link: `/${folder}/${basename(name, '.md')}`,
        order: Number(field('order') ?? 99),
      };
    })
    .sort((a, b) => a.order - b.order || a.text.localeCompare(b.text))
    .map(({ text, link }) => ({ text, link }));
}
