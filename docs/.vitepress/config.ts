import { defineConfig } from 'vitepress';
import { listChapters } from '../../scripts/course/chapters.ts';
import { courseRoot } from '../../scripts/course/root.ts';

/** Where the site is published: `/` unless the workflow that publishes it says otherwise. */
const base = process.env['SITE_BASE'] ?? '/';

const chapters = listChapters(courseRoot).map(({ number, slug, title }) => ({
  text: `${number} · ${title}`,
  link: `/chapters/${slug}`,
}));

export default defineConfig({
  base,
  lang: 'en',
  title: 'Cairn',
  description: 'RESTful API authentication with JSON Web Tokens, in TypeScript on Express',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }]],
  themeConfig: {
    logo: '/mark.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [{ text: 'The trail', items: chapters }],
  },
});
