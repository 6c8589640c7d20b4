import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import escapeHtml from 'escape-html';
import type { MarkdownRenderer } from 'vitepress';
import { courseRoot } from '../../../scripts/course/root.ts';
import {
  type ComparedGroup,
  type Comparison,
  type Contender,
  contenders,
  count,
  differs,
  isWrong,
  namesOf,
} from '../../../scripts/proof/attack/comparison.ts';

const RECORDING = join(courseRoot, 'docs', '.vitepress', 'attacks.json');

/**
 * `<AttackSummary />`, `<AttackDifferences />` and `<AttacksOnTheApp />`, each on a line of its own,
 * become tables of what came of the attacks: as `npm run attack -- --record` has kept it.
 */
export function attackTables(md: MarkdownRenderer): void {
  md.block.ruler.before('html_block', 'attacks', (state, startLine, _endLine, silent) => {
    const line = state.getLines(startLine, startLine + 1, state.blkIndent, false).trim();
    const table = TABLES[line];
    if (!table) return false;
    if (silent) return true;
    (state.env as { includes?: string[] }).includes?.push(RECORDING);
    const comparison = JSON.parse(readFileSync(RECORDING, 'utf8')) as Comparison;
    state.push('html_block', '', 0).content = `${table(comparison)}\n`;
    state.line = startLine + 1;
    return true;
  });
}

const TABLES: Record<string, (comparison: Comparison) => string> = {
  '<AttackSummary />': summary,
  '<AttackDifferences />': differences,
  '<AttacksOnTheApp />': attacksOnTheApp,
};

function summary({ bearer }: Comparison): string {
  const all = bearer.flatMap(({ groups }) => groups);
  const rows = [...bearer, { title: 'All of them', groups: all }].map(({ title, groups }) => {
    const attacks = groups.reduce((sum, { names }) => sum + names.length, 0);
    const cells = contenders.map((contender) => `<td>${outcome(groups, contender)}</td>`);
    return `<tr><th scope="row">${escapeHtml(title)}</th><td>${attacks}</td>${cells.join('')}</tr>`;
  });
  return table(
    'What each of the three accepted that is to be refused, and what else went wrong',
    ['Subject', 'Requests', ...contenders],
    rows,
  );
}

/** What a contender did about some attacks, in a few words. */
function outcome(groups: ComparedGroup[], contender: Contender): string {
  const parts = [
    [count(groups, contender, 'standard', 'accepts'), 'against a standard', true],
    [count(groups, contender, 'ours', 'accepts'), 'against our policy', false],
    [count(groups, contender, 'control', 'refuses'), 'good ones refused', true],
    [
      (['standard', 'ours', 'control'] as const)
        .map((rule) => count(groups, contender, rule, 'breaks'))
        .reduce((sum, each) => sum + each),
      'answered 500',
      true,
    ],
  ] as const;
  const said = parts
    .filter(([times]) => times > 0)
    .map(([times, what, wrong]) => mark(`${times} ${what}`, wrong));
  return said.length === 0 ? '✓ holds' : said.join('<br>');
}

function differences({ bearer }: Comparison): string {
  const rows = bearer.flatMap(({ groups }) =>
    groups.filter(differs).map((group) => {
      const { rule, why, names, verdicts } = group;
      const times = names.length === 1 ? '' : `${names.length} × `;
      const who = { standard: 'a standard', ours: 'our policy', control: 'nobody: it is good' }[
        rule
      ];
      const cells = contenders.map((contender) => {
        const verdict = verdicts[contender];
        const word = verdict === 'breaks' ? 'answers 500' : verdict;
        return `<td class="attack-verdict">${mark(word, isWrong(rule, verdict))}</td>`;
      });
      return (
        `<tr><th scope="row">${times}${escapeHtml(namesOf(group, 8))}</th>` +
        `<td>${who}<br>${withLinks(why)}</td>${cells.join('')}</tr>`
      );
    }),
  );
  return table(
    'The requests that are not answered alike',
    ['What is sent', 'Who refuses it', ...contenders],
    rows,
  );
}

function attacksOnTheApp({ app }: Comparison): string {
  const rows = app.map(
    ({ title, attacks }) => `<tr><th scope="row">${escapeHtml(title)}</th><td>${attacks}</td></tr>`,
  );
  return table('Attacks on the rest of chapter 6', ['Subject', 'Attacks'], rows);
}

function table(caption: string, heads: string[], rows: string[]): string {
  const columns = heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('');
  // What people have put into a name, `{{7*7}}`, is no template of ours: v-pre.
  return (
    `<div v-pre class="attack-table" role="region" tabindex="0" aria-label="${escapeHtml(caption)}">` +
    `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${columns}</tr></thead>` +
    `<tbody>${rows.join('')}</tbody></table></div>`
  );
}

/** What is wrong has a cross before it: colour alone would not say it to everybody. */
function mark(text: string, wrong: boolean): string {
  return wrong ? `<strong class="attack-wrong">✗ ${text}</strong>` : text;
}

/** `RFC 7515 §4.1.11` leads there. */
function withLinks(why: string): string {
  return escapeHtml(why).replace(/RFC (\d+)(?: §([\d.]*\d))?/g, (text, number, section) => {
    const anchor = section === undefined ? '' : `#section-${section}`;
    return `<a href="https://www.rfc-editor.org/rfc/rfc${number}${anchor}">${text}</a>`;
  });
}
