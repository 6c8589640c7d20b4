import { request as httpRequest } from 'node:http';
import { type Answer, NoAnswer, type SentRequest } from './answer.ts';

/** An answer that takes longer, or is larger, is not waited for. */
const PATIENCE = 10_000;
const LARGEST = 1_000_000;

type Exchange = Omit<Answer, 'ms' | 'steps'>;

/** One request on a connection of its own, and its answer as text. */
export function exchange(
  port: number,
  { method, path, headers, body }: SentRequest,
): Promise<{ answer: Exchange; localPort: number }> {
  return new Promise((resolve, reject) => {
    const own = headers.some(([name]) => name.toLowerCase() === 'content-length');
    const all: [string, string][] = [
      ...(headers.some(([name]) => name.toLowerCase() === 'host')
        ? []
        : [['Host', `127.0.0.1:${port}`] as [string, string]]),
      ...headers,
      // Without a length Node would send an empty body in chunks, which no browser does.
      ...((body === '' && !/^(POST|PUT|PATCH)$/.test(method)) || own
        ? []
        : [['Content-Length', String(Buffer.byteLength(body))] as [string, string]]),
      ['Connection', 'close'],
    ];
    let localPort = 0;
    const give = (error: Error) =>
      reject(error instanceof NoAnswer ? error : new NoAnswer(inWords(error)));
    let request: ReturnType<typeof httpRequest>;
    try {
      request = httpRequest({
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: all.flat(),
        agent: false,
      });
    } catch (error) {
      return give(error as Error);
    }
    request.setTimeout(PATIENCE, () =>
      request.destroy(new NoAnswer(`No answer within ${PATIENCE / 1000} seconds.`)),
    );
    request.once('socket', (socket) => {
      socket.once('connect', () => (localPort = socket.localPort ?? 0));
    });
    request.once('error', give);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= LARGEST) chunks.push(chunk);
        else request.destroy(new NoAnswer('The answer is larger than a megabyte.'));
      });
      response.once('error', give);
      response.once('end', () => {
        const raw = response.rawHeaders;
        resolve({
          localPort,
          answer: {
            status: response.statusCode ?? 0,
            statusLine: `HTTP/1.1 ${response.statusCode} ${response.statusMessage}`,
            headers: raw.flatMap((name, at) => (at % 2 ? [] : [[name, raw[at + 1] ?? '']])),
            body: Buffer.concat(chunks).toString('utf8'),
          },
        });
      });
    });
    request.end(body);
  });
}

function inWords(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET') return 'The connection was closed before an answer came.';
  if (code === 'ECONNREFUSED') return 'The API is not there any more. Send it again.';
  return error.message;
}
