import { createHash } from 'node:crypto';
import type { MarkdownRenderer } from 'vitepress';

/**
 * A question to the reader, with an explanation for every choice, each tag on a line of its own:
 *
 * ```md
 * <Predict>
 *
 * How many of the ten checks pass?
 *
 * <Choice answer="Two: `a` and `b`" right>
 *
 * Why that is so.
 *
 * </Choice>
 * </Predict>
 * ```
 *
 * It becomes the browser's own `<details name>`: one choice is open at a time, by keyboard too, and
 * no script is needed. Three of them between `<FromMemory>` and `</FromMemory>` are about earlier
 * chapters.
 *
 * @throws for a question without a right choice, or with only one; for another number than three
 */
export function predictions(md: MarkdownRenderer): void {
  const rule: Parameters<typeof md.block.ruler.before>[2] = (state, startLine, end, silent) => {
    const line = state.getLines(startLine, startLine + 1, state.blkIndent, false).trim();
    if (!/^<(\/?(Predict|FromMemory)|\/Choice|Choice answer=.*)>$/.test(line)) return false;
    if (silent) return true;
    const env = state.env as Env;
    const reader = (env.predictions ??= new Reader(env.relativePath, (text) =>
      md.renderInline(text, env),
    ));
    const html = reader.read(line, () => state.getLines(startLine, end, state.blkIndent, false));
    if (html === undefined) return false;
    state.push('html_block', '', 0).content = `${html}\n`;
    state.line = startLine + 1;
    return true;
  };
  md.block.ruler.before('html_block', 'predict', rule, { alt: ['paragraph'] });
}

/** A question's id: the same wherever it is asked, until its words change. */
export function questionId(markdown: string): string {
  const words = markdown.replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(words).digest('hex').slice(0, 8);
}

/** The questions between `<FromMemory>` and `</FromMemory>` of a page, as they are written. */
export function questionsFromMemory(markdown: string): string[] {
  const block = /^<FromMemory>\s*$([^]*?)^<\/FromMemory>\s*$/m.exec(markdown)?.[1] ?? '';
  return [...block.matchAll(QUESTION)].map(([question]) => question);
}

const QUESTION = /^<Predict>\s*$[^]*?^<\/Predict>\s*$/gm;
const MEMORIES = 3;

interface Env {
  relativePath?: string;
  predictions?: Reader;
}

/** Reads a page's tags in order, and makes sure that they fit together. */
class Reader {
  readonly #page: string | undefined;
  readonly #inline: (text: string) => string;
  #questions = 0;
  #choices = 0;
  #right = 0;
  #id = '';
  /** The questions from memory so far; undefined outside of them. */
  #memories: number | undefined;

  constructor(page: string | undefined, inline: (text: string) => string) {
    this.#page = page;
    this.#inline = inline;
  }

  /** The HTML of a tag. `rest` is the page from its line on. */
  read(line: string, rest: () => string): string | undefined {
    if (line === '<FromMemory>') return this.#openMemory();
    if (line === '</FromMemory>') return this.#closeMemory();
    if (line === '<Predict>') return this.#open(rest());
    if (line === '</Predict>') return this.#close();
    if (line === '</Choice>') return '</div></details>';
    const [, answer, right] = /^<Choice answer="([^"]+)"( right)?>$/.exec(line) ?? [];
    if (answer === undefined || this.#id === '') return undefined;
    this.#choices += 1;
    if (right) this.#right += 1;
    return (
      `<details class="choice ${right ? 'is-right' : 'is-wrong'}" name="q-${this.#id}">` +
      `<summary>${this.#inline(answer)}</summary><div class="choice-why">` +
      `<p class="choice-verdict">${right ? 'Yes, that is it.' : 'Not quite.'}</p>`
    );
  }

  #open(rest: string): string {
    this.#questions += 1;
    this.#id = questionId(rest.match(QUESTION)?.[0] ?? `${this.#questions}`);
    [this.#choices, this.#right] = [0, 0];
    let label = 'Predict, before you read on';
    if (this.#memories !== undefined) {
      this.#memories += 1;
      label = `Question ${this.#memories} of ${MEMORIES}`;
    }
    return (
      `<div class="predict" role="group" aria-labelledby="predict-${this.#id}" ` +
      `data-question="${this.#id}"><p id="predict-${this.#id}" class="predict-label">${label}</p>`
    );
  }

  #close(): string {
    if (this.#choices < 2 || this.#right === 0) {
      throw new Error(
        `${this.#page}: <Predict> ${this.#questions} needs two choices or more, and a right one.`,
      );
    }
    this.#id = '';
    return '</div>';
  }

  #openMemory(): string {
    this.#memories = 0;
    return (
      '<section class="from-memory" aria-labelledby="from-memory">' +
      '<p id="from-memory" class="from-memory-title">From memory</p>' +
      '<p>Three questions about earlier chapters: this one builds on the answers. What you miss is ' +
      `asked again on ${this.#inline('[another day](/from-memory)')}. It is kept in this browser only.</p>`
    );
  }

  #closeMemory(): string {
    if (this.#memories !== MEMORIES) {
      throw new Error(`${this.#page}: <FromMemory> needs ${MEMORIES} <Predict> blocks.`);
    }
    this.#memories = undefined;
    return '</section>';
  }
}
