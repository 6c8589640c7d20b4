import { format } from 'prettier';
import { compare, type Comparison } from './compare.ts';
import { tablesOf } from './tables.ts';

/** Where the site reads what came of the attacks: from the course's root. */
export const RECORDING = 'docs/.vitepress/attacks.json';

/** The attacks' outcome as the file has it: as `npm run format` would. */
export async function recordAttacks(comparison?: Comparison): Promise<string> {
  const json = JSON.stringify(tablesOf(comparison ?? (await compare())));
  return format(json, { parser: 'json', printWidth: 100 });
}
