import { join } from 'node:path';
import ts from 'typescript-js';
import { fromRoot } from '../../lib/files.ts';
import { ROOT } from '../names.ts';

/** What TypeScript needs of the course's packages, to look at a learner's files in a browser. */
export interface TypeFiles {
  options: ts.CompilerOptions;
  /** By absolute path on the tab's disk. */
  texts: Record<string, string>;
}

/** What TypeScript asks a package about. */
const MEMBERS = ['name', 'version', 'type', 'types', 'typings', 'main', 'exports', 'imports'];

/**
 * The types that the course's solutions need: declarations without their comments, and what
 * package.json says of where they are.
 *
 * @param root the course's folder
 */
export function typeFiles(root: string): TypeFiles {
  const fail = ({ messageText }: ts.Diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
  const config = join(root, 'chapters', 'tsconfig.json');
  const parsed = ts.getParsedCommandLineOfConfigFile(config, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: fail,
  });
  if (!parsed) throw new Error(`${config} cannot be read.`);
  const { configFilePath: _place, ...options } = parsed.options;
  const read = new Map<string, string>();
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.getCurrentDirectory = () => root;
  host.readFile = (path) => {
    const text = readFile(path);
    if (text !== undefined) read.set(path, text);
    return text;
  };
  const files = ts.sys.readDirectory(join(root, 'solutions'), ['.ts']);
  const given = ts.sys.readDirectory(join(root, 'chapters/00-open-api'), ['.ts']);
  ts.createProgram([...files, ...given], options, host);
  const texts = [...read]
    .map(([path, text]): [string, string] => [onTab(fromRoot(root, path)), text])
    .filter(([path]) => path.includes('/node_modules/') || path === `${ROOT}/package.json`)
    .map(([path, text]) => [path, path.endsWith('.json') ? membersOf(text) : bare(text)]);
  return { options, texts: Object.fromEntries(texts) };
}

/** Where a file is on the tab's disk, wherever the packages are. */
function onTab(path: string): string {
  const at = path.indexOf('node_modules/');
  return `${ROOT}/${at < 0 ? path : path.slice(at)}`;
}

function membersOf(text: string): string {
  const all = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(MEMBERS.map((name) => [name, all[name]])));
}

/** A text without its comments, but for those that TypeScript itself reads. */
function bare(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, undefined, text);
  let kept = '';
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const piece = scanner.getTokenText();
    const isComment =
      token === ts.SyntaxKind.MultiLineCommentTrivia ||
      (token === ts.SyntaxKind.SingleLineCommentTrivia && !piece.startsWith('///'));
    if (token === ts.SyntaxKind.WhitespaceTrivia) kept += ' ';
    else if (!isComment) kept += piece;
  }
  return kept.replace(/\n\s+/g, '\n');
}
