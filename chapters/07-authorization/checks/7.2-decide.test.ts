import type { Person } from '#api/people.ts';
import { check, expect, task } from '#check';
import { theDecision } from './lessons.ts';
import { type Asked, INES, MIRA, toDo, TOMAS } from './votes.ts';

/** What a voter of a check returns: a vote, or what pretends to be one. */
type Answer = unknown;

/** Voters that return these, in this order. A function is called for its answer. */
const votersOf = (answers: Answer[]) =>
  answers.map(
    (answer) => () => (typeof answer === 'function' ? (answer as () => unknown)() : answer),
  );

/** A vote that comes later. */
const later = (vote: Answer) => async () => {
  for (let turn = 0; turn < 5; turn += 1) await undefined;
  return vote;
};

/** How a list of votes reads in a message. */
const listed = (answers: Answer[]) =>
  `the decision on [${answers.map((answer) => (typeof answer === 'string' ? answer : shown(answer))).join(', ')}]`;

function shown(answer: Answer): string {
  if (typeof answer === 'function') return answer.name || 'a later vote';
  return JSON.stringify(answer) ?? String(answer);
}

async function open() {
  const { decide } = await theDecision();
  return (voters: unknown, person: Person = MIRA, asked: Asked = toDo('change', TOMAS.id)) =>
    decide(voters as never, person, asked as never) as Promise<unknown>;
}

/** What a decision returns, or that it throws. */
async function outcomeOf(decision: () => unknown): Promise<string> {
  try {
    return `${String(await decision())}, and no error`;
  } catch {
    return 'an error';
  }
}

