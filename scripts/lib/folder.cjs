// Loaded before every command: `node --require ./scripts/lib/folder.cjs …`. In some folders Node or Vite
// can't load files, and would fail later with something that nobody understands. CommonJS, for in a
// folder with a backslash in its name Node loads nothing else.
const { dirname } = require('node:path');

/** What an address, or a pattern, takes for something else than a part of a name. */
const REFUSED = process.platform === 'win32' ? /[#?*%]|\p{Cc}/u : /[#?*%\\]|\p{Cc}/u;

/**
 * What is wrong with the course's folder; undefined when nothing is.
 *
 * @param {string} root
 */
function wrongWith(root) {
  const [found] = REFUSED.exec(root) ?? [];
  if (found === undefined) return undefined;
  const what = /\p{Cc}/u.test(found) ? 'a line break or another control character' : `"${found}"`;
  return `The course can't run in a folder whose path contains ${what}: rename the folder, or move the course, then try again.`;
}

module.exports = { wrongWith };

const wrong = wrongWith(dirname(dirname(__dirname)));
if (wrong !== undefined) {
  console.error(wrong);
  process.exit(1);
}
