import { spawn } from 'node:child_process';

/** What a line in a terminal did. */
export interface Typed {
  code: number | null;
  /** What it printed, on either stream. */
  said: string;
}

/** Who types it; and nothing of what this machine's own git has been told. */
const WHO = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
  GIT_AUTHOR_NAME: 'Mira',
  GIT_AUTHOR_EMAIL: 'mira@cairn.example',
  GIT_COMMITTER_NAME: 'Mira',
  GIT_COMMITTER_EMAIL: 'mira@cairn.example',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Within a hook, git says where it is: none of that is meant here. */
const ENV = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')),
);

/** Types a line, as it stands, into a terminal in a folder. */
export function type(folder: string, line: string): Promise<Typed> {
  const child = spawn(line, {
    cwd: folder,
    shell: true,
    env: { ...ENV, ...WHO },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

/** Types lines that have to work, and gives what the last one said. */
export async function mustType(folder: string, ...lines: string[]): Promise<string> {
  let last = '';
  for (const line of lines) {
    const { code, said } = await type(folder, line);
    if (code !== 0) throw new Error(`${line}: exit ${code}\n${said}`);
    last = said;
  }
  return last;
}
