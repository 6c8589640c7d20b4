import { findPlace } from './find-place.ts';
import { pathWay, type PathStep } from './path-steps.ts';
import { recorded } from './recorded.ts';
import {
  type CredentialsId,
  credentials,
  type Method,
  methods,
  type Place,
  places,
} from './routes.ts';

/** Where a request goes, and how it ends. */
export interface Verdict {
  steps: PathStep[];
  /** The firewall's name; undefined for none. */
  firewall: string | undefined;
  /** The path as that firewall's routes see it. */
  path: string;
  /** Who it is, to that firewall. */
  who: string;
  /** `401 Unauthorized` */
  statusLine: string;
  /** The recorded answer: status line, header fields, an empty line, the body. */
  answer: string;
  /** The path that it was recorded for, where its body speaks of another trail or report. */
  recordedFor: string | undefined;
  /** Whether this is what the firewall does when it needs to know who it is, and doesn't. */
  isEntryPoint: boolean;
  /** How it ends, as Markdown. */
  ending: string;
  /** The verdict in a sentence. */
  summary: string;
}

/**
 * Says which firewall takes a request, and how it ends.
 *
 * @param typed the path, as the reader typed it
 */
export function judge(method: Method, typed: string, sent: CredentialsId): Verdict {
  const { steps, firewall, path } = pathWay(typed);
  const place = findPlace(firewall, path);
  const answer = answerOf(place, method, sent);
  const statusLine = answer.split('\n')[0]!.slice('HTTP/1.1 '.length);
  const about = { firewall, place, method, sent, answer, status: Number.parseInt(statusLine, 10) };
  return {
    steps,
    firewall,
    path,
    who: whoIsIt(about),
    statusLine,
    answer,
    recordedFor: recordedFor(place, path, answer),
    isEntryPoint: isEntryPoint(about),
    ending: endingOf(about),
    summary: `${firewall ? `The ${firewall} firewall` : 'No firewall'} takes it. It ends with ${statusLine}.`,
  };
}

function answerOf(place: Place, method: Method, sent: CredentialsId): string {
  const column = credentials.findIndex(({ id }) => id === sent);
  return recorded.answers[recorded.cells[place][methods.indexOf(method)]![column]!]!;
}

/** An answer about one trail or report names it. */
function recordedFor(place: Place, path: string, answer: string): string | undefined {
  const own = places[place];
  const id = own.split('/')[3] ?? '';
  return id !== '' && answer.includes(`"${id}"`) && !path.endsWith(`/${id}`) ? own : undefined;
}

interface About {
  firewall: string | undefined;
  place: Place;
  method: Method;
  sent: CredentialsId;
  answer: string;
  status: number;
}

function whoIsIt({ firewall, place, method, sent, status }: About): string {
  if (firewall === undefined) return 'Nobody asks.';
  if (firewall === 'api') {
    if (place === 'tokens' && method === 'POST') return 'Nobody asks: this path is open.';
    if (sent === 'expired') return 'Unknown: the token has expired.';
    const cookie = sent === 'cookie' || sent === 'both' ? ' The cookie isn’t read.' : '';
    return sent === 'good' || sent === 'both'
      ? `Inês, by her token.${cookie}`
      : `Unknown.${cookie}`;
  }
  if (status === 403) return 'Unknown: the form has no _csrf.';
  if (place === 'login' || place === 'logout') return 'Nobody asks: this path is open.';
  const token = sent === 'nothing' || sent === 'cookie' ? '' : ' The token isn’t read.';
  return sent === 'cookie' || sent === 'both'
    ? `Inês, by her session.${token}`
    : `Unknown.${token}`;
}

const task = (number: string) =>
  `[${number}](/chapters/06-two-firewalls#${number.replace('.', '-')})`;

function endingOf(about: About): string {
  if (about.firewall === 'api') return endingAtApi(about);
  if (about.firewall === 'office') return endingAtOffice(about);
  return about.status === 404
    ? 'No firewall matches, and nothing is served there: the app’s own 404. There is nothing to guard.'
    : 'Outside both firewalls there is one public page. Anything else you mount there is public, too.';
}

function isEntryPoint({ firewall, place, answer, status }: About): boolean {
  if (firewall === 'api') return status === 401 && answer.includes('Bearer realm="cairn"\n');
  return (
    firewall === 'office' &&
    status === 303 &&
    answer.includes('\nLocation: /office/login') &&
    place !== 'logout'
  );
}

function endingAtApi(about: About): string {
  const { place, method, sent, answer, status } = about;
  if (isEntryPoint(about)) {
    return `The api firewall’s **entry point**: 401, a challenge and a problem, for a program to read. No redirect: a program would follow it to a form and report success. Task ${task('6.2')}.`;
  }
  switch (status) {
    case 400:
      return 'The id can’t be decoded, so there is nothing to look up.';
    case 401:
      return sent === 'expired' && !answer.includes('Basic')
        ? 'Not the entry point: there are credentials, and they aren’t valid. They are refused even where no token is needed.'
        : 'Not the entry point: tokens come from here, so it asks for the password, with Basic.';
    case 403:
      return 'The API knows who this is, and the report is someone else’s. The guard has done its part; [5.3](/chapters/05-errors#5-3) says no.';
    case 404:
      return 'The API’s own 404, in JSON. What reaches the api firewall never continues to the office.';
    case 405:
      return 'The path is there, but not for this method.';
    default:
      return whyServed(place, method);
  }
}

function whyServed(place: Place, method: Method): string {
  if (method === 'OPTIONS') return 'Served: it says what can be done there, and changes nothing.';
  if (place === 'inspect') return 'Served: inspecting a token is open to everyone.';
  if (place !== 'me' && (method === 'GET' || method === 'HEAD')) {
    return 'Served: reading is open to everyone, and a cookie makes no difference.';
  }
  return 'Served, to Inês: her token came with the request, and a page on another site has none to send.';
}

function endingAtOffice(about: About): string {
  const { place, method, status } = about;
  if (isEntryPoint(about)) {
    return 'The office firewall’s **entry point**: 303 to the login form, for a person to fill in. A 401 with a problem would be JSON on a ranger’s screen.';
  }
  switch (status) {
    case 303:
      if (place === 'close')
        return 'Done, for Inês: the form had her session’s `_csrf`, so it came from our own page.';
      return place === 'login'
        ? `Signed in, under a new session id: task ${task('6.5')}.`
        : `Signed out: the session has ended on the server, and the cookie is cleared. Task ${task('6.6')}.`;
    case 400:
      return 'The id can’t be decoded, so there is nothing to look up.';
    case 403:
      return `A form without the session’s \`_csrf\` is refused before anything asks who it is. A page on another site can’t know it, and a browser would also say where the form comes from: task ${task('6.4')}.`;
    case 404:
      return 'The office’s own 404, as a page, and only for a ranger: everyone else is sent to the form.';
    case 405:
      return 'The path is there, but not for this method.';
    default:
      if (method === 'OPTIONS')
        return 'Served: it says what can be done there, and changes nothing.';
      return place === 'login'
        ? 'The form is open to everyone. It comes with a cookie, which its `_csrf` belongs to.'
        : 'Served, to Inês: her browser has sent the cookie of her session.';
  }
}
