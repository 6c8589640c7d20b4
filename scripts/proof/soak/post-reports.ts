import { Agent, request as httpRequest } from 'node:http';
import { reportTitled } from './load.ts';

const CLIENTS = 8;

/** What became of the reports that were posted. */
export interface Posted {
  /** Answered 201: title by id. */
  accepted: Map<string, string>;
  /** Answered something else, in words. */
  otherwise: string[];
  /** Titles: there was no connection to be had, or it was closed before the server had taken it. */
  refused: string[];
  /** Titles: the connection had been used before, and was closed without an answer. */
  dropped: string[];
}

/**
 * Posts reports, one after the other on each of some connections, until there is no server any more.
 *
 * @param onAccepted is told how many were accepted until now
 */
export async function postReports(
  url: string,
  token: string,
  name: string,
  onAccepted: (count: number) => void,
): Promise<Posted> {
  const posted: Posted = { accepted: new Map(), otherwise: [], refused: [], dropped: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  let count = 0;
  const client = async () => {
    while (posted.refused.length === 0) {
      const title = `${name} ${++count}`;
      try {
        const { status, body } = await post(agent, url, token, reportTitled(title));
        if (status === 201) {
          const { id } = JSON.parse(body) as { id: string };
          posted.accepted.set(id, title);
          onAccepted(posted.accepted.size);
        } else posted.otherwise.push(`${status} ${body.slice(0, 200)}`);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        posted[error.wasConnected ? 'dropped' : 'refused'].push(title);
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  return posted;
}

/** There was no answer, or half of one. */
class NoAnswer extends Error {
  readonly code = 'NO_ANSWER';
  readonly wasConnected: boolean;

  constructor(message: string, wasConnected: boolean) {
    super(message);
    this.wasConnected = wasConnected;
  }
}

function post(
  agent: Agent,
  url: string,
  token: string,
  body: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const request = httpRequest(`${url}/api/reports`, { method: 'POST', agent, headers });
    request.setTimeout(20_000, () => request.destroy(new Error('No answer within 20 s.')));
    request.once('error', (error) => reject(new NoAnswer(error.message, request.reusedSocket)));
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once('error', (error) => reject(new NoAnswer(error.message, true)));
    });
    request.end(body);
  });
}
