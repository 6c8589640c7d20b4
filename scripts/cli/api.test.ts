import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Running, startCommand } from '../proof/testing/run.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';

let course: TinyCourse;
let root: string;
let started: Running[] = [];
beforeEach(() => ({ root } = course = tinyCourse()));
afterEach(async () => {
  for (const { child } of started) child.kill('SIGTERM');
  await Promise.all(started.map(({ ended }) => ended));
  started = [];
  course.remove();
});

const GREET = 'chapters/01-greeting/greet.ts';
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const solve = () => {
  for (const name of ['greet.ts', 'app.ts']) {
    write(`chapters/01-greeting/${name}`, read(`solutions/01-greeting/${name}`));
  }
};

/** Starts `npm run api`, and waits for its address. */
async function api(...args: string[]): Promise<Running & { url: string }> {
  const cli = launch(...args);
  const output = await cli.printed(/http:\/\/127\.0\.0\.1:\d+\n/);
  return { ...cli, url: /http:\/\/127\.0\.0\.1:\d+/.exec(output)![0] };
}

function launch(...args: string[]): Running {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const cli = startCommand(root, 'api', ...args, ...port);
  started.push(cli);
  return cli;
}

describe('npm run api', () => {
  test('serves chapter 0, prints three requests to try, and ends with 0 at SIGTERM', async () => {
    const { url, child, ended, output } = await api('0');
    const response = await fetch(`${url}/api/trails`);
    expect(response.status).toBe(200);
    expect((await response.json()) as object).toMatchObject({ items: { length: 5 } });
    expect(output().match(/^ {2}curl /gm)).toHaveLength(3);
    expect(existsSync(join(root, '.workbook/keys'))).toBe(false);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(readdirSync(join(root, '.workbook/apis'))).toEqual([]);
    expect(existsSync(join(root, '.workbook/cairn.sqlite'))).toBe(true);
  });

  test('answers with a problem what never becomes a request', async () => {
    const { url } = await api('0', '--memory');
    const raw = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
        socket.on('end', () => resolve(answer)).on('error', reject);
      });
    const line = 'GET /api/trails HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
    for (const [status, text] of [
      [400, 'this is no HTTP\r\n\r\n'],
      [400, `${line}Content-Length: many\r\n\r\n`],
      [431, `${line}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
      [431, `GET /api/trails/${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
      [417, `${line}Expect: a-miracle\r\n\r\n`],
    ] as const) {
      const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n');
      expect(head, text.slice(0, 60)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head, text.slice(0, 60)).toMatch(/^content-type: application\/problem\+json/im);
      // Node sends the 417 in chunks.
      const json = JSON.parse(/\{.*\}/.exec(body)?.[0] ?? '{}') as object;
      expect(json, text.slice(0, 60)).toMatchObject({ type: 'about:blank', status });
      expect(Object.keys(json)).toEqual(['type', 'title', 'status', 'detail']);
    }
    expect((await fetch(`${url}/api/trails`)).status).toBe(200);
  });

  test('answers what is in flight before it ends', async () => {
    solve();
    const { url, child, ended, printed } = await api('1', '--memory');
    const answer = fetch(`${url}/slow`);
    await printed(/in flight/);
    child.kill('SIGINT');
    const response = await answer;
    expect(await response.text()).toBe('done');
    expect(response.headers.get('connection'), 'no next request is to come').toBe('close');
    expect((await ended).code).toBe(0);
    expect(existsSync(join(root, '.workbook/cairn.sqlite'))).toBe(false);
  });

  test('restarts on save, at the same port; a syntax error only interrupts', async () => {
    solve();
    const { url, printed, output } = await api('1', '--memory');
    const greeting = async () => (await fetch(`${url}/hello/Mira`)).json();
    expect(await greeting()).toEqual({ greeting: 'Hello, Mira' });

    write(GREET, read(GREET).replace('Hello', 'Ahoy'));
    await printed(/Restarted: /);
    expect(await greeting()).toEqual({ greeting: 'Ahoy, Mira' });

    write(GREET, read(GREET).replace(': string {', ': string {{{ )'));
    await printed(/chapters\/01-greeting\/greet\.ts:\d+ {2}SyntaxError: .*\n.*when you save/);
    write(GREET, read('solutions/01-greeting/greet.ts'));
    await printed(/Restarted: [^]*Restarted: /);
    expect(await greeting()).toEqual({ greeting: 'Hello, Mira' });

    write(GREET, 'throw new Error("at import");\nexport const greet = 1;\n');
    await printed(/chapters\/01-greeting\/greet\.ts:1 {2}Error: at import/);
    write(GREET, 'process.exit(0);\nexport const greet = 1;\n');
    await printed(/ended by itself \(exit code 0\)/);
    expect(output()).not.toMatch(/node_modules|node:internal/);
  });

  test('a task that is still to be written is a 501 that names it', async () => {
    const { url } = await api('1', '--memory');
    const response = await fetch(`${url}/hello/Mira`);
    expect(response.status).toBe(501);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect((await response.json()) as object).toMatchObject({ task: '1.2', status: 501 });
  });

  test('so it is when the app cannot even be made without it', async () => {
    const { url, output } = await api('2', '--memory');
    const response = await fetch(`${url}/anything`);
    expect(response.status).toBe(501);
    expect((await response.json()) as object).toMatchObject({ task: '2.1' });
    expect(output()).toContain('Every answer is 501 for now. This needs task 2.1');
  });

  test('--solution serves the finished chapter; its keys are made once, for nobody else', async () => {
    const { url } = await api('2', '--solution', '--memory');
    expect(await (await fetch(`${url}/bye`)).text()).toBe('Goodbye, everybody');
    const file = join(root, '.workbook/keys/private.pem');
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('takes the next port when one is taken, and says so', async () => {
    const other = await occupy();
    const { port } = other.address() as AddressInfo;
    const { url, output } = await api('0', '--memory', '--port', String(port));
    expect(output()).toContain(`Port ${port} is taken.`);
    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    await new Promise((resolve) => other.close(resolve));
  });

  test('with a key that is not sound it does not start, and says what to do', async () => {
    mkdirSync(join(root, '.workbook/keys'), { recursive: true });
    write('.workbook/keys/private.pem', 'garbage');
    const { code, stderr } = await launch('2', '--solution').ended;
    expect(stderr).toMatch(/not a private key in PEM form.*move that folder away/);
    expect(code).toBe(1);
    expect(read('.workbook/keys/private.pem')).toBe('garbage');
  });

  test('without a place for its data it does not start, and says why', async () => {
    write('.workbook', 'a file');
    const { code, stderr } = await launch('0').ended;
    expect(stderr).toMatch(
      /^✗ \.workbook\/ can't be used \(file already exists, .+\): npm run doctor .+ With --memory, .+\n$/,
    );
    expect(code).toBe(1);
    expect(read('.workbook')).toBe('a file');
  });

  test('one that was killed is not in the way of the next', async () => {
    const { url, child, ended } = await api('0');
    child.kill('SIGKILL');
    await ended;
    // Its server notices, and goes too.
    await expect.poll(() => fetch(url).catch(() => 'gone')).toBe('gone');
    const next = await api('0', '--port', new URL(url).port);
    expect(next.url).toBe(url);
    expect((await fetch(`${next.url}/api/trails`)).status).toBe(200);
  });

  test('two of them share the data, whatever they do at the same time', async () => {
    const [one, two] = await Promise.all([api('0'), api('0')]);
    const report = { trail: 'larch-loop', condition: 'open', title: 'x', author: 'mira' };
    const post = ({ url }: { url: string }) =>
      fetch(`${url}/api/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(report),
      });
    const total = async ({ url }: { url: string }) =>
      ((await (await fetch(`${url}/api/reports`)).json()) as { total: number }).total;
    const before = await total(one);
    const posts = Array.from({ length: 10 }, (_, index) => post(index % 2 ? one : two));
    for (const { status } of await Promise.all(posts)) expect(status).toBe(201);
    expect(await total(two)).toBe(before + 10);
  });
});

async function occupy(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
