import { expect, test } from 'vitest';
import { blocksOf, piecesOf } from './brief.ts';

test('a brief is a goal, numbered steps, and what follows', () => {
  expect(
    blocksOf(
      'Find out who\nsent it.\n\n1. Call each.\n   In order.\n2. Stop.\n\nIf it throws, stop.',
    ),
  ).toEqual([
    { kind: 'paragraph', text: 'Find out who sent it.' },
    { kind: 'list', ordered: true, items: ['Call each. In order.', 'Stop.'] },
    { kind: 'paragraph', text: 'If it throws, stop.' },
  ]);
});

test('steps may follow the goal without an empty line, and code is kept as it is', () => {
  expect(blocksOf('Do:\n- one\n- two\n```ts\n  x\n```')).toEqual([
    { kind: 'paragraph', text: 'Do:' },
    { kind: 'list', ordered: false, items: ['one', 'two'] },
    { kind: 'code', text: '  x' },
  ]);
});

test('a line has code, bold words and links; a script is no link', () => {
  expect(piecesOf('Use `exp`, **never** [this](https://a.example) or [x](javascript:y).')).toEqual([
    { kind: 'text', text: 'Use ' },
    { kind: 'code', text: 'exp' },
    { kind: 'text', text: ', ' },
    { kind: 'strong', text: 'never' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'this', href: 'https://a.example' },
    { kind: 'text', text: ' or ' },
    { kind: 'text', text: '[x](javascript:y)' },
    { kind: 'text', text: '.' },
  ]);
});
