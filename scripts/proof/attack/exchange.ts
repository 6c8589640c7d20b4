import { connect } from 'node:net';
import { type Answer, readAnswer } from './answer.ts';

/** A server that gives no answer within this long has been brought down: milliseconds. */
const PATIENCE = 30_000;

/** A connection that is held open: for whoever takes their time. */
export interface Line {
  send(bytes: string): void;
  /** Sends no more, and still listens. */
  end(): void;
  /** Resolves with the answer, or rejects when there is none, or none in time. */
  answer: Promise<Answer>;
  hangUp(): void;
}

/**
 * Opens a connection to a server on loopback. What is sent goes out as it stands, one byte a
 * character (latin1): a library would mend what must stay broken.
 */
export function openLine(port: number): Line {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let sent = '';
  let came = '';
  const answer = new Promise<Answer>((resolve, reject) => {
    const read = (ended: boolean) => {
      const found = readAnswer(came, sent.startsWith('HEAD '), ended);
      if (found) resolve(found);
      else if (ended) reject(new Error(`No answer, only ${JSON.stringify(came.slice(0, 200))}`));
      if (found || ended) socket.destroy();
    };
    socket.setTimeout(PATIENCE, () => {
      reject(new Error(`No answer within ${PATIENCE} ms.`));
      socket.destroy();
    });
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      came += chunk;
      read(false);
    });
    // A server that has said all it will say may reset the connection: what came, came.
    socket.on('error', () => read(true));
    socket.on('end', () => read(true));
    socket.on('close', () => read(true));
  });
  // Whoever hangs up does not wait for it.
  answer.catch(() => {});
  return {
    send(bytes) {
      sent ||= bytes;
      socket.write(bytes, 'latin1');
    },
    end: () => void socket.end(),
    answer,
    hangUp: () => void socket.destroy(),
  };
}

/** Sends a request, byte for byte, and gives the answer. */
export function exchange(port: number, bytes: string): Promise<Answer> {
  const line = openLine(port);
  line.send(bytes);
  return line.answer;
}

/** Sends requests, the last of which closes the connection, and gives all the answers. */
export async function exchangeAll(port: number, bytes: string): Promise<Answer[]> {
  const socket = connect({ port, host: '127.0.0.1' }).setEncoding('latin1');
  socket.end(bytes, 'latin1');
  let came = '';
  for await (const chunk of socket) came += chunk;
  return came
    .split(/(?=HTTP\/1\.1 \d)/)
    .map((part) => readAnswer(part, false, true))
    .filter((answer) => answer !== undefined);
}

/** A request as it goes over the wire. */
export interface RawRequest {
  method?: string;
  /** Sent as it stands, however odd. */
  path?: string;
  /** Header lines as they stand, without their ends: `Cookie: office=…`. */
  lines?: string[];
  /** Text, which goes out as UTF-8, with its length unless a line says otherwise. */
  body?: string | Buffer;
}

/** The bytes of a request, as latin1 text. */
export function bytesOf({
  method = 'GET',
  path = '/api/me',
  lines = [],
  body,
}: RawRequest): string {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const framed = lines.some((line) => /^(content-length|transfer-encoding)\b/i.test(line));
  const head = [`${method} ${path} HTTP/1.1`, 'Host: cairn.example', ...lines];
  if (bytes && !framed) head.push(`Content-Length: ${bytes.length}`);
  return `${head.join('\r\n')}\r\n\r\n${bytes?.toString('latin1') ?? ''}`;
}
