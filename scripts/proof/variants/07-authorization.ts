import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  // 7.1
  {
    task: '7.1',
    name: 'switches-over-the-action',
    how: 'Uses a switch, and an if for the ids.',
    file: 'author-voter.ts',
    region: `
  switch (action) {
    case 'post':
    case 'change':
    case 'delete':
      if (authorId === person.id) return 'grant';
      return 'abstain';
    default:
      return 'abstain';
  }`,
  },
  {
    task: '7.1',
    name: 'asks-a-set',
    how: 'Keeps the actions in a Set, refuses nobody first, and compares with Object.is.',
    file: 'author-voter.ts',
    region: `
  const known = new Set<string>(['delete', 'post', 'change']);
  if (authorId === null) return 'abstain';
  const isOwn = Object.is(person.id, authorId);
  return isOwn && known.has(action) ? 'grant' : 'abstain';`,
  },
  {
    task: '7.1',
    name: 'votes-through-a-promise',
    how: 'Returns a promise of the vote, as a voter may.',
    file: 'author-voter.ts',
    region: `
  const isKnown = action === 'post' || action === 'change' || action === 'delete';
  return Promise.resolve(isKnown && person.id === authorId).then((isOwn) =>
    isOwn ? 'grant' : 'abstain',
  );`,
  },
  {
    task: '7.1',
    name: 'loops-over-the-actions',
    how: 'Goes through the actions it knows, one by one.',
    file: 'author-voter.ts',
    region: `
  for (const known of ['change', 'delete', 'post']) {
    if (known === action && person.id === authorId) return 'grant';
  }
  return 'abstain';`,
  },
  // 7.2
  {
    task: '7.2',
    name: 'asks-all-at-once',
    how: 'Asks all voters at the same time, and looks at the list of their votes.',
    file: 'decide.ts',
    region: `
  const votes = await Promise.all(voters.map(async (voter) => voter(person, permission)));
  return votes.includes('grant') && !votes.includes('deny');`,
  },
  {
    task: '7.2',
    name: 'counts-votes',
    how: 'Counts grants and denials, and asks every voter in any case.',
    file: 'decide.ts',
    region: `
  let grants = 0;
  let denials = 0;
  for (let index = 0; index < voters.length; index += 1) {
    const vote = await voters[index]!(person, permission);
    if (vote === 'grant') grants++;
    else if (vote === 'deny') denials++;
  }
  return denials === 0 && grants > 0;`,
  },
  {
    task: '7.2',
    name: 'throws-a-new-error',
    how: 'Wraps what a voter throws in an error of its own, with the first one as its cause.',
    file: 'decide.ts',
    region: `
  const votes: unknown[] = [];
  try {
    for (const voter of voters) votes.push(await voter(person, permission));
  } catch (cause) {
    throw new Error('A voter failed.', { cause });
  }
  if (votes.some((vote) => vote === 'deny')) return false;
  return votes.some((vote) => vote === 'grant');`,
  },
  {
    task: '7.2',
    name: 'folds-a-chain-of-promises',
    how: 'Reduces the list to one promise, and remembers the answer so far.',
    file: 'decide.ts',
    region: `
  type SoFar = 'open' | 'granted' | 'denied';
  const result = await voters.reduce<Promise<SoFar>>(async (before, voter) => {
    const soFar = await before;
    if (soFar === 'denied') return soFar;
    const vote = await voter(person, { ...permission });
    if (vote === 'deny') return 'denied';
    return vote === 'grant' ? 'granted' : soFar;
  }, Promise.resolve('open'));
  return result === 'granted';`,
  },
  {
    task: '7.2',
    name: 'refuses-strange-votes',
    how: 'Refuses as soon as a vote isn’t one of the three, wherever it stands.',
    file: 'decide.ts',
    region: `
  let answer = false;
  for (const voter of voters) {
    switch (await voter(person, permission)) {
      case 'grant':
        answer = true;
        break;
      case 'abstain':
        break;
      default:
        return false;
    }
  }
  return answer;`,
  },
  // 7.3
  {
    task: '7.3',
    name: 'the-role-inside-a-switch',
    how: 'Uses a switch, with the role inside.',
    file: 'ranger-voter.ts',
    region: `
  const isRanger = person.role === 'ranger';
  switch (action) {
    case 'post':
    case 'delete':
      return isRanger ? 'grant' : 'abstain';
    case 'change': {
      const others = properties.filter((property) => property !== 'condition');
      return isRanger && others.length === 0 ? 'grant' : 'abstain';
    }
    default:
      return 'abstain';
  }`,
  },
  {
    task: '7.3',
    name: 'a-list-of-what-is-allowed',
    how: 'Keeps what rangers may change in a list, and loops over the properties.',
    file: 'ranger-voter.ts',
    region: `
  if (person.role === 'ranger') {
    const allowed = ['condition'];
    if (action === 'change') {
      for (const property of properties) if (!allowed.includes(property)) return 'abstain';
      return 'grant';
    }
    if (['post', 'delete'].includes(action)) return 'grant';
  }
  return 'abstain';`,
  },
  {
    task: '7.3',
    name: 'one-expression',
    how: 'Combines three conditions into one, and is async.',
    file: 'ranger-voter.ts',
    region: `
  const mayChange = action === 'change' && !properties.some((name) => name !== 'condition');
  const may = person.role === 'ranger' && (action === 'post' || action === 'delete' || mayChange);
  return (async () => (may ? 'grant' : 'abstain') as 'grant' | 'abstain')();`,
  },
  // 7.4
  {
    task: '7.4',
    name: 'passes-errors-to-next',
    how: 'Catches every error, and passes it to next instead of throwing it.',
    file: 'authorize.ts',
    region: `
    try {
      const person = requirePerson(request);
      const authorId = getAuthorId(database, request.params.id);
      const permission: Permission = { action, authorId, properties: [] };
      if (action === 'change') permission.properties = changedProperties(request.body);
      if (await decide(voters, person, permission)) next();
      else next(new AccessDeniedError());
    } catch (error) {
      next(error);
    }`,
  },
  {
    task: '7.4',
    name: 'returns-a-chain',
    how: 'Uses then, and one function for the decision.',
    file: 'authorize.ts',
    region: `
    const who = requirePerson(request);
    const { id } = request.params;
    const permission = {
      action,
      authorId: getAuthorId(database, id),
      properties: action !== 'change' ? [] : changedProperties(request.body),
    };
    return decide([...voters], who, permission).then((allowed) => {
      if (allowed !== true) throw new AccessDeniedError();
      next();
    });`,
  },
  {
    task: '7.4',
    name: 'asks-the-database-itself',
    how: 'Looks for the report with getReport, which throws the 404, and then for its author.',
    file: 'authorize.ts',
    imports: `import { authorIdOf, getReport } from '#api/reports.ts';`,
    region: `
    const person = requirePerson(request);
    const report = getReport(database, request.params.id);
    void getAuthorId;
    const authorId = authorIdOf(database, report.id) ?? null;
    const properties: string[] = [];
    if (action === 'change') properties.push(...changedProperties(request.body));
    const isAllowed = await decide(voters, person, { action, authorId, properties });
    if (isAllowed) return next();
    throw new AccessDeniedError('You may not.');`,
  },
  // 7.5
  {
    task: '7.5',
    name: 'if-and-else',
    how: 'Finds out whose report it is with an if, and stores the created report in steps.',
    file: 'post-report.ts',
    region: `
    const person = requirePerson(request);
    const handle = authorIn(request.body);
    let authorId: string | null;
    if (handle === undefined || handle === person.handle) {
      authorId = person.id;
    } else {
      const author = findPersonByHandle(database, handle);
      authorId = author ? author.id : null;
    }
    const allowed = await decide(voters, person, { action: 'post', authorId, properties: [] });
    if (!allowed) throw new AccessDeniedError();
    const { trail, condition, title, body, authorId: owner } = validate(
      newReport(database, authorId),
      request.body,
    );
    const createdAt = clock();
    const report = saveReport(database, { trail, condition, title, body, authorId: owner, createdAt });
    response.status(201);
    response.set('Location', '/api/reports/' + report.id);
    response.json(report);`,
  },
  {
    task: '7.5',
    name: 'looks-everyone-up',
    how: 'Looks up the own handle, too, and passes errors to next.',
    file: 'post-report.ts',
    region: `
    const person = requirePerson(request);
    const author = authorIn(request.body) ?? person.handle;
    const authorId = findPersonByHandle(database, author)?.id ?? null;
    const permission = { authorId, action: 'post' as const, properties: [] };
    if ((await decide(voters, person, permission)) !== true) throw new AccessDeniedError();
    const report = { ...validate(newReport(database, authorId), request.body), createdAt: clock() };
    const saved = saveReport(database, report);
    response
      .location(\`/api/reports/\${saved.id}\`)
      .status(201)
      .send(saved);`,
  },
  {
    task: '7.5',
    name: 'a-function-of-its-own',
    how: 'Has a function for whose report it is, and reads the body itself.',
    file: 'post-report.ts',
    region: `
    const person = requirePerson(request);
    void authorIn;
    const idFor = (author: unknown): string | null => {
      if (typeof author !== 'string') return person.id;
      return author === person.handle
        ? person.id
        : (findPersonByHandle(database, author)?.id ?? null);
    };
    const authorId = idFor((request.body as { author?: unknown } | null | undefined)?.author);
    const isAllowed = await decide(voters, person, { action: 'post', authorId, properties: [] });
    if (!isAllowed) {
      throw new AccessDeniedError();
    } else {
      const report = validate(newReport(database, authorId), request.body);
      const created = saveReport(database, { createdAt: clock(), ...report });
      response.set({ Location: \`/api/reports/\${created.id}\` }).status(201).json(created);
    }`,
  },
];
