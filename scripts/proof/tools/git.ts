import { run } from '../testing/run.ts';

/** What a line in a terminal did. */
export interface Typed {
  code: number | null;
  /** What it printed, on either stream. */
  said: string;
}

/** Who types it; and nothing of what this machine's own git has been told. */
const WHO = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Mira',
  GIT_AUTHOR_EMAIL: 'mira@cairn.example',
  GIT_COMMITTER_NAME: 'Mira',
  GIT_COMMITTER_EMAIL: 'mira@cairn.example',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Types a line, as it stands, into a terminal in a folder. */
export async function type(folder: string, line: string): Promise<Typed> {
  const { code, output } = await run('sh', ['-c', line], { cwd: folder, env: WHO });
  return { code, said: output };
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
