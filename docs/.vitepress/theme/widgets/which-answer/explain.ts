import type { AskId, SendId } from './questions.ts';
import { answerTo } from './recorded.ts';

/** What there is to say about an answer, each as a line of Markdown. */
export interface Explanation {
  /** Why this answer and no other. */
  why: string;
  /** What an honest client does next. */
  client: string;
  /** What somebody learns who is forging tokens, or guessing passwords. */
  forger: string;
}

const bearer = (section: string) => rfc(6750, section);
const http = (section: string) => rfc(9110, section);
const task = (number: string) =>
  `[${number}](/chapters/${PAGES[number[0]!]}#${number.replace('.', '-')})`;

const PAGES: Record<string, string> = {
  2: '02-signing',
  3: '03-authenticator',
  5: '05-errors',
};

function rfc(number: number, section: string): string {
  return `[RFC ${number} §${section}](https://www.rfc-editor.org/rfc/rfc${number}#section-${section})`;
}

/** Explains the answer to what is asked, with what is sent along. */
export function explain(ask: AskId, send: SendId): Explanation {
  const { slug, status } = answerTo(ask, send);
  switch (slug ?? status) {
    case 'authentication-required':
      return required(ask, send);
    case 'malformed-authorization':
      return malformed(ask);
    case 'expired-token':
      return {
        why: `Everything about it holds but its time: from the second that \`exp\` names, it is over (${rfc(7519, '4.1.4')}). ${bearer('3.1')} has one \`error\` for all dead tokens, so our \`type\` tells this one apart: task ${task('5.2')}.`,
        client:
          'Fetches a new token and asks again, once. Nobody has to take their gloves off for a password.',
        forger: `That it was ours once, which is of no more use. What they have forged is never called expired, for the signature is looked at first: task ${task('3.1')}.`,
      };
    case 'invalid-token':
      return {
        why: `One of the checks of tasks ${task('3.1')} to ${task('3.4')} has failed. Which one, we do not say: every such token gets the same bytes, with \`invalid_token\` from ${bearer('3.1')}. You write it in task ${task('5.2')}.`,
        client:
          'Drops the token and fetches a new one, once. When that is refused as well, it stops, and a person has a look.',
        forger: 'Nothing. “Wrong audience” would have told them that the signature held.',
      };
    case 'forbidden':
      return {
        why: `We know who it is, and the report is another’s: ${http('15.5.4')}, with \`insufficient_scope\` from ${bearer('3.1')}. Who you are comes before what exists, and what exists before whose it is: task ${task('5.3')}.`,
        client:
          'Does not try again with the same token, and signs nobody out. It tells its user whose report that is.',
        forger:
          'That there is such a report. Ours are public; where it is a secret, the answer would be 404.',
      };
    case 'invalid-credentials':
      return credentialsInvalid(send);
    case 404:
      return ask === 'missing' ? missing : nowhere;
    case 500:
      return {
        why: `It is our own fault, and that is all we say. The error goes to the log, and no word of it to the client (${rfc(9457, '5')}): task ${task('5.4')}.`,
        client:
          'Keeps its token: there is nothing wrong with it. It waits, longer each time, and asks again; a GET may be repeated.',
        forger: 'That something is broken. No table, no file, no library.',
      };
    default:
      return granted(ask, send);
  }
}

function required(ask: AskId, send: SendId): Explanation {
  const why =
    send === 'other'
      ? `Another scheme counts as no credentials: ${bearer('3.1')} names “an unsupported authentication method” beside sending nothing, and wants no \`error\` for either. Even a right password is no use here.`
      : `Nobody has tried yet, so nobody has done anything wrong: the challenge has a \`realm\`, and no \`error\` (${bearer('3.1')}).`;
  return {
    why: `${why} You write it in task ${task('5.1')}.`,
    client: 'Gets a token at `POST /api/tokens`, and asks again with it.',
    forger:
      ask === 'missing'
        ? `That a token is wanted. Not whether there is such a report: a stranger hears the same of one that is there. Task ${task('5.3')} sees to that.`
        : 'That a token is wanted, which the documentation says as well.',
  };
}

