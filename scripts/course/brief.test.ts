import { expect, test } from 'vitest';
import { isShortEnough, readBrief, toComment } from './brief.ts';

const FILE = 'chapters/03-authenticator/README.md';
const README = `---
summary: write a guard
minutes: 90
---

# 3 · The authenticator

The page is elsewhere.

## 3.1 Verify the signature

Check who signed the token.

1. Call \`jwt.verify\` with the key, and with a list of algorithms that has one entry only, whatever the header says.
2. Return the claims.

If anything throws, throw an \`AuthenticationError\`.

## 3.2 Ask them in order

Find out who
sent it.

## Try it

\`\`\`sh
curl http://127.0.0.1:3000/api/me

curl -i http://127.0.0.1:3000/api/reports
\`\`\`
`;

test('reads the title, the summary, the minutes and the tasks', () => {
  const brief = readBrief(README, FILE);
  expect(brief).toMatchObject({
    title: 'The authenticator',
    summary: 'write a guard',
    minutes: 90,
  });
  expect(brief.tasks).toMatchObject([
    { task: '3.1', title: 'Verify the signature', goal: 'Check who signed the token.' },
    { task: '3.2', title: 'Ask them in order', goal: 'Find out who sent it.' },
  ]);
});

test('reads the requests to try; a chapter may have none', () => {
  expect(readBrief(README, FILE).requests).toEqual([
    'curl http://127.0.0.1:3000/api/me',
    'curl -i http://127.0.0.1:3000/api/reports',
  ]);
  expect(readBrief(README.split('## Try it')[0]!, FILE).requests).toEqual([]);
});

test('instructions become comment lines: steps are indented, and long lines wrapped', () => {
  const [first] = readBrief(README, FILE).tasks;
  expect(toComment(first!, '  ')).toEqual([
    '  // Check who signed the token.',
    '  //   1. Call `jwt.verify` with the key, and with a list of algorithms that has one entry only,',
    '  //      whatever the header says.',
    '  //   2. Return the claims.',
    '  // If anything throws, throw an `AuthenticationError`.',
  ]);
  expect(isShortEnough(first!, '  ')).toBe(true);
});

test.each([
  ['no front matter', README.slice(4), ':1: a brief begins with "---"'],
  ['no minutes', README.replace('minutes: 90\n', ''), 'the front matter has no minutes'],
  ['minutes in words', README.replace('90', 'ninety'), 'minutes must be a number'],
  ['another number', README.replace('# 3 ·', '# 4 ·'), ':6: the first heading must be "# 3 · '],
  ['a task left out', README.replace('## 3.2', '## 3.3'), ':19: the next task is 3.2, not 3.3'],
  [
    'no instructions',
    README.replace('Find out who\nsent it.', ''),
    ':19: task 3.2 has no instructions',
  ],
])('says what is wrong: %s', (_what, text, message) => {
  expect(() => readBrief(text, FILE)).toThrow(message);
});
