import type { Mistake } from '../mistake.ts';

const OWN = `  return authorId === person.id ? 'grant' : 'abstain';\n`;
const KNOWN = `  if (!['post', 'change', 'delete'].includes(action)) return 'abstain';\n`;
const VOTE = `    const vote = await voter(person, permission);\n`;
const DENIED = `    if (vote === 'deny') return false;\n`;
const GRANTED = `    if (vote === 'grant') isGranted = true;\n`;
const LOOP = `  for (const voter of voters) {
${VOTE}${DENIED}${GRANTED}  }
`;
const ALL = `  let isGranted = false;
${LOOP}  return isGranted;\n`;
const RANGER = `  if (person.role !== 'ranger') return 'abstain';\n`;
const CONDITION = `  return properties.every((property) => property === 'condition') ? 'grant' : 'abstain';\n`;
const WHO = `    const person = requirePerson(request); // 401\n`;
const WHOSE = `    const authorId = getAuthorId(database, request.params.id); // 404\n`;
const WHAT = `    const properties = action === 'change' ? changedProperties(request.body) : [];\n`;
const ASK = `    const isAllowed = await decide(voters, person, { action, authorId, properties });\n`;
const REFUSE = `    if (!isAllowed) throw new AccessDeniedError(); // 403\n`;
const GO_ON = `    next(); // 422 is the handler's\n`;
const HANDLE = `    const handle = authorIn(request.body) ?? person.handle;\n`;
const IS_OWN = `    const isOwn = handle === person.handle;\n`;
const AUTHOR = `    const authorId = isOwn ? person.id : (findPersonByHandle(database, handle)?.id ?? null);\n`;
const MAY_POST = `    const isAllowed = await decide(voters, person, { action: 'post', authorId, properties: [] });\n`;
const NOT_ALLOWED = `    // Before validating: the 422 would tell a hiker which handles exist.
    if (!isAllowed) throw new AccessDeniedError();\n`;
const VALIDATE = `    const report = validate(newReport(database, authorId), request.body);\n`;
const SAVE = `    const created = saveReport(database, { ...report, createdAt: clock() });\n`;
const SEND = `    response.status(201).location(\`/api/reports/\${created.id}\`).json(created);\n`;

