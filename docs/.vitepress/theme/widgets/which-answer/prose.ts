import { withBase } from 'vitepress';
import { type FunctionalComponent, h, type VNodeChild } from 'vue';

/** A line of Markdown: `code`, **what matters** and [links](/chapters/05-errors#5-1). */
export const Prose: FunctionalComponent<{ text: string }> = ({ text }) => partsOf(text);
Prose.props = ['text'];

function partsOf(text: string): VNodeChild[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map((part) => {
    if (part.startsWith('`')) return h('code', part.slice(1, -1));
    if (part.startsWith('**')) return h('strong', part.slice(2, -2));
    const [, label, href] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? [];
    return label === undefined || href === undefined ? part : linkTo(href, label);
  });
}

function linkTo(href: string, label: string): VNodeChild {
  if (href.startsWith('/')) return h('a', { href: withBase(href) }, label);
  return h('a', { href, target: '_blank', rel: 'noreferrer' }, label);
}
