import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import { courseRoot } from '../../course/root.ts';
import { APP_PEM } from '../../grading/check/kit.ts';
import { mismatch, type Response, responsesIn } from './matches.ts';
import { blocksOf } from './page-blocks.ts';
import { Terminal } from './terminal.ts';

/** An answer that a page shows, held against what came. */
export interface Example {
  /** The commands before it. */
  shell: string;
  /** What is missing, in a few words; undefined when it matches. */
  mismatch: string | undefined;
  /** The last response that came. */
  response: Response;
}

/**
 * Types the commands of a page of the reference into a terminal, from the top down, where an app
 * listens at what the page calls port 3000. Its `http` blocks are the answers.
 *
 * @param app one with the checks' keys, and with the clock on the wall
 */
export async function replayReference(markdown: string, app: Express): Promise<Example[]> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const folder = mkdtempSync(join(tmpdir(), 'cairn-reference-'));
  // What a page may look for in the course's folder.
  mkdirSync(join(folder, '.workbook', 'keys'), { recursive: true });
  writeFileSync(join(folder, '.workbook', 'keys', 'private.pem'), APP_PEM.privateKey);
  symlinkSync(join(courseRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const terminal = new Terminal(folder);
  terminal.map('3000', (server.address() as AddressInfo).port);
  const examples: Example[] = [];
  try {
    let [shell, output] = ['', ''];
    for (const { content } of blocksOf(markdown)) {
      if (content.kind === 'shell') {
        shell = content.text.replace(/^npm run api.*$/m, '');
        if (shell.trim()) output = await terminal.run(shell);
      } else if (content.kind === 'answer' && content.lang === 'http') {
        const response = responsesIn(output.replaceAll('\r', '')).at(-1);
        if (!response) throw new Error(`No answer came to this:\n${shell}\n${output}`);
        examples.push({ shell, mismatch: mismatch(content, output), response });
      }
    }
  } finally {
    await terminal.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return examples;
}