export const mistakes: Mistake[] = [
  // 7.1
  {
    task: '7.1',
    name: 'denies-what-others-wrote',
    why: 'Not mine, so no. But a deny overrules every voter that knows a reason to say yes.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId === person.id ? 'grant' : 'deny';\n`,
    caughtBy: '7.1/leaves-others-to-others',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report by "p-tomas"',
  },
  {
    task: '7.1',
    name: 'nobodys-report-is-everyones',
    why: 'Nobody owns it any more, so nobody is harmed.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId === null || authorId === person.id ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/nobody-is-nobody',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report whose author is null',
  },
  {
    task: '7.1',
    name: 'no-author-falls-back-to-the-sender',
    why: 'A null has to become something before it can be compared.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return (authorId ?? person.id) === person.id ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/nobody-is-nobody',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report whose author is null',
  },
  {
    task: '7.1',
    name: 'compares-the-beginning',
    why: 'Every id of hers begins like that, and so does the id of mira-2.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId?.startsWith(person.id) ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/compares-whole-ids',
    saying: 'the vote when mira (p-mir, hiker) asks to "delete" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'looks-for-the-id-inside',
    why: 'includes is for lists, and strings have it, too.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return person.id.includes(authorId ?? ' ') ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/compares-whole-ids',
    saying: 'the vote when mira (p-mira, hiker) asks to "delete" a report by "p-mir"',
  },
  {
    task: '7.1',
    name: 'ignores-the-case-of-ids',
    why: 'Handles are typed by people, so case is forgiven there; ids are not handles.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId?.toLowerCase() === person.id.toLowerCase() ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/compares-whole-ids',
    saying: 'the vote when mira (p-mira, hiker) asks to "delete" a report by "P-MIRA"',
  },
  {
    task: '7.1',
    name: 'forgives-accents-in-ids',
    why: 'localeCompare looks like the careful way to compare strings.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  const same = (authorId ?? '').localeCompare(person.id, 'en', { sensitivity: 'base' }) === 0;
  return same ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/compares-whole-ids',
    saying: 'the vote when mira (p-mira, hiker) asks to "delete" a report by "P-MIRA"',
  },
  {
    task: '7.1',
    name: 'trims-ids',
    why: 'Being generous with spaces, in the one place where generosity opens a door.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId?.trim() === person.id ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/compares-whole-ids',
    saying: 'the vote when mira (p-mira, hiker) asks to "delete" a report by " p-mira"',
  },
  {
    task: '7.1',
    name: 'a-handle-will-do',
    why: 'Reports show handles, so it looks natural to accept one as well.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId === person.id || authorId === person.handle ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/a-handle-is-no-id',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report by "mira"',
  },
  {
    task: '7.1',
    name: 'makes-the-id-from-the-handle',
    why: 'Today every id is p- and the handle. Until someone changes a handle.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return authorId === 'p-' + person.handle ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/a-handle-is-no-id',
    saying:
      'the vote when mira (p-tomas, hiker) asks to change [condition] of a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'authors-are-hikers',
    why: 'Rangers get a voter of their own, so this one seems to be for hikers.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return person.role === 'hiker' && authorId === person.id ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/a-role-changes-nothing',
    saying: 'the vote when ines (p-ines, ranger) asks to "post" a report by "p-ines"',
  },
  {
    task: '7.1',
    name: 'rangers-own-everything',
    why: 'One voter for all the rules, and the rangers may rewrite every report.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return person.role === 'ranger' || authorId === person.id ? 'grant' : 'abstain';\n`,
    caughtBy: '7.1/leaves-others-to-others',
    saying: 'the vote when ines (p-ines, ranger) asks to "post" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'knows-every-action',
    why: 'All three actions get the same answer, so why look at the action?',
    file: 'author-voter.ts',
    find: KNOWN,
    replace: '',
    caughtBy: '7.1/knows-three-actions',
    saying: 'the vote when mira (p-mira, hiker) asks to "read" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'denies-what-it-does-not-know',
    why: 'An unknown action sounds dangerous. But it is another voter’s, which this deny overrules.',
    file: 'author-voter.ts',
    find: KNOWN,
    replace: `  if (!['post', 'change', 'delete'].includes(action)) return 'deny';\n`,
    caughtBy: '7.1/knows-three-actions',
    saying: 'the vote when mira (p-mira, hiker) asks to "read" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'looks-for-the-action-in-a-string',
    why: 'One string instead of a list, and the empty action is in it.',
    file: 'author-voter.ts',
    find: KNOWN,
    replace: `  if (!'post change delete'.includes(action)) return 'abstain';\n`,
    caughtBy: '7.1/knows-three-actions',
    saying: 'the vote when mira (p-mira, hiker) asks to "post " a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'looks-the-action-up-in-an-object',
    why: 'An object has more properties than its author wrote: constructor, for one.',
    file: 'author-voter.ts',
    find: KNOWN,
    replace: `  const known: Record<string, boolean> = { post: true, change: true, delete: true };
  if (!known[action]) return 'abstain';\n`,
    caughtBy: '7.1/knows-three-actions',
    saying: 'the vote when mira (p-mira, hiker) asks to "constructor" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'forgets-posting',
    why: 'There is no report yet, so it looks as if there were nothing to own.',
    file: 'author-voter.ts',
    find: KNOWN,
    replace: `  if (!['change', 'delete'].includes(action)) return 'abstain';\n`,
    caughtBy: '7.1/grants-what-is-ones-own',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'votes-true-and-false',
    why: 'A question with yes or no as its answer; but a vote has three.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  return (authorId === person.id) as never;\n`,
    caughtBy: '7.1/grants-what-is-ones-own',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report by "p-mira"',
  },
  {
    task: '7.1',
    name: 'remembers-who-owns-what',
    why: 'A cache without a way to forget.',
    file: 'author-voter.ts',
    find: OWN,
    replace: `  const known = ((authorVoter as unknown as { known?: Map<unknown, 'grant' | 'abstain'> }).known ??=
    new Map());
  if (!known.has(authorId)) known.set(authorId, authorId === person.id ? 'grant' : 'abstain');
  return known.get(authorId)!;\n`,
    caughtBy: '7.1/remembers-nothing',
    saying: 'the vote when tomas (p-tomas, hiker) asks to "delete" a report by "p-mira"',
  },
  // 7.2
  {
    task: '7.2',
    name: 'the-first-grant-wins',
    why: 'It saves asking the others, one of whom would have denied.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (vote === 'grant') return true;\n`,
    caughtBy: '7.2/a-deny-refuses',
    saying: 'the decision on [grant, deny]',
  },
  {
    task: '7.2',
    name: 'the-first-opinion-wins',
    why: 'Whoever does not abstain decides: it reads well, and makes the order of the list a rule.',
    file: 'decide.ts',
    find: DENIED + GRANTED,
    replace: `    if (vote !== 'abstain') return vote === 'grant';\n`,
    caughtBy: '7.2/a-deny-refuses',
    saying: 'the decision on [grant, deny]',
  },
  {
    task: '7.2',
    name: 'the-last-opinion-wins',
    why: 'A variable that every vote overwrites.',
    file: 'decide.ts',
    find: DENIED + GRANTED,
    replace: `    if (vote !== 'abstain') isGranted = vote === 'grant';\n`,
    caughtBy: '7.2/a-deny-refuses',
    saying: 'the decision on [deny, grant]',
  },
  {
    task: '7.2',
    name: 'the-majority-wins',
    why: 'What the word voting suggests.',
    file: 'decide.ts',
    find: ALL,
    replace: `  let balance = 0;
  for (const voter of voters) {
    const vote = await voter(person, permission);
    if (vote === 'grant') balance += 1;
    if (vote === 'deny') balance -= 1;
  }
  return balance > 0;\n`,
    caughtBy: '7.2/a-deny-refuses',
    saying: 'the decision on [grant, grant, deny]',
  },
  {
    task: '7.2',
    name: 'ignores-denials',
    why: 'None of today’s voters denies, so it works.',
    file: 'decide.ts',
    find: DENIED,
    replace: '',
    caughtBy: '7.2/a-deny-refuses',
    saying: 'the decision on [deny, grant]',
  },
  {
    task: '7.2',
    name: 'a-deny-ends-the-count',
    why: 'It stops at the deny, and keeps what was granted before.',
    file: 'decide.ts',
    find: DENIED,
    replace: `    if (vote === 'deny') break;\n`,
    caughtBy: '7.2/a-deny-refuses',
    saying: 'the decision on [grant, deny]',
  },
  {
    task: '7.2',
    name: 'all-must-grant',
    why: 'The strictest reading. With two voters that know different things, nobody may do anything.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (vote !== 'grant') return false;
    isGranted = true;\n`,
    caughtBy: '7.2/one-grant-is-enough',
    saying: 'the decision on [grant, abstain]',
  },
  {
    task: '7.2',
    name: 'only-the-last-vote-counts',
    why: 'An assignment instead of a condition.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    isGranted = vote === 'grant';\n`,
    caughtBy: '7.2/one-grant-is-enough',
    saying: 'the decision on [grant, abstain]',
  },
  {
    task: '7.2',
    name: 'allowed-unless-denied',
    why: 'Nobody objects. But nobody has agreed, either.',
    file: 'decide.ts',
    find: '  let isGranted = false;\n',
    replace: '  let isGranted = true;\n',
    caughtBy: '7.2/no-grant-means-no',
    saying: 'the decision on [abstain]',
  },
  {
    task: '7.2',
    name: 'no-voters-no-rules',
    why: 'Where nothing is configured, nothing is forbidden: a list that fails to load opens everything.',
    file: 'decide.ts',
    find: '  let isGranted = false;\n',
    replace: '  let isGranted = voters.length === 0;\n',
    caughtBy: '7.2/no-grant-means-no',
    saying: 'the decision without any voters',
  },
  {
    task: '7.2',
    name: 'does-not-await',
    why: 'It works with every voter that answers at once.',
    file: 'decide.ts',
    find: VOTE,
    replace: `    const vote = voter(person, permission);\n`,
    caughtBy: '7.2/waits-for-votes',
    saying: 'the decision on [grant later]',
  },
  {
    task: '7.2',
    name: 'for-each-waits-for-nobody',
    why: 'forEach calls an async function and drops its promise.',
    file: 'decide.ts',
    find: ALL,
    replace: `  let isGranted = false;
  let isDenied = false;
  voters.forEach(async (voter) => {
    const vote = await voter(person, permission);
    if (vote === 'deny') isDenied = true;
    if (vote === 'grant') isGranted = true;
  });
  await undefined;
  return isGranted && !isDenied;\n`,
    caughtBy: '7.2/waits-for-votes',
    saying: 'the decision on [grant later]',
  },
  {
    task: '7.2',
    name: 'an-async-some',
    why: 'some asks whether a promise is truthy. It is.',
    file: 'decide.ts',
    find: LOOP,
    replace: `  if (voters.some(async (voter) => (await voter(person, permission)) === 'deny')) return false;
  for (const voter of voters) {
    if ((await voter(person, permission)) === 'grant') isGranted = true;
  }
`,
    caughtBy: '7.2/one-grant-is-enough',
    saying: 'the decision on [grant]',
  },
  {
    task: '7.2',
    name: 'anything-but-abstain-grants',
    why: 'After the deny only two votes are left. If every voter keeps to three.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (vote !== 'abstain') isGranted = true;\n`,
    caughtBy: '7.2/only-a-grant-grants',
    saying: 'the decision when the only voter returns true',
  },
  {
    task: '7.2',
    name: 'a-true-grants-too',
    why: 'Meant kindly, for voters that answer with a boolean.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (vote === 'grant' || (vote as unknown) === true) isGranted = true;\n`,
    caughtBy: '7.2/only-a-grant-grants',
    saying: 'the decision when the only voter returns true',
  },
  {
    task: '7.2',
    name: 'ignores-the-case-of-votes',
    why: 'A vote is not a word that a person types.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (String(vote).toLowerCase() === 'grant') isGranted = true;\n`,
    caughtBy: '7.2/only-a-grant-grants',
    saying: 'the decision when the only voter returns "GRANT"',
  },
  {
    task: '7.2',
    name: 'looks-for-grant-inside',
    why: 'includes on a string or a list: ungranted would do.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (String(vote).includes('grant')) isGranted = true;\n`,
    caughtBy: '7.2/only-a-grant-grants',
    saying: 'the decision when the only voter returns "granted"',
  },
  {
    task: '7.2',
    name: 'skips-voters-that-throw',
    why: 'One broken voter should not take the API down. The one that would have denied is skipped as well.',
    file: 'decide.ts',
    find: VOTE,
    replace: `    let vote;
    try {
      vote = await voter(person, permission);
    } catch {
      continue;
    }\n`,
    caughtBy: '7.2/an-error-grants-nothing',
    saying: 'the decision on [fails], where a voter throws',
  },
  {
    task: '7.2',
    name: 'swallows-the-error',
    why: 'Safe, and silent: nobody hears of the bug, and everybody is told that they may not.',
    file: 'decide.ts',
    find: VOTE,
    replace: `    let vote;
    try {
      vote = await voter(person, permission);
    } catch {
      return false;
    }\n`,
    caughtBy: '7.2/an-error-grants-nothing',
    saying: 'the decision on [fails], where a voter throws',
  },
  {
    task: '7.2',
    name: 'an-error-grants',
    why: 'A finally that returns swallows what was thrown.',
    file: 'decide.ts',
    find: LOOP + '  return isGranted;\n',
    replace: `  try {
    for (const voter of voters) {
      const vote = await voter(person, permission);
      if (vote === 'deny') return false;
      if (vote === 'grant') isGranted = true;
    }
  } catch {
    return isGranted;
  }
  return isGranted;\n`,
    caughtBy: '7.2/an-error-grants-nothing',
    saying: 'the decision on [fails], where a voter throws',
  },
  {
    task: '7.2',
    name: 'tells-voters-the-action-alone',
    why: 'Then no voter knows whose report it is.',
    file: 'decide.ts',
    find: VOTE,
    replace: `    const vote = await voter(person, permission.action as never);\n`,
    caughtBy: '7.2/tells-every-voter',
    saying: 'the second argument of a voter',
  },
  {
    task: '7.2',
    name: 'swaps-the-arguments',
    why: 'Two objects, and no type that would notice in a voter written in JavaScript.',
    file: 'decide.ts',
    find: VOTE,
    replace: `    const vote = await voter(permission as never, person as never);\n`,
    caughtBy: '7.2/tells-every-voter',
    saying: 'the first argument of a voter',
  },
  {
    task: '7.2',
    name: 'leaves-the-properties-out',
    why: 'The properties look like a detail, and the rangers’ voter decides by nothing else.',
    file: 'decide.ts',
    find: VOTE,
    replace: `    const vote = await voter(person, { ...permission, properties: [] });\n`,
    caughtBy: '7.2/tells-every-voter',
    saying: 'the second argument of a voter',
  },
  {
    task: '7.2',
    name: 'stops-asking-after-two',
    why: 'There are two voters today.',
    file: 'decide.ts',
    find: '  for (const voter of voters) {\n',
    replace: '  for (const voter of voters.slice(0, 2)) {\n',
    caughtBy: '7.2/tells-every-voter',
    saying: 'how often three voters that abstain were called',
  },
  {
    task: '7.2',
    name: 'uses-the-voters-up',
    why: 'shift takes each voter off a list that belongs to the app.',
    file: 'decide.ts',
    find: '  for (const voter of voters) {\n',
    replace: '  for (let voter = voters.shift(); voter; voter = voters.shift()) {\n',
    caughtBy: '7.2/remembers-nothing',
    saying: 'the same list of voters, the second time',
  },
  {
    task: '7.2',
    name: 'remembers-the-last-grant',
    why: 'The variable is declared outside, where all requests share it.',
    file: 'decide.ts',
    find: ALL,
    replace: `  const outside = ((decide as unknown as { outside?: { isGranted: boolean } }).outside ??= {
    isGranted: false,
  });
  for (const voter of voters) {
    const vote = await voter(person, permission);
    if (vote === 'deny') return false;
    if (vote === 'grant') outside.isGranted = true;
  }
  return outside.isGranted;\n`,
    caughtBy: '7.2/remembers-nothing',
    saying: 'then [abstain]',
  },
  {
    task: '7.2',
    name: 'remembers-decisions',
    why: 'The same person, the same action: but not the same report.',
    file: 'decide.ts',
    find: '  let isGranted = false;\n',
    replace: `  const known = ((decide as unknown as { known?: Map<string, boolean> }).known ??= new Map());
  const key = person.id + permission.action + permission.authorId;
  if (known.has(key)) return known.get(key)!;
  const result = (async () => {
    const votes = await Promise.all(voters.map(async (voter) => voter(person, permission)));
    return votes.includes('grant') && !votes.includes('deny');
  })();
  if (voters.length === 1) known.set(key, await result);
  let isGranted = false;\n`,
    caughtBy: '7.2/remembers-nothing',
    saying: 'then [abstain]',
  },
  {
    task: '7.2',
    name: 'a-strange-vote-takes-it-back',
    why: 'A vote that isn’t an abstention is an opinion, and the last opinion counts.',
    file: 'decide.ts',
    find: GRANTED,
    replace: `    if (vote !== 'abstain') isGranted = vote === 'grant';
`,
    caughtBy: '7.2/one-grant-is-enough',
    saying: 'the decision on [grant, undefined], as with the two the other way round',
  },
  {
    task: '7.2',
    name: 'starts-all-and-leaves-early',
    why: 'All voters work at once, and a deny ends the loop; a later vote that rejects has nobody who waits for it.',
    file: 'decide.ts',
    find: LOOP,
    replace: `  const votes = voters.map((voter) => voter(person, permission));
  for (const pending of votes) {
    const vote = await pending;
    if (vote === 'deny') return false;
    if (vote === 'grant') isGranted = true;
  }
`,
    caughtBy: '7.2/an-error-grants-nothing',
    saying: 'A promise was rejected and nobody handled it',
  },
  {
    task: '7.2',
    name: 'remembers-who-asked-for-what',
    why: 'A decision costs a query, so it is kept for the same person, action and author. The properties were forgotten.',
    file: 'decide.ts',
    find: ALL,
    replace: `  const all = ((decide as unknown as { known?: WeakMap<object, Map<string, boolean>> }).known ??=
    new WeakMap());
  const known = all.get(voters) ?? new Map<string, boolean>();
  all.set(voters, known);
  const key = [person.id, person.role, permission.action, permission.authorId].join();
  if (known.has(key)) return known.get(key)!;
  const votes = await Promise.all(voters.map(async (voter) => voter(person, permission)));
  known.set(key, votes.includes('grant') && !votes.includes('deny'));
  return known.get(key)!;
`,
    caughtBy: '7.2/remembers-nothing',
    saying: 'then a change of the condition',
  },
  {
    task: '7.2',
    name: 'remembers-rangers',
    why: 'Inês is a ranger, and stays one as long as the program runs.',
    file: 'decide.ts',
    find: ALL,
    replace: `  const all = ((decide as unknown as { known?: WeakMap<object, Map<string, boolean>> }).known ??=
    new WeakMap());
  const known = all.get(voters) ?? new Map<string, boolean>();
  all.set(voters, known);
  const key = person.id + JSON.stringify(permission);
  if (known.has(key)) return known.get(key)!;
  const votes = await Promise.all(voters.map(async (voter) => voter(person, permission)));
  known.set(key, votes.includes('grant') && !votes.includes('deny'));
  return known.get(key)!;
`,
    caughtBy: '7.2/remembers-nothing',
    saying: 'then, no longer one',
  },
  // 7.3
  {
    task: '7.3',
    name: 'forgets-the-role',
    why: 'It is called the rangers’ voter, so it seems that only rangers get here.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: '',
    caughtBy: '7.3/hikers-get-nothing-here',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'denies-hikers',
    why: 'A hiker is no ranger, so no. And with that deny, no hiker may change their own report.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: `  if (person.role !== 'ranger') return 'deny';\n`,
    caughtBy: '7.3/hikers-get-nothing-here',
    saying: 'the vote when mira (p-mira, hiker) asks to "post" a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'everyone-but-hikers',
    why: 'With two roles it is the same. Next year there are three.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: `  if (person.role === 'hiker') return 'abstain';\n`,
    caughtBy: '7.3/a-role-is-one-word',
    saying: 'the vote when mira (p-mira, admin) asks to "post" a report by "p-tomas"',
  },
  {
    task: '7.3',
    name: 'a-trainee-is-a-ranger',
    why: 'startsWith, to be ready for more kinds of rangers.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: `  if (!String(person.role).startsWith('ranger')) return 'abstain';\n`,
    caughtBy: '7.3/a-role-is-one-word',
    saying: 'the vote when mira (p-mira, ranger-trainee) asks to "post" a report by "p-tomas"',
  },
  {
    task: '7.3',
    name: 'a-stranger-is-a-ranger',
    why: 'includes, and a stranger includes a ranger.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: `  if (!person.role?.includes?.('ranger')) return 'abstain';\n`,
    caughtBy: '7.3/a-role-is-one-word',
    saying: 'the vote when mira (p-mira, ranger-trainee) asks to "post" a report by "p-tomas"',
  },
  {
    task: '7.3',
    name: 'ignores-the-case-of-roles',
    why: 'A role comes from the database, which has it exactly.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: `  if (String(person.role).toLowerCase() !== 'ranger') return 'abstain';\n`,
    caughtBy: '7.3/a-role-is-one-word',
    saying: 'the vote when mira (p-mira, Ranger) asks to "post" a report by "p-tomas"',
  },
  {
    task: '7.3',
    name: 'rangers-may-do-everything',
    why: 'The role is enough, says the role. This is what property level authorization is about.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return 'grant';\n`,
    caughtBy: '7.3/words-stay-with-their-author',
    saying: 'the vote when ines (p-ines, ranger) asks to change [title] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'the-condition-is-among-them',
    why: 'includes asks whether the condition is changed, and not what else is.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  const fine = properties.length === 0 || properties.includes('condition');
  return fine ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/words-stay-with-their-author',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [condition, title] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'looks-at-the-first-property',
    why: 'Tested with one property at a time.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return (properties[0] ?? 'condition') === 'condition' ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/words-stay-with-their-author',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [condition, title] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'looks-at-the-last-property',
    why: 'at(-1) or pop: the same test from the other end.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return (properties.at(-1) ?? 'condition') === 'condition' ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/words-stay-with-their-author',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [title, condition] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'protects-the-title-alone',
    why: 'The title is what everyone sees. The body is what a ranger would rewrite.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return properties.includes('title') ? 'abstain' : 'grant';\n`,
    caughtBy: '7.3/words-stay-with-their-author',
    saying: 'the vote when ines (p-ines, ranger) asks to change [body] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'lists-what-is-forbidden',
    why: 'Complete on the day it is written.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return properties.some((each) => ['title', 'body'].includes(each)) ? 'abstain' : 'grant';\n`,
    caughtBy: '7.3/allows-by-name',
    saying: 'the vote when ines (p-ines, ranger) asks to change [region] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'compares-the-beginning-of-a-property',
    why: 'startsWith, and condition.title begins well.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return properties.every((each) => each.startsWith('condition')) ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/allows-by-name',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [condition ] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'ignores-the-case-of-properties',
    why: 'JSON does not: Condition is another property.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return properties.every((each) => each.toLowerCase() === 'condition') ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/allows-by-name',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [Condition] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'requires-exactly-one-property',
    why: 'A change of nothing gets a 403 that nobody can explain.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return String(properties) === 'condition' ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/changing-nothing-is-allowed',
    saying: 'the vote when ines (p-ines, ranger) asks to change [] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'allows-one-property-at-most',
    why: 'There is one property that rangers may change, so more than one can’t be right.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  if (properties.length > 1) return 'abstain';\n${CONDITION}`,
    caughtBy: '7.3/rangers-close-trails',
    saying: 'asks to change [condition, condition] of a report',
  },
  {
    task: '7.3',
    name: 'some-instead-of-every',
    why: 'some is false for an empty list, and true for a list with one good entry.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return properties.some((property) => property === 'condition') ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/words-stay-with-their-author',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [condition, title] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'denies-the-rest',
    why: 'It feels safer. But a ranger may no longer correct the title of their own report.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  return properties.every((property) => property === 'condition') ? 'grant' : 'deny';\n`,
    caughtBy: '7.3/denies-nothing',
    saying: 'the vote when ines (p-ines, ranger) asks to change [title] of a report by "p-ines"',
  },
  {
    task: '7.3',
    name: 'denies-unknown-actions',
    why: 'Another voter may know the action, and its grant would count for nothing.',
    file: 'ranger-voter.ts',
    find: `  if (action !== 'change') return 'abstain';\n`,
    replace: `  if (action !== 'change') return 'deny';\n`,
    caughtBy: '7.3/denies-nothing',
    saying: 'the vote when ines asks to "read" a report by p-mira',
  },
  {
    task: '7.3',
    name: 'forgets-to-post-for-others',
    why: 'Posting sits in another file, and looks like another subject.',
    file: 'ranger-voter.ts',
    find: `  if (action === 'post' || action === 'delete') return 'grant';\n`,
    replace: `  if (action === 'delete') return 'grant';\n`,
    caughtBy: '7.3/rangers-post-and-delete',
    saying: 'the vote when ines (p-ines, ranger) asks to "post" a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'forgets-to-delete',
    why: 'A report about a trail that no longer exists then stays for good.',
    file: 'ranger-voter.ts',
    find: `  if (action === 'post' || action === 'delete') return 'grant';\n`,
    replace: `  if (action === 'post') return 'grant';\n`,
    caughtBy: '7.3/rangers-post-and-delete',
    saying: 'the vote when ines (p-ines, ranger) asks to "delete" a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'grants-every-other-action',
    why: 'Everything but a change is granted: the actions of next year, too.',
    file: 'ranger-voter.ts',
    find: `  if (action === 'post' || action === 'delete') return 'grant';
  if (action !== 'change') return 'abstain';\n`,
    replace: `  if (action !== 'change') return 'grant';\n`,
    caughtBy: '7.3/knows-three-actions',
    saying: 'the vote when ines (p-ines, ranger) asks to "read" a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'treats-other-actions-as-changes',
    why: 'One line fewer, and an unknown action that changes no property is granted.',
    file: 'ranger-voter.ts',
    find: `  if (action !== 'change') return 'abstain';\n`,
    replace: '',
    caughtBy: '7.3/knows-three-actions',
    saying: 'the vote when ines (p-ines, ranger) asks to "read" a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'leaves-orphans-alone',
    why: 'Whose author has left, nobody may touch, as in chapter 5. But then nobody can close that trail.',
    file: 'ranger-voter.ts',
    find: `(person, { action, properties }) => {
  // #region 7.3
${RANGER}`,
    replace: `(person, { action, authorId, properties }) => {
  // #region 7.3
  if (authorId === null) return 'abstain';
${RANGER}`,
    caughtBy: '7.3/whoever-wrote-it',
    saying:
      'the vote when ines (p-ines, ranger) asks to change [condition] of a report whose author is null',
  },
  {
    task: '7.3',
    name: 'votes-for-authors-as-well',
    why: 'Two voters for one rule: the day it changes, one of them is forgotten.',
    file: 'ranger-voter.ts',
    find: `(person, { action, properties }) => {
  // #region 7.3
${RANGER}`,
    replace: `(person, { action, authorId, properties }) => {
  // #region 7.3
  if (action === 'change' && authorId === person.id) return 'grant';
${RANGER}`,
    caughtBy: '7.3/hikers-get-nothing-here',
    saying: 'the vote when mira (p-mira, hiker) asks to change [condition] of a report by "p-mira"',
  },
  {
    task: '7.3',
    name: 'remembers-roles',
    why: 'A role seldom changes. On the day it does, it matters.',
    file: 'ranger-voter.ts',
    find: RANGER,
    replace: `  const roles = ((rangerVoter as unknown as { roles?: Map<string, string> }).roles ??= new Map());
  if (!roles.has(person.id)) roles.set(person.id, person.role);
  if (roles.get(person.id) !== 'ranger') return 'abstain';\n`,
    caughtBy: '7.3/remembers-nothing',
    saying:
      'the vote when mira (p-mira, ranger) asks to change [condition] of a report by "p-tomas"',
  },
  {
    task: '7.3',
    name: 'empties-the-list',
    why: 'pop changes the list that the next voter gets.',
    file: 'ranger-voter.ts',
    find: CONDITION,
    replace: `  let isFine = true;
  for (let each = properties.pop(); each !== undefined; each = properties.pop()) {
    if (each !== 'condition') isFine = false;
  }
  return isFine ? 'grant' : 'abstain';\n`,
    caughtBy: '7.3/remembers-nothing',
    saying: 'the properties, after the vote',
  },
  // 7.4
  {
    task: '7.4',
    name: 'does-not-await-the-decision',
    why: 'A promise is never false.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const isAllowed = decide(voters, person, { action, authorId, properties });\n`,
    caughtBy: '7.4/stops-what-is-not-granted',
    saying: 'a request to change r-01 when the votes are [abstain]',
  },
  {
    task: '7.4',
    name: 'makes-an-error-and-does-not-throw-it',
    why: 'One word is missing, and everything is allowed.',
    file: 'authorize.ts',
    find: REFUSE,
    replace: `    if (!isAllowed) new AccessDeniedError();\n`,
    caughtBy: '7.4/stops-what-is-not-granted',
    saying: 'a request to change r-01 when the votes are [abstain]',
  },
  {
    task: '7.4',
    name: 'refuses-and-continues',
    why: 'next(error) does not end the function.',
    file: 'authorize.ts',
    find: REFUSE,
    replace: `    if (!isAllowed) next(new AccessDeniedError());\n`,
    caughtBy: '7.4/stops-what-is-not-granted',
    saying: 'how often next() was called for a request to change r-01 when the votes are [abstain]',
  },
  {
    task: '7.4',
    name: 'throws-the-class',
    why: 'Without new, it is no error.',
    file: 'authorize.ts',
    find: REFUSE,
    replace: `    if (!isAllowed) throw AccessDeniedError;\n`,
    caughtBy: '7.4/stops-what-is-not-granted',
    saying: 'a request to change r-01 when the votes are [abstain]',
  },
  {
    task: '7.4',
    name: 'answers-by-itself',
    why: 'A 403 without the responder: no type, no problem, and JSON in the office tomorrow.',
    file: 'authorize.ts',
    find: REFUSE,
    replace: `    if (!isAllowed) return void _response.status(403).json({ error: 'forbidden' });\n`,
    caughtBy: '7.4/stops-what-is-not-granted',
    saying: 'a request to change r-01 when the votes are [abstain]',
  },
  {
    task: '7.4',
    name: 'lets-empty-patches-through',
    why: 'A patch of nothing changes nothing. It still tells a hiker what is in a report, and what may come next year.',
    file: 'authorize.ts',
    find: REFUSE,
    replace: `    if (!isAllowed && Object.keys(Object(request.body)).length > 0) throw new AccessDeniedError();\n`,
    caughtBy: '7.4/stops-what-is-not-granted',
    saying: 'a request to change r-01 when the votes are [abstain]',
  },
  {
    task: '7.4',
    name: 'calls-next-twice',
    why: 'Once when it is allowed, and once at the end.',
    file: 'authorize.ts',
    find: REFUSE,
    replace: `    if (isAllowed) next();
    else throw new AccessDeniedError();\n`,
    caughtBy: '7.4/lets-through-what-is-granted',
    saying: 'how often next() was called for it',
  },
  {
    task: '7.4',
    name: 'never-calls-next',
    why: 'The request waits until its sender gives up.',
    file: 'authorize.ts',
    find: GO_ON,
    replace: `    _response.status(204).end();\n`,
    caughtBy: '7.4/lets-through-what-is-granted',
    saying: 'a request to change r-01 that the only voter grants',
  },
  {
    task: '7.4',
    name: 'looks-for-the-report-first',
    why: 'Then an unauthenticated client learns which reports exist.',
    file: 'authorize.ts',
    find: WHO + WHOSE,
    replace: WHOSE + WHO,
    caughtBy: '7.4/who-comes-first',
    saying: 'a request to change r-none without credentials',
  },
  {
    task: '7.4',
    name: 'forbids-what-does-not-exist',
    why: 'No author, no permission: a typo in an id is told "not yours".',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    let authorId: string | null = null;
    try {
      authorId = getAuthorId(database, request.params.id);
    } catch {}\n`,
    caughtBy: '7.4/then-whether-it-exists',
    saying: "a request to change /reports/r-none, which doesn't exist (vote: abstain)",
  },
  {
    task: '7.4',
    name: 'ignores-the-case-of-the-id',
    why: 'Express matches paths in any case. An id is not a path.',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    const authorId = getAuthorId(database, request.params.id.toLowerCase());\n`,
    caughtBy: '7.4/then-whether-it-exists',
    saying: "a request to change /reports/R-01, which doesn't exist (vote: abstain)",
  },
  {
    task: '7.4',
    name: 'decodes-the-id-again',
    why: 'Express has decoded it. Twice is once too often.',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    const authorId = getAuthorId(database, decodeURIComponent(request.params.id));\n`,
    caughtBy: '7.4/then-whether-it-exists',
    saying: "a request to change /reports/%25, which doesn't exist (vote: abstain)",
  },
  {
    task: '7.4',
    name: 'trims-the-id',
    why: 'What guards the report then finds another one than what serves it.',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    const authorId = getAuthorId(database, request.params.id.trim());\n`,
    caughtBy: '7.4/then-whether-it-exists',
    saying: "a request to change /reports/r-01%20, which doesn't exist (vote: abstain)",
  },
  {
    task: '7.4',
    name: 'takes-the-id-from-the-query',
    why: 'One place more to look for an id, and the guard and the handler look at two reports.',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    const id = typeof request.query['id'] === 'string' ? request.query['id'] : request.params.id;
    const authorId = getAuthorId(database, id);\n`,
    caughtBy: '7.4/says-what-it-is-about',
    saying: 'the authorId when tomas asks to change r-01 (the method is PATCH)',
  },
  {
    task: '7.4',
    name: 'believes-the-body-about-the-author',
    why: 'The object from the client is at hand, and has an authorId.',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    const stored = getAuthorId(database, request.params.id);
    const authorId = (Object(request.body) as { authorId?: string }).authorId ?? stored;\n`,
    caughtBy: '7.4/says-what-it-is-about',
    saying: 'the authorId when tomas asks to change r-01 (the method is PATCH)',
  },
  {
    task: '7.4',
    name: 'guesses-the-action-from-the-method',
    why: 'It works until a second path changes reports by POST.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const guessed = request.method === 'DELETE' ? 'delete' : 'change';
    const isAllowed = await decide(voters, person, { action: guessed, authorId, properties });\n`,
    caughtBy: '7.4/says-what-it-is-about',
    saying: 'the action when tomas asks to change r-01 (the method is DELETE)',
  },
  {
    task: '7.4',
    name: 'tells-of-no-properties',
    why: 'A list of no properties contains nothing that is forbidden.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    void changedProperties;
    const properties: string[] = [];\n`,
    caughtBy: '7.4/says-which-properties',
    saying: 'the properties of a patch with the body {"condition":"closed"}',
  },
  {
    task: '7.4',
    name: 'takes-the-keys-of-the-body',
    why: 'Object.keys(null) throws, and null is JSON.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    const properties = action === 'change' ? Object.keys(request.body as object) : [];\n`,
    caughtBy: '7.4/says-which-properties',
    saying: 'the properties of a patch with the body {"region":"x","condition":"open"}',
  },
  {
    task: '7.4',
    name: 'counts-good-values-only',
    why: 'A title that is a number will be refused anyway: with 422, which the sender should not get to see.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    const body = Object(request.body) as Record<string, unknown>;
    const named = action === 'change' ? changedProperties(request.body) : [];
    const properties = named.filter((name) => typeof body[name] === 'string');\n`,
    caughtBy: '7.4/says-which-properties',
    saying: 'the properties of a patch with the body {"body":null}',
  },
  {
    task: '7.4',
    name: 'a-delete-with-a-body',
    why: 'A body on a DELETE is rare, so nobody tried.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    const properties = changedProperties(request.body);\n`,
    caughtBy: '7.4/deleting-has-no-properties',
    saying: 'the properties of a DELETE with the body {"title":"x"}',
  },
  {
    task: '7.4',
    name: 'does-not-wait-for-long',
    why: 'A limit for slow voters, with a yes at its end.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const patience = async () => {
      for (let turn = 0; turn < 20; turn += 1) await undefined;
      return true;
    };
    const asking = decide(voters, person, { action, authorId, properties });
    const isAllowed = await Promise.race([asking, patience()]);\n`,
    caughtBy: '7.4/waits-for-the-decision',
    saying: 'how often the request was passed on before the vote',
  },
  {
    task: '7.4',
    name: 'an-error-is-a-yes',
    why: 'A voter that is down should not keep honest people out. Nor, then, anyone else.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const isAllowed = await decide(voters, person, { action, authorId, properties }).catch(
      () => true,
    );\n`,
    caughtBy: '7.4/an-error-opens-nothing',
    saying: 'what is thrown when a voter throws',
  },
  {
    task: '7.4',
    name: 'an-error-is-a-no',
    why: 'Safe, but our own bug is told as "you may not", and no log hears of it.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const isAllowed = await decide(voters, person, { action, authorId, properties }).catch(
      () => false,
    );\n`,
    caughtBy: '7.4/an-error-opens-nothing',
    saying: 'what is thrown when a voter throws',
  },
  {
    task: '7.4',
    name: 'remembers-authors',
    why: 'Reports seldom change hands. When an author leaves, they do.',
    file: 'authorize.ts',
    find: WHOSE,
    replace: `    const known = ((authorize as unknown as { known?: Map<string, string | null> }).known ??=
      new Map());
    if (!known.has(request.params.id)) {
      known.set(request.params.id, getAuthorId(database, request.params.id));
    }
    const authorId = known.get(request.params.id)!;\n`,
    caughtBy: '7.4/asks-anew',
    saying: 'mira again, once it is his',
  },
  {
    task: '7.4',
    name: 'remembers-the-first-voters',
    why: 'A variable outside, which the second app of the process shares.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const first = ((authorize as unknown as { voters?: Voter[] }).voters ??= voters);
    const isAllowed = await decide(first, person, { action, authorId, properties });\n`,
    caughtBy: '7.4/asks-anew',
    saying: 'mira, in another app, whose voter grants all',
  },
  {
    task: '7.4',
    name: 'waves-rangers-through',
    why: 'Rangers may do nearly everything. It is the rest that the voter is for.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    if (person.role === 'ranger') return next();
${WHAT}`,
    caughtBy: '7.4/the-table-holds',
    saying: 'ines sends PATCH with {"title":"Ice"} for a report by p-tomas',
  },
  {
    task: '7.4',
    name: 'believes-a-method-override',
    why: 'A header that turns a DELETE into a GET for the guard, and leaves it a DELETE for the route.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    if (request.get('X-HTTP-Method-Override') === 'GET') return next();
${WHAT}`,
    caughtBy: '7.4/no-spelling-gets-around',
    saying: 'mira sends PATCH /api/reports/r-03, a report by tomas',
  },
  {
    task: '7.4',
    name: 'guards-one-spelling',
    why: 'A path compared as a string: /API reaches the same route.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    if (request.baseUrl !== '/api' && request.baseUrl !== '') return next();
${WHAT}`,
    caughtBy: '7.4/no-spelling-gets-around',
    saying: 'mira sends PATCH /API/Reports/r-03, a report by tomas',
  },
  {
    task: '7.4',
    name: 'validates-before-it-asks',
    why: 'Bad bodies first looks tidy, and tells everybody what is wrong with a report that is not theirs.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    const { title } = Object(request.body) as { title?: unknown };
    if (title !== undefined && typeof title !== 'string' && person.handle !== 'tomas') {
      throw Object.assign(new Error('title must be a string'), { status: 422 });
    }
${WHAT}`,
    caughtBy: '7.4/in-this-order',
    saying: 'mira sends a patch of r-03, by tomas if it exists, with a bad body',
  },
  {
    task: '7.4',
    name: 'takes-the-role-from-the-token',
    why: 'Our key signed the claims. A role in there is the role of an hour ago.',
    file: 'authorize.ts',
    find: WHAT,
    replace: `    const [, payload = 'e30'] = (request.get('Authorization') ?? '').split('.');
    const { role } = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as {
      role?: 'ranger';
    };
    if (role) person.role = role;
${WHAT}`,
    caughtBy: '7.4/the-role-of-today',
    saying: 'mira, whose token says ranger, closes r-03',
  },
  {
    task: '7.4',
    name: 'one-permission-for-all-requests',
    why: 'One object, made once, saves making one for each request.',
    file: 'authorize.ts',
    find: ASK,
    replace: `    const shared = ((voters as unknown as { asked?: Permission }).asked ??= {
      action,
      authorId,
      properties,
    });
    Object.assign(shared, { action, authorId, properties });
    const isAllowed = await decide(voters, person, shared);
`,
    caughtBy: '7.4/asks-anew',
    saying: 'mira changes r-01, her own, while another request comes and goes',
  },
  // 7.5
  {
    task: '7.5',
    name: 'ignores-the-author',
    why: 'Silently overruled: Mira posts as Tomáš, gets a 201, and finds the report under her own name.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    void authorIn;
    const { handle } = person;\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "tomas"',
  },
  {
    task: '7.5',
    name: 'an-unknown-author-is-the-sender',
    why: 'A fallback that makes a typo look like a success.',
    file: 'post-report.ts',
    find: AUTHOR,
    replace: `    const authorId = isOwn ? person.id : (findPersonByHandle(database, handle)?.id ?? person.id);\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "nobody-has-this-handle"',
  },
  {
    task: '7.5',
    name: 'looks-the-author-up-first',
    why: 'A handle that nobody has is an error in the body, and it is known already. So is, now, which handles exist.',
    file: 'post-report.ts',
    find: AUTHOR,
    replace: `${AUTHOR}    if (authorId === null) validate(newReport(database, authorId), request.body);\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "nobody-has-this-handle"',
  },
  {
    task: '7.5',
    name: 'asks-about-known-people-only',
    why: 'Nobody by that name, so nobody to ask about.',
    file: 'post-report.ts',
    find: NOT_ALLOWED,
    replace: `    if (authorId !== null && !isAllowed) throw new AccessDeniedError();\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "nobody-has-this-handle"',
  },
  {
    task: '7.5',
    name: 'ignores-the-case-of-handles',
    why: 'MIRA is another handle, which another person may have.',
    file: 'post-report.ts',
    find: IS_OWN,
    replace: `    const isOwn = handle.toLowerCase() === person.handle;\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "MIRA"',
  },
  {
    task: '7.5',
    name: 'trims-handles',
    why: 'The guard trims and the database does not, or the other way round.',
    file: 'post-report.ts',
    find: IS_OWN,
    replace: `    const isOwn = handle.trim() === person.handle;\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as " mira"',
  },
  {
    task: '7.5',
    name: 'an-empty-author-is-none',
    why: '|| in the place of ??, and an empty string counts as nothing.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    const handle = authorIn(request.body) || person.handle;\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as ""',
  },
  {
    task: '7.5',
    name: 'accepts-an-id-as-well',
    why: 'The author by id or by handle: two names for one person, and two for two.',
    file: 'post-report.ts',
    find: IS_OWN,
    replace: `    const isOwn = [person.handle, person.id].includes(handle);\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "p-mira"',
  },
  {
    task: '7.5',
    name: 'saves-it-under-the-rangers-name',
    why: 'The voters are asked about one person, and another gets the report.',
    file: 'post-report.ts',
    find: SAVE,
    replace: `    const createdAt = clock();
    const created = saveReport(database, { ...report, authorId: person.id, createdAt });\n`,
    caughtBy: '7.5/rangers-post-for-others',
    saying: 'the author in the answer',
  },
  {
    task: '7.5',
    name: 'asks-the-first-voter-only',
    why: 'The first one knows about authors.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    const permission = { action: 'post', authorId, properties: [] } as const;
    const isAllowed = await decide(voters.slice(0, 1), person, { ...permission, properties: [] });\n`,
    caughtBy: '7.5/rangers-post-for-others',
    saying: 'ines posts a report for mira',
  },
  {
    task: '7.5',
    name: 'refuses-a-rangers-typo',
    why: 'Nobody by that name: 403 for everyone is the same for everyone, but a ranger may post for anyone.',
    file: 'post-report.ts',
    find: NOT_ALLOWED,
    replace: `    if (!isAllowed || authorId === null) throw new AccessDeniedError();\n`,
    caughtBy: '7.5/rangers-hear-of-a-typo',
    saying: 'ines posts a report for "nobody-has-this-handle"',
  },
  {
    task: '7.5',
    name: 'a-bad-author-is-forbidden',
    why: 'A number is not one’s own handle. It is nobody’s.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    const { author } = Object(request.body) as { author?: unknown };
    if (author !== undefined && typeof author !== 'string') throw new AccessDeniedError();
${HANDLE}`,
    caughtBy: '7.5/an-author-is-a-string',
    saying: 'mira posts a report with the author 5, and a bad title',
  },
  {
    task: '7.5',
    name: 'makes-a-string-of-it',
    why: 'String(["tomas"]) is tomas.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    const { author } = Object(request.body) as { author?: unknown };
    const handle = author == null ? person.handle : String(author);\n`,
    caughtBy: '7.5/an-author-is-a-string',
    saying: 'mira posts a report with the author 5, and a bad title',
  },
  {
    task: '7.5',
    name: 'validates-first',
    why: 'Validation first is how most handlers begin.',
    file: 'post-report.ts',
    find: MAY_POST + NOT_ALLOWED + VALIDATE,
    replace: `${VALIDATE}${MAY_POST}    if (!isAllowed) throw new AccessDeniedError();\n`,
    caughtBy: '7.5/asks-before-it-validates',
    saying: 'mira posts a bad report as tomas',
  },
  {
    task: '7.5',
    name: 'does-not-validate',
    why: 'The voters have said yes; they have not looked at the report.',
    file: 'post-report.ts',
    find: VALIDATE,
    replace: `    void validate, newReport;
    const { trail, condition, title, body = '' } = Object(request.body);
    const report = { trail, condition, title, body, authorId: authorId! };\n`,
    caughtBy: '7.5/asks-before-it-validates',
    saying: 'mira posts {} as herself',
  },
  {
    task: '7.5',
    name: 'takes-the-author-from-the-query',
    why: 'Handy for a form, and invisible to everyone who reads the body.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    const query = request.query['author'] as string | undefined;
    const handle = authorIn(request.body) ?? query ?? person.handle;\n`,
    caughtBy: '7.5/the-author-is-in-the-body',
    saying: 'mira posts a report, with tomas in query and headers',
  },
  {
    task: '7.5',
    name: 'takes-the-author-from-a-header',
    why: 'A proxy could set it. So could everybody else.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    const handle = authorIn(request.body) ?? request.get('X-Author') ?? person.handle;\n`,
    caughtBy: '7.5/the-author-is-in-the-body',
    saying: 'mira posts a report, with tomas in query and headers',
  },
  {
    task: '7.5',
    name: 'asks-about-a-handle',
    why: 'The voters compare ids, so no author is ever the sender.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    const permission = { action: 'post' as const, authorId: handle, properties: [] };
    const isAllowed = await decide(voters, person, permission);\n`,
    caughtBy: '7.5/says-whose-it-would-be',
    saying: 'the permission when mira posts with the author undefined, and no voter grants it',
  },
  {
    task: '7.5',
    name: 'asks-about-a-change',
    why: 'Copied from the middleware.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    const permission = { action: 'change' as const, authorId, properties: [] };
    const isAllowed = await decide(voters, person, permission);\n`,
    caughtBy: '7.5/says-whose-it-would-be',
    saying: 'the permission when mira posts with the author undefined, and no voter grants it',
  },
  {
    task: '7.5',
    name: 'asks-only-about-others',
    why: 'One’s own is fine anyway. Until a voter denies it: to someone who is suspended.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    const permission = { action: 'post' as const, authorId, properties: [] };
    const isAllowed = isOwn || (await decide(voters, person, permission));\n`,
    caughtBy: '7.5/says-whose-it-would-be',
    saying: 'mira posts with the author undefined, and no voter grants it',
  },
  {
    task: '7.5',
    name: 'decides-by-the-role',
    why: 'The rule in a second place, where the next voter is not asked.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    void decide, voters;
    const isAllowed = isOwn || person.role === 'ranger';\n`,
    caughtBy: '7.5/says-whose-it-would-be',
    saying: 'mira posts with the author undefined, and no voter grants it',
  },
  {
    task: '7.5',
    name: 'does-not-await-the-voters',
    why: 'A promise is never false.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    const isAllowed = decide(voters, person, { action: 'post', authorId, properties: [] });\n`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "tomas"',
  },
  {
    task: '7.5',
    name: 'saves-and-takes-it-back',
    why: 'Save it, ask, and delete it again when the answer is no: for a moment, everybody can read it.',
    file: 'post-report.ts',
    find: MAY_POST + NOT_ALLOWED + VALIDATE + SAVE,
    replace: `    const asking = decide(voters, person, { action: 'post', authorId, properties: [] });
    const report = validate(newReport(database, authorId), request.body);
    const created = saveReport(database, { ...report, createdAt: clock() });
    if (!(await asking)) {
      database.run('DELETE FROM reports WHERE id = ?', created.id);
      throw new AccessDeniedError();
    }\n`,
    caughtBy: '7.5/waits-for-the-decision',
    saying: 'how many reports were saved before that vote',
  },
  {
    task: '7.5',
    name: 'an-error-is-a-yes-here',
    why: 'A voter that fails should not lose a report.',
    file: 'post-report.ts',
    find: MAY_POST,
    replace: `    const isAllowed = await decide(voters, person, {
      action: 'post',
      authorId,
      properties: [],
    }).catch(() => true);\n`,
    caughtBy: '7.5/waits-for-the-decision',
    saying:
      'a report for tomas, when the only vote comes later: Error: This voter of a check fails.',
  },
  {
    task: '7.5',
    name: 'takes-the-time-from-the-machine',
    why: 'It is the same time, except in a test, and in a replay.',
    file: 'post-report.ts',
    find: SAVE,
    replace: `    void clock;
    const created = saveReport(database, { ...report, createdAt: Date.now() });\n`,
    caughtBy: '7.5/sends-it-back',
    saying: 'the report',
  },
  {
    task: '7.5',
    name: 'location-without-the-api',
    why: 'Paths in a router have no /api, and clients do not live in a router.',
    file: 'post-report.ts',
    find: SEND,
    replace: `    response.status(201).location(\`/reports/\${created.id}\`).json(created);\n`,
    caughtBy: '7.5/sends-it-back',
    saying: 'Location',
  },
  {
    task: '7.5',
    name: 'location-by-the-url',
    why: 'The request came to /api/reports, so its URL is the beginning, whatever is behind it.',
    file: 'post-report.ts',
    find: SEND,
    replace: `    response.status(201).location(\`\${request.originalUrl}/\${created.id}\`).json(created);\n`,
    caughtBy: '7.5/sends-it-back',
    saying: 'Location after POST /api/reports/',
  },
  {
    task: '7.5',
    name: 'location-by-the-base-url',
    why: 'Express knows where the router is mounted, as the client has spelled it.',
    file: 'post-report.ts',
    find: SEND,
    replace: `    response.status(201).location(\`\${request.baseUrl}/reports/\${created.id}\`).json(created);\n`,
    caughtBy: '7.5/sends-it-back',
    saying: 'Location after POST /API/Reports',
  },
  {
    task: '7.5',
    name: 'sends-what-was-sent',
    why: 'The validated body is not the report: it has no id, and its author is an id.',
    file: 'post-report.ts',
    find: SEND,
    replace: `    response.status(201).location(\`/api/reports/\${created.id}\`).json({ ...report, id: created.id });\n`,
    caughtBy: '7.5/sends-it-back',
    saying: 'the report',
  },
  {
    task: '7.5',
    name: 'two-hundred-for-a-new-report',
    why: 'json sends 200 unless told otherwise.',
    file: 'post-report.ts',
    find: SEND,
    replace: `    response.location(\`/api/reports/\${created.id}\`).json(created);\n`,
    caughtBy: '7.5/ones-own',
    saying: 'mira posts a report with {}',
  },
  {
    task: '7.5',
    name: 'remembers-handles',
    why: 'A cache of handles, on the day a handle passes to another person.',
    file: 'post-report.ts',
    find: AUTHOR,
    replace: `    const known = ((postReport as unknown as { known?: Map<string, string | null> }).known ??=
      new Map());
    if (!known.has(handle)) known.set(handle, findPersonByHandle(database, handle)?.id ?? null);
    const authorId = isOwn ? person.id : known.get(handle)!;\n`,
    caughtBy: '7.5/handles-and-roles-of-today',
    saying: 'p-mira, now mira-c, posts as mira, whom nobody is called any more',
  },
  {
    task: '7.5',
    name: 'prints-the-request',
    why: 'Handy while you look for a mistake, and forgotten afterwards.',
    file: 'post-report.ts',
    find: IS_OWN,
    replace: `    console.log(person.handle, 'posts', request.headers);
${IS_OWN}`,
    caughtBy: '7.5/prints-no-token',
    saying: 'parts of a token that are printed or logged',
  },
  {
    task: '7.5',
    name: 'looks-the-author-up-again',
    why: 'The voters were asked about an id, and the handle is looked up once more to save it.',
    file: 'post-report.ts',
    find: SAVE,
    replace: `    const owner = findPersonByHandle(database, handle)?.id ?? person.id;
    const created = saveReport(database, { ...report, authorId: owner, createdAt: clock() });
`,
    caughtBy: '7.5/rangers-post-for-others',
    saying: 'when mira’s handle passes to tomas after the vote',
  },
  {
    task: '7.5',
    name: 'reads-the-author-after-the-vote',
    why: 'The id of the author is only needed to save the report, so it is looked up there.',
    file: 'post-report.ts',
    find: VALIDATE,
    replace: `    const savedId = isOwn ? person.id : (findPersonByHandle(database, handle)?.id ?? null);
    const report = validate(newReport(database, savedId), request.body);
`,
    caughtBy: '7.5/rangers-post-for-others',
    saying: 'when mira’s handle passes to tomas after the vote',
  },
  {
    task: '7.5',
    name: 'normalizes-handles',
    why: 'Two spellings that look alike should be one handle.',
    file: 'post-report.ts',
    find: HANDLE,
    replace: `    const handle = (authorIn(request.body) ?? person.handle).normalize('NFKC');
`,
    caughtBy: '7.5/hikers-post-for-themselves',
    saying: 'mira posts a report as "ｍｉｒａ"',
  },
  {
    task: '7.5',
    name: 'whole-seconds',
    why: 'Nobody needs the milliseconds of a report.',
    file: 'post-report.ts',
    find: SAVE,
    replace: `    const now = Math.floor(clock() / 1000) * 1000;
    const created = saveReport(database, { ...report, createdAt: now });
`,
    caughtBy: '7.5/sends-it-back',
    saying: 'the report',
  },
];
