import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../lib/free-port.ts';
import { asyncScript, type EnginePage, eventually, resultOf, TIMEOUTS } from './engine.ts';

/** The display of GTK's that is a web page; nobody looks at it. */
const DISPLAY = ':97';

/**
 * Starts the machine's WebKitGTK, by its own driver (WebDriver).
 *
 * @param program the driver
 * @param browser what it starts: MiniBrowser
 * @param displayServer GTK's broadwayd: WebKit wants a display, and this one needs no screen
 */
export async function openWebKit(
  program: string,
  browser: string,
  displayServer: string,
): Promise<EnginePage> {
  const home = mkdtempSync(join(tmpdir(), 'cairn-webkit-'));
  const children: ChildProcess[] = [];
  const env = {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    GDK_BACKEND: 'broadway',
    BROADWAY_DISPLAY: DISPLAY,
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  };
  const start = (name: string, args: string[]) => {
    children.push(spawn(name, args, { env, stdio: 'ignore' }));
  };
  const [displayPort, port] = [await freePort(), await freePort()];
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error((value as { message: string }).message);
    return value;
  };
  let session = '';
  const end = async () => {
    if (session !== '') await ask('DELETE', session).catch(() => {});
    for (const child of children.toReversed()) {
      if (child.exitCode !== null) continue;
      child.kill();
      await once(child, 'exit');
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    start(displayServer, [DISPLAY, '--address=127.0.0.1', `--port=${displayPort}`]);
    start(program, [`--port=${port}`]);
    await eventually(() => ask('GET', '/status'));
    const { sessionId, capabilities } = (await ask('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
          timeouts: TIMEOUTS,
        },
      },
    })) as { sessionId: string; capabilities: { browserVersion: string } };
    session = `/session/${sessionId}`;
    return {
      version: `WebKitGTK ${capabilities.browserVersion}`,
      goto: async (url) => void (await ask('POST', `${session}/url`, { url })),
      run: async (task, ...args) => {
        const asked = { script: asyncScript(task), args };
        const told = await ask('POST', `${session}/execute/async`, asked);
        return resultOf(told as { value?: string; error?: string });
      },
      close: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
