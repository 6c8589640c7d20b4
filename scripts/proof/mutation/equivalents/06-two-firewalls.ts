import type { Equivalent } from '../equivalent.ts';

export const equivalents: Equivalent[] = [
  {
    file: 'solutions/06-two-firewalls/app.ts',
    reason: 'Express takes a path of no characters for the root: the same route.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "resource(app, '/', {",
        to: 'resource(app, "", {',
      },
    ],
  },
  {
    file: 'solutions/06-two-firewalls/office-firewall.ts',
    reason: 'Express takes a path of no characters for the root: the same route.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "resource(routes, '/', { get: showOffice });",
        to: 'resource(routes, "", { get: showOffice });',
      },
    ],
  },
  {
    file: 'solutions/06-two-firewalls/office-firewall.ts',
    reason:
      'A field that did not come, or came twice, is some text that is nobody’s handle and nobody’s password. Which, nobody sees.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "const text = z.string().catch('');",
        to: 'const text = z.string().catch("Stryker was here!");',
      },
    ],
  },
  {
    file: 'solutions/06-two-firewalls/office-firewall.ts',
    reason:
      'Sending a page after an answer has begun throws, and what is thrown here reaches the responders behind, which look at headersSent themselves: Express hangs up either way.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: 'if (response.headersSent) return next(error);',
        to: 'if (false) return next(error);',
      },
    ],
  },
];
