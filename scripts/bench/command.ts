import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command of ours, as package.json runs it, without npm around it. */
export function ourCommand(root: string, name: string, args: string[]): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [node, ...words] = (scripts[name] ?? '').split(' ');
  if (node !== 'node') throw new Error(`The script ${name} of package.json does not start node.`);
  return [...words, ...args];
}

/** Vitest as it comes. */
export function bareVitest(args: string[]): string[] {
  const config = join('scripts', 'bench', 'bare.config.ts');
  return [join('node_modules', 'vitest', 'vitest.mjs'), ...args, '--config', config];
}

/** A node process whose output can be waited for. */
export class Watched {
  readonly child: ChildProcess;
  #output = '';
  #onOutput: () => void = () => {};

  constructor(root: string, args: string[]) {
    this.child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const take = (chunk: Buffer) => {
      this.#output += chunk.toString();
      this.#onOutput();
    };
    this.child.stdout?.on('data', take);
    this.child.stderr?.on('data', take);
  }

  /**
   * Resolves when what was printed since the last call has it; then that is forgotten.
   *
   * @throws Error when that takes more than 20 s
   */
  async prints(wanted: RegExp): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(
        () => reject(new Error(`No ${wanted} in:\n${this.#output}`)),
        20_000,
      );
      this.#onOutput = () => {
        if (!wanted.test(this.#output)) return;
        clearTimeout(tooLate);
        resolve();
      };
      this.#onOutput();
    });
    const output = this.#output;
    this.forget();
    return output;
  }

  /** Ends it, gently and then not. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGINT');
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 1_000);
    await gone;
    clearTimeout(insist);
  }

  /** Forgets what was printed. */
  forget(): void {
    this.#output = '';
    this.#onOutput = () => {};
  }
}
