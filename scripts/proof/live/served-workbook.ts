import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../../course/root.ts';
import { makeScratch, type Scratch } from '../../course/scratch.ts';

/** A copy of the course with `npm start` running in it. To be closed. */
export class ServedWorkbook {
  readonly root: string;
  url = '';
  readonly #scratch: Scratch;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(scratch: Scratch) {
    this.#scratch = scratch;
    this.root = scratch.root;
  }

  /**
   * @param solved the chapters that hold their solutions
   * @param port the one to ask for; without it, whichever is free
   * @param name what its folder's name begins with
   */
  static async open(solved: number[] = [], port?: string, name?: string): Promise<ServedWorkbook> {
    const scratch = makeScratch(courseRoot, { solved, docs: true, ...(name && { name }) });
    const workbook = new ServedWorkbook(scratch);
    writeFileSync(join(workbook.root, 'editor.sh'), '#!/bin/sh\necho "$@" >> opened.txt\n', {
      mode: 0o755,
    });
    await workbook.start(port);
    return workbook;
  }

  /** What the terminal shows. */
  get output(): string {
    return this.#output;
  }

  /** Starts the server; again at the same address, once it has had one. */
  async start(wanted?: string): Promise<void> {
    const asked = wanted ?? (this.url === '' ? undefined : new URL(this.url).port);
    const port = asked === undefined ? [] : ['--port', asked];
    const { scripts } = JSON.parse(readFileSync(join(courseRoot, 'package.json'), 'utf8')) as {
      scripts: { start: string };
    };
    const [, ...words] = scripts.start.split(' ');
    const child = spawn(process.execPath, [...words, ...port], {
      cwd: this.root,
      env: {
        ...process.env,
        NO_COLOR: '1',
        FORCE_COLOR: undefined,
        // In the place of an editor: it notes what it is asked to open.
        LAUNCH_EDITOR: join(this.root, 'editor.sh'),
      },
    });
    this.#child = child;
    this.#output = '';
    this.url = await new Promise<string>((resolve, reject) => {
      const take = (chunk: Buffer) => {
        this.#output += chunk.toString();
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(this.#output)?.[0];
        if (url !== undefined) resolve(url);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${this.#output}`)));
    });
  }

  /** The server's process. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ends the server: as Ctrl+C does, unless told otherwise. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Saves a file, as an editor does. */
  save(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  async close(): Promise<void> {
    await this.stop();
    this.#scratch.remove();
  }
}
