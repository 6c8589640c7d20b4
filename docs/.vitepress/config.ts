import { defineConfig } from 'vitepress';
import { listChapters } from '../../scripts/course/chapters.ts';
import { courseRoot } from '../../scripts/course/root.ts';
import { liveWorkbook } from '../../scripts/live/plugin.ts';
import { compareTasks } from './markdown/compare.ts';
import { predictions } from './markdown/predict.ts';
import { listPages } from './pages.ts';

/** Where the site is published: `/` unless the workflow that publishes it says otherwise. */
const base = process.env['SITE_BASE'] ?? '/';

const chapters = listChapters(courseRoot).map(({ number, slug, title }) => ({
  text: `<span class="blaze">${number}</span> ${title}`,
  link: `/chapters/${slug}`,
}));

export default defineConfig({
  base,
  lang: 'en',
  title: 'Cairn',
  description: 'RESTful API authentication with JSON Web Tokens, in TypeScript on Express',
  cleanUrls: true,
  vite: { plugins: [liveWorkbook(courseRoot)] },
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }]],
  markdown: {
    config: (md) => {
      compareTasks(md);
      predictions(md);
    },
  },
  themeConfig: {
    logo: '/mark.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Chapters', link: '/chapters/00-open-api', activeMatch: '/chapters/' },
      { text: 'Reference', link: '/reference/api', activeMatch: '/(reference|problems)/' },
      { text: 'Questions', link: '/questions/', activeMatch: '/questions/' },
    ],
    sidebar: [
      { text: 'The trail', items: chapters },
      {
        text: 'Reference',
        items: [...listPages('reference'), { text: 'Problem types', link: '/problems/' }],
      },
      { text: 'Questions', collapsed: true, items: listPages('questions') },
    ],
  },
});
