import { type Explanation, rfc } from '../explanation.ts';
import type { AskId, SendId } from '../matrix.ts';
import { recording } from './recorded.ts';

const { answerTo, linkTo } = recording;
const bearer = (section: string) => rfc(6750, section);
const http = (section: string) => rfc(9110, section);

/** Explains the answer to a request, by what it asks for and what it sends. */
export function explain(ask: AskId, send: SendId): Explanation {
  const { slug, status } = answerTo(ask, send);
  switch (slug ?? status) {
    case 'authentication-required':
      return required(ask, send);
    case 'malformed-authorization':
      return malformed(ask);
    case 'expired-token':
      return {
        why: `Everything about this token is right except its time: at the second that \`exp\` names, it has expired (${rfc(7519, '4.1.4')}). ${bearer('3.1')} has one \`error\` for all bad tokens, so our \`type\` tells this case apart: task ${linkTo('5.2')}.`,
        client:
          'Fetches a new token and sends the request again, once. No one has to take their gloves off to type a password.',
        attacker: `That the token was valid once, which no longer helps. A forged token is never called expired, because the signature is verified first: task ${linkTo('3.3')}.`,
      };
    case 'invalid-token':
      return {
        why: `One of the checks in tasks ${linkTo('3.1')} to ${linkTo('3.3')} failed. We don't say which: every such token gets the same bytes, with \`invalid_token\` from ${bearer('3.1')}. You write this answer in task ${linkTo('5.2')}.`,
        client:
          'Drops the token and fetches a new one, once. If that is refused as well, it stops and reports the problem.',
        attacker: 'Nothing. “Wrong audience” would have said that the signature was right.',
      };
    case 'forbidden':
      return {
        why: `We know who is asking, and the report belongs to someone else (${http('15.5.4')}). There is no challenge, because no other token of this person would help. Who you are comes before what exists, and what exists comes before who owns it: task ${linkTo('5.3')}.`,
        client: 'Doesn’t try again and signs no one out. It tells its user whose report that is.',
        attacker:
          'That there is such a report. Ours are public; if that were a secret, the answer would be 404.',
      };
    case 'invalid-credentials':
      return credentialsInvalid(send);
    case 404:
      return ask === 'missing' ? missing : nowhere;
    case 500:
      return {
        why: `Something on our side broke, and that is all we say. The error goes to the log, and no word of it to the client (${rfc(9457, '5')}): task ${linkTo('5.4')}.`,
        client:
          'Keeps its token, because nothing is wrong with it. It waits, longer each time, and asks again; a GET may be repeated.',
        attacker: 'That something is broken. No table, no file, no library.',
      };
    default:
      return granted(ask, send);
  }
}

function required(ask: AskId, send: SendId): Explanation {
  const why =
    send === 'other'
      ? `Another scheme counts as no credentials: ${bearer('3.1')} mentions “an unsupported authentication method” beside sending nothing, and asks for no \`error\` in either case. Even a correct password doesn't help here.`
      : `The client sent nothing, so it has done nothing wrong: the challenge has a \`realm\` and no \`error\` (${bearer('3.1')}).`;
  return {
    why: `${why} You write this answer in task ${linkTo('5.1')}.`,
    client: 'Gets a token at `POST /api/tokens`, and sends the request again with it.',
    attacker:
      ask === 'missing'
        ? `That a token is required. Not whether the report exists: without a token, one that exists gets the same answer. Task ${linkTo('5.3')} takes care of that.`
        : 'That a token is required, which the documentation says as well.',
  };
}

function malformed(ask: AskId): Explanation {
  const even = ['trails', 'nowhere', 'broken'].includes(ask)
    ? ' It is refused even here, where no person is needed.'
    : '';
  return {
    why: `The header breaks the grammar of ${bearer('2.1')}. The bug is in the request, so this is a 400 with \`invalid_request\` (${bearer('3.1')}): task ${linkTo('5.2')}.${even}`,
    client:
      'Doesn’t fetch a new token, because the same code would send that one just as badly. It stops and reports the bug.',
    attacker: 'How the header is written, which the RFC says as well.',
  };
}

const missing: Explanation = {
  why: `There is nothing to change (${http('15.5.5')}), and a person with a valid token may know that. There is no challenge: other credentials would find no more. In task ${linkTo('5.3')} you pass this request on to the handler.`,
  client: 'Forgets the id, and loads the list again.',
  attacker:
    'Nothing without a valid token: then the answer is 401, whether or not the report exists.',
};

const nowhere: Explanation = {
  why: `No route answers (${http('15.5.5')}). No person is needed, because a GET changes nothing: the lock of task ${linkTo('3.6')} lets it pass. A \`POST\` to the same path, without a token, is a 401.`,
  client: 'Corrects the path. A token would make no difference.',
  attacker: 'That nothing is here. Our paths aren’t secret.',
};

function credentialsInvalid(send: SendId): Explanation {
  const client = 'Asks its user for handle and password again. It doesn’t retry by itself.';
  const basic = `The challenge says \`Basic\`, because that is what would help; the responder of task ${linkTo('5.4')} passes it on unchanged.`;
  switch (send) {
    case 'nothing':
    case 'bearer':
      return {
        why: `${send === 'bearer' ? 'You can’t trade a token for a token: this' : 'This'} endpoint takes a password, and none was sent. ${basic}`,
        client,
        attacker: 'Which scheme is required. The documentation says so, too.',
      };
    case 'no-basic':
      return {
        why: `A header that can't be read (${rfc(7617, '2')}) is answered like a wrong password: there is one answer for everything that is wrong. ${basic}`,
        client,
        attacker: 'Nothing: not even how far we got in reading it.',
      };
    default:
      return {
        why: `An unknown handle and a wrong password get the same bytes, after the same work: task ${linkTo('2.2')}. ${basic}`,
        client,
        attacker: 'Not whether there is a person with this handle.',
      };
  }
}

function granted(ask: AskId, send: SendId): Explanation {
  switch (ask) {
    case 'me':
      return {
        why: `The token is valid, and the person that its \`sub\` names is read from the database now: task ${linkTo('3.4')}.`,
        client: 'Shows who is signed in.',
        attacker: 'Nothing, since it isn’t forged. A thief who has it is Mira until its `exp`.',
      };
    case 'own':
      return {
        why: `The token is valid, and the report’s author has the id in its \`sub\`: task ${linkTo('5.3')}.`,
        client: 'Uses the body as the report’s new state.',
        attacker:
          'Nothing, since it isn’t forged. A thief who has it writes as Mira until its `exp`.',
      };
    case 'token':
      return {
        why: `The password is right, so here is a token, with \`no-store\` to keep it out of every cache (${rfc(6749, '5.1')}): task ${linkTo('2.4')}.`,
        client: 'Keeps the token to itself, and sends it for `expires_in` seconds.',
        attacker: 'Nothing, unless they have the password.',
      };
    default:
      return {
        why: `${seen(send)} Everyone may read: task ${linkTo('3.6')}.`,
        client: 'Reads. It needs no token for this.',
        attacker: 'What everyone may know.',
      };
  }
}

function seen(send: SendId): string {
  if (send === 'good') return 'The guard has recognized Mira, and nothing here depends on it.';
  if (send === 'other') return 'Another scheme counts as no token, and no token is needed here.';
  return 'No token is needed here.';
}
