import type { Matrix, Questions, Send, Way } from '../matrix.ts';
import { linkedTasks } from './linked-tasks.ts';

const report = '/api/reports/r-01';
const newReport = '"trail":"otter-creek","condition":"open","title":"Dry"';

const bearer = (id: string, label: string): Way => ({ id, label, lines: ['Bearer ‹token›'] });
const inBody = (id: string, label: string): Way => ({ id, label, lines: [] });

/** How a session ends before its time. */
const ENDINGS: [id: string, label: string][] = [
  ['signed-out', 'signed out: its refresh token was revoked'],
  ['from-the-list', 'ended from the list of sessions'],
  ['everywhere', 'ended with all sessions of this person'],
  ['password', 'ended by a new password'],
  ['reuse', 'ended because a used refresh token came again'],
  ['gone', 'its person was deleted'],
];

/** All of these are about Mira's report, or one in her name. */
export const changes: Matrix = {
  caption:
    'Who may change a report: what is asked for × who asks. Choose a cell to see its answer below; the arrow keys move between cells.',
  all: 'any change',
  asks: [
    {
      id: 'condition',
      label: 'Close a trail, in Mira’s report',
      method: 'PATCH',
      path: report,
      body: '{"condition":"closed"}',
    },
    {
      id: 'title',
      label: 'Rewrite her title',
      method: 'PATCH',
      path: report,
      body: '{"title":"Muddy"}',
    },
    {
      id: 'impossible',
      label: 'Send a condition that doesn’t exist',
      method: 'PATCH',
      path: report,
      body: '{"condition":"haunted"}',
    },
    {
      id: 'missing',
      label: 'The same, for a report that doesn’t exist',
      method: 'PATCH',
      path: '/api/reports/r-none',
      body: '{"condition":"haunted"}',
    },
    { id: 'delete', label: 'Delete her report', method: 'DELETE', path: report },
    {
      id: 'post',
      label: 'Post in Mira’s name',
      method: 'POST',
      path: '/api/reports',
      body: `{${newReport},"author":"mira"}`,
    },
    {
      id: 'post-unknown',
      label: 'Post in an unknown name',
      method: 'POST',
      path: '/api/reports',
      body: `{${newReport},"author":"marmot"}`,
    },
  ],
  sends: [
    {
      id: 'nothing',
      short: 'no token',
      label: 'No token',
      ways: [{ id: 'nothing', label: 'no Authorization header', lines: [] }],
    },
    person('author', 'Mira', 'The author, Mira', bearer('mira', 'with her access token')),
    person('hiker', 'a hiker', 'Another hiker, Tomáš', bearer('tomas', 'with his access token')),
    person('ranger', 'a ranger', 'A ranger, Inês', bearer('ines', 'with her access token')),
  ],
};

/** Two endpoints that take a token as what they are about, and no other credentials. */
export const exchanges: Matrix = {
  caption: 'Refresh or sign out: what is asked for × which token is in the body',
  all: 'either',
  asks: [
    {
      id: 'refresh',
      label: 'Refresh a session',
      method: 'POST',
      path: '/api/tokens/refresh',
      body: '{"refresh_token":"‹token›"}',
    },
    {
      id: 'revoke',
      label: 'Revoke a token',
      method: 'POST',
      path: '/api/tokens/revoke',
      body: '{"token":"‹token›"}',
    },
  ],
  sends: [
    {
      id: 'nothing',
      short: 'nothing',
      label: 'Nothing',
      ways: [{ ...inBody('nothing', 'an empty object'), body: '{}' }],
    },
    {
      id: 'live',
      short: 'live',
      label: 'A live refresh token',
      ways: [inBody('sign-in', 'from the sign-in'), inBody('refreshed', 'from the last refresh')],
    },
    {
      id: 'used',
      short: 'used',
      label: 'A used refresh token',
      ways: [inBody('used', 'used a moment ago'), inBody('long-used', 'used three refreshes ago')],
    },
    {
      id: 'ended',
      short: 'ended',
      label: 'A refresh token of an ended session',
      ways: ENDINGS.map(([id, label]) => inBody(id, label)),
    },
    {
      id: 'expired',
      short: 'expired',
      label: 'An expired refresh token',
      ways: [
        inBody('week', 'seven days after the last refresh'),
        inBody('month', '30 days after the password, however often refreshed'),
      ],
    },
    {
      id: 'access',
      short: 'access',
      label: 'An access token',
      ways: [inBody('access', 'a live one')],
    },
    {
      id: 'unknown',
      short: 'unknown',
      label: 'An unknown string',
      ways: [
        inBody('random', '43 random characters'),
        inBody('hash', 'the hash of a live refresh token'),
        inBody('empty', 'an empty string'),
      ],
    },
  ],
};

/** A request that needs a person, with an access token that may be worthless by now. */
export const access: Matrix = {
  caption: 'What an access token is worth: who you are × with which token',
  asks: [{ id: 'me', label: 'Ask who you are', method: 'GET', path: '/api/me' }],
  sends: [
    {
      id: 'live',
      short: 'live',
      label: 'One whose session lives',
      ways: [
        bearer('sign-in', 'from the sign-in'),
        bearer('refreshed', 'from the last refresh'),
        bearer('other-revoked', 'after another token of its session was revoked'),
        bearer('other-ended', 'after another session of this person was ended'),
      ],
    },
    {
      id: 'ended',
      short: 'ended',
      label: 'One whose session was ended',
      ways: ENDINGS.map(([id, label]) => bearer(id, label)),
    },
    {
      id: 'revoked',
      short: 'revoked',
      label: 'One that was revoked',
      ways: [
        bearer('revoked', 'a moment ago'),
        bearer('long-revoked', 'nine minutes ago, and its session lives'),
      ],
    },
    {
      id: 'expired',
      short: 'expired',
      label: 'One that has expired',
      ways: [bearer('ten-minutes', 'ten minutes old, and its session lives')],
    },
    {
      id: 'forged',
      short: 'invalid',
      label: 'An invalid one',
      ways: [
        bearer('hour', 'chapter 7’s: it lives an hour and has no sid'),
        bearer('foreign-sid', 'signed by us, with the sid of someone else’s session'),
        bearer('no-jti', 'signed by us, without a jti'),
        bearer('as-bearer', 'a refresh token'),
      ],
    },
  ],
};

export const questions: Questions = {
  chapter: 'signing-out',
  matrices: [changes, exchanges, access],
  first: { ask: 'title', send: 'ranger' },
  linkedTasks,
};

function person(id: Send['id'], short: string, label: string, way: Way): Send {
  return { id, short, label, ways: [way] };
}
