import type { AttackTables, Words } from '../../../docs/.vitepress/markdown/attacks.ts';
import type { Rule } from './attack.ts';
import { type ComparedGroup, type Comparison, contenders, type Reaction } from './compare.ts';

const WHO: Record<Rule, string> = {
  standard: 'a standard',
  ours: 'our policy',
  control: 'nobody: it is good',
};

/** @param all also what is answered alike */
export function tablesOf({ bearer, app }: Comparison, all = false): AttackTables {
  const every = bearer.flatMap(({ groups }) => groups);
  const shown = every.filter(({ responses }) => all || new Set(responses).size > 1);
  return {
    contenders,
    summary: [...bearer, { title: 'All of them', groups: every }].map(({ title, groups }) => ({
      title,
      attacks: groups.reduce((sum, { names }) => sum + names.length, 0),
      outcomes: contenders.map((_contender, index) => outcome(groups, index)),
    })),
    differences: shown.map(({ rule, why, names, responses }) => ({
      what: `${names.length === 1 ? '' : `${names.length} × `}${namesOf(names, all ? Infinity : 8)}`,
      who: WHO[rule],
      why,
      responses: responses.map((response) => ({
        text: response === 'breaks' ? 'answers 500' : response,
        wrong: isWrong(rule, response),
      })),
    })),
    app,
  };
}

/** Whether a contender did what it must not. To accept what our own policy refuses is no fault. */
export function isWrong(rule: Rule, response: Reaction): boolean {
  if (response === 'breaks') return true;
  return response === { standard: 'accepts', ours: undefined, control: 'refuses' }[rule];
}

/** How many attacks of some rules a contender answered so. */
export function count(
  groups: ComparedGroup[],
  contender: number,
  rules: Rule[],
  response: Reaction,
): number {
  return groups
    .filter(({ rule, responses }) => rules.includes(rule) && responses[contender] === response)
    .reduce((sum, { names }) => sum + names.length, 0);
}

/** What a contender did about some attacks, in a few words. */
function outcome(groups: ComparedGroup[], contender: number): Words[] {
  const parts: [Rule[], Reaction, string, boolean][] = [
    [['standard'], 'accepts', 'against a standard', true],
    [['ours'], 'accepts', 'against our policy', false],
    [['control'], 'refuses', 'good ones refused', true],
    [['standard', 'ours', 'control'], 'breaks', 'answered 500', true],
  ];
  const said = parts.flatMap(([rules, response, what, wrong]) => {
    const times = count(groups, contender, rules, response);
    return times === 0 ? [] : [{ text: `${times} ${what}`, wrong }];
  });
  return said.length === 0 ? [{ text: '✓ holds', wrong: false }] : said;
}

/** Names as one text: the first few; what they all begin with is said once. */
export function namesOf(names: string[], most = Infinity): string {
  const prefix = /^[^:]+: /.exec(names[0] ?? '')?.[0] ?? '';
  const shared = names.length > 1 && names.every((name) => name.startsWith(prefix)) ? prefix : '';
  const shown = names.slice(0, names.length > most + 1 ? most : undefined);
  const more = names.length - shown.length;
  const all = shown.map((name) => name.slice(shared.length));
  return shared + [...all, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
