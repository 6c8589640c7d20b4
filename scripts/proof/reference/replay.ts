import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { readCurl } from './curl.ts';

/** A request of a page, and the answer that the page shows for it. */
export interface Example {
  command: string;
  /** The page's text: a status line, some headers, perhaps a body. */
  shown: string;
  response: Response;
}

/**
 * Sends every `curl` command of a page to an app, from the top down, as a reader would.
 *
 * @param markdown the page: a command stands in an `sh` block, the answer in the `http` block after
 * @param variables the shell's, before the page sets its own
 * @returns the commands whose answers are shown
 */
export async function replay(
  markdown: string,
  app: Express,
  variables: Record<string, string> = {},
): Promise<Example[]> {
  const shell: Shell = { app, variables: { ...variables }, cookie: '' };
  const examples: Example[] = [];
  let last: { command: string; response: Response } | undefined;
  for (const [, language, text = ''] of markdown.matchAll(/^```(sh|http)\n([^]*?)^```$/gm)) {
    if (language === 'sh') {
      for (const command of commandsOf(text)) {
        const response = await run(command, shell);
        if (response) last = { command, response };
      }
    } else {
      if (!last) throw new Error(`No command comes before this answer:\n${text}`);
      examples.push({ ...last, shown: text.trimEnd() });
    }
  }
  return examples;
}

interface Shell {
  app: Express;
  variables: Record<string, string>;
  /** What the jar holds. */
  cookie: string;
}

/** What a page may keep of an answer, by the variable's name. */
const KEPT: Record<string, RegExp> = {
  TOKEN: /"access_token":"([^"]*)"/,
  CSRF: /name="_csrf" value="([^"]*)"/,
};

async function run(command: string, shell: Shell): Promise<Response | undefined> {
  const [, name, inner] = /^([A-Z]+)=\$\((curl [^|]*)\|/.exec(command) ?? [];
  if (name !== undefined && inner !== undefined) {
    const { text } = await send(inner, shell);
    const value = KEPT[name]?.exec(text)?.[1];
    if (value === undefined) throw new Error(`The answer has nothing for $${name}: ${text}`);
    shell.variables[name] = value;
    return undefined;
  }
  return command.startsWith('curl ') ? send(command, shell) : undefined;
}

async function send(command: string, shell: Shell): Promise<Response> {
  const { method, path, headers, body, cookies } = readCurl(command, shell.variables);
  const verb = method.toLowerCase() as 'get';
  const sent = request(shell.app)[verb](path).set(headers).redirects(0);
  if (cookies.sends) sent.set('cookie', shell.cookie);
  const response = await sent.send(body);
  const [setCookie] = response.get('Set-Cookie') ?? [];
  if (cookies.keeps && setCookie !== undefined) shell.cookie = setCookie.split(';')[0] ?? '';
  return response;
}

/** A block's commands: lines, where one that ends in `\` or `|` goes on in the next. */
function commandsOf(block: string): string[] {
  return block
    .replaceAll(/\\\n\s*/g, '')
    .replaceAll(/\|\n\s*/g, '| ')
    .split('\n');
}
