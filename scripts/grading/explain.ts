import { diffLines } from 'diff';
import stripAnsi from 'strip-ansi';
import { printable } from '../lib/quote.ts';
import { codeFrame, formatPlace, placeIn } from './learners-line.ts';
import type { CaughtError, CheckResult } from './outcome.ts';
import type { Sources } from './sources.ts';
import { isClipped } from './told.ts';

const MAX_LINES = 14;
const MAX_LINE = 400;
/** A value, in the middle of others. */
const MAX_VALUE = 140;

/**
 * Why a check failed, in a few lines and in the learner's terms: the place in their code first
 * where there is one, then what was expected and what came.
 *
 * @param sources no path outside of their root is shown
 */
export function explain({ fault, errors }: CheckResult, sources: Sources): string {
  const [error] = errors;
  if (fault?.task) return `Task ${fault.task} isn't written yet.`;
  const isAssertion = error?.name === 'AssertionError';
  const texts = fault?.message !== undefined || !isAssertion ? (fault?.stacks ?? []) : [];
  const what = fault?.message ?? (error ? describe(error) : 'It failed, and did not say why.');
  const lines = [atPlace(what, texts, sources, fault?.message === undefined ? [] : fault.files)];
  for (const logged of fault?.message === undefined ? (fault?.logged ?? []).slice(0, 1) : []) {
    lines.push(
      `Your app logged an error meanwhile:\n${atPlace(headOf(logged), [logged], sources, [])}`,
    );
  }
  return tidy(lines.join('\n'), sources.root);
}

/** `what`, led by the learner's own line if one of the texts names it, and followed by that line. */
export function atPlace(what: string, texts: string[], sources: Sources, files: string[]): string {
  const place = texts.map(placeIn).find((found) => found !== undefined);
  if (place) {
    const frame = codeFrame(sources, place);
    return `${formatPlace(place)}: ${what}${frame && `\n${frame}`}`;
  }
  const file = files.at(-1);
  return file && !what.includes(file) ? `${file}: ${what}` : what;
}

/** Nothing of ours, of a library's or of this machine's is left in it. */
export function tidy(message: string, root: string): string {
  const slashed = root.replaceAll('\\', '/');
  return (
    printable(stripAnsi(message).replaceAll('\r\n', '\n'))
      .split('\n')
      .filter((line) => !/^\s*at .*(node_modules|node:|scripts[\\/]grading)/.test(line))
      .map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line))
      .join('\n')
      // As addresses, and as Windows and Node write paths there: `file:///C:/…`, `C:/…`, `C:\\…`.
      .replaceAll(`file:///${slashed.replace(/^\//, '')}/`, '')
      .replaceAll(`${slashed}/`, '')
      .replaceAll(`${root}\\`, '')
      .replaceAll(root, '.')
      .trimEnd()
  );
}

function describe(error: CaughtError): string {
  if (error.name !== 'AssertionError') {
    const named = error.name && error.name !== 'Error' ? `${error.name}: ` : '';
    return `${named}${firstLines(error.message)}`;
  }
  const message = error.message.replace(/ \/\/ .* equality$/, '');
  const [, own, claim = message] = /^(?:([\s\S]*?): )?(expected [\s\S]*)$/.exec(message) ?? [];
  const { actual, expected } = error;
  const negation = / (not to (?:be|(?:deeply |strictly )?equal|match|contain|include))\b/.exec(
    claim,
  );
  if (negation && actual !== undefined && expected !== undefined) {
    const what = `${negation[1]?.replace('not to', 'must not')}: ${cut(expected)}`;
    return `${own ? `${own}\n` : ''}${what}\nreceived: ${cut(actual)}`;
  }
  if (actual === undefined || expected === undefined || actual === expected) {
    return firstLines(message);
  }
  const isEquality = / to (be|equal|deeply equal|strictly equal) /.test(claim);
  const head = own ?? (isEquality ? '' : firstLines(claim));
  return `${head && `${head}\n`}${compare(expected, actual)}`;
}

function compare(expected: string, received: string): string {
  if (!expected.includes('\n') && !received.includes('\n')) {
    return `expected: ${cut(expected)}\nreceived: ${cut(received)}`;
  }
  const lines = diffLines(`${expected}\n`, `${received}\n`).flatMap(({ value, added, removed }) => {
    const sign = added ? '+' : removed ? '-' : ' ';
    const part = value.trimEnd().split('\n');
    // What is the same on both sides is shown for orientation only.
    const shown = added || removed || part.length <= 3 ? part : [part[0], '…', part.at(-1)];
    return shown.map((line) => `${sign} ${cut(line ?? '')}`);
  });
  return firstLines(['- expected, + received:', ...lines].join('\n'));
}

function headOf(stack: string): string {
  return firstLines(stack.split('\n    at ')[0] ?? stack);
}

function firstLines(text: string): string {
  const lines = text.split('\n');
  if (lines.length <= MAX_LINES) return text;
  const more = isClipped(text) ? 'and many' : lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), `… ${more} more lines`].join('\n');
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
