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
    file: 'solutions/06-two-firewalls/firewall.ts',
    reason: 'With the flag s the dot matches line ends too: it goes to the end by itself.',
    mutants: [
      {
        mutator: 'Regex',
        from: "const search = request.url.match(/\\?.*$/s)?.[0] ?? '';",
        to: "const search = request.url.match(/\\?.*/s)?.[0] ?? '';",
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
      'The contract has 413 from 100 kB on, which is what express takes by itself; and a field that is an object is no text either way.',
    mutants: [
      {
        mutator: 'ObjectLiteral',
        from: 'routes.use(express.urlencoded({ extended: false, limit: BODY_LIMIT }));',
        to: 'routes.use(express.urlencoded({}));',
      },
      {
        mutator: 'BooleanLiteral',
        from: 'routes.use(express.urlencoded({ extended: false, limit: BODY_LIMIT }));',
        to: 'routes.use(express.urlencoded({ extended: true, limit: BODY_LIMIT }));',
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
  {
    file: 'solutions/06-two-firewalls/office-firewall.ts',
    reason:
      'csrf-sync puts a status of 403 on its error, so that what follows sends a page with 403 as well: in other words, and which words is free. And nothing falsy reaches an error handler.',
    mutants: [
      {
        mutator: 'ConditionalExpression',
        from: "if (error?.code === 'EBADCSRFTOKEN') {",
        to: 'if (false) {',
      },
      {
        mutator: 'OptionalChaining',
        from: "if (error?.code === 'EBADCSRFTOKEN') {",
        to: "if (error.code === 'EBADCSRFTOKEN') {",
      },
      {
        mutator: 'StringLiteral',
        from: "if (error?.code === 'EBADCSRFTOKEN') {",
        to: 'if (error?.code === "") {',
      },
      {
        mutator: 'BlockStatement',
        from: "if (error?.code === 'EBADCSRFTOKEN') { const detail = 'This form is out of date, or came from somewhere else. Please try again.'; return sendPage(response, 403, 'Not accepted', faultPage(detail)); }",
        to: "if (error?.code === 'EBADCSRFTOKEN') {}",
      },
    ],
  },
  {
    file: 'solutions/06-two-firewalls/pages.ts',
    reason:
      'Only markup is put in as it is: of a text in a list, which the types forbid, nothing is shown.',
    mutants: [
      {
        mutator: 'ArrayDeclaration',
        from: 'return html`${fault === undefined ? [] : html`<p class="fault" role="alert">${fault}</p>`}',
        to: 'return html`${fault === undefined ? ["Stryker was here"] : html`<p class="fault" role="alert">${fault}</p>`}',
      },
    ],
  },
  {
    file: 'solutions/06-two-firewalls/pages.ts',
    reason: 'What a page calls an author who has left is free; to call them nothing, too.',
    mutants: [
      {
        mutator: 'StringLiteral',
        from: "<p>${trail}, ${condition}. ${author ?? 'Somebody who has left'}, ${createdAt}</p>",
        to: '<p>${trail}, ${condition}. ${author ?? ""}, ${createdAt}</p>',
      },
    ],
  },
];
