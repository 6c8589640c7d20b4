import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncScript, type EnginePage, eventually, resultOf, TIMEOUTS } from './engine.ts';

/** It keeps to itself: no port of its own choosing is known before, and nobody is told that it runs. */
const PREFERENCES = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

/** Starts the machine's Firefox without a window. It is driven by Marionette, its own protocol. */
export async function openFirefox(program: string): Promise<EnginePage> {
  const profile = mkdtempSync(join(tmpdir(), 'cairn-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile];
  const browser = spawn(program, args, {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  const ended = once(browser, 'exit');
  const end = async () => {
    browser.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await eventually(async () => portIn(profile));
    const marionette = new Marionette(await eventually(() => connected(port)));
    const { capabilities } = (await marionette.ask('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { timeouts: TIMEOUTS } },
    })) as { capabilities: { browserVersion: string } };
    return {
      version: `Firefox ${capabilities.browserVersion}`,
      goto: async (url) => void (await marionette.ask('WebDriver:Navigate', { url })),
      run: async (task, ...given) => {
        const asked = { script: asyncScript(task), args: given };
        const told = await marionette.ask('WebDriver:ExecuteAsyncScript', asked);
        return resultOf((told as { value: { value?: string; error?: string } }).value);
      },
      close: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** It writes down which port it took. */
function portIn(profile: string): number {
  return Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8'));
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** Its messages are JSON, each with its length in front: `[0, id, command, parameters]`. */
class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #received = Buffer.alloc(0);
  #asked = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has ended.'));
    });
  }

  ask(command: string, parameters: object): Promise<unknown> {
    this.#asked += 1;
    const message = JSON.stringify([0, this.#asked, command, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(this.#asked, { resolve, reject });
      this.#socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const start = this.#received.indexOf(':') + 1;
      const end = start + Number(this.#received.subarray(0, Math.max(0, start - 1)).toString());
      if (start === 0 || this.#received.length < end) return;
      const message: unknown = JSON.parse(this.#received.subarray(start, end).toString());
      this.#received = this.#received.subarray(end);
      // The first message is a greeting.
      if (Array.isArray(message)) this.#answer(message);
    }
  }

  #answer([, id, error, result]: unknown[]): void {
    const waiting = this.#waiting.get(Number(id));
    this.#waiting.delete(Number(id));
    if (error) waiting?.reject(new Error((error as { message: string }).message));
    else waiting?.resolve(result);
  }
}
