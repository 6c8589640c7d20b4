import { check, expect, task } from '#check';
import { theAuthorVoter } from './lessons.ts';
import { ACTIONS, expectVote, INES, MIRA, toDo, TOMAS, UNKNOWN_ACTIONS } from './votes.ts';

const open = async () => (await theAuthorVoter()).authorVoter;

task('7.1', () => {
  check(
    'grants-what-is-ones-own',
    'grants people to post, change and delete their own reports',
    {
      points: 2,
      hint: [
        "The report's author and the person who asks are the same. What should this voter say?",
        '`authorId` is the id of the author, `person.id` that of the person who asks.',
        "`return authorId === person.id ? 'grant' : …;`",
      ],
    },
    async () => {
      const voter = await open();
      for (const person of [MIRA, TOMAS]) {
        for (const action of ACTIONS) {
          await expectVote(voter, person, toDo(action, person.id), 'grant');
        }
      }
    },
  );

  check(
    'leaves-others-to-others',
    "abstains on other people's reports, and denies nothing",
    {
      points: 3,
      hint: [
        'This voter knows one reason to say yes. Other voters know others, and they have not been asked yet.',
        'A single `deny` refuses, whatever the others say. With a `deny` here, no ranger could ever close a trail.',
        "When it isn't the person's own report, `return 'abstain'`.",
      ],
    },
    async () => {
      const voter = await open();
      for (const action of ACTIONS) {
        await expectVote(voter, MIRA, toDo(action, TOMAS.id), 'abstain');
        await expectVote(voter, TOMAS, toDo(action, INES.id), 'abstain');
        await expectVote(voter, INES, toDo(action, MIRA.id), 'abstain');
      }
    },
  );

  check(
    'nobody-is-nobody',
    'abstains on a report whose author has left',
    {
      points: 2,
      hint: [
        'When a person is deleted, their reports stay, and `authorId` becomes `null`. Whose are they now?',
        'Nobody’s, so nobody is their author. `null` equals no id: does your code treat it as a yes?',
      ],
    },
    async () => {
      const voter = await open();
      for (const person of [MIRA, INES]) {
        for (const action of ACTIONS) {
          await expectVote(voter, person, toDo(action, null), 'abstain');
        }
      }
      await expectVote(voter, { ...MIRA, id: 'null' }, toDo('delete', null), 'abstain');
      await expectVote(voter, { ...MIRA, id: '' }, toDo('delete', null), 'abstain');
    },
  );

  check(
    'compares-whole-ids',
    'compares ids exactly: in full, and with their case',
    {
      points: 2,
      hint: [
        'Two ids that begin alike, or differ only in case, belong to two people.',
        'Use `===` on the two ids as they are.',
      ],
    },
    async () => {
      const voter = await open();
      const others = [
        'p-mir',
        'p-mira2',
        'p-mira-2',
        'P-MIRA',
        'p-Mira',
        'ira',
        'p-',
        '',
        ' p-mira',
        'p-mira ',
        'p-míra',
        'p_mira',
      ];
      for (const id of others) {
        await expectVote(voter, MIRA, toDo('delete', id), 'abstain');
        await expectVote(voter, { ...MIRA, id }, toDo('delete', MIRA.id), 'abstain');
        await expectVote(voter, { ...MIRA, id }, toDo('delete', id), 'grant');
      }
    },
  );

  check(
    'a-handle-is-no-id',
    'goes by the id, not by the handle or the name',
    {
      points: 2,
      hint: [
        'A handle may change tomorrow, and then pass to another person. The reports stay with the person who wrote them.',
        'Is there a `handle` or a `name` in your comparison?',
      ],
    },
    async () => {
      const voter = await open();
      const newMira = { ...TOMAS, handle: 'mira', name: MIRA.name };
      await expectVote(voter, newMira, toDo('change', MIRA.id), 'abstain');
      await expectVote(voter, newMira, toDo('change', TOMAS.id), 'grant');
      await expectVote(voter, { ...MIRA, handle: 'mira-c' }, toDo('change', MIRA.id), 'grant');
      await expectVote(voter, MIRA, toDo('post', MIRA.handle), 'abstain');
      await expectVote(voter, MIRA, toDo('post', MIRA.name), 'abstain');
      await expectVote(voter, { ...MIRA, id: '17' }, toDo('post', '17'), 'grant');
      await expectVote(voter, { ...MIRA, handle: 'p-tomas' }, toDo('post', TOMAS.id), 'abstain');
    },
  );

  check(
    'a-role-changes-nothing',
    'treats hikers and rangers alike',
    {
      points: 1,
      hint: [
        'A ranger is an author like anyone else. What rangers may do besides is for another voter: 7.3.',
        'Does your code look at `person.role`? It needs the two ids and the action.',
      ],
    },
    async () => {
      const voter = await open();
      for (const action of ACTIONS) {
        await expectVote(voter, INES, toDo(action, INES.id), 'grant');
        await expectVote(voter, { ...MIRA, role: 'ranger' }, toDo(action, TOMAS.id), 'abstain');
        await expectVote(voter, { ...INES, role: 'hiker' }, toDo(action, INES.id), 'grant');
      }
    },
  );

  check(
    'knows-three-actions',
    "abstains on an action that it doesn't know, even with one's own report",
    {
      points: 2,
      hint: [
        'Next year someone adds an action: `pin` keeps a report on top of every list. Nobody has thought about this voter, and it grants that already.',
        'List the actions that this voter decides about, and compare whole strings.',
        "`if (!['post', …].includes(action)) return 'abstain';`",
      ],
    },
    async () => {
      const voter = await open();
      for (const action of UNKNOWN_ACTIONS) {
        await expectVote(voter, MIRA, toDo(action, MIRA.id), 'abstain');
      }
    },
  );

  check(
    'authors-change-everything',
    'grants an author any change, whatever it is about',
    {
      points: 1,
      hint: 'Authors may change every property of their own reports. Which ones a change is about matters to the rangers’ voter only.',
    },
    async () => {
      const voter = await open();
      for (const properties of [
        [],
        ['title'],
        ['body'],
        ['condition', 'title', 'body'],
        ['a property of next year'],
      ]) {
        await expectVote(voter, MIRA, toDo('change', MIRA.id, properties), 'grant');
        await expectVote(voter, MIRA, toDo('change', TOMAS.id, properties), 'abstain');
      }
    },
  );

  check(
    'remembers-nothing',
    'votes on each question alone, whatever was asked before',
    {
      points: 1,
      hint: 'Does anything outside of the function change? A vote depends on its two arguments and nothing else.',
    },
    async () => {
      const voter = await open();
      await expectVote(voter, MIRA, toDo('delete', MIRA.id), 'grant');
      await expectVote(voter, TOMAS, toDo('delete', MIRA.id), 'abstain');
      await expectVote(voter, MIRA, toDo('delete', MIRA.id), 'grant');
      await expectVote(voter, MIRA, toDo('delete', TOMAS.id), 'abstain');
      const person = { ...MIRA };
      await expectVote(voter, person, toDo('delete', MIRA.id), 'grant');
      person.id = TOMAS.id;
      await expectVote(voter, person, toDo('delete', MIRA.id), 'abstain');
      expect(person, 'the person, after the votes').toEqual({ ...MIRA, id: TOMAS.id });
    },
  );
});
