import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'scripts/grading/judge.ts',
    reason: 'A text that names no place in a file is as good as none: nothing is led by it.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "const why = stray ? atPlace(stray.message, [stray.stack ?? ''], sources, []) : 'No check ran.';",
        to: 'const why = stray ? atPlace(stray.message, [stray.stack ?? "Stryker was here!"], sources, []) : \'No check ran.\';',
      },
      {
        mutator: 'StringLiteral',
        from: "const message = atPlace(stray.message, [stray.stack ?? ''], sources, []);",
        to: 'const message = atPlace(stray.message, [stray.stack ?? "Stryker was here!"], sources, []);',
      },
      {
        mutator: 'ArrayDeclaration',
        from: "return { status: 'crashed', message: atPlace(what, [], sources, files) };",
        to: 'return { status: \'crashed\', message: atPlace(what, ["Stryker was here"], sources, files) };',
      },
    ],
  },
  {
    file: 'scripts/grading/judge.ts',
    reason: 'A fault of the kind blocked has its task: what stands in for it is for TypeScript.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "return { status: 'blocked', message: blockedBy(blocked.fault?.task ?? '', circumstances) };",
        to: 'return { status: \'blocked\', message: blockedBy(blocked.fault?.task ?? "Stryker was here!", circumstances) };',
      },
      {
        mutator: 'OptionalChaining',
        from: "return { status: 'blocked', message: blockedBy(blocked.fault?.task ?? '', circumstances) };",
        to: "return { status: 'blocked', message: blockedBy(blocked.fault.task ?? '', circumstances) };",
      },
    ],
  },
  {
    file: 'scripts/grading/judge.ts',
    reason:
      'What stands in for a missing result is looked at for its fault, and has none; that the result is missing is asked elsewhere.',
    mutants: [
      {
        mutator: 'ArrayDeclaration',
        from: 'const results = counted.flatMap(({ id }) => run.results.get(id) ?? []);',
        to: 'const results = counted.flatMap(({ id }) => run.results.get(id) ?? ["Stryker was here"]);',
      },
    ],
  },
  {
    file: 'scripts/grading/node/progress.ts',
    reason: 'What is not remembered is undefined, and no digest is.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: 'return progress.passed[slug] !== undefined && progress.passed[slug] === digestOf(root, number);',
        to: 'return true && progress.passed[slug] === digestOf(root, number);',
      },
    ],
  },
  {
    file: 'scripts/grading/node/progress.ts',
    reason:
      'What is no object has no members: to look at them throws, and readState takes a file for broken at which that happens.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: "return typeof value === 'object' && value !== null && !Array.isArray(value);",
        to: 'return true && !Array.isArray(value);',
      },
      {
        mutator: 'LogicalOperator',
        from: "return typeof value === 'object' && value !== null && !Array.isArray(value);",
        to: "return typeof value === 'object' || value !== null && !Array.isArray(value);",
      },
      {
        mutator: 'ConditionalExpression',
        from: "return typeof value === 'object' && value !== null && !Array.isArray(value);",
        to: 'return true && value !== null && !Array.isArray(value);',
      },
      {
        mutator: 'ConditionalExpression',
        from: "return typeof value === 'object' && value !== null && !Array.isArray(value);",
        to: "return typeof value === 'object' && true && !Array.isArray(value);",
      },
    ],
  },
];
