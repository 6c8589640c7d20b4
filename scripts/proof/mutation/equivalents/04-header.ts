import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'solutions/04-header/allow-origins.ts',
    reason:
      'Undefined is on no list of origins: the next test lets the request pass. This one is for TypeScript, and for who reads it.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: 'if (origin === undefined) return next();',
        to: 'if (false) return next();',
      },
    ],
  },
  {
    file: 'solutions/04-header/read-bearer.ts',
    reason:
      'What stands in for no line at all is a line of another scheme, and either is no token.',
    mutants: [
      {
        mutator: 'ArrayDeclaration',
        from: 'const lines = request.headersDistinct.authorization ?? [];',
        to: 'const lines = request.headersDistinct.authorization ?? ["Stryker was here"];',
      },
    ],
  },
  {
    file: 'solutions/04-header/read-bearer.ts',
    reason:
      'Where the pattern does not match, neither scheme nor rest is there, and where it does, both are: one test would do, and TypeScript wants two.',
    mutants: [
      {
        mutator: 'ArrayDeclaration',
        from: 'const [, scheme, rest] = SCHEME_AND_REST.exec(line) ?? [];',
        to: 'const [, scheme, rest] = SCHEME_AND_REST.exec(line) ?? ["Stryker was here"];',
      },
      {
        mutator: 'ConditionalExpression',
        from: 'if (lines.length > 1 || scheme === undefined || rest === undefined) {',
        to: 'if (lines.length > 1 || false || rest === undefined) {',
      },
      {
        mutator: 'ConditionalExpression',
        from: 'if (lines.length > 1 || scheme === undefined || rest === undefined) {',
        to: 'if (lines.length > 1 || scheme === undefined || false) {',
      },
    ],
  },
  {
    file: 'solutions/04-header/read-bearer.ts',
    reason: 'The dot matches all but line ends, and Node takes no header with a line end in it.',
    mutants: [
      {
        mutator: 'Regex',
        from: "const SCHEME_AND_REST = /^([\\w!#$%&'*+.^`|~-]+) +(.+)$/;",
        to: "const SCHEME_AND_REST = /^([\\w!#$%&'*+.^`|~-]+) +(.+)/;",
      },
    ],
  },
];
