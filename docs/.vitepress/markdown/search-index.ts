import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';

type Env = MarkdownEnv & { forSearch?: boolean };

/**
 * Leaves out the colors of code when a page is rendered for the search: nobody sees them there, and
 * to color every page takes longer than all the rest of a start.
 */
export function plainForSearch(md: MarkdownRenderer): void {
  const { highlight } = md.options;
  const render = md.render.bind(md);
  let isPlain = false;
  // VitePress has one renderer for the pages and the search. This part of its work is synchronous.
  md.render = (source, env?: Env) => {
    isPlain = env?.forSearch === true;
    try {
      return render(source, env);
    } finally {
      isPlain = false;
    }
  };
  md.options.highlight = (code: string, language: string, attributes: string) =>
    isPlain
      ? `<pre><code>${md.utils.escapeHtml(code)}</code></pre>`
      : (highlight?.(code, language, attributes) ?? '');
}

/** How VitePress's search gets a page: `search.options._render`. */
export async function renderForSearch(
  source: string,
  env: Env,
  md: MarkdownRenderer,
): Promise<string> {
  env.forSearch = true;
  const html = await md.renderAsync(source, env);
  return env.frontmatter?.['search'] === false ? '' : html;
}
