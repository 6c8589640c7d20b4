import { execFile, spawn } from 'node:child_process';
import { basename } from 'node:path';

/** Whatever goes wrong in an editor later is not waited for. */
const PATIENCE = 1_500;

/** Editors that run in a terminal. Here that would be the one `npm start` writes to. */
const IN_TERMINAL =
  /^(vi|vim|nvim|view|ex|ed|nano|pico|emacs|micro|helix|hx|joe|kak|kakoune|mcedit|ne|jed|jmacs|mg)$/;

/** Graphical editors, by the name of their process and of the command that opens a file in them. */
const GRAPHICAL: Record<string, string> = {
  code: 'code',
  'code-insiders': 'code-insiders',
  'Code - Insiders': 'code-insiders',
  Code: 'code',
  codium: 'codium',
  VSCodium: 'codium',
  vscodium: 'codium',
  cursor: 'cursor',
  Cursor: 'cursor',
  windsurf: 'windsurf',
  zed: 'zed',
  'zed-editor': 'zed',
  subl: 'subl',
  sublime_text: 'subl',
  idea: 'idea',
  webstorm: 'webstorm',
  kate: 'kate',
  gedit: 'gedit',
  'gnome-text-editor': 'gnome-text-editor',
  gvim: 'gvim',
  mvim: 'mvim',
  'notepad++': 'notepad++',
};

const HOW_TO_SET =
  "Stop the workbook and start it with your editor's command, for example: LAUNCH_EDITOR=code npm start";

/**
 * Opens a file in the learner's editor: the one that `LAUNCH_EDITOR` specifies, or a graphical one
 * that is running. Never in one that would take over the terminal.
 *
 * @param place `path:line:column`
 * @returns undefined when the file was opened; otherwise what went wrong, for the learner
 */
export async function openInEditor(place: string): Promise<string | undefined> {
  const chosen = process.env['LAUNCH_EDITOR'];
  if (chosen && isInTerminal(chosen)) {
    return `LAUNCH_EDITOR is set to ${chosen}, which runs in a terminal. ${HOW_TO_SET}`;
  }
  const editor = chosen || chooseEditor(process.env, await runningPrograms());
  if (editor === undefined) return `No graphical editor is running. ${HOW_TO_SET}`;

  const failure = await start(editor, argumentsFor(editor, place, Boolean(chosen)));
  return failure && `${basename(editor)} did not open it: ${failure}. ${HOW_TO_SET}`;
}

/**
 * Which editor to use when `LAUNCH_EDITOR` doesn't say: the one that the workbook was started from,
 * one that is running, or the graphical one that `VISUAL` or `EDITOR` specify.
 *
 * @param programs the names, or paths, of what is running
 */
export function chooseEditor(
  env: NodeJS.ProcessEnv,
  programs: readonly string[],
): string | undefined {
  if (env['TERM_PROGRAM'] === 'vscode') return env['CURSOR_TRACE_ID'] ? 'cursor' : 'code';
  for (const program of programs) {
    const command = GRAPHICAL[nameOf(program)];
    // On Windows a command may be a script; the program itself takes the same options.
    if (command !== undefined) return /\.exe$/i.test(program) ? program : command;
    // VS Code is named Electron on a Mac, within a folder that says what it is.
    if (/Visual Studio Code\.app\/Contents\/MacOS\//.test(program)) return 'code';
  }
  return [env['VISUAL'], env['EDITOR']].find(
    (command) => command && nameOf(command) in GRAPHICAL && !isInTerminal(command),
  );
}

/** What an editor takes to show a file at a line. */
export function argumentsFor(editor: string, place: string, isChosen: boolean): string[] {
  const [, file = place, line = '1', column = '1'] = /^(.*?):(\d+):(\d+)$/.exec(place) ?? [];
  switch (GRAPHICAL[nameOf(editor)]) {
    case 'code':
    case 'code-insiders':
    case 'codium':
    case 'cursor':
    case 'windsurf':
      return ['-r', '-g', place];
    case 'zed':
    case 'subl':
      return [place];
    case 'idea':
    case 'webstorm':
    case 'kate':
      return ['--line', line, '--column', column, file];
    case 'gvim':
    case 'mvim':
      return [`+${line}`, file];
    case 'gedit':
    case 'gnome-text-editor':
      return [`+${line}:${column}`, file];
    case 'notepad++':
      return [`-n${line}`, `-c${column}`, file];
    default:
      return isChosen ? [file, line, column] : [file];
  }
}

function isInTerminal(command: string): boolean {
  return command.split(/\s+/).some((word) => IN_TERMINAL.test(nameOf(word)));
}

function nameOf(program: string): string {
  return program.replace(/^.*[\\/]/, '').replace(/\.(exe|cmd|bat|sh)$/i, '');
}

async function runningPrograms(): Promise<string[]> {
  const [command, args] =
    process.platform === 'win32'
      ? ([
          'powershell',
          ['-NoProfile', '-Command', 'Get-Process | Select-Object -ExpandProperty Path'],
        ] as const)
      : (['ps', ['x', '-o', 'comm=']] as const);
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 5_000 }, (_error, stdout) => {
      resolve(stdout.split(/\r?\n/).map((line) => line.trim()));
    });
  });
}

/** Resolves with why it failed; with undefined as soon as it is clear that it runs. */
async function start(editor: string, args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(editor, args, { stdio: 'ignore', detached: true });
    child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      resolve(code === 'ENOENT' ? 'there is no such command' : message),
    );
    child.once('exit', (code) => resolve(code ? `it ended with exit code ${code}` : undefined));
    setTimeout(() => resolve(undefined), PATIENCE).unref();
    child.unref();
  });
}
