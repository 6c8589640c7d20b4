import fc from 'fast-check';

const LONG = 5_000;

/** Words that name no chapter and no task, and are no option of any command. */
export const wrongWord: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('7', '3.9', '1.9', '-1', '3.2.1', 'NaN', '--nope', '') },
  { weight: 3, arbitrary: fc.constantFrom('../..', '1/..', '0x1', '1e0', '１', '1.', '.1', ' 1') },
  { weight: 2, arbitrary: fc.constantFrom('1\n2', '1\0', '\u001b[2J', '\u202e1', 'Ž😀', '-0') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('9'.repeat(LONG), 'x'.repeat(LONG), '--'.padEnd(LONG, 'y')),
  },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'null') },
  {
    weight: 4,
    arbitrary: fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((word) => !/^\d+(\.\d+)?$/.test(word) && !word.startsWith('-')),
  },
);

/** Words of which some are right. */
export const anyWord: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('1', '2', '01', '1.1', '1.2', '2.1', '--help', '-h', '--'),
  wrongWord,
);
