import { parse } from '@babel/parser';

/** A node of Babel's tree, as far as it matters here. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

/** TypeScript that doesn't parse: its `stack` names the file, the line and the column. */
export class ParseError extends SyntaxError {
  readonly code = 'PARSE_ERROR';

  constructor(what: string, place: string) {
    super(what);
    this.stack = `SyntaxError: ${what}\n    at ${place}`;
  }
}

/**
 * Parses a module.
 *
 * @param path from the course's root, for the error
 * @throws ParseError
 */
export function parseModule(path: string, text: string): SyntaxNode {
  try {
    const { program } = parse(text, {
      sourceType: 'module',
      plugins: ['typescript', 'decoratorAutoAccessors'],
    });
    return program as unknown as SyntaxNode;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    const what = message.replace(/ \(\d+:\d+\)$/, '');
    throw new ParseError(what, loc ? `${path}:${loc.line}:${loc.column + 1}` : path);
  }
}

/**
 * The nodes directly below a node, in the order of its properties.
 *
 * @param without properties that are left out
 */
export function childrenOf(node: SyntaxNode, without: readonly string[] = []): SyntaxNode[] {
  return Object.entries(node).flatMap(([name, value]) =>
    /omments$|^loc$/.test(name) || without.includes(name) ? [] : [value].flat().filter(isNode),
  );
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** A text in which pieces give way to others of the same length: every place stays where it is. */
export class EqualLength {
  readonly #original: string;
  readonly #characters: string[];

  constructor(text: string) {
    this.#original = text;
    this.#characters = [...Array(text.length).keys()].map((at) => text[at] ?? '');
  }

  /** Puts white space in a piece's place; its line breaks stay. */
  blank(from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      if (!/[\r\n]/.test(this.#characters[at] ?? '')) this.#characters[at] = ' ';
    }
  }

  /** Puts something into the beginning of a piece, and white space into its rest. */
  replace(from: number, to: number, by: string): void {
    this.blank(from, to);
    for (const [index, character] of [...by].entries()) this.#characters[from + index] = character;
  }

  /** The original text of a piece. */
  original(from: number, to: number): string {
    return this.#original.slice(from, to);
  }

  toString(): string {
    return this.#characters.join('');
  }
}