task('7.2', () => {
  check(
    'one-grant-is-enough',
    'allows what at least one voter grants and none denies',
    {
      points: 2,
      hint: [
        'Voters that abstain have no opinion. One that grants is enough, wherever it stands.',
        "Remember whether any vote was `'grant'`, and return that after the loop. Nothing but a `'deny'` changes it afterwards.",
      ],
    },
    async () => {
      const decide = await open();
      for (const votes of [
        ['grant'],
        ['grant', 'abstain'],
        ['abstain', 'grant'],
        ['abstain', 'abstain', 'grant', 'abstain'],
        ['grant', 'grant'],
        ['grant', 'abstain', 'abstain', 'abstain', 'abstain', 'abstain', 'abstain'],
      ]) {
        expect(await decide(votersOf(votes)), listed(votes)).toBe(true);
      }
      // Whatever becomes of a vote that isn't one of the three, the order doesn't matter.
      for (const strange of [undefined, true, 'yes', { vote: 'grant' }]) {
        const before = await decide(votersOf([strange, 'grant']));
        const what = `${listed(['grant', strange])}, as with the two the other way round`;
        expect(await decide(votersOf(['grant', strange])), what).toBe(before);
      }
    },
  );

  check(
    'no-grant-means-no',
    'refuses what nobody grants: silence is not consent',
    {
      points: 3,
      hint: [
        'If everyone abstains, nobody has said yes. Which answer is safe?',
        'Start from `false`, and let only a grant change that.',
      ],
    },
    async () => {
      const decide = await open();
      for (const votes of [['abstain'], ['abstain', 'abstain', 'abstain']]) {
        expect(await decide(votersOf(votes)), listed(votes)).toBe(false);
      }
      expect(await decide([]), 'the decision without any voters').toBe(false);
    },
  );

  check(
    'a-deny-refuses',
    'refuses what a single voter denies, wherever it stands',
    {
      points: 4,
      hint: [
        'A deny overrules all grants: the ones before it, too.',
        'So you know the result only when every voter has been asked, or one has denied.',
        "`if (vote === 'deny') return false;` inside the loop; no `return true` in there.",
      ],
    },
    async () => {
      const decide = await open();
      for (const votes of [
        ['deny'],
        ['deny', 'grant'],
        ['grant', 'deny'],
        ['grant', 'grant', 'deny'],
        ['deny', 'grant', 'grant'],
        ['grant', 'deny', 'grant'],
        ['grant', 'abstain', 'abstain', 'abstain', 'abstain', 'deny', 'abstain', 'grant'],
        ['deny', 'grant', 'grant', 'grant', 'grant', 'grant', 'grant'],
        ['abstain', 'deny'],
        ['deny', 'deny'],
      ]) {
        expect(await decide(votersOf(votes)), listed(votes)).toBe(false);
      }
    },
  );

  check(
    'waits-for-votes',
    'waits for votes that come later',
    {
      points: 3,
      hint: [
        'A voter may have to ask a database, and then it returns a promise. A promise is not a vote yet.',
        '`await` what each voter returns. In `forEach`, or in `some` and `every`, an `await` comes too late.',
        '`const vote = await voter(…);`',
      ],
    },
    async () => {
      const decide = await open();
      for (const [votes, expected] of [
        ['grant later', true],
        ['abstain later, grant later', true],
        ['abstain later', false],
        ['deny later', false],
        ['grant, deny later', false],
        ['deny later, grant', false],
        ['grant later, deny', false],
        ['grant later, deny later, grant later', false],
      ] as const) {
        const answers = votes.split(', ').map((each) => {
          const [vote, when] = each.split(' ');
          return when === 'later' ? later(vote) : vote;
        });
        expect(await decide(votersOf(answers)), `the decision on [${votes}]`).toBe(expected);
      }
    },
  );

  check(
    'only-a-grant-grants',
    "takes only the string 'grant' as a grant",
    {
      points: 2,
      hint: [
        'What a voter returns may be wrong: `true`, `undefined`, `yes`. Whatever is not a grant must not open anything.',
        "Compare with `=== 'grant'`. A test like `if (vote)`, or `vote !== 'deny'`, lets everything else in.",
      ],
    },
    async () => {
      const decide = await open();
      for (const answer of [
        true,
        1,
        'yes',
        'GRANT',
        'granted',
        'grant ',
        'ungrant',
        'allow',
        {},
        { vote: 'grant' },
        ['grant'],
        undefined,
        null,
        '',
        Symbol('grant'),
        () => () => 'grant',
      ]) {
        const what = `the decision when the only voter returns ${typeof answer === 'symbol' ? 'a symbol' : shown(answer)}`;
        expect(await decide(votersOf([answer])), what).toBe(false);
      }
    },
  );

  check(
    'an-error-grants-nothing',
    'grants nothing when a voter throws, and lets the error through',
    {
      points: 3,
      hint: [
        'A voter that throws might have denied. Nobody knows, so the answer cannot be yes, even if another voter grants.',
        "Don't catch the error: if you swallow it, nobody hears of the bug. Express passes it to the error handlers, which answer 500.",
      ],
    },
    async () => {
      const decide = await open();
      expect(await decide(votersOf(['grant'])), 'first, while no voter throws').toBe(true);
      const fails = () => {
        throw new Error('This voter of a check fails.');
      };
      const failsLater = async () => {
        await undefined;
        throw new Error('This voter of a check fails.');
      };
      const throwsNothing = () => {
        throw undefined;
      };
      for (const votes of [
        [fails],
        [failsLater],
        [throwsNothing],
        [fails, 'grant'],
        ['grant', fails],
        ['grant', failsLater],
        [failsLater, 'grant'],
        ['grant', 'abstain', throwsNothing],
      ]) {
        const outcome = await outcomeOf(() => decide(votersOf(votes)));
        expect(outcome, `${listed(votes)}, where a voter throws`).toBe('an error');
      }
      for (const votes of [
        ['deny', fails],
        ['deny', failsLater],
        [failsLater, 'grant', 'deny'],
      ]) {
        const outcome = await outcomeOf(() => decide(votersOf(votes)));
        expect(outcome, `${listed(votes)}, where a voter throws`).not.toContain('true');
      }
    },
  );

  check(
    'tells-every-voter',
    'tells every voter who asks, and for what',
    {
      points: 2,
      hint: [
        'Each voter gets the same two arguments: first the person, then the permission.',
        'Pass them on unchanged: `voter(person, permission)`.',
      ],
    },
    async () => {
      const decide = await open();
      const told: unknown[][] = [];
      const note = (...given: unknown[]) => {
        told.push(given);
        return 'abstain';
      };
      for (const [person, asked] of [
        [MIRA, toDo('change', TOMAS.id, ['title', 'condition'])],
        [INES, toDo('delete', null)],
      ] as const) {
        told.length = 0;
        await decide([note, note, note], person, asked);
        expect(told.length, 'how often three voters that abstain were called').toBe(3);
        for (const [first, second] of told) {
          expect(first, 'the first argument of a voter').toEqual(person);
          expect(second, 'the second argument of a voter').toEqual(asked);
        }
      }
    },
  );

  check(
    'remembers-nothing',
    'makes each decision alone, also two at the same time',
    {
      points: 1,
      hint: [
        'A grant of the last request must not count for this one. Where is your variable declared?',
        'Everything that you note about the votes belongs inside the function.',
      ],
    },
    async () => {
      const decide = await open();
      expect(await decide(votersOf(['grant'])), 'first [grant]').toBe(true);
      expect(await decide(votersOf(['abstain'])), 'then [abstain]').toBe(false);
      expect(await decide(votersOf(['deny'])), 'then [deny]').toBe(false);
      expect(await decide(votersOf(['grant'])), 'then [grant] again').toBe(true);
      const voters = [later('grant')];
      expect(await decide(voters), 'a list of voters, the first time').toBe(true);
      expect(await decide(voters), 'the same list of voters, the second time').toBe(true);
      const own = (person: Person) => later(person.id === MIRA.id ? 'grant' : 'abstain')();
      const together = [MIRA, TOMAS, MIRA, INES].map((person) => decide([own], person));
      expect(
        await Promise.all(together),
        'decisions at the same time: for mira (granted), tomas, mira, ines',
      ).toEqual([true, false, true, false]);
      const rangersCount = ({ role }: Person) => (role === 'ranger' ? 'grant' : 'abstain');
      const ranger = [rangersCount];
      expect(await decide(ranger, INES), 'for ines, a ranger').toBe(true);
      expect(await decide(ranger, { ...INES, role: 'hiker' }), 'then, no longer one').toBe(false);
      const asked = toDo('change', MIRA.id, ['title']);
      const byProperty = (_person: Person, { properties }: Asked) =>
        properties.includes('title') ? 'abstain' : 'grant';
      const same = [byProperty];
      expect(await decide(same, MIRA, asked), 'a change of the title').toBe(false);
      asked.properties = ['condition'];
      expect(await decide(same, MIRA, asked), 'then a change of the condition').toBe(true);
      const back = toDo('change', MIRA.id, ['title']);
      expect(await decide(same, MIRA, back), 'then a change of the title again').toBe(false);
    },
  );
});
