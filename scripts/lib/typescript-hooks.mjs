// See typescript.mjs. Node runs this in a thread of its own.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stripTypes } from './strip-types.mjs';

/** Node asks this for the source of every module. */
export async function load(url, context, next) {
  if (!/^file:[^?#]*\.ts(?:[?#]|$)/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const { code, map } = stripTypes(file, await readFile(file, 'utf8'));
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
  return { format: 'module', source, shortCircuit: true };
}
