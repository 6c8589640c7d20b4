import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { NoAnswer } from './answer.ts';
import { exchange } from './exchange.ts';

const PATIENCE = 300;
const GET = { method: 'GET', path: '/', headers: [], body: '' } satisfies object;

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** Sends a request to a server that does this with the connection. */
async function sendTo(answer: (socket: Socket) => void) {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return exchange((server.address() as AddressInfo).port, GET, PATIENCE);
}

test('an answer is given back as it came', async () => {
  const { answer } = await sendTo((socket) =>
    socket.end('HTTP/1.1 200 Fine\r\nX-A: b\r\nContent-Length: 2\r\n\r\nok'),
  );
  expect(answer).toMatchObject({ status: 200, statusLine: 'HTTP/1.1 200 Fine', body: 'ok' });
});

test.each(['', 'Connection: Upgrade\r\nUpgrade: x\r\n'])('101 is an answer: %j', async (lines) => {
  const { answer } = await sendTo((socket) =>
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n`),
  );
  expect(answer).toMatchObject({ status: 101, body: '' });
});

test.each<[string, (socket: Socket) => void, RegExp]>([
  ['nothing', () => {}, /^No answer within 0\.3 seconds/],
  [
    'a byte now and then, without an end',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(drip));
    },
    /has not ended within 0\.3 seconds/,
  ],
  ['a closed connection', (socket) => socket.end(), /closed before an answer/],
  [
    'half of an answer',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    /closed before an answer|aborted/,
  ],
])('%s is no answer, and is not waited for', async (_what, answer, message) => {
  const began = performance.now();
  const sent = sendTo(answer);
  await expect(sent).rejects.toThrow(NoAnswer);
  await expect(sent).rejects.toThrow(message);
  expect(performance.now() - began).toBeLessThan(10 * PATIENCE);
});