function malformed(ask: AskId): Explanation {
  const even = ['trails', 'nowhere', 'broken'].includes(ask)
    ? ' It is refused even here, where nobody has to be known.'
    : '';
  return {
    why: `The header breaks the grammar of ${bearer('2.1')}. The bug is in the request, so it is a 400, with \`invalid_request\` (${bearer('3.1')}): task ${task('5.2')}.${even}`,
    client:
      'Does not fetch a new token: the same code would spoil that one too. It stops, and tells its author.',
    forger: 'How the header is spelled, which the RFC says as well.',
  };
}

const missing: Explanation = {
  why: `There is nothing to change (${http('15.5.5')}), and we say so to a person, whose token holds. There is no challenge: other credentials would find no more. Task ${task('5.3')} lets this one pass on to the handler.`,
  client: 'Forgets the id, and loads the list again.',
  forger: 'Nothing, without a good token: a stranger gets the same 401 whether it is there or not.',
};

const nowhere: Explanation = {
  why: `No route answers (${http('15.5.5')}). Nobody is asked who they are, because a GET changes nothing: the lock of task ${task('3.6')} lets it pass. A \`POST\` to the same path, without a token, is a 401.`,
  client: 'Corrects the path. No token would make a difference.',
  forger: 'That nothing is here. Our paths are no secret.',
};

function credentialsInvalid(send: SendId): Explanation {
  const client =
    'Asks its user for handle and password once more. It does not go round in circles.';
  const basic = `The challenge says \`Basic\`, for that is what would help; the responder of task ${task('5.4')} passes it on as it is.`;
  switch (send) {
    case 'nothing':
    case 'bearer':
      return {
        why: `${send === 'bearer' ? 'A token buys no token: this' : 'This'} door takes a password, and none came. ${basic}`,
        client,
        forger: 'Which scheme is wanted. The documentation says so, too.',
      };
    case 'no-basic':
      return {
        why: `What cannot be read (${rfc(7617, '2')}) is answered like a wrong password: there is one answer for whatever is wrong. ${basic}`,
        client,
        forger: 'Nothing: not how far we got in reading it.',
      };
    default:
      return {
        why: `A handle that nobody has and a wrong password get the same bytes, after the same work: task ${task('2.3')}. ${basic}`,
        client,
        forger: 'Not whether there is somebody of that name.',
      };
  }
}

function granted(ask: AskId, send: SendId): Explanation {
  switch (ask) {
    case 'me':
      return {
        why: `The token holds, and the person that its \`sub\` names is read from the database now: task ${task('3.4')}.`,
        client: 'Shows who is signed in.',
        forger: 'Nothing, for it is not forged. Who steals it is Mira until its `exp`.',
      };
    case 'own':
      return {
        why: `The token holds, and the report’s author has the same id as its \`sub\`: task ${task('5.3')}.`,
        client: 'Takes the body for what the report is now.',
        forger:
          'Nothing, for the token is not forged. Who steals it writes as Mira until its `exp`.',
      };
    case 'token':
      return {
        why: `The password is right, so here is a token, with \`no-store\` to keep it out of every cache (${rfc(6749, '5.1')}): task ${task('2.5')}.`,
        client: 'Keeps the token to itself, and sends it along for `expires_in` seconds.',
        forger: 'Nothing, unless they have the password.',
      };
    default:
      return {
        why: `${seen(send)} Reading is open to all: task ${task('3.6')}.`,
        client: 'Reads. It has no need of a token for this.',
        forger: 'What everybody may know.',
      };
  }
}

function seen(send: SendId): string {
  if (send === 'good') return 'The guard has recognised Mira, and nothing here depends on it.';
  if (send === 'other') return 'Another scheme counts as no token, and no token is no fault.';
  return 'No token is no fault.';
}
