import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'solutions/03-authenticator/challenge-everyone.ts',
    reason:
      'The type of this 401 is open until chapter 5 has one for each reason: about:blank is as good.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "slug: 'authentication-required',",
        to: 'slug: "",',
      },
    ],
  },
  {
    file: 'solutions/03-authenticator/read-bearer.ts',
    reason:
      'The dot matches everything but line ends, and Node accepts no header with a line end in it.',
    mutants: [
      {
        mutator: 'Regex',
        from: 'return request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];',
        to: 'return request.headers.authorization?.match(/^Bearer (.+)/)?.[1];',
      },
    ],
  },
  {
    file: 'solutions/03-authenticator/verify-times.ts',
    reason:
      'Number.isFinite is false for everything that is not a number: the type test is for TypeScript.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: "return typeof value === 'number' && Number.isFinite(value);",
        to: 'return true && Number.isFinite(value);',
      },
    ],
  },
];
