import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../../scripts/course/chapters.ts';
import { listFiles } from '../../scripts/lib/files.ts';
import { listTasks } from '../../scripts/course/tasks.ts';

/**
 * What is wrong with the pages as they are written: a chapter without a page, a task without a
 * section or a comparison, course code that is not from the solutions. One line each.
 *
 * @param root the course's folder
 */
export function faultsInSources(root: string): string[] {
  const faults: string[] = [];
  for (const { number, slug } of listChapters(root)) {
    const page = `docs/chapters/${slug}.md`;
    if (!existsSync(join(root, page))) {
      faults.push(`${page} is missing: every chapter has a page.`);
      continue;
    }
    const text = readFileSync(join(root, page), 'utf8');
    for (const { task } of number === 0 ? [] : listTasks(root, slug)) {
      if (!text.includes(`\n## ${task}\n`)) {
        faults.push(`${page}: task ${task} has no section. Its heading is "## ${task}".`);
      }
      if (!text.includes(`<Compare task="${task}" />`)) {
        faults.push(`${page}: task ${task} has no <Compare task="${task}" /> line.`);
      }
    }
  }
  for (const name of listFiles(join(root, 'docs')).filter((file) => file.endsWith('.md'))) {
    const lines = readFileSync(join(root, 'docs', name), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      // What a learner is in the middle of writing belongs on no page.
      if (!line.startsWith('<<< ') || /\/(solutions|chapters\/00-open-api)\//.test(line)) continue;
      // What the course didn't build, but shows: type-checked and run by tests of its own.
      if (/^<<< (\.\.\/)+code\//.test(line)) continue;
      faults.push(`docs/${name}:${index + 1}: ${line} shows code that is not the course's own.`);
    }
  }
  return faults;
}

/**
 * The links of a built site that lead nowhere: to a page or a section that is not there. One line
 * each.
 *
 * @param folder the site's
 * @param base the path that it is published under: `/cairn/`
 */
export function faultsInLinks(folder: string, base: string): string[] {
  const pages = new Map(
    listFiles(folder)
      .filter((file) => file.endsWith('.html'))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  const ids = new Map<string, Set<string>>();
  for (const [file, html] of pages) {
    ids.set(file, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)));
  }

  const faults: string[] = [];
  for (const [file, html] of pages) {
    for (const [, href = ''] of html.matchAll(/<a\s[^>]*?href="([^"]+)"/g)) {
      const link = href.replaceAll('&amp;', '&');
      if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)) continue;
      const from = `https://site${base}${file}`;
      const { pathname, hash } = new URL(link, from);
      const target = pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
      const page = target === undefined ? undefined : pageAt(target, pages, folder);
      if (page === undefined)
        faults.push(`${sourceOf(file)} links to ${link}: there is no such page.`);
      else if (
        hash.length > 1 &&
        ids.has(page) &&
        !ids.get(page)?.has(decodeURIComponent(hash.slice(1)))
      ) {
        faults.push(`${sourceOf(file)} links to ${link}: that page has no such section.`);
      }
    }
  }
  return [...new Set(faults)];
}

function pageAt(target: string, pages: Map<string, string>, folder: string): string | undefined {
  const path = decodeURIComponent(target).replace(/\/$/, '');
  const names = path === '' ? ['index.html'] : [path, `${path}.html`, `${path}/index.html`];
  return names.find((name) => pages.has(name) || (name === path && existsSync(join(folder, path))));
}

function sourceOf(file: string): string {
  return `docs/${file.replace(/\.html$/, '.md')}`;
}
