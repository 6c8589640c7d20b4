import { findFirewall } from '../../../../../solutions/06-two-firewalls/find-firewall.ts';
import { recorded } from './recorded.ts';
import { sentPath } from './sent-path.ts';

/** What becomes of a path on its way to a firewall. */
export interface PathStep {
  /** What happens. */
  title: string;
  /** The path after it. */
  path: string;
  /** Why, or what there was to do. */
  note: string;
}

/** A path's way, and where it ends. */
export interface PathWay {
  steps: PathStep[];
  /** The firewall's name; undefined for none. */
  firewall: string | undefined;
  /** What goes on: the one form of the path behind a firewall, or the path as it came. */
  path: string;
}

/** The way of a path to its firewall. What decides is chapter 6's own `findFirewall`. */
export function pathWay(typed: string): PathWay {
  const sent = sentPath(typed);
  const path = sent.split('?')[0] || '/';
  const decoded = path.split('/').map(decodeSegment).join('/');
  const tidy = canonical(path);
  const found = findFirewall(recorded.map, path);
  const compared = `${tidy.toLowerCase()}/`;
  const steps = [
    step('As typed', typed, typed, ''),
    step('As sent', typed, sent, sentNote(path)),
    step('As Express has it', sent, path, '`request.path`: the query is no part of it.'),
    step('Decoded', path, decoded, decodeNote(decoded)),
    step('Tidied', decoded, tidy || '/', 'No doubled slash, none at the end, no dots.'),
    step('Compared', tidy, compared, compareNote(found?.firewall.path)),
    found
      ? step(
          'Goes on as',
          path,
          found.path,
          `To the ${found.firewall.name} firewall, and no other.`,
        )
      : step('Goes on as', path, path, 'Past both firewalls, as it came.'),
  ];
  return { steps, firewall: found?.firewall.name, path: found?.path ?? path };
}

function step(title: string, before: string, path: string, note: string): PathStep {
  const same = before === path && title !== 'As typed';
  return { title, path, note: same ? `No change. ${note}` : note };
}

/** The form that findFirewall compares: a firewall at the root would have every path, in that form. */
function canonical(path: string): string {
  return findFirewall([{ path: '' }], path)!.path;
}

/** One segment with no dots to mind: with a letter in front, it is neither `.` nor `..`. */
function decodeSegment(segment: string): string {
  return canonical(`/x${segment}`).slice('/x'.length);
}

/** A browser resolves dots, and takes a backslash for a slash, before it sends anything. */
function sentNote(path: string): string {
  const { pathname } = new URL(`http://cairn.example${path}`);
  const note = 'By a program that tidies nothing up.';
  return pathname === path ? note : `${note} A browser would send \`${pathname}\`.`;
}

function decodeNote(decoded: string): string {
  const all = 'Letters, digits and `-._~`, which mean the same either way. Once, and nothing else.';
  return /%2f/i.test(decoded) ? `${all} \`%2F\` is no slash.` : all;
}

function compareNote(match: string | undefined): string {
  return match === undefined
    ? 'In small letters, with a slash behind: it starts with neither `/api/` nor `/office/`.'
    : `In small letters, with a slash behind: it starts with \`${match}/\`.`;
}
