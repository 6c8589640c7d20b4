import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { type Answer, NoAnswer, type SentRequest } from './answer.ts';

/** An answer that takes longer as a whole, or is larger, is not waited for. */
const PATIENCE = 10_000;
const LARGEST = 1_000_000;

type Exchange = Omit<Answer, 'ms' | 'steps'>;

/**
 * One request on a connection of its own, and its answer as text.
 *
 * @param patience milliseconds, for all of it
 * @throws NoAnswer
 */
export function exchange(
  port: number,
  sent: SentRequest,
  patience = PATIENCE,
): Promise<{ answer: Exchange; localPort: number }> {
  return new Promise((resolve, reject) => {
    let request: ClientRequest;
    const give = (error: unknown) => {
      clearTimeout(tooLate);
      reject(error instanceof NoAnswer ? error : new NoAnswer(inWords(error)));
      request?.destroy();
    };
    const seconds = `${patience / 1000} seconds`;
    let late = `No answer within ${seconds}.`;
    const tooLate = setTimeout(() => give(new NoAnswer(late)), patience);
    try {
      request = begin(port, sent);
    } catch (error) {
      return give(error);
    }
    let localPort = 0;
    request.once('socket', (socket) => {
      socket.once('connect', () => (localPort = socket.localPort ?? 0));
    });
    request.once('error', give);
    const end = (response: IncomingMessage, body: string) => {
      clearTimeout(tooLate);
      resolve({ localPort, answer: answerOf(response, body) });
    };
    // 101 is the end of HTTP on this connection, and all that comes over it.
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      end(response, '');
    });
    request.once('response', (response) => {
      late = `The answer has not ended within ${seconds}: does every path call end(), send() or json()?`;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= LARGEST) chunks.push(chunk);
        else give(new NoAnswer('The answer is larger than a megabyte.'));
      });
      response.once('error', give);
      response.once('end', () => end(response, Buffer.concat(chunks).toString('utf8')));
    });
    request.end(sent.body);
  });
}

function begin(port: number, { method, path, headers, body }: SentRequest): ClientRequest {
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  // Without a length Node would send an empty body in chunks, which no browser does.
  const isMeasured = body !== '' || /^(POST|PUT|PATCH)$/.test(method);
  const all: [string, string][] = [
    ...(has('host') ? [] : [['Host', `127.0.0.1:${port}`] as [string, string]]),
    ...headers,
    ...(!isMeasured || has('content-length')
      ? []
      : [['Content-Length', String(Buffer.byteLength(body))] as [string, string]]),
    ['Connection', 'close'],
  ];
  const options = { host: '127.0.0.1', port, method, path, headers: all.flat(), agent: false };
  return httpRequest(options);
}

function answerOf(response: IncomingMessage, body: string): Exchange {
  const { rawHeaders: raw, statusCode = 0, statusMessage } = response;
  return {
    status: statusCode,
    statusLine: `HTTP/1.1 ${statusCode} ${statusMessage}`,
    headers: raw.flatMap((name, at) => (at % 2 ? [] : [[name, raw[at + 1] ?? '']])),
    body,
  };
}

function inWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET') return 'The connection was closed before an answer came.';
  if (code === 'ECONNREFUSED') return 'The API is not there any more. Send it again.';
  return message;
}
