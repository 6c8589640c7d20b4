// Asks TypeScript, in a thread of its own: its API is new, and fails in ways that nobody can catch
// when the compiler's process dies. That ends this thread, and nothing else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { API } from 'typescript/unstable/async';

const { root, config } = workerData;
const api = new API({ cwd: root });
const opened = api.updateSnapshot({ openProjects: [config] });

parentPort.on('message', async ({ id, files, fileChanges }) => {
  await opened;
  const snapshot = await api.updateSnapshot({ fileChanges });
  const program = snapshot.getProject(config)?.program;
  const notes = program ? await Promise.all(files.map((file) => notesOf(program, file))) : [];
  await snapshot.dispose();
  parentPort.postMessage({ id, notes: notes.flat() });
});

async function notesOf(program, file) {
  const path = join(root, file);
  // What doesn't parse is told by the verdict, and makes everything behind it look wrong.
  if ((await program.getSyntacticDiagnostics(path)).length > 0) return [];
  const text = readFileSync(path, 'utf8');
  const notes = new Map();
  for (const { pos, text: message } of await program.getSemanticDiagnostics(path)) {
    const line = text.slice(0, pos).split('\n').length;
    if (!notes.has(line)) notes.set(line, { file, line, message: message.split('\n')[0] });
  }
  return [...notes.values()].sort((one, other) => one.line - other.line);
}
