import { format } from 'prettier';
import { recordAnswers } from './which-answer.ts';
import { recordFirewalls } from './which-firewall.ts';
import { recordSessionAnswers } from './which-session-answer.ts';

const WIDGETS = 'docs/.vitepress/theme/widgets';

/** What is recorded, and the file of the site that it is kept in, from the course's root. */
export const recordings: { file: string; record: () => Promise<string> }[] = [
  {
    file: `${WIDGETS}/which-answer/errors/recorded.json`,
    record: async () => toJson(await recordAnswers()),
  },
  {
    file: `${WIDGETS}/which-answer/sessions/recorded.json`,
    record: async () => toJson(await recordSessionAnswers()),
  },
  {
    file: `${WIDGETS}/which-firewall/recorded.json`,
    record: async () => toJson(await recordFirewalls()),
  },
];

/** As `npm run format` would have it. */
function toJson(value: unknown): Promise<string> {
  return format(JSON.stringify(value), { parser: 'json', printWidth: 100 });
}
