import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { freePort } from '../../lib/free-port.ts';
import { TYPESCRIPT } from '../../lib/node-typescript.ts';

/** No command of a page takes longer, in milliseconds. */
const PATIENCE = 30_000;

/**
 * A shell, with servers beside it in terminals of their own. What a page calls port 3000 is another
 * port here, and nobody is in the way of anybody.
 */
export class Terminal {
  readonly #root: string;
  readonly #shell: ChildProcess;
  readonly #ports = new Map<string, number>();
  #output = '';
  #servers: ChildProcess[] = [];
  #api: ChildProcess | undefined;
  #heard: () => void = () => {};

  /** @param root the folder that commands are run in */
  constructor(root: string) {
    this.#root = root;
    this.#shell = this.#spawn('bash', ['--noprofile', '--norc']);
    // A reader's terminal shows no progress of a request that takes a moment.
    this.#shell.stdin?.write('curl() { command curl -sS "$@"; }\n');
    this.#shell.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
      this.#heard();
    });
  }

  /** Says which port it is that a page calls by another number. */
  map(shown: string, port: number): void {
    this.#ports.set(shown, port);
  }

  /** Runs a command, and gives what it printed, on either stream. */
  async run(command: string): Promise<string> {
    const end = `end-${randomUUID()}`;
    this.#output = '';
    const mapped = await this.#withPorts(command);
    this.#shell.stdin?.write(`{ ${mapped}\n} 2>&1\necho ${end}\n`);
    await this.#until(() => this.#output.includes(`${end}\n`), command);
    return this.#asShown(this.#output.slice(0, this.#output.indexOf(end)));
  }

  /** Starts a server that the page gives as a piece of shell, and waits for it to listen. */
  async serve(command: string): Promise<void> {
    const port = /listen\((\d+)/.exec(command)?.[1] ?? '3000';
    const mapped = await this.#withPorts(command);
    this.#servers.push(this.#spawn('bash', ['--noprofile', '--norc', '-c', mapped]));
    await listens(await this.#portFor(port));
  }

  /** Starts a chapter's API in the place of the one before: the words after `npm run api`. */
  async startApi(words: string[]): Promise<void> {
    await this.stopApi();
    this.#ports.delete('3000');
    const port = await this.#portFor('3000');
    this.#api = this.#spawn(process.execPath, [
      ...TYPESCRIPT,
      'scripts/cli/api.ts',
      ...words,
      '--port',
      String(port),
    ]);
    await listens(port);
  }

  async stopApi(): Promise<void> {
    await end(this.#api);
    this.#api = undefined;
  }

  async close(): Promise<void> {
    await this.stopApi();
    for (const server of this.#servers) killGroup(server);
    killGroup(this.#shell);
  }

  #spawn(command: string, args: string[]): ChildProcess {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|FORCE_COLOR)/.test(name)),
    );
    return spawn(command, args, {
      cwd: this.#root,
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...env, NO_COLOR: '1', NODE_ENV: 'development', COLUMNS: '80' },
    });
  }

  async #withPorts(command: string): Promise<string> {
    for (const port of ['3000', '4000']) {
      if (command.includes(port)) await this.#portFor(port);
    }
    let mapped = command;
    for (const [shown, port] of this.#ports) {
      mapped = mapped.replace(
        new RegExp(`((?:127\\.0\\.0\\.1|localhost):|listen\\()${shown}\\b`, 'g'),
        `$1${port}`,
      );
    }
    return mapped;
  }

  #asShown(output: string): string {
    let text = output;
    for (const [shown, port] of this.#ports) text = text.replaceAll(`:${port}`, `:${shown}`);
    return text;
  }

  async #portFor(shown: string): Promise<number> {
    const port = this.#ports.get(shown) ?? (await freePort());
    this.#ports.set(shown, port);
    return port;
  }

  async #until(isDone: () => boolean, command: string): Promise<void> {
    if (isDone()) return;
    await new Promise<void>((resolve, reject) => {
      const impatient = setTimeout(
        () => reject(new Error(`This did not end within ${PATIENCE / 1000} s: ${command}`)),
        PATIENCE,
      );
      this.#heard = () => {
        if (!isDone()) return;
        clearTimeout(impatient);
        resolve();
      };
    });
  }
}

/** Resolves when somebody takes connections at a port. */
async function listens(port: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline;) {
    const taken = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (taken) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('A server that the page starts does not listen.');
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
