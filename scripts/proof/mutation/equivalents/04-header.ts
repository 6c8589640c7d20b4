import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'solutions/04-header/allow-origins.ts',
    reason:
      'No list contains undefined, so the options would allow nothing. The test says why, and is for TypeScript.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: 'if (request.headers.origin === undefined) return next();',
        to: 'if (false) return next();',
      },
    ],
  },
];
