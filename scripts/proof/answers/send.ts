import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** A request as it is to go over the wire. Its path is sent as it stands, however odd. */
export interface RawRequest {
  method: string;
  path: string;
  /** A name with several values goes out as several lines. */
  headers?: Record<string, string | string[]>;
  body?: string;
}

/** An answer as it came. */
export interface RawAnswer {
  /** `401 Unauthorized` */
  status: string;
  /** The header lines in their order, with the names as they were written. */
  headers: [name: string, value: string][];
  body: string;
}

/** Sends one request to an app, over a socket of its own. */
export async function send(app: Express, raw: RawRequest): Promise<RawAnswer> {
  const server = createServer(app).listen(0, '127.0.0.1');
  try {
    await new Promise((listening) => server.once('listening', listening));
    return await exchange((server.address() as AddressInfo).port, raw);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function exchange(port: number, { method, path, headers, body }: RawRequest) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false });
    for (const [name, value] of Object.entries(headers ?? {})) sent.setHeader(name, value);
    // Without a length, Node would send no body with a DELETE.
    if (body !== undefined) sent.setHeader('Content-Length', Buffer.byteLength(body));
    sent.on('error', reject).on('response', resolve).end(body);
  });
  const lines: [string, string][] = [];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    lines.push([answer.rawHeaders[at]!, answer.rawHeaders[at + 1]!]);
  }
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: `${answer.statusCode} ${answer.statusMessage}`, headers: lines, body: text };
}
