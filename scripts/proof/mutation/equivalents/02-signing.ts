import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'solutions/02-signing/key-pair.ts',
    reason: 'Every key of type rsa has details: the question mark is for TypeScript.',
    mutants: [
      {
        mutator: 'OptionalChaining',
        from: 'const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;',
        to: 'const bits = key.asymmetricKeyDetails.modulusLength ?? 0;',
      },
    ],
  },
  {
    file: 'solutions/02-signing/key-pair.ts',
    reason:
      'A file of white space is then reported as not in PEM form instead of missing. It is refused either way, and the message says which key it is.',
    mutants: [
      {
        mutator: 'MethodExpression',
        from: 'if (!pem?.trim()) throw new Error(`The ${which} key is missing.`);',
        to: 'if (!pem) throw new Error(`The ${which} key is missing.`);',
      },
    ],
  },
  {
    file: 'solutions/02-signing/read-basic.ts',
    reason: 'What stands in for no line at all has no Basic credentials either way.',
    mutants: [
      {
        mutator: 'ArrayDeclaration',
        from: 'export function readBasicCredentials(lines: string[] = []): Credentials | undefined {',
        to: 'export function readBasicCredentials(lines: string[] = ["Stryker was here"]): Credentials | undefined {',
      },
      {
        mutator: 'ConditionalExpression',
        from: 'if (line === undefined || lines.length > 1) return undefined;',
        to: 'if (false || lines.length > 1) return undefined;',
      },
    ],
  },
  {
    file: 'solutions/02-signing/read-basic.ts',
    reason:
      'Without a string there is no colon, and without a colon no credentials: either test refuses it, and TypeScript needs the first.',
    mutants: [
      {
        mutator: 'UnaryOperator',
        from: "const colon = text?.indexOf(':') ?? -1;",
        to: "const colon = text?.indexOf(':') ?? +1;",
      },
      {
        mutator: 'ConditionalExpression',
        from: 'if (text === undefined || colon === -1 || CONTROL.test(text)) return undefined;',
        to: 'if (false || colon === -1 || CONTROL.test(text)) return undefined;',
      },
    ],
  },
  {
    file: 'solutions/02-signing/read-basic.ts',
    reason: 'A function that returns nothing returns undefined.',
    mutants: [
      {
        mutator: 'BlockStatement',
        from: '} catch { return undefined; }',
        to: '} catch {}',
      },
    ],
  },
];
