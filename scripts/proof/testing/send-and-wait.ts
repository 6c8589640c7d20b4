import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Express } from 'express';

/** Sends bytes, keeps the connection open, and returns what came until the app closed it. */
export async function sendAndWait(app: Express, bytes: string): Promise<string> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let came = '';
  try {
    socket.setEncoding('latin1').on('data', (text: string) => (came += text));
    socket.on('error', () => {}); // what the app doesn't read is lost
    socket.write(bytes);
    await new Promise((closed) => socket.once('close', closed));
    return came;
  } finally {
    server.close();
  }
}
