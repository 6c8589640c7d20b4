import type { Person } from '#api/people.ts';
import { check, expect, task } from '#check';
import { theRangerVoter } from './lessons.ts';
import { ACTIONS, expectVote, INES, MIRA, toDo, TOMAS, UNKNOWN_ACTIONS } from './votes.ts';

const open = async () => (await theRangerVoter()).rangerVoter;
const AUTHORS = [MIRA.id, TOMAS.id, 'p-someone-new'];

/** A person in a role that the database doesn't have, at least not today. */
const inRole = (role: unknown): Person => ({ ...MIRA, role: role as Person['role'] });

task('7.3', () => {
  check(
    'rangers-close-trails',
    "grants rangers to change the condition of anyone's report",
    {
      points: 3,
      hint: [
        'There is ice on Needle Ridge, and Tomáš wrote "open". A ranger must be able to change that.',
        "For the action `change`, look at `properties`: `['condition']` is what rangers may do.",
        "`properties.every((property) => property === …) ? 'grant' : 'abstain'`",
      ],
    },
    async () => {
      const voter = await open();
      for (const author of AUTHORS) {
        await expectVote(voter, INES, toDo('change', author, ['condition']), 'grant');
      }
      const twice = toDo('change', MIRA.id, ['condition', 'condition']);
      await expectVote(voter, INES, twice, 'grant');
    },
  );

  check(
    'words-stay-with-their-author',
    "doesn't grant rangers the title or the body of someone else's report",
    {
      points: 4,
      hint: [
        'What a report says, its author says. A ranger who can rewrite it puts words into their mouth.',
        'One property that rangers may not change spoils the whole change, wherever it stands in the list.',
        'Look at every entry: `every`, not `some` or `includes`.',
      ],
    },
    async () => {
      const voter = await open();
      for (const properties of [
        ['title'],
        ['body'],
        ['title', 'body'],
        ['condition', 'title'],
        ['title', 'condition'],
        ['condition', 'body'],
        ['body', 'condition'],
        ['condition', 'title', 'body'],
        ['body', 'condition', 'title'],
      ]) {
        await expectVote(voter, INES, toDo('change', MIRA.id, properties), 'abstain');
      }
    },
  );

  check(
    'allows-by-name',
    'grants no property but `condition`, also not one of next year',
    {
      points: 2,
      hint: [
        'Next year reports have a `region`, and nobody thinks of this voter. A list of what is forbidden grants that.',
        'Compare with the one property that is allowed, exactly.',
      ],
    },
    async () => {
      const voter = await open();
      for (const property of [
        'region',
        'authorId',
        'author',
        'createdAt',
        'Condition',
        'condition ',
        'conditions',
        'condition.title',
        'con',
        '',
        '__proto__',
        'constructor',
      ]) {
        await expectVote(voter, INES, toDo('change', MIRA.id, [property]), 'abstain');
        await expectVote(voter, INES, toDo('change', MIRA.id, ['condition', property]), 'abstain');
      }
    },
  );

  check(
    'changing-nothing-is-allowed',
    'grants a ranger a change of nothing',
    {
      points: 1,
      hint: [
        'A patch without any property changes nothing, so there is nothing to refuse.',
        '`[].every(…)` is true. A test like `properties[0] === …`, or a required length, is not.',
      ],
    },
    async () => {
      const voter = await open();
      await expectVote(voter, INES, toDo('change', MIRA.id, []), 'grant');
      await expectVote(voter, INES, toDo('change', null, []), 'grant');
      await expectVote(voter, MIRA, toDo('change', TOMAS.id, []), 'abstain');
    },
  );

  check(
    'rangers-post-and-delete',
    'grants rangers to delete any report, and to post for anyone',
    {
      points: 2,
      hint: [
        'A hiker calls the office from a hut without network: the ranger posts the report for them.',
        "For the actions `post` and `delete`, return `'grant'`.",
      ],
    },
    async () => {
      const voter = await open();
      for (const author of AUTHORS) {
        await expectVote(voter, INES, toDo('post', author), 'grant');
        await expectVote(voter, INES, toDo('delete', author), 'grant');
      }
    },
  );

  check(
    'hikers-get-nothing-here',
    'abstains on everything that hikers ask',
    {
      points: 2,
      hint: [
        'This voter is about rangers. What hikers may do is for the other voter.',
        "`person.role` is `'hiker'` or `'ranger'`. Which one does your code let past?",
      ],
    },
    async () => {
      const voter = await open();
      for (const action of ACTIONS) {
        for (const author of [MIRA.id, TOMAS.id, null]) {
          await expectVote(voter, MIRA, toDo(action, author), 'abstain');
        }
      }
      for (const properties of [[], ['condition'], ['title']]) {
        await expectVote(voter, MIRA, toDo('change', MIRA.id, properties), 'abstain');
      }
    },
  );

  check(
    'a-role-is-one-word',
    'treats no other role as ranger',
    {
      points: 1,
      hint: [
        'Roles multiply: next year there is a `ranger-trainee`. A role that merely resembles `ranger` grants nothing.',
        "Compare exactly, and name the role that may: `person.role !== 'ranger'`, not `=== 'hiker'`.",
      ],
    },
    async () => {
      const voter = await open();
      const roles = ['admin', 'ranger-trainee', 'stranger', 'Ranger', ' ranger', 'guest', '']
        .concat(['rangers'])
        .concat([undefined, null, ['ranger'], true] as never[]);
      for (const role of roles) {
        for (const action of ACTIONS) {
          await expectVote(voter, inRole(role), toDo(action, TOMAS.id), 'abstain');
        }
      }
    },
  );

  check(
    'denies-nothing',
    'never denies, so that a ranger keeps what every author has',
    {
      points: 2,
      hint: [
        'Ines may correct the title of her own report: the authors’ voter grants that. A `deny` from here would overrule it.',
        "Return `'abstain'` where this voter doesn't grant.",
      ],
    },
    async () => {
      const voter = await open();
      for (const properties of [['title'], ['condition', 'body'], ['region']]) {
        await expectVote(voter, INES, toDo('change', INES.id, properties), 'abstain');
      }
      for (const person of [MIRA, INES]) {
        for (const action of [...ACTIONS, ...UNKNOWN_ACTIONS]) {
          for (const author of [MIRA.id, INES.id, null]) {
            const asked = toDo(action, author, action === 'change' ? ['title'] : []);
            const vote = await voter(person, asked as never);
            const what = `the vote when ${person.handle} asks to "${action}" a report by ${author}`;
            expect(vote, what).not.toBe('deny');
          }
        }
      }
    },
  );

  check(
    'knows-three-actions',
    "abstains on an action that it doesn't know",
    {
      points: 2,
      hint: [
        'Someone adds the action `transfer` next year. Being a ranger must not be enough for it until someone has decided so.',
        "List the actions that are granted. After them comes `return 'abstain'`, not `'grant'`.",
      ],
    },
    async () => {
      const voter = await open();
      for (const action of UNKNOWN_ACTIONS) {
        await expectVote(voter, INES, toDo(action, MIRA.id, []), 'abstain');
        await expectVote(voter, INES, toDo(action, MIRA.id, ['condition']), 'abstain');
      }
    },
  );

  check(
    'whoever-wrote-it',
    "treats a report whose author has left like anyone else's, and a ranger's own, too",
    {
      points: 1,
      hint: 'Who wrote a report makes no difference to this voter. Does your code look at `authorId`?',
    },
    async () => {
      const voter = await open();
      for (const author of [null, INES.id]) {
        await expectVote(voter, INES, toDo('change', author, ['condition']), 'grant');
        await expectVote(voter, INES, toDo('change', author, ['title']), 'abstain');
        await expectVote(voter, INES, toDo('delete', author), 'grant');
        await expectVote(voter, INES, toDo('post', author), 'grant');
      }
    },
  );

  check(
    'remembers-nothing',
    'votes on each question alone, whatever was asked before',
    {
      points: 1,
      hint: 'Is there a variable outside of the function, or a list that shrinks? A vote depends on its two arguments and nothing else.',
    },
    async () => {
      const voter = await open();
      const person: Person = { ...MIRA };
      const asked = toDo('change', TOMAS.id, ['condition']);
      await expectVote(voter, person, asked, 'abstain');
      person.role = 'ranger';
      await expectVote(voter, person, asked, 'grant');
      await expectVote(voter, person, toDo('change', TOMAS.id, ['title']), 'abstain');
      await expectVote(voter, person, asked, 'grant');
      person.role = 'hiker';
      await expectVote(voter, person, asked, 'abstain');
      const properties = ['condition', 'title'];
      await voter(INES, { ...asked, action: 'change', properties });
      expect(properties, 'the properties, after the vote').toEqual(['condition', 'title']);
    },
  );
});
