import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import escapeHtml from 'escape-html';
import type { MarkdownRenderer } from 'vitepress';
import { courseRoot } from '../../../scripts/course/root.ts';

/** Words in a cell, and whether they tell of a fault. */
export interface Words {
  text: string;
  wrong: boolean;
}

/** What came of the attacks, as `npm run attack -- --record` has kept it. */
export interface AttackTables {
  contenders: string[];
  /** By subject; the last row is about all of them. */
  summary: { title: string; attacks: number; outcomes: Words[][] }[];
  /** The requests that are not answered alike. */
  differences: { what: string; who: string; why: string; responses: Words[] }[];
  /** The attacks on what only the finished app has. */
  app: { title: string; attacks: number }[];
}

const RECORDING = join(courseRoot, 'docs', '.vitepress', 'attacks.json');

/**
 * `<AttackSummary />`, `<AttackDifferences />` and `<AttacksOnTheApp />`, each on a line of its own,
 * become tables of what came of the attacks.
 */
export function attackTables(md: MarkdownRenderer): void {
  md.block.ruler.before('html_block', 'attacks', (state, startLine, _endLine, silent) => {
    const line = state.getLines(startLine, startLine + 1, state.blkIndent, false).trim();
    const table = TABLES[line];
    if (!table) return false;
    if (silent) return true;
    (state.env as { includes?: string[] }).includes?.push(RECORDING);
    const recorded = JSON.parse(readFileSync(RECORDING, 'utf8')) as AttackTables;
    state.push('html_block', '', 0).content = `${table(recorded)}\n`;
    state.line = startLine + 1;
    return true;
  });
}

const TABLES: Record<string, (recorded: AttackTables) => string> = {
  '<AttackSummary />': summary,
  '<AttackDifferences />': differences,
  '<AttacksOnTheApp />': attacksOnTheApp,
};

function summary({ contenders, summary: subjects }: AttackTables): string {
  const rows = subjects.map(({ title, attacks, outcomes }) => {
    const cells = outcomes.map((words) => `<td>${words.map(mark).join('<br>')}</td>`);
    return `<tr><th scope="row">${escapeHtml(title)}</th><td>${attacks}</td>${cells.join('')}</tr>`;
  });
  return table(
    'What each of the three accepted that is to be refused, and what else went wrong',
    ['Subject', 'Requests', ...contenders],
    rows,
  );
}

function differences({ contenders, differences: groups }: AttackTables): string {
  const rows = groups.map(({ what, who, why, responses }) => {
    const cells = responses.map((words) => `<td class="attack-verdict">${mark(words)}</td>`);
    return (
      `<tr><th scope="row">${escapeHtml(what)}</th>` +
      `<td>${who}<br>${withLinks(why)}</td>${cells.join('')}</tr>`
    );
  });
  return table(
    'The requests that are not answered alike',
    ['What is sent', 'Who refuses it', ...contenders],
    rows,
  );
}

function attacksOnTheApp({ contenders, app }: AttackTables): string {
  const rows = app.map(
    ({ title, attacks }) => `<tr><th scope="row">${escapeHtml(title)}</th><td>${attacks}</td></tr>`,
  );
  return table(`Attacks on the rest of ${contenders[0]}`, ['Subject', 'Attacks'], rows);
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
function mark({ text, wrong }: Words): string {
  return wrong ? `<strong class="attack-wrong">✗ ${text}</strong>` : text;
}

/** `RFC 7515 §4.1.11` leads there. */
function withLinks(why: string): string {
  return escapeHtml(why).replace(/RFC (\d+)(?: §([\d.]*\d))?/g, (text, number, section) => {
    const anchor = section === undefined ? '' : `#section-${section}`;
    return `<a href="https://www.rfc-editor.org/rfc/rfc${number}${anchor}">${text}</a>`;
  });
}
