import { type CredentialsId, credentials, type Method, type Place, places } from './routes.ts';
import { judge } from './verdict.ts';

/** What the firewalls are, side by side: the rows of a table. */
export const mapRows: [what: string, api: string, office: string, none: string][] = [
  ['is responsible for', '/api and below', '/office and below', 'the rest'],
  [
    'knows you by',
    'a Bearer token',
    'a session cookie, after a form login',
    'nothing: it asks nobody',
  ],
  ['remembers', 'nothing', 'a session on the server', 'nothing'],
  ['entry point', '401 and a problem', '303 to /office/login', 'none'],
  ['speaks', 'JSON', 'HTML', 'one page of HTML, and 404 in JSON'],
];

/** What is shown of the recording: the rest can be typed. */
const SHOWN: [Method, Place][] = [
  ['GET', 'home'],
  ['GET', 'nowhere'],
  ['GET', 'trails'],
  ['GET', 'me'],
  ['POST', 'reports'],
  ['DELETE', 'report-own'],
  ['DELETE', 'report-others'],
  ['POST', 'tokens'],
  ['GET', 'api-nowhere'],
  ['GET', 'office'],
  ['GET', 'login'],
  ['POST', 'login'],
  ['POST', 'logout'],
  ['POST', 'close'],
  ['GET', 'office-nowhere'],
];

/** A row of the recording. */
export interface RecordedRow {
  request: string;
  firewall: string;
  /** `401`, and whether that is the firewall's entry point. */
  cells: { sent: CredentialsId; status: string; entry: boolean }[];
}

/** How each request ends, for everything that can be sent with it. */
export const recordedRows: RecordedRow[] = SHOWN.map(([method, place]) => ({
  request: `${method} ${places[place]}`,
  firewall: judge(method, places[place], 'nothing').firewall ?? 'none',
  cells: credentials.map(({ id }) => {
    const { statusLine, isEntryPoint } = judge(method, places[place], id);
    return { sent: id, status: statusLine.slice(0, 3), entry: isEntryPoint };
  }),
}));
