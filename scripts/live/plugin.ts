import { mkdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Connect, NormalizedHotChannelClient, Plugin } from 'vite';
import { endWithNpm } from '../lib/end-with-npm.ts';
import { fromRoot } from '../lib/files.ts';
import { ASK, TELL } from './events.ts';
import { nodeHost } from './node-host.ts';
import { openInEditor } from './open-in-editor.ts';
import { Ask } from './protocol.ts';
import { type Page, Workbook } from './workbook.ts';

/** What the editor in the panel is made of. */
const EDITOR = [
  '@codemirror/commands',
  '@codemirror/language',
  '@codemirror/state',
  '@codemirror/view',
  '@lezer/highlight',
  '@lezer/javascript',
];

/**
 * Makes the dev server a workbook: pages talk with it over Vite's own hot channel, which takes
 * connections only from pages that this very server has sent (they know its token).
 *
 * @param root the course's folder
 */
export function liveWorkbook(root: string): Plugin {
  return {
    name: 'cairn:live',
    apply: 'serve',
    config: () => ({
      // Found too late, they would load the page a second time.
      optimizeDeps: { include: ['diff', ...EDITOR] },
      server: {
        // Made ready while the reader is still on the way to the first page.
        warmup: { clientFiles: ['.vitepress/theme/index.ts'] },
        // Another website in the same browser may neither read, nor embed, nor frame a page.
        cors: false,
        // Vite's own list, and what the workbook keeps: the API's data, its keys, its secrets.
        fs: {
          // The packages may be elsewhere, through a link.
          allow: [root, realpathSync(join(root, 'node_modules'))],
          deny: ['.env', '.env.*', '*.{crt,pem,key}', '**/.git/**', '**/.workbook/**'],
        },
        headers: {
          'Cross-Origin-Resource-Policy': 'same-origin',
          'Content-Security-Policy': "frame-ancestors 'none'",
          'X-Frame-Options': 'DENY',
        },
      },
    }),
    configureServer(server) {
      endWithNpm();
      const workbook = new Workbook(root, nodeHost(root, openInEditor));
      const pages = new WeakMap<NormalizedHotChannelClient, Page>();
      const { hot } = server.environments.client;

      hot.on(ASK, (data: unknown, client: NormalizedHotChannelClient) => {
        const page = pages.get(client) ?? { tell: (news) => client.send(TELL, news) };
        pages.set(client, page);
        const ask = Ask.safeParse(data);
        if (ask.success) void workbook.ask(ask.data, page);
        else page.tell({ kind: 'refused', ask: kindOf(data), message: wordsFor(ask.error) });
      });
      hot.on('vite:client:disconnect', (_data: unknown, client: NormalizedHotChannelClient) => {
        const page = pages.get(client);
        if (page) workbook.closed(page);
      });

      const kept = join(root, '.workbook');
      try {
        mkdirSync(kept, { recursive: true });
      } catch {
        // A page says so as soon as something is to be kept.
      }
      const progress = join(kept, 'progress.json');
      server.watcher.add(progress);
      for (const event of ['add', 'change', 'unlink'] as const) {
        server.watcher.on(event, (path) => {
          if (path === progress) workbook.progressChanged();
        });
      }
      server.httpServer?.once('close', () => workbook.close());

      server.middlewares.use(guard(root));
    },
  };
}

/**
 * Another website may embed and frame nothing of the workbook. And Vite's own way to open files in
 * an editor is closed: it would start a terminal's, and tell nobody when it fails.
 */
function guard(root: string): Connect.NextHandleFunction {
  return (request, response, next) => {
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Content-Security-Policy', "frame-ancestors 'none'");
    response.setHeader('X-Frame-Options', 'DENY');
    const url = request.url ?? '';
    if (!/open(?:-|%2d)in(?:-|%2d)editor/i.test(url)) return next();
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin') {
      response.statusCode = 403;
      return void response.end('Only a page of this workbook may ask for that.');
    }
    const file = new URL(url, 'http://localhost').searchParams.get('file') ?? '';
    const place = resolve(root, file);
    const inside = fromRoot(root, place);
    if (file === '' || inside.startsWith('..') || isAbsolute(inside)) {
      response.statusCode = 404;
      return void response.end("That isn't a file of this course.");
    }
    void openInEditor(/:\d+:\d+$/.test(place) ? place : `${place}:1:1`).then((failure) => {
      response.statusCode = failure === undefined ? 200 : 500;
      response.end(failure);
    });
  };
}

function kindOf(data: unknown): string {
  const kind = (data as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' ? kind.slice(0, 20) : 'nothing';
}

function wordsFor(error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'What was asked'} cannot be taken: ${issue?.message ?? ''}`;
}
