import { type Explanation, rfc } from '../explanation.ts';
import type { AskId, SendId } from '../matrix.ts';
import { explainAccess } from './explain-access.ts';
import { explainRefresh, explainRevoke } from './explain-exchange.ts';
import { recording } from './recorded.ts';

const { answerTo, linkTo } = recording;

/** Explains the answer to a request, by what it asks for and what it sends. */
export function explain(ask: AskId, send: SendId): Explanation {
  if (ask === 'me') return explainAccess(send);
  if (ask === 'refresh') return explainRefresh(send);
  if (ask === 'revoke') return explainRevoke(send);
  switch (answerTo(ask, send).status) {
    case 401:
      return required(ask);
    case 404:
      return missing;
    case 403:
      return forbidden(ask, send);
    case 422:
      return invalid(ask);
    default:
      return send === 'ranger' ? grantedToRanger(ask) : grantedToAuthor(ask);
  }
}

function required(ask: AskId): Explanation {
  return {
    why: `Who are you? That question comes first, before the report is looked up and before the body is checked (${rfc(6750, '3.1')}): task ${linkTo('5.1')}.`,
    client: 'Signs in, and sends the request again with its access token.',
    attacker:
      ask === 'missing'
        ? 'That a token is required. Not whether there is such a report.'
        : 'That a token is required, which the documentation says as well.',
  };
}

const missing: Explanation = {
  why: `There is no such report (${rfc(9110, '15.5.5')}), so there is no author to compare with, and the body, which is wrong too, isn’t checked. The order is 401, 404, 403, 422: task ${linkTo('7.4')}.`,
  client: 'Forgets the id, and loads the list again.',
  attacker: 'That there is no such report. Reports are public, so the list says the same.',
};

function forbidden(ask: AskId, send: SendId): Explanation {
  const client = 'Doesn’t try again and signs no one out. It tells its user who may do this.';
  if (ask === 'post' || ask === 'post-unknown') {
    return {
      why: `Hikers post in their own name. The voters decide before the handle is looked up, so a name that doesn’t exist gets the same 403 (${rfc(9110, '15.5.4')}): task ${linkTo('7.5')}.`,
      client: 'Leaves `author` out: without it, the report belongs to the person who is signed in.',
      attacker: 'Not whether there is a person with this handle.',
    };
  }
  if (send === 'ranger') {
    return {
      why: `A ranger may close a trail in anyone’s report. The title is what Mira said, and it stays hers: the ranger’s voter abstains, and without a grant the answer is no (${rfc(9110, '15.5.4')}). Task ${linkTo('7.3')}.`,
      client: 'Sends the condition alone. A new report can say the rest.',
      attacker:
        'What this ranger may not do. Someone who stole a ranger’s token can close trails, and put words in no one’s mouth.',
    };
  }
  return {
    why: `We know who is asking, and no voter grants it: this isn’t the author, and no ranger either (${rfc(9110, '15.5.4')}). Tasks ${linkTo('7.1')} and ${linkTo('7.2')}.${ask === 'impossible' ? ' The condition is wrong as well, but only a caller who may change it is told so.' : ''}`,
    client,
    attacker: 'That this token isn’t enough. Nothing has changed.',
  };
}

function invalid(ask: AskId): Explanation {
  if (ask === 'post-unknown') {
    return {
      why: `A ranger may post for anyone, so the handle is looked up, and there is no marmot (${rfc(9110, '15.5.21')}): task ${linkTo('7.5')}.`,
      client: 'Shows the message beside the field that `pointer` specifies.',
      attacker: 'Which handles exist, if they have a ranger’s token. A hiker’s gets a 403.',
    };
  }
  return {
    why: `This caller may change the condition, and so is told what is wrong with it (${rfc(9110, '15.5.21')}). Permission is checked before the body: task ${linkTo('7.4')}.`,
    client: 'Shows the message beside the field that `pointer` specifies.',
    attacker: 'Which conditions there are. The documentation says so, too.',
  };
}

function grantedToAuthor(ask: AskId): Explanation {
  return {
    why:
      ask === 'post'
        ? `An \`author\` that is your own handle says nothing new, so it is accepted: task ${linkTo('7.5')}.`
        : `The report is hers, and the voter for authors grants it: task ${linkTo('7.1')}.`,
    client:
      ask === 'delete'
        ? 'Takes the report off the screen.'
        : 'Uses the body as the report’s state.',
    attacker: 'Nothing new. A thief who has Mira’s token writes as Mira until it is ended.',
  };
}

function grantedToRanger(ask: AskId): Explanation {
  const task = ask === 'post' ? '7.5' : '7.3';
  return {
    why:
      ask === 'post'
        ? `A ranger takes a report by telephone and posts it for Mira. It belongs to her: task ${linkTo(task)}.`
        : `The role in the database is \`ranger\` now, and the voter for rangers grants this for anyone’s report: task ${linkTo(task)}.`,
    client:
      ask === 'delete'
        ? 'Takes the report off the screen.'
        : 'Uses the body as the report’s state.',
    attacker:
      'That the token is a ranger’s. If Inês loses her role, the same token loses these rights at once.',
  };
}
