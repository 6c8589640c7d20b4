import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  delimitedIndent,
  indentNodeProp,
  indentOnInput,
  indentUnit,
  LRLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import {
  EditorState,
  type Extension,
  RangeSetBuilder,
  StateEffect,
  StateField,
} from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { parser } from '@lezer/javascript';

/** What an editor is for. */
export interface EditorOptions {
  parent: HTMLElement;
  /** Something was written. */
  onChange: (text: string) => void;
  /** The reader wants a verdict now: Ctrl-S, or ⌘S. */
  onCheck: () => void;
}

/** A line that something is wrong with. */
export interface MarkedLine {
  line: number;
  message: string;
}

const typescript = LRLanguage.define({
  name: 'typescript',
  parser: parser.configure({
    dialect: 'ts',
    props: [
      indentNodeProp.add({
        'Block ClassBody ObjectExpression ObjectPattern ObjectType': delimitedIndent({
          closing: '}',
        }),
        'ArrayExpression ArrayPattern': delimitedIndent({ closing: ']' }),
        'ArgList ParamList ParenthesizedExpression': delimitedIndent({ closing: ')' }),
      }),
    ],
  }),
  languageData: {
    commentTokens: { line: '//', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', "'", '"', '`'] },
    indentOnInput: /^\s*[}\])]$/,
  },
});

/** What stays in view above a task, in pixels: what is to be written has a name and parameters. */
const LINES_ABOVE = 60;

interface Marks {
  fails: readonly MarkedLine[];
  /** What costs no points. */
  notes: readonly MarkedLine[];
}

const mark = StateEffect.define<Marks>();

/** The lines that something is wrong with; they move with the text, and go with the next edit of one. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let lines = set.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(mark)) lines = decorationsFor(effect.value, transaction.state);
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorationsFor({ fails, notes }: Marks, { doc }: EditorState): DecorationSet {
  const decorate = (lines: readonly MarkedLine[], kind: 'fails' | 'note') =>
    lines
      .filter(({ line }) => line >= 1 && line <= doc.lines)
      .map(({ line, message }) => {
        const attributes = { title: message, [`data-${kind}`]: '' };
        return Decoration.line({ class: `cm-${kind}`, attributes }).range(doc.line(line).from);
      });
  // A line that fails needs no second mark.
  const noted = notes.filter(({ line }) => fails.every((each) => each.line !== line));
  return Decoration.set([...decorate(fails, 'fails'), ...decorate(noted, 'note')], true);
}

/** The lines between a task's markers: what is to be written stands out from what is given. */
const tasks = StateField.define<DecorationSet>({
  create: ({ doc }) => linesOfTasks(doc),
  update: (set, { docChanged, newDoc }) => (docChanged ? linesOfTasks(newDoc) : set),
  provide: (field) => EditorView.decorations.from(field),
});

function linesOfTasks(doc: EditorState['doc']): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const line = Decoration.line({ class: 'cm-task' });
  let isInside = false;
  for (let number = 1; number <= doc.lines; number += 1) {
    const { text, from } = doc.line(number);
    if (/^\s*\/\/\s*#endregion\b/.test(text)) isInside = false;
    if (isInside) builder.add(from, from, line);
    if (/^\s*\/\/\s*#region\b/.test(text)) isInside = true;
  }
  return builder.finish();
}

/** An editor of the course's files: one at a time, each with an undo of its own. */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #options: EditorOptions;
  readonly #states = new Map<string, EditorState>();
  #path: string | undefined;
  #isOwn = false;

  constructor(options: EditorOptions) {
    this.#options = options;
    this.#view = new EditorView({ parent: options.parent });
  }

  /**
   * Shows a file.
   *
   * @param isGiven it can be read, and not written
   */
  show(path: string, text: string, isGiven: boolean): void {
    if (this.#path !== undefined) this.#states.set(this.#path, this.#view.state);
    const known = this.#states.get(path);
    this.#path = path;
    this.#view.setState(
      known ?? EditorState.create({ doc: text, extensions: this.#extensions(path, isGiven) }),
    );
    this.take(path, text);
    if (!known) this.#revealTask();
  }

  /** A file was written elsewhere. */
  take(path: string, text: string): void {
    if (path !== this.#path) {
      if (this.#states.get(path)?.doc.toString() !== text) this.#states.delete(path);
      return;
    }
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#isOwn = true;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    this.#isOwn = false;
  }

  /** Marks the lines that fail, and those that TypeScript has a note on; and no others. */
  mark(fails: readonly MarkedLine[], notes: readonly MarkedLine[]): void {
    this.#view.dispatch({ effects: mark.of({ fails, notes }) });
  }

  /** Puts the cursor on a line, and the line into view. */
  goTo(line: number): void {
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.#view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 40 }),
    });
  }

  /** The line that the cursor is on. */
  get line(): number {
    const { doc, selection } = this.#view.state;
    return doc.lineAt(selection.main.head).number;
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }

  /** Scrolls to the first place where something is to be written: the editor, and nothing around it. */
  #revealTask(): void {
    const at = this.#view.state.doc.toString().search(/^[^\S\n]*\/\/\s*#region\b/m);
    if (at < 0) return;
    this.#view.requestMeasure({
      read: (view) => view.lineBlockAt(at).top,
      write: (top, view) => (view.scrollDOM.scrollTop = top - LINES_ABOVE),
    });
  }

  #extensions(path: string, isGiven: boolean): Extension[] {
    const check = () => {
      this.#options.onCheck();
      return true;
    };
    return [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of('  '),
      bracketMatching(),
      typescript,
      syntaxHighlighting(classHighlighter),
      tasks,
      marked,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': path, spellcheck: 'false', tabindex: '0' }),
      EditorState.readOnly.of(isGiven),
      keymap.of([
        { key: 'Mod-s', run: check, preventDefault: true },
        ...defaultKeymap,
        ...historyKeymap,
        // Escape, then Tab, leaves the editor: CodeMirror sees to that.
        indentWithTab,
      ]),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged && !this.#isOwn) this.#options.onChange(state.doc.toString());
      }),
    ];
  }
}
