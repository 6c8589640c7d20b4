import type { Kind } from '../kind.ts';

export const kinds: Kind[] = [
  // 7.1
  {
    when: 'the authors’ voter denies what it has no reason to grant, and so overrules the other voters',
    mistakes: ['denies-what-others-wrote', 'denies-what-it-does-not-know'],
  },
  {
    when: 'a report whose author doesn’t exist counts as the person’s own',
    mistakes: ['nobodys-report-is-everyones', 'no-author-falls-back-to-the-sender'],
  },
  {
    when: 'the two ids aren’t compared as a whole, character by character',
    mistakes: [
      'compares-the-beginning',
      'looks-for-the-id-inside',
      'ignores-the-case-of-ids',
      'forgives-accents-in-ids',
      'trims-ids',
    ],
  },
  {
    when: 'the person’s handle plays a part, where only the id should',
    mistakes: ['a-handle-will-do', 'makes-the-id-from-the-handle'],
  },
  {
    when: 'the authors’ voter looks at the role, which says nothing about who wrote the report',
    mistakes: ['authors-are-hikers', 'rangers-own-everything'],
  },
  {
    when: 'the authors’ voter grants another action than the three that it knows, because it doesn’t check the action, or not exactly',
    mistakes: [
      'knows-every-action',
      'looks-for-the-action-in-a-string',
      'looks-the-action-up-in-an-object',
    ],
  },
  {
    when: 'posting a report doesn’t count as something that people do with their own reports',
    mistakes: ['forgets-posting'],
  },
  {
    when: 'the authors’ voter returns a boolean instead of one of the three votes',
    mistakes: ['votes-true-and-false'],
  },
  {
    when: 'the authors’ voter remembers a vote, and gives it to the next person who asks',
    mistakes: ['remembers-who-owns-what'],
  },
  // 7.2
  {
    when: 'a deny doesn’t overrule every grant, whichever of them comes first',
    mistakes: [
      'the-first-grant-wins',
      'the-first-opinion-wins',
      'the-last-opinion-wins',
      'the-majority-wins',
      'ignores-denials',
      'a-deny-ends-the-count',
    ],
  },
  {
    when: 'a later vote that isn’t a deny takes back what another voter has granted',
    mistakes: ['all-must-grant', 'only-the-last-vote-counts', 'a-strange-vote-takes-it-back'],
  },
  {
    when: 'all voters are asked at once, and one that rejects later has nobody who waits for it',
    mistakes: ['starts-all-and-leaves-early'],
  },
  {
    when: 'the answer is yes as long as nobody objects, though nobody has granted anything',
    mistakes: ['allowed-unless-denied', 'no-voters-no-rules'],
  },
  {
    when: 'the code goes by a promise, and doesn’t wait for the vote in it',
    mistakes: ['does-not-await', 'for-each-waits-for-nobody', 'an-async-some'],
  },
  {
    when: "something else than exactly `'grant'` counts as a grant",
    mistakes: [
      'anything-but-abstain-grants',
      'a-true-grants-too',
      'ignores-the-case-of-votes',
      'looks-for-grant-inside',
    ],
  },
  {
    when: 'the error of a voter is caught, and the decision is made without that vote',
    mistakes: ['skips-voters-that-throw', 'swallows-the-error', 'an-error-grants'],
  },
  {
    when: 'the voters don’t get the person and the whole permission, in this order',
    mistakes: ['tells-voters-the-action-alone', 'swaps-the-arguments', 'leaves-the-properties-out'],
  },
  {
    when: 'only so many voters are asked, and not as many as there are',
    mistakes: ['stops-asking-after-two'],
  },
  {
    when: 'something is left over for the next request: a grant or a decision is remembered, or the voters are taken off the list, which belongs to the app',
    mistakes: [
      'remembers-the-last-grant',
      'remembers-decisions',
      'remembers-who-asked-for-what',
      'uses-the-voters-up',
      'remembers-rangers',
    ],
  },
  // 7.3
  {
    when: 'the rangers’ voter grants something to people who aren’t rangers, because it doesn’t ask for their role',
    mistakes: ['forgets-the-role', 'votes-for-authors-as-well'],
  },
  {
    when: 'the rangers’ voter does more than grant a change of the condition: it grants another property, or denies what it should leave to the other voters',
    mistakes: [
      'denies-hikers',
      'denies-the-rest',
      'denies-unknown-actions',
      'rangers-may-do-everything',
    ],
  },
  {
    when: 'the role isn’t compared exactly, as a whole, with the one that the brief names',
    mistakes: [
      'everyone-but-hikers',
      'a-trainee-is-a-ranger',
      'a-stranger-is-a-ranger',
      'ignores-the-case-of-roles',
    ],
  },
  {
    when: 'another property slips through beside the condition: one good property is enough, or the code lists what is forbidden and forgets the rest',
    mistakes: [
      'the-condition-is-among-them',
      'looks-at-the-first-property',
      'looks-at-the-last-property',
      'some-instead-of-every',
      'protects-the-title-alone',
      'lists-what-is-forbidden',
    ],
  },
  {
    when: 'the name of a property isn’t compared exactly, and another one passes for the condition',
    mistakes: ['compares-the-beginning-of-a-property', 'ignores-the-case-of-properties'],
  },
  {
    when: 'the number of properties is counted, where every one of them should be looked at, however many there are',
    mistakes: ['requires-exactly-one-property', 'allows-one-property-at-most'],
  },
  {
    when: 'one of the actions that rangers may always do is missing',
    mistakes: ['forgets-to-post-for-others', 'forgets-to-delete'],
  },
  {
    when: 'the rangers’ voter grants actions that it doesn’t know',
    mistakes: ['grants-every-other-action', 'treats-other-actions-as-changes'],
  },
  {
    when: 'the rangers’ voter looks at the author, though rangers look after anyone’s reports, even nobody’s',
    mistakes: ['leaves-orphans-alone'],
  },
  {
    when: 'a role is remembered from one vote to the next, or the list of properties is changed along the way',
    mistakes: ['remembers-roles', 'empties-the-list'],
  },
  // 7.4
  {
    when: 'the request is passed on before the voters have decided',
    mistakes: ['does-not-await-the-decision', 'does-not-wait-for-long'],
  },
  {
    when: 'the refusal isn’t thrown as an `AccessDeniedError`, so the request continues, or gets another answer',
    mistakes: [
      'makes-an-error-and-does-not-throw-it',
      'refuses-and-continues',
      'throws-the-class',
      'answers-by-itself',
    ],
  },
  {
    when: 'some requests pass whatever the voters say: a role, an empty body, a header or the spelling of the path is enough',
    mistakes: [
      'lets-empty-patches-through',
      'waves-rangers-through',
      'believes-a-method-override',
      'guards-one-spelling',
    ],
  },
  {
    when: 'a request that is allowed isn’t passed on, exactly once',
    mistakes: ['calls-next-twice', 'never-calls-next'],
  },
  {
    when: 'the steps come in another order than in the brief, and someone learns what they shouldn’t yet',
    mistakes: ['looks-for-the-report-first', 'validates-before-it-asks'],
  },
  {
    when: 'a report that doesn’t exist is treated as someone else’s',
    mistakes: ['forbids-what-does-not-exist'],
  },
  {
    when: 'the voters are asked about something that the client sent, not about the stored report with exactly the id in the route',
    mistakes: [
      'ignores-the-case-of-the-id',
      'decodes-the-id-again',
      'trims-the-id',
      'takes-the-id-from-the-query',
      'believes-the-body-about-the-author',
      'takes-the-role-from-the-token',
    ],
  },
  {
    when: 'the action is guessed from the method, and not the one that the guard was made for',
    mistakes: ['guesses-the-action-from-the-method'],
  },
  {
    when: 'the voters don’t hear of exactly those properties that the helper finds in the body of a change',
    mistakes: ['tells-of-no-properties', 'takes-the-keys-of-the-body', 'counts-good-values-only'],
  },
  {
    when: 'the body is read for another action than a change',
    mistakes: ['a-delete-with-a-body'],
  },
  {
    when: 'the error of a voter is caught, and counts as a decision',
    mistakes: ['an-error-is-a-yes', 'an-error-is-a-no'],
  },
  {
    when: 'authors or voters are kept from one request to the next, or from one app to another',
    mistakes: [
      'remembers-authors',
      'remembers-the-first-voters',
      'one-permission-for-all-requests',
    ],
  },
  // 7.5
  {
    when: 'the author in the body is ignored, and the sender gets the report instead',
    mistakes: ['ignores-the-author', 'saves-it-under-the-rangers-name'],
  },
  {
    when: 'a handle that nobody has is treated as the sender’s own, or refused before the voters decide',
    mistakes: ['an-unknown-author-is-the-sender'],
  },
  {
    when: 'the voters are asked too late: the handle is looked up, or the report validated, before it is known whether the person may post',
    mistakes: [
      'looks-the-author-up-first',
      'asks-about-known-people-only',
      'validates-first',
      'does-not-validate',
    ],
  },
  {
    when: 'something else than exactly the person’s handle counts as their own',
    mistakes: [
      'ignores-the-case-of-handles',
      'trims-handles',
      'accepts-an-id-as-well',
      'normalizes-handles',
      'an-empty-author-is-none',
    ],
  },
  {
    when: 'the voters aren’t all asked, for every report, about posting a report of the author with this id',
    mistakes: [
      'asks-the-first-voter-only',
      'asks-only-about-others',
      'decides-by-the-role',
      'asks-about-a-handle',
      'asks-about-a-change',
    ],
  },
  {
    when: 'an author that can’t be found is forbidden, even to those who may post for others',
    mistakes: ['refuses-a-rangers-typo'],
  },
  {
    when: 'an author that isn’t a string is forbidden or made into one, and isn’t left to the validation',
    mistakes: ['a-bad-author-is-forbidden', 'makes-a-string-of-it'],
  },
  {
    when: 'the author is taken from somewhere else than the body',
    mistakes: ['takes-the-author-from-the-query', 'takes-the-author-from-a-header'],
  },
  {
    when: 'the report is saved before the voters have decided',
    mistakes: ['does-not-await-the-voters', 'saves-and-takes-it-back'],
  },
  {
    when: 'the error of a voter is caught, and the report is saved all the same',
    mistakes: ['an-error-is-a-yes-here'],
  },
  {
    when: 'the report doesn’t have exactly the time of the app’s clock, or the answer has another status, `Location` or report than the brief asks for',
    mistakes: [
      'takes-the-time-from-the-machine',
      'whole-seconds',
      'location-without-the-api',
      'location-by-the-url',
      'location-by-the-base-url',
      'sends-what-was-sent',
      'two-hundred-for-a-new-report',
    ],
  },
  {
    when: 'the author is looked up again after the vote, so the report is saved for another id than the one the voters were asked about',
    mistakes: ['looks-the-author-up-again', 'reads-the-author-after-the-vote'],
  },
  {
    when: 'handles are remembered, though another person may have one by now',
    mistakes: ['remembers-handles'],
  },
  { when: 'a `console` call prints the headers', mistakes: ['prints-the-request'] },
];
