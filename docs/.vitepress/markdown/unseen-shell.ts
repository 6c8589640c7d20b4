import escapeHtml from 'escape-html';
import type { MarkdownRenderer } from 'vitepress';

/**
 * What a page has run without showing it, `<!-- replay: run npm run api 5 -->`, becomes a hidden
 * element: so a button below knows which API the page has started, and who is signed in.
 */
export function unseenShell(md: MarkdownRenderer): void {
  md.core.ruler.push('unseen-shell', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type !== 'html_block') continue;
      const [, command] = /^<!-- replay: run (.*?) -->\s*$/s.exec(token.content) ?? [];
      if (command === undefined) continue;
      token.content = `<span hidden data-unseen-shell="${escapeHtml(command)}"></span>\n`;
    }
  });
}
