import files from 'cairn:types';
import ts from 'typescript-js';
import type { TypeNote } from '../../grading/outcome.ts';
import { ROOT } from '../names.ts';

/** What the page asks: which files to look at, among all that there are now. */
export interface TypesOrder {
  id: number;
  /** From the course's root. */
  paths: string[];
  /** The course's code, by its paths from the root. */
  texts: Map<string, string>;
}

/** The answer. The first of all, without an id, says that TypeScript is ready. */
export interface TypesNews {
  id?: number;
  notes: TypeNote[];
}

const known = new Map<string, string>(Object.entries(files.texts));
const folders = new Set<string>();
for (const path of known.keys()) {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    folders.add(path.slice(0, at));
  }
}

/** The course's code, with the number of times that each file has changed. */
const course = new Map<string, { text: string; version: number }>();
let roots: string[] = [];

const textOf = (path: string) => course.get(path)?.text ?? known.get(path);

const service = ts.createLanguageService({
  getCompilationSettings: () => files.options,
  getCurrentDirectory: () => ROOT,
  getDefaultLibFileName: (options) =>
    `${ROOT}/node_modules/typescript-js/lib/${ts.getDefaultLibFileName(options)}`,
  getScriptFileNames: () => roots,
  getScriptVersion: (path) => String(course.get(path)?.version ?? 0),
  getScriptSnapshot: (path) => {
    const text = textOf(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  fileExists: (path) => textOf(path) !== undefined,
  readFile: textOf,
  directoryExists: (path) => folders.has(path) || path.startsWith(`${ROOT}/chapters`),
});

function take(texts: Map<string, string>): void {
  for (const path of course.keys()) {
    if (!texts.has(path.slice(ROOT.length + 1))) course.delete(path);
  }
  for (const [path, text] of texts) {
    const before = course.get(`${ROOT}/${path}`);
    if (before?.text === text) continue;
    course.set(`${ROOT}/${path}`, { text, version: (before?.version ?? 0) + 1 });
  }
}

/** The type errors of a file, a line's first one alone. */
function notesOf(path: string): TypeNote[] {
  const file = `${ROOT}/${path}`;
  // What doesn't parse is told by the verdict, and makes everything behind it look wrong.
  if (service.getSyntacticDiagnostics(file).length > 0) return [];
  const notes = new Map<number, TypeNote>();
  for (const { start = 0, messageText } of service.getSemanticDiagnostics(file)) {
    const line = (textOf(file) ?? '').slice(0, start).split('\n').length;
    const message = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? '';
    if (!notes.has(line)) notes.set(line, { file: path, line, message });
  }
  return [...notes.values()].sort((one, other) => one.line - other.line);
}

const tell = (news: TypesNews) => self.postMessage(news);

self.onmessage = ({ data }: MessageEvent<TypesOrder>) => {
  take(data.texts);
  roots = data.paths.map((path) => `${ROOT}/${path}`);
  tell({ id: data.id, notes: data.paths.flatMap(notesOf) });
};

tell({ notes: [] });
