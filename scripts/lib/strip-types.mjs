import { stripVTControlCharacters } from 'node:util';
import { transformSync } from 'rolldown/utils';

/** TypeScript that doesn't parse: its `stack` names the file, the line and the column. */
export class ParseError extends SyntaxError {
  code = 'PARSE_ERROR';
}

/**
 * Takes the types out of TypeScript, as Node does: what is imported stays imported, unless the
 * import says `type`.
 *
 * @param {string} file its path, for messages and for the map
 * @param {string} text the TypeScript
 * @returns {{ code: string, map: object }} JavaScript, and a source map (ECMA-426) to the TypeScript
 * @throws {ParseError}
 */
export function stripTypes(file, text) {
  const { code, map, errors } = transformSync(file, text, {
    lang: 'ts',
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
  });
  if (errors.length > 0) throw toParseError(file, errors[0]);
  return { code, map: { ...map, sourcesContent: [] } };
}

function toParseError(file, { message, loc }) {
  const [first = ''] = stripVTControlCharacters(message).split('\n');
  const error = new ParseError(first.replace(/^\[\w+\] /, ''));
  const place = loc ? `${file}:${loc.line}:${loc.column + 1}` : file;
  error.stack = `SyntaxError: ${error.message}\n    at ${place}`;
  return error;
}
