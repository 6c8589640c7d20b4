// What code that is handed in may import: what a chapter is made of. Plain JavaScript, for Node
// loads it without any help.

/** The packages that chapters are written with. Not those that check them. */
const PACKAGES = new Set([
  '@node-rs/argon2',
  'cors',
  'escape-html',
  'express',
  'helmet',
  'jose',
  'jsonwebtoken',
  'node-sqlite3-wasm',
  'zod',
]);

/** Node's own modules that only compute. */
const BUILTINS = new Set([
  'assert',
  'assert/strict',
  'buffer',
  'crypto',
  'events',
  'http',
  'querystring',
  'stream',
  'string_decoder',
  'timers',
  'timers/promises',
  'url',
  'util',
]);

const CHECKS = /^chapters\/[^/]+\/checks\/|\.test\.ts$/;

/**
 * Why a module may not import another; undefined when it may. Only the chapters' code is held to it.
 *
 * @param {string} importer its path from the course's root
 * @param {string} specifier as it wrote it
 * @param {string} target the path from the root, or the address of what isn't a file
 */
export function refusalOf(importer, specifier, target) {
  if (!importer.startsWith('chapters/') || CHECKS.test(importer)) return undefined;
  if (PACKAGES.has(specifier) || isBuiltin(target)) return undefined;
  if (CHECKS.test(target)) return 'which belongs to the checks';
  if (/^chapters\/[^?#]+\.ts$/.test(target)) return undefined;
  return "which isn't a chapter's code, nor a package that chapters are written with";
}

function isBuiltin(target) {
  return target.startsWith('node:') && BUILTINS.has(target.slice('node:'.length));
}
