import type { Plugin, UserConfig } from 'vite';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { briefOf, listChapters } from '../../scripts/course/chapters.ts';
import { courseRoot } from '../../scripts/course/root.ts';
import { liveWorkbook } from '../../scripts/live/plugin.ts';
import { tabBuild } from '../../scripts/tab/plugin.ts';
import { answerCleanUrls } from './clean-urls.ts';
import { faultsInLinks, faultsInSources } from './check-pages.ts';
import { headOf } from './head.ts';
import { attackTables } from './markdown/attacks.ts';
import { compareTasks, markComments } from './markdown/compare.ts';
import { predictions } from './markdown/predict.ts';
import { plainForSearch, renderForSearch } from './markdown/search-index.ts';
import { signOutCost } from './markdown/sign-out-cost.ts';
import { unseenShell } from './markdown/unseen-shell.ts';
import { taskTitles } from './markdown/task-titles.ts';
import { listPages } from './pages.ts';
import { withPolicy } from './policy.ts';
import { slugify } from './slugify.ts';
import type { CourseChapter } from './theme/course.ts';

/** Where the site is published: `/` unless the workflow that publishes it says otherwise. */
const base = process.env['SITE_BASE'] ?? '/';

/** The site's public address, as the workflow that publishes it knows it: `https://example.org`. */
const origin = process.env['SITE_URL'];

/** Beside `npm start` styles come late, and a face that is optional would never be seen. */
const swapFonts: Plugin = {
  name: 'cairn:swap-fonts',
  apply: 'serve',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/styles/fonts.css') ? code.replaceAll('display: optional', 'display: swap') : null,
};

const listed = listChapters(courseRoot);
const chapters = listed.map(({ number, slug, title }) => ({
  text: `<span class="blaze">${number}</span> ${title}`,
  link: `/chapters/${slug}`,
}));

/** What the home page, the cairn and the panel say of the chapters. */
const course: CourseChapter[] = listed.map(({ number, slug, title }) => {
  const { summary, minutes } = briefOf(courseRoot, slug);
  return { number, slug, title, summary, minutes };
});

/** The workbook of the published site, which runs in the reader's tab. */
const inTab = tabBuild(courseRoot);

/** The X-ray shows the names of Express's functions, and knows a router by its name. */
const keepNames: UserConfig['worker'] = {
  rolldownOptions: {
    output: {
      minify: {
        mangle: { keepNames: true },
        compress: { keepNames: { function: true, class: true } },
      },
    },
  },
};

export default defineConfig<DefaultTheme.Config & { cairn: { chapters: CourseChapter[] } }>({
  base,
  lang: 'en',
  title: 'Cairn',
  description: 'RESTful API authentication with JSON Web Tokens, in TypeScript on Express',
  cleanUrls: true,
  // To keep colours from fading, the whole page's style would be worked out twice as it loads.
  appearance: { disableTransition: false },
  vite: {
    ...inTab,
    worker: { ...inTab.worker, ...keepNames },
    plugins: [liveWorkbook(courseRoot), swapFonts, inTab.plugins],
  },
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }],
    ['link', { rel: 'apple-touch-icon', href: `${base}touch-icon.png` }],
    ['meta', { name: 'theme-color', content: '#2f5d42' }],
  ],
  ...(origin !== undefined && { sitemap: { hostname: origin + base } }),
  buildEnd: ({ outDir }) => {
    const faults = [...faultsInSources(courseRoot), ...faultsInLinks(outDir, base)];
    if (faults.length > 0)
      throw new Error(`These pages cannot be published:\n${faults.join('\n')}`);
    answerCleanUrls(outDir);
  },
  // A page is all there without its scripts: what it looks like comes first.
  transformHtml: (html) =>
    withPolicy(
      html.replace(/<(link rel="modulepreload"|script type="module")/g, '<$1 fetchpriority="low"'),
    ),
  transformHead: (context) => headOf(context, origin, base),
  markdown: {
    typographer: true,
    anchor: { slugify },
    codeTransformers: [markComments],
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      taskTitles(md);
      compareTasks(md);
      predictions(md);
      attackTables(md);
      signOutCost(md);
      unseenShell(md);
      plainForSearch(md);
    },
  },
  themeConfig: {
    logo: { src: '/mark.svg', width: 24, height: 24 },
    search: { provider: 'local', options: { _render: renderForSearch } },
    footer: {
      message: 'Free to use, under the MIT licence. Every figure on these pages was measured here.',
    },
    cairn: { chapters: course },
    outline: [2, 3],
    nav: [
      { text: 'Chapters', link: `/chapters/${listed[0]?.slug}`, activeMatch: '/chapters/' },
      { text: 'Reference', link: '/reference/api', activeMatch: '/(reference|problems)/' },
      { text: 'Questions', link: '/questions/', activeMatch: '/questions/' },
    ],
    sidebar: [
      { text: 'The trail', items: chapters },
      { items: [{ text: 'From memory', link: '/from-memory' }] },
      {
        text: 'Reference',
        items: [...listPages('reference'), { text: 'Problem types', link: '/problems/' }],
      },
      { text: 'Questions', collapsed: true, items: listPages('questions') },
    ],
  },
});
