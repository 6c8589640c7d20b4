import { type Explanation, rfc } from '../explanation.ts';
import type { SendId } from '../matrix.ts';
import { recording } from './recorded.ts';

const { linkTo } = recording;

/** Explains what a request is answered that needs a person, by its access token. */
export function explainAccess(send: SendId): Explanation {
  const client = 'Refreshes, once. If that is refused as well, it asks its user to sign in.';
  switch (send) {
    case 'live':
      return {
        why: `The token is valid, it isn’t on the list, and its session lives: all three are checked on every request. Task ${linkTo('9.2')}.`,
        client: 'Shows who is signed in.',
        attacker: 'Nothing new. A thief is Mira until the token expires or she ends the session.',
      };
    case 'ended':
      return {
        why: `The signature is right and \`exp\` is minutes away, but the session that \`sid\` specifies is gone. ${rfc(6750, '3.1')} has one \`invalid_token\` for “expired, revoked, malformed, or invalid for other reasons”: tasks ${linkTo('9.2')}, ${linkTo('9.4')} and ${linkTo('9.5')}.`,
        client,
        attacker:
          'That the token is worthless. Not whether somebody pressed “sign out”, changed a password, or noticed the theft.',
      };
    case 'revoked':
      return {
        why: `Its \`jti\` (${rfc(7519, '4.1.7')}) is on the list of revoked tokens, and stays there until the token would have expired anyway: tasks ${linkTo('9.1')} and ${linkTo('9.3')}.`,
        client: 'Refreshes: the session of this token lives.',
        attacker: 'That the token is worthless. Not whether its session lives.',
      };
    case 'expired':
      return {
        why: `It is ten minutes old, and at \`exp\` it has expired (${rfc(7519, '4.1.4')}). A \`type\` of its own says so, because this happens to every client, all day: tasks ${linkTo('5.2')} and ${linkTo('8.2')}.`,
        client: `Refreshes, once for all requests that are waiting (task ${linkTo('8.5')}), and sends each again.`,
        attacker: 'That they are late.',
      };
    default:
      return {
        why: `Our key signed it, and that isn’t enough any more. Without a \`sid\` of this person’s session and a \`jti\`, no one could end or revoke it, so it isn’t accepted (${rfc(6750, '3.1')}): task ${linkTo('9.2')}.`,
        client,
        attacker: 'Nothing: the answer is the one for a token that was revoked.',
      };
  }
}
