import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMarkdownRenderer, type SiteConfig } from 'vitepress';
import { listChapters } from '../../scripts/course/chapters.ts';
import { courseRoot } from '../../scripts/course/root.ts';
import { questionId, questionsFromMemory } from './markdown/predict.ts';

/** A question about earlier chapters. */
export interface Memory {
  id: string;
  /** The chapter whose page asks it. */
  chapter: number;
  html: string;
}

declare const data: Memory[];
export { data };

export default {
  watch: ['../chapters/*.md'],
  async load(): Promise<Memory[]> {
    const { srcDir, markdown, site } = (globalThis as unknown as { VITEPRESS_CONFIG: SiteConfig })
      .VITEPRESS_CONFIG;
    const md = await createMarkdownRenderer(srcDir, markdown, site.base);
    const memories: Memory[] = [];
    for (const { number, slug } of listChapters(courseRoot)) {
      const path = join(srcDir, 'chapters', `${slug}.md`);
      if (!existsSync(path)) continue;
      for (const question of questionsFromMemory(readFileSync(path, 'utf8'))) {
        const env = { path, relativePath: `chapters/${slug}.md`, cleanUrls: true };
        const html = await md.renderAsync(question, env);
        memories.push({ id: questionId(question), chapter: number, html });
      }
    }
    return memories;
  },
};
