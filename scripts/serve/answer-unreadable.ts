import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';

/** What Node could not read, by its own name for it; 400 for everything else. */
const STATUS: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * Some requests never reach the app: a line that is no HTTP, headers of more than 16 kB, an `Expect`
 * that nobody can meet. Node answers those with a bare status; here they get a problem (RFC 9457) too.
 */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const begun = Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined;
    if (!socket.writable || begun?.headersSent) return void socket.destroy();
    const status = STATUS[error.code ?? ''] ?? 400;
    const body = problem(status, 'The request could not be read.');
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { 'Content-Type': 'application/problem+json; charset=utf-8' });
    response.end(problem(417, 'Only 100-continue can be expected here.'));
  });
}

function problem(status: number, detail: string): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail });
}
