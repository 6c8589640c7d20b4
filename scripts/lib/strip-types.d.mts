/** TypeScript that doesn't parse: its `stack` names the file, the line and the column. */
export class ParseError extends SyntaxError {
  readonly code: 'PARSE_ERROR';
}

/** Takes the types out of TypeScript, as Node does. @throws ParseError */
export function stripTypes(file: string, text: string): { code: string; map: object };
