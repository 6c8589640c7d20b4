/** A block of a brief. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'code'; text: string };

/** A piece of a line: plain, code, bold, or a link. */
export interface Piece {
  kind: 'text' | 'code' | 'strong' | 'link';
  text: string;
  href?: string;
}

const ITEM = /^\s{0,3}(?:(\d+)[.)]|[-*])\s+/;

/** Reads the Markdown that briefs are written in: paragraphs, lists and fenced code. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let code: string[] | undefined;
  let isNew = true;
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    if (line.startsWith('```')) {
      if (code) blocks.push({ kind: 'code', text: code.join('\n') });
      code = code ? undefined : [];
      isNew = true;
      continue;
    }
    if (code) {
      code.push(line);
      continue;
    }
    const last = blocks.at(-1);
    const item = ITEM.exec(line);
    if (line.trim() === '') isNew = true;
    else if (item) {
      const text = line.slice(item[0].length);
      const ordered = item[1] !== undefined;
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(text);
      else blocks.push({ kind: 'list', ordered, items: [text] });
      isNew = false;
    } else if (last?.kind === 'list' && (!isNew || /^\s/.test(line))) {
      last.items.push(`${last.items.pop() ?? ''} ${line.trim()}`);
      isNew = false;
    } else if (last?.kind === 'paragraph' && !isNew) last.text += ` ${line.trim()}`;
    else {
      blocks.push({ kind: 'paragraph', text: line.trim() });
      isNew = false;
    }
  }
  return blocks;
}

/** The pieces of a line of Markdown. A link leads to the web, or to a page of the course. */
export function piecesOf(text: string): Piece[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\)|https?:\/\/[^\s()]*[^\s().,:;])/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      if (/^`.+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
      if (/^\*\*.+\*\*$/.test(part)) return { kind: 'strong', text: part.slice(2, -2) };
      const [, words, href] = /^\[(.+)\]\(((?:https?:\/\/|\/|#).+)\)$/.exec(part) ?? [];
      if (words !== undefined && href !== undefined) {
        return { kind: 'link', text: words.replaceAll('`', ''), href };
      }
      if (/^https?:\/\//.test(part)) return { kind: 'link', text: part, href: part };
      return { kind: 'text', text: part };
    });
}
