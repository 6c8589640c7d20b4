import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { courseRoot } from '../../../scripts/course/root.ts';

/** What `npm run bench -- sign-out` has recorded. */
interface Recorded {
  node: string;
  rounds: number;
  requestsPerRefresh: number;
  microseconds: number;
  ratios: Record<Way, number>;
}

type Way = 'signature' | 'person' | 'list' | 'session' | 'finished' | 'short';

const RECORDING = join(courseRoot, 'docs', '.vitepress', 'sign-out-cost.json');

/** From the top of a row to that of the next, and the height of its bar. */
const ROW = 48;
const BAR = 16;
/** The longest bar; its ratio stands to the right of it. */
const LONGEST = 400;

/** `<SignOutCost />`, on a line of its own, becomes a chart of what each way costs. */
export function signOutCost(md: MarkdownRenderer): void {
  md.block.ruler.before('html_block', 'sign-out-cost', (state, startLine, _endLine, silent) => {
    const line = state.getLines(startLine, startLine + 1, state.blkIndent, false).trim();
    if (line !== '<SignOutCost />') return false;
    if (silent) return true;
    (state.env as { includes?: string[] }).includes?.push(RECORDING);
    const recorded = JSON.parse(readFileSync(RECORDING, 'utf8')) as Recorded;
    state.push('html_block', '', 0).content = `${chart(recorded)}\n`;
    state.line = startLine + 1;
    return true;
  });
}

function chart({ node, rounds, requestsPerRefresh, microseconds, ratios }: Recorded): string {
  const rows: [way: Way, label: string][] = [
    ['signature', 'the signature, and no database'],
    ['person', 'signature and person: chapter 8'],
    ['list', 'chapter 8, and the list of revoked tokens'],
    ['session', 'chapter 8, and the session'],
    ['finished', 'chapter 8, session and list: chapter 9'],
    ['short', `chapter 8, with a refresh after ${requestsPerRefresh} requests`],
  ];
  const scale = LONGEST / Math.max(...Object.values(ratios));
  const bars = rows.map(([way, label], index) => bar(index * ROW, label, ratios[way], scale, way));
  const told = rows.map(([way, label]) => `${label}, ${ratios[way].toFixed(2)}`).join('; ');
  const more = Math.round((ratios.finished - 1) * 100);
  return `<figure style="max-width: 480px; margin: 24px auto">
<svg viewBox="0 0 480 ${rows.length * ROW}" role="img" aria-labelledby="ch9-cost-title ch9-cost-desc" style="display: block; width: 100%; height: auto" font-size="16">
<title id="ch9-cost-title">What one request costs, compared with chapter 8</title>
<desc id="ch9-cost-desc">Processor time of a request, as a multiple of chapter 8's. ${told}.</desc>
${bars.join('\n')}
</svg>
<figcaption style="font-size: 14px; line-height: 1.5; margin-top: 8px">Processor time of one <code>GET /api/me</code>, as a multiple of chapter 8's, which was ${microseconds}&nbsp;µs. Chapter 9 takes ${more}&nbsp;% more. The last bar is for tokens that live a minute, and a request every ten seconds. Measured over HTTP on a busy machine with Node ${node} and the data in a file: medians of ${rounds} rounds, in which all six took turns. Your machine will have other numbers, and so will another database.</figcaption>
</figure>`;
}

function bar(top: number, label: string, ratio: number, scale: number, way: Way): string {
  const width = Math.round(ratio * scale);
  const fill = way === 'finished' ? 'var(--vp-c-brand-1)' : 'var(--vp-c-text-3)';
  return `<text x="0" y="${top + 16}" fill="var(--vp-c-text-1)">${label}</text>
<rect x="0" y="${top + 23}" width="${width}" height="${BAR}" rx="3" fill="${fill}" />
<text x="${width + 8}" y="${top + 36}" fill="var(--vp-c-text-1)" font-weight="600">${ratio.toFixed(2)} ×</text>`;
}
