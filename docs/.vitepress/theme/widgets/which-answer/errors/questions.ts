import type { Matrix, Questions, Send, Way } from '../matrix.ts';
import { linkedTasks } from './linked-tasks.ts';

const change = '{"condition":"caution"}';
const password = 'Basic ‹mira:granite-switchback-7›';
const token = (id: string, label: string): Way => ({ id, label, lines: ['Bearer ‹token›'] });

const nothing: Send = {
  id: 'nothing',
  short: 'nothing',
  label: 'Nothing',
  ways: [{ id: 'nothing', label: 'no Authorization header', lines: [] }],
};

/** Requests that need a token, and some that don't. The tokens are Mira's unless the label says otherwise. */
export const api: Matrix = {
  caption:
    'What is asked for × what is sent. Choose a cell to see its answer below; the arrow keys move between cells.',
  all: 'anything but a token',
  asks: [
    { id: 'trails', label: 'Read the trails', method: 'GET', path: '/api/trails' },
    { id: 'me', label: 'Ask who you are', method: 'GET', path: '/api/me' },
    {
      id: 'own',
      label: 'Change your own report',
      method: 'PATCH',
      path: '/api/reports/r-01',
      body: change,
    },
    {
      id: 'others',
      label: 'Change someone else’s report',
      method: 'PATCH',
      path: '/api/reports/r-02',
      body: change,
    },
    {
      id: 'missing',
      label: 'Change a report that doesn’t exist',
      method: 'PATCH',
      path: '/api/reports/r-none',
      body: change,
    },
    { id: 'nowhere', label: 'Ask for a path that doesn’t exist', method: 'GET', path: '/api/huts' },
    {
      id: 'broken',
      label: 'Read the trails, with our database broken',
      method: 'GET',
      path: '/api/trails',
    },
  ],
  sends: [
    nothing,
    {
      id: 'other',
      short: 'other scheme',
      label: 'Another scheme',
      ways: [
        { id: 'basic', label: 'Basic, with the right password', lines: [password] },
        { id: 'api-key', label: 'a scheme that we don’t know', lines: ['ApiKey 4711'] },
      ],
    },
    {
      id: 'malformed',
      short: 'malformed',
      label: 'A malformed header',
      ways: [
        { id: 'alone', label: 'the scheme alone', lines: ['Bearer'] },
        { id: 'two-tokens', label: 'two tokens', lines: ['Bearer ‹token› ‹token›'] },
        { id: 'two-lines', label: 'two lines', lines: ['Bearer ‹token›', 'Bearer ‹token›'] },
        { id: 'quotes', label: 'the token in quotes', lines: ['Bearer "‹token›"'] },
      ],
    },
    {
      id: 'expired',
      short: 'expired',
      label: 'An expired token',
      ways: [token('expired', 'Mira’s, past its exp')],
    },
    {
      id: 'forged',
      short: 'invalid',
      label: 'An invalid token',
      ways: [
        token('alg-none', 'alg: none, and no signature'),
        token('stranger', 'signed with an attacker’s key'),
        token('hs256', 'HS256, with our public key as the secret'),
        token('tampered', 'another sub, put in after signing'),
        token('issuer', 'from another issuer'),
        token('audience', 'for another audience'),
        token('type', 'typ: JWT, as an ID token has it'),
        token('nobody', 'for a person who was deleted'),
        token('both', 'forged, and past its exp'),
        token('rubbish', 'not a JWT: not.a.token'),
      ],
    },
    {
      id: 'good',
      short: 'good',
      label: 'A good token',
      ways: [token('good', 'Mira’s, from this morning')],
    },
  ],
};

/** The one endpoint that takes a password. */
export const tokens: Matrix = {
  caption: 'The one endpoint that takes a password',
  asks: [{ id: 'token', label: 'Ask for a token', method: 'POST', path: '/api/tokens' }],
  sends: [
    nothing,
    {
      id: 'bearer',
      short: 'a token',
      label: 'A token',
      ways: [
        token('good', 'a good one'),
        token('expired', 'one that has expired'),
        token('stranger', 'one that an attacker signed'),
      ],
    },
    {
      id: 'no-basic',
      short: 'bad Basic',
      label: 'A malformed Basic header',
      ways: [
        { id: 'basic-alone', label: 'the scheme alone', lines: ['Basic'] },
        { id: 'no-colon', label: 'no colon in it', lines: ['Basic ‹mira›'] },
        {
          id: 'no-base64',
          label: 'not in base64',
          lines: ['Basic mira:granite-switchback-7'],
        },
        { id: 'basic-twice', label: 'two lines', lines: [password, password] },
      ],
    },
    {
      id: 'unknown',
      short: 'unknown',
      label: 'An unknown handle',
      ways: [
        {
          id: 'unknown',
          label: 'marmot, with a password',
          lines: ['Basic ‹marmot:granite-switchback-7›'],
        },
      ],
    },
    {
      id: 'wrong',
      short: 'wrong',
      label: 'The wrong password',
      ways: [
        { id: 'wrong', label: 'mira, with a guess', lines: ['Basic ‹mira:granite-switchback-8›'] },
      ],
    },
    {
      id: 'right',
      short: 'right',
      label: 'The right password',
      ways: [{ id: 'right', label: 'mira, with her password', lines: [password] }],
    },
  ],
};

export const questions: Questions = {
  chapter: 'errors',
  matrices: [api, tokens],
  first: { ask: 'me', send: 'expired' },
  linkedTasks,
};
