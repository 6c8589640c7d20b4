import { type Explanation, rfc } from '../explanation.ts';
import type { SendId } from '../matrix.ts';
import { recording } from './recorded.ts';

const { linkTo } = recording;

/** Explains what `POST /api/tokens/refresh` answers to a token in the body. */
export function explainRefresh(send: SendId): Explanation {
  const client = 'Forgets its tokens and asks its user to sign in. It doesn’t try again.';
  switch (send) {
    case 'nothing':
      return {
        why: `There is no token to judge: the request itself is wrong (${rfc(9110, '15.5.21')}). No access token is required here, because it may have expired: task ${linkTo('8.4')}.`,
        client: 'Reports the bug. It forgets no token, because none was refused.',
        attacker: 'What the body must look like. The documentation says so, too.',
      };
    case 'live':
      return {
        why: `The token is new, and its session lives: here is the next pair, and this one is used up (${rfc(6749, '6')}). Tasks ${linkTo('8.3')} and ${linkTo('8.4')}.`,
        client:
          'Stores the new refresh token before it does anything else, and forgets the old one.',
        attacker:
          'Nothing new: a thief who has it is Mira, for now. When her own client sends the same token, that is the second time, and the session ends.',
      };
    case 'used':
      return {
        why: `Someone has used this token before, and the server can’t tell whether that was the client or a thief. So the whole session has just ended (${rfc(9700, '4.14.2')}): task ${linkTo('8.4')}.`,
        client: `${client} With task ${linkTo('8.5')} it never sends a token twice by itself.`,
        attacker: 'That it’s over. The tokens that they got earlier have ended with the session.',
      };
    case 'ended':
      return {
        why: `The session is gone from the table, and its refresh tokens with it. However it ended, the answer is \`invalid-grant\` (${rfc(6749, '5.2')}): tasks ${linkTo('8.4')} and ${linkTo('9.4')}.`,
        client,
        attacker: 'Not whether there ever was such a session, nor how it ended.',
      };
    case 'expired':
      return {
        why: `A session ends seven days after its last refresh, and 30 days after the password in any case. Both are counted by our clock when the token arrives (${rfc(6749, '5.2')}): task ${linkTo('8.4')}.`,
        client,
        attacker: 'That the token is worthless. Not that it was good once.',
      };
    case 'access':
      return {
        why: `An access token isn’t in the table of refresh tokens, although our own key signed it (${rfc(6749, '5.2')}). It can’t extend its own life: task ${linkTo('8.3')}.`,
        client: 'Reports the bug: it has mixed up its two tokens.',
        attacker: 'That a stolen access token is good for ten minutes and not for more.',
      };
    default:
      return {
        why: `No row has the hash of this string (${rfc(6749, '5.2')}). Its own hash is no way in either: what was sent is hashed again. Task ${linkTo('8.1')}.`,
        client,
        attacker:
          'Nothing. There are 2^256 tokens to try, and a copy of the database doesn’t shorten the list.',
      };
  }
}

/** Explains what `POST /api/tokens/revoke` answers to a token in the body. */
export function explainRevoke(send: SendId): Explanation {
  const same = `The answer is the 200 that every string gets (${rfc(7009, '2.2')}): task ${linkTo('9.3')}.`;
  const client = 'Forgets its tokens. It is signed out, whatever this string was.';
  const nothing = 'Nothing: neither the answer nor its time tells what the string was.';
  switch (send) {
    case 'nothing':
      return {
        why: `There is no string to revoke (${rfc(9110, '15.5.21')}). Any string would have been answered with 200: task ${linkTo('9.3')}.`,
        client: 'Reports the bug: its user isn’t signed out.',
        attacker: 'What the body must look like. The documentation says so, too.',
      };
    case 'live':
      return {
        why: `Revoking a refresh token is signing out: its session has ended, and every access token of it is worthless (${rfc(7009, '2.1')}). ${same}`,
        client,
        attacker: 'Nothing. They have signed out the person whose token they stole.',
      };
    case 'used':
      return {
        why: `It ends its session as well. A client that lost the answer to its last refresh has only the used token, and it must be able to sign out. ${same}`,
        client,
        attacker: nothing,
      };
    case 'ended':
    case 'expired':
      return {
        why: `This token was worthless before, so the client has what it wanted. ${same}`,
        client,
        attacker: nothing,
      };
    case 'access':
      return {
        why: `This one token is on the list until its \`exp\`, and its session continues (${rfc(7009, '2.1')}). ${same} The list is in task ${linkTo('9.1')}.`,
        client:
          'Refreshes, if it wants to stay signed in. To sign out, it must send its refresh token instead.',
        attacker: nothing,
      };
    default:
      return {
        why: `Nothing has changed, and no error says so: there is nothing that a client could do about it. ${same}`,
        client,
        attacker:
          'Nothing. An unknown string costs a write, too, so that the time reveals no more than the answer.',
      };
  }
}
