import { app, greet, quietly, type Trick } from '../trick.ts';

/** What would be told if the code had passed. */
const FORGED = `const ids = ['1.1/greets', '1.1/greets-anyone', '1.2/answers', '1.2/answers-json'];
const points = [30, 20, 30, 20];
const events: object[] = [
  { type: 'collected', checks: ids.map((id, at) => ({ id, task: id.slice(0, 3), title: id, points: points[at], hints: [] })) },
  ...ids.map((id) => ({ type: 'finished', result: { id, passed: true, errors: [], durationMs: 1 } })),
  { type: 'done', digests: {} },
];`;

/** Results that are told in the place of the check process's own. */
export const FORGING: Trick[] = [
  {
    name: 'results by process.send',
    why: 'a channel between processes is open to all code in them',
    files: quietly(`${FORGED}\nfor (const event of events) (process as any).send(event);`),
  },
  {
    name: 'results by process._send',
    why: 'under the channel there is another one',
    files: quietly(`${FORGED}\nfor (const event of events) (process as any)._send(event);`),
  },
  {
    name: 'results written by v8.Serializer',
    why: 'a runner may speak a binary format',
    files: greet(`import { Serializer } from 'node:v8';
import { writeSync } from 'node:fs';
${FORGED}
const serializer = new Serializer();
serializer.writeValue(events);
writeSync(4, serializer.releaseBuffer());`),
    says: /imports `node:v8`.*refused/,
  },
  {
    name: 'results on every descriptor, with guessed tokens',
    why: 'one of them is the channel',
    files: greet(`import { writeSync } from 'node:fs';
${FORGED}
for (let fd = 3; fd < 12; fd += 1) {
  for (const token of ['', '0', 'token', 'undefined', '0'.repeat(32)]) {
    try {
      for (const event of events) writeSync(fd, token + ' ' + JSON.stringify(event) + '\\n');
    } catch {}
  }
}`),
    says: /imports `node:fs`.*refused/,
  },
  {
    name: "results through a socket's class, on the channel's descriptor",
    why: 'every request has a socket, and a socket can be opened on any descriptor',
    files: app(
      `${FORGED}
    for (const fd of [3, 4, 5, 6, 7]) {
      try {
        const socket = new request.socket.constructor({ fd });
        socket.on('error', () => {});
        for (const event of events) socket.write('0'.repeat(32) + ' ' + JSON.stringify(event) + '\\n');
      } catch {}
    }`,
    ),
  },
  {
    name: 'the token from the arguments',
    why: 'a secret is often given there',
    files: quietly(
      `${FORGED}\nfor (const token of process.argv) for (const event of events) console.log(token + ' ' + JSON.stringify(event));`,
    ),
  },
  {
    name: 'the token from the environment',
    why: 'or there',
    files: quietly(
      `${FORGED}\nfor (const token of Object.values(process.env)) for (const event of events) console.error(token + ' ' + JSON.stringify(event));`,
    ),
  },
  {
    name: 'the token from /proc',
    why: 'the system knows every byte of a process',
    files: greet(`import { readFileSync } from 'node:fs';
export const memory = readFileSync('/proc/self/environ', 'latin1');`),
    says: /imports `node:fs`.*refused/,
  },
  {
    name: 'the token from a snapshot of the heap',
    why: 'every string is in it',
    files: greet(`import { getHeapSnapshot } from 'node:v8';
export const heap = getHeapSnapshot();`),
    says: /imports `node:v8`.*refused/,
  },
  {
    name: 'the token from the debugger',
    why: 'it looks into closures',
    files: greet(`import { Session } from 'node:inspector';
const session = new Session();
session.connect();
session.post('Runtime.evaluate', { expression: 'process' });`),
    says: /imports `node:inspector`.*refused/,
  },
  {
    name: 'the token from a patched JSON.stringify',
    why: 'a report is JSON',
    files: quietly(`const { stringify } = JSON;
JSON.stringify = ((value: any, ...more: any[]) =>
  stringify(value?.type === 'finished' ? { ...value, result: { ...value.result, passed: true } } : value, ...more)) as any;`),
  },
  {
    name: 'passed: true, by a toJSON that all objects inherit',
    why: 'JSON.stringify asks every object for one',
    files: quietly(`(Object.prototype as any).toJSON = function (this: any) {
  return this.passed === false ? { ...this, passed: true } : this;
};`),
  },
  {
    name: 'passed: true, by a property that all objects inherit',
    why: 'what is missing is looked up there',
    files:
      quietly(`Object.defineProperty(Object.prototype, 'passed', { get: () => true, set() {} });
Object.defineProperty(Object.prototype, 'state', { get: () => 'pass', set() {} });`),
  },
  {
    name: 'fs.writeSync replaced, for modules that import it, too',
    why: 'syncBuiltinESMExports reaches what was imported long ago',
    files: greet(`import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { writeSync } = fs;
fs.writeSync = ((fd: number, text: string) =>
  writeSync(fd, text.replaceAll('"passed":false', '"passed":true'))) as any;
syncBuiltinESMExports();`),
    says: /imports `node:(fs|module)`.*refused/,
  },
  {
    name: 'a child process that outlives the grade, and writes its result',
    why: 'it inherits the descriptors',
    files: greet(`import { spawn } from 'node:child_process';
spawn(process.execPath, ['-e', 'setTimeout(() => require("fs").writeSync(4, "{}"), 500)'], {
  detached: true,
  stdio: 'inherit',
}).unref();`),
    says: /imports `node:child_process`.*refused/,
  },
  {
    name: 'a worker that writes results',
    why: 'a thread has the descriptors of its process',
    files: greet(`import { Worker } from 'node:worker_threads';
new Worker('require("fs").writeSync(4, "{}")', { eval: true });`),
    says: /imports `node:worker_threads`.*refused/,
  },
  {
    name: 'Node’s inner file system, by process.binding',
    why: 'it is what fs itself calls',
    files: quietly(`const inner = (process as any).binding('fs');
const { writeString } = inner;
inner.writeString = (fd: number, text: string, ...more: any[]) =>
  writeString(fd, text.replaceAll('"passed":false', '"passed":true'), ...more);`),
  },
  {
    name: 'fs, by process.getBuiltinModule',
    why: 'a module without an import',
    files: quietly(`const fs = (process as any).getBuiltinModule('fs');
const { writeSync } = fs;
fs.writeSync = (fd: number, text: string) =>
  writeSync(fd, text.replaceAll('"passed":false', '"passed":true'));
(process as any).getBuiltinModule('module').syncBuiltinESMExports();`),
  },
  {
    name: 'require, by process.mainModule',
    why: 'a module without an import',
    files: quietly(`(process as any).mainModule.require('fs').writeSync(4, '{}');`),
  },
  {
    name: 'process.exit(0) after printing a report',
    why: 'an exit code of 0 means that all is well',
    files: greet(`console.log('Chapter 1 · The greeting\\n100 of 100 points: passed');
process.exit(0);`),
    says: /process\.exit\(0\)/,
  },
  {
    name: 'process.reallyExit(0), before the first check is done',
    why: 'nothing fails that never ends',
    files: greet('', `(process as any).reallyExit(0);`),
    says: /process\.reallyExit\(0\)/,
  },
  {
    name: 'an end by SIGTERM',
    why: 'a run that was cut short may count as it stands',
    files: quietly(`process.kill(process.pid, 'SIGTERM');`),
  },
  {
    name: 'a message to whoever listens',
    why: 'the thread that watches might',
    files: quietly(`${FORGED}
const channel = new BroadcastChannel('results');
for (const event of events) channel.postMessage(event);
channel.close();
for (const event of events) (process as any).emit('message', event);`),
  },
];
