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
 * no script is needed.
 *
 * @throws for a question without a right choice, or with only one
 */
export function predictions(md: MarkdownRenderer): void {
  const rule: Parameters<typeof md.block.ruler.before>[2] = (state, startLine, _end, silent) => {
    const line = state.getLines(startLine, startLine + 1, state.blkIndent, false).trim();
    if (!/^<(\/?Predict|\/Choice|Choice answer=.*)>$/.test(line)) return false;
    if (silent) return true;
    const env = state.env as { relativePath?: string; predictions?: Choices[] };
    const html = toHtml(line, (env.predictions ??= []), (answer) => md.renderInline(answer), env);
    if (html === undefined) return false;
    state.push('html_block', '', 0).content = `${html}\n`;
    state.line = startLine + 1;
    return true;
  };
  md.block.ruler.before('html_block', 'predict', rule, { alt: ['paragraph'] });
}

interface Choices {
  all: number;
  right: number;
}

function toHtml(
  line: string,
  questions: Choices[],
  inline: (text: string) => string,
  { relativePath }: { relativePath?: string },
): string | undefined {
  const id = `predict-${questions.length}`;
  const current = questions.at(-1);
  if (line === '<Predict>') {
    questions.push({ all: 0, right: 0 });
    const label = `predict-${questions.length}`;
    return `<div class="predict" role="group" aria-labelledby="${label}"><p id="${label}" class="predict-label">Predict, before you read on</p>`;
  }
  if (line === '</Predict>') {
    if (!current || current.all < 2 || current.right === 0) {
      throw new Error(
        `${relativePath}: <Predict> ${questions.length} wants two choices or more, and a right one.`,
      );
    }
    return '</div>';
  }
  if (line === '</Choice>') return '</div></details>';
  const [, answer, right] = /^<Choice answer="([^"]+)"( right)?>$/.exec(line) ?? [];
  if (answer === undefined || !current) return undefined;
  current.all += 1;
  if (right) current.right += 1;
  return (
    `<details class="choice ${right ? 'is-right' : 'is-wrong'}" name="${id}">` +
    `<summary>${inline(answer)}</summary><div class="choice-why">` +
    `<p class="choice-verdict">${right ? 'Yes, that is it.' : 'Not quite.'}</p>`
  );
}
