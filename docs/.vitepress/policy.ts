import { createHash } from 'node:crypto';

/**
 * Puts a content security policy (CSP Level 3) into a page: nothing comes from another host, and
 * nothing that a page is given as text becomes code. A learner's code runs in a worker, which has a
 * policy of its own.
 */
export function withPolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = new Set(inline.map(([, code = '']) => `'sha256-${digestOf(code)}'`));
  const policy = [
    "default-src 'none'",
    // WebAssembly is SQLite's and Argon2's: the page compiles it once for all workers.
    ["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(' '),
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return html.replace(/<meta charset="utf-8">/, (charset) => `${charset}\n    ${meta}`);
}

function digestOf(code: string): string {
  return createHash('sha256').update(code).digest('base64');
}
