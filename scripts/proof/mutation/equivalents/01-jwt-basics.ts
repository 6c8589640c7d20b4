import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'solutions/01-jwt-basics/decode-segment.ts',
    reason:
      'The comparison below it refuses the same segments: what the decoder drops or takes for something else does not come out again. Both messages say that the part is not base64url.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: 'if (!/^[A-Za-z0-9_-]*$/.test(segment)) {',
        to: 'if (false) {',
      },
      {
        mutator: 'Regex',
        from: 'if (!/^[A-Za-z0-9_-]*$/.test(segment)) {',
        to: 'if (!/[A-Za-z0-9_-]*$/.test(segment)) {',
      },
      {
        mutator: 'Regex',
        from: 'if (!/^[A-Za-z0-9_-]*$/.test(segment)) {',
        to: 'if (!/^[A-Za-z0-9_-]*/.test(segment)) {',
      },
      {
        mutator: 'BlockStatement',
        from: 'if (!/^[A-Za-z0-9_-]*$/.test(segment)) { throw new MalformedToken(`The ${part} is not base64url.`); }',
        to: 'if (!/^[A-Za-z0-9_-]*$/.test(segment)) {}',
      },
    ],
  },
  {
    file: 'solutions/01-jwt-basics/read-times.ts',
    reason:
      'Number.isFinite is false for all that is not a number: the type test is for TypeScript.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: "if (typeof value !== 'number' || !Number.isFinite(value)) {",
        to: 'if (false || !Number.isFinite(value)) {',
      },
    ],
  },
  {
    file: 'solutions/01-jwt-basics/read-times.ts',
    reason:
      'Without a time, the date is invalid and its year NaN, which is in no range: null all the same.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: 'if (seconds === undefined) return null;',
        to: 'if (false) return null;',
      },
    ],
  },
];
