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

test('an address in the text is a link, without the full stop behind it', () => {
  expect(piecesOf('See RFC 6750 (https://www.rfc-editor.org/rfc/rfc6750#section-3).')).toEqual([
    { kind: 'text', text: 'See RFC 6750 (' },
    {
      kind: 'link',
      text: 'https://www.rfc-editor.org/rfc/rfc6750#section-3',
      href: 'https://www.rfc-editor.org/rfc/rfc6750#section-3',
    },
    { kind: 'text', text: ').' },
  ]);
  expect(piecesOf('See https://a.example/x.')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: 'https://a.example/x', href: 'https://a.example/x' },
    { kind: 'text', text: '.' },
  ]);
});

test('the code in a link is read as its words', () => {
  expect(piecesOf('[`router.use`](https://a.example)')).toEqual([
    { kind: 'link', text: 'router.use', href: 'https://a.example' },
  ]);
});
