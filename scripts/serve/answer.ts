/** A request to be sent to a chapter's API, as it goes over the wire. */
export interface SentRequest {
  method: string;
  /** The request target: `/api/reports?page=2`. */
  path: string;
  headers: [name: string, value: string][];
  body: string;
}

/** What came back for a request. */
export interface Answer {
  status: number;
  /** As they came over the wire. */
  statusLine: string;
  headers: [string, string][];
  body: string;
  ms: number;
  /** The request's way through the app. */
  steps: XrayStep[];
}

/** A station on a request's way. */
export interface XrayStep {
  /** What is named after its file, or its own name: `guard`, `jsonBody`, `helmet`. */
  name: string;
  /** The file it is from, from the root, where it is one of the course's. */
  file?: string;
  /** What it is mounted at: `/api`; empty at the top. */
  mountedAt: string;
  /** The route's path, when it belongs to one. */
  route?: string;
  kind: 'middleware' | 'router' | 'route' | 'error handler';
  /** Milliseconds until it handed on, or until the answer was out. */
  ms: number;
  /** The error it ended with: `AuthenticationError`. */
  threw?: string;
  /** It sent the answer. */
  answered: boolean;
}

/** The request got no answer. The message says why, in words for the learner. */
export class NoAnswer extends Error {
  readonly code = 'NO_ANSWER';
}
