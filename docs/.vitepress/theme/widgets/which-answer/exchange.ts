import type { Ask, AskId, Matrix, Send, Way } from './matrix.ts';
import type { Answer, Recording } from './recording.ts';

/** The tables, and what was answered. */
export interface Asked {
  matrices: Matrix[];
  recording: Pick<Recording, 'allAnswers' | 'answerTo'>;
}

/** The table that a question is in. */
export function matrixOf(matrices: Matrix[], ask: AskId): Matrix {
  return matrices.find(({ asks }) => asks.some(({ id }) => id === ask))!;
}

/** A question in a line: `GET /api/me, a malformed header (two tokens):` */
export function askedText({ method, path }: Ask, { label, ways }: Send, way: Way): string {
  const sent = `${label[0]!.toLowerCase()}${label.slice(1)}`;
  return `${method} ${path}, ${sent}${ways.length > 1 ? ` (${way.label})` : ''}:`;
}

/** A request as it goes over the wire, with `‹…›` in place of a token, and of base64. */
export function requestText({ method, path, body: usual }: Ask, way: Way): string {
  const body = way.body ?? usual;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...way.lines.map((line) => `Authorization: ${line}`),
    ...(body === undefined ? [] : ['Content-Type: application/json', '', body]),
  ];
  return lines.join('\n');
}

/** A word for an answer where there is no room for its type. */
export function word({ slug }: Answer): string | undefined {
  return slug
    ?.replace('authentication-', '')
    .replace('validation-failed', 'body')
    .replace(/-(token|authorization)$|^invalid-(?=[cg])/, '');
}

/** A refusal, and the requests that get it. */
export interface Refusal {
  answer: Answer;
  /** What is sent, and the requests that get this answer to it. */
  cases: { sends: string; asks: string }[];
}

/** Every refusal there is, in the order of the contract's tables. */
export function refusals({ matrices, recording }: Asked): Refusal[] {
  return recording.allAnswers
    .filter(({ status }) => status >= 400)
    .map((answer) => ({
      answer,
      cases: matrices.flatMap((matrix) => casesOf(answer, matrix, recording)),
    }))
    .sort((a, b) => rank(a.answer) - rank(b.answer));
}

const ORDER = [
  'authentication-required',
  'malformed-authorization',
  'expired-token',
  'invalid-token',
  'forbidden',
  404,
  'validation-failed',
  'invalid-grant',
  'invalid-credentials',
  500,
];

function rank({ slug, status }: Answer): number {
  return ORDER.indexOf(slug ?? status);
}

/** What gets this answer for the same requests is listed together. */
function casesOf(
  { index }: Answer,
  { all, asks, sends }: Matrix,
  { answerTo }: Asked['recording'],
): Refusal['cases'] {
  const byAsks = new Map<string, Send[]>();
  for (const send of sends) {
    const met = asks.filter(({ id }) => answerTo(id, send.id).index === index);
    if (met.length === 0) continue;
    const labels = met.map(({ label }) => label).join('; ');
    const named = met.length === asks.length ? (all ?? labels) : labels;
    byAsks.set(named, [...(byAsks.get(named) ?? []), send]);
  }
  return [...byAsks].map(([named, group]) => ({
    sends: group.map(({ label }) => label).join('; '),
    asks: named,
  }));
}
