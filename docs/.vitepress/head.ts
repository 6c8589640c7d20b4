import type { HeadConfig, TransformContext } from 'vitepress';
import { WITHOUT_SLASH } from './clean-urls.ts';

/**
 * What a page's head says to search engines and to whoever it is shared with.
 *
 * @param origin the site's public address: `https://example.org`; without it nothing absolute is said
 * @param base the path that the site is published under: `/cairn/`
 */
export function headOf(
  { pageData, title, description, assets }: TransformContext,
  origin: string | undefined,
  base: string,
): HeadConfig[] {
  const head: HeadConfig[] = assets
    .filter((asset) => /(fraunces-latin-600|literata-latin-[46]00)-normal.*woff2$/.test(asset))
    .map((href) => [
      'link',
      {
        rel: 'preload',
        as: 'font',
        type: 'font/woff2',
        href,
        crossorigin: '',
        // A phone on a slow network has better things to fetch first.
        media: '(min-width: 768px)',
      },
    ]);
  head.push(
    ['meta', { property: 'og:title', content: title }],
    ['meta', { property: 'og:description', content: description }],
    ['meta', { property: 'og:type', content: 'website' }],
    ['meta', { name: 'twitter:card', content: 'summary_large_image' }],
  );
  if (pageData.isNotFound) return head;
  const path = pageData.relativePath.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '');
  if (!/(^|\/)$/.test(path)) head.push(['script', {}, WITHOUT_SLASH]);
  if (origin === undefined) return head;
  const url = origin + base + path;
  head.push(
    ['link', { rel: 'canonical', href: url }],
    ['meta', { property: 'og:url', content: url }],
    ['meta', { property: 'og:image', content: `${origin}${base}card.png` }],
  );
  return head;
}
