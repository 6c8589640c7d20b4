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
  /** The path that goes on from there. */
  path: string;
  /** Who it is, to that firewall. */
  who: string;
  /** `401 Unauthorized` */
  statusLine: string;
  /** The recorded answer: status line, header fields, an empty line, the body. */
  answer: string;
  /** The path that it was recorded for, where its body speaks of another trail or report. */
  recordedFor: string | undefined;
  /** Whether it is what the firewall does when it must know who it is, and does not. */
  isEntryPoint: boolean;
  /** How it ends, as Markdown. */
  ending: string;
  /** All of it in a sentence. */
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
  if (firewall === undefined) return 'Nobody is asked.';
  if (firewall === 'api') {
    if (place === 'tokens' && method === 'POST') return 'Nobody is asked: this door is open.';
    if (sent === 'expired') return 'Nobody: the token is over.';
    const cookie = sent === 'cookie' || sent === 'both' ? ' The cookie is not read.' : '';
    return sent === 'good' || sent === 'both' ? `Inês, by her token.${cookie}` : `Nobody.${cookie}`;
  }
  if (status === 403) return 'Nobody: the form has no _csrf.';
  if (place === 'login' || place === 'logout') return 'Nobody is asked: this door is open.';
  const token = sent === 'nothing' || sent === 'cookie' ? '' : ' The token is not read.';
  return sent === 'cookie' || sent === 'both' ? `Inês, by her session.${token}` : `Nobody.${token}`;
}

const task = (number: string) =>
  `[${number}](/chapters/06-two-firewalls#${number.replace('.', '-')})`;

function endingOf(about: About): string {
  if (about.firewall === 'api') return endingAtApi(about);
  if (about.firewall === 'office') return endingAtOffice(about);
  return about.status === 404
    ? 'No firewall, and nothing is served there: the app’s own 404. Nobody has to be known for it, and there is nothing to see.'
    : 'Behind no firewall there is one public page. What else is mounted there would be public, too.';
}

function isEntryPoint({ firewall, place, answer, status }: About): boolean {
  if (firewall === 'api') return status === 401 && answer.includes('Bearer realm="cairn"\n');
  return firewall === 'office' && status === 303 && place !== 'login' && place !== 'logout';
}

function endingAtApi(about: About): string {
  const { place, method, sent, answer, status } = about;
  if (isEntryPoint(about)) {
    return `The api firewall’s **entry point**: 401, a challenge and a problem, for a program to read. No redirect: it would be followed to a form, and taken for success. Task ${task('6.2')}.`;
  }
  switch (status) {
    case 400:
      return 'The id cannot be decoded, so there is nothing to look up.';
    case 401:
      return sent === 'expired' && !answer.includes('Basic')
        ? 'Not the entry point: credentials came, and they do not hold. They are refused even where nobody has to be known.'
        : 'Not the entry point: this is where tokens come from, so it asks for the password, by Basic.';
    case 403:
      return 'It is known who this is, and the report is another’s. The guard has done its part; [5.3](/chapters/05-errors#5-3) says no.';
    case 404:
      return 'A 404 of the API’s own, in JSON. What reached the api firewall never wanders on to the office.';
    case 405:
      return 'The path is there, and does not know this method.';
    default:
      return whyServed(place, method);
  }
}

function whyServed(place: Place, method: Method): string {
  if (method === 'OPTIONS') return 'Served: it says what can be done there, and changes nothing.';
  if (place === 'inspect') return 'Served: to inspect a token is open to all.';
  if (place !== 'me' && (method === 'GET' || method === 'HEAD')) {
    return 'Served: reading is open to all, and no cookie changes anything about that.';
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
      return place === 'login'
        ? `Signed in, under a new session id: task ${task('6.4')}.`
        : `Signed out: the session is gone on the server, the cookie cleared. Task ${task('6.5')}.`;
    case 403:
      return 'A form without the session’s `_csrf` is refused before anybody asks who it is. A page on another site cannot know it: that is what stops the marmots.';
    case 404:
      return 'A 404 of the office’s own, as a page, and only for a ranger: everybody else is sent to the form.';
    case 405:
      return 'The path is there, and does not know this method.';
    default:
      if (method === 'OPTIONS')
        return 'Served: it says what can be done there, and changes nothing.';
      return place === 'login'
        ? `The form is open to all. It comes with a session, for its \`_csrf\`: task ${task('6.4')}.`
        : 'Served, to Inês: her browser has sent the cookie of her session.';
  }
}
