import { stripVTControlCharacters } from 'node:util';
import { diffLines } from 'diff';
import { printable } from '../lib/quote.ts';
import { codeFrame, formatPlace, placeIn } from './learners-line.ts';
import type { CaughtError, CheckResult } from './outcome.ts';

const MAX_LINES = 14;
const MAX_LINE = 400;
/** A value, in the middle of others. */
const MAX_VALUE = 140;

/**
 * Why a check failed, in a few lines and in the learner's terms: the place in their code first
 * where there is one, then what was expected and what came.
 *
 * @param root the course's folder: no path outside of it is shown
 */
export function explain({ fault, errors }: CheckResult, root: string): string {
  const [error] = errors;
  if (fault?.task) return unwritten(fault.task);
  const isAssertion = error?.name === 'AssertionError';
  const texts = fault?.message !== undefined || !isAssertion ? (fault?.stacks ?? []) : [];
  const what = fault?.message ?? (error ? describe(error) : 'It failed, and did not say why.');
  const lines = [atPlace(what, texts, root, fault?.message === undefined ? [] : fault.files)];
  for (const logged of fault?.message === undefined ? (fault?.logged ?? []).slice(0, 1) : []) {
    lines.push(
      `Your app logged an error meanwhile:\n${atPlace(headOf(logged), [logged], root, [])}`,
    );
  }
  return tidy(lines.join('\n'), root);
}

/** What a check says that ran into a `todo()`. */
export function unwritten(task: string): string {
  return `Task ${task} is not written yet.`;
}

/** The task that such a message names: `3.1`; undefined for any other message. */
export function unwrittenTask(message: string | undefined): string | undefined {
  return /^Task (\d+\.\d+) is not written yet\.$/.exec(message ?? '')?.[1];
}

/** `what`, led by the learner's own line if one of the texts names it, and followed by that line. */
export function atPlace(what: string, texts: string[], root: string, files: string[]): string {
  const place = texts.map(placeIn).find((found) => found !== undefined);
  if (place) {
    const frame = codeFrame(root, place);
    return `${formatPlace(place)}: ${what}${frame && `\n${frame}`}`;
  }
  const file = files.at(-1);
  return file && !what.includes(file) ? `${file}: ${what}` : what;
}

/** Nothing of ours, of a library's or of this machine's is left in it. */
export function tidy(message: string, root: string): string {
  return printable(stripVTControlCharacters(message).replaceAll('\r\n', '\n'))
    .split('\n')
    .filter((line) => !/^\s*at .*(node_modules|node:|scripts[\\/]grading)/.test(line))
    .map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line))
    .join('\n')
    .replaceAll(`file://${root}/`, '')
    .replaceAll(`${root}/`, '')
    .replaceAll(root, '.')
    .replace(/\(0 ?, __vi\w+\.(\w+)\)/g, '$1')
    .replace(/__vi(?:te_ssr)?_import_\d+__\./g, '')
    .trimEnd();
}

function describe(error: CaughtError): string {
  if (error.name !== 'AssertionError') {
    const named = error.name && error.name !== 'Error' ? `${error.name}: ` : '';
    return `${named}${firstLines(error.message)}`;
  }
  const message = error.message.replace(/ \/\/ .* equality$/, '');
  const [, own, claim = message] = /^(?:([\s\S]*?): )?(expected [\s\S]*)$/.exec(message) ?? [];
  const { actual, expected } = error;
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
  return stack.split('\n    at ')[0] ?? stack;
}

function firstLines(text: string): string {
  const lines = text.split('\n');
  if (lines.length <= MAX_LINES) return text;
  return [...lines.slice(0, MAX_LINES), `… ${lines.length - MAX_LINES} more lines`].join('\n');
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
