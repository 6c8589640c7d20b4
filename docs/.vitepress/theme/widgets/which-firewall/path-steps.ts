import { matchFirewall } from './match-firewall.ts';
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
  /** What the firewall's routes see, or the whole path where no firewall matches. */
  path: string;
}

/** The way of a path to its firewall, as Express goes it. */
export function pathWay(typed: string): PathWay {
  const sent = sentPath(typed);
  const path = sent.split('?')[0] || '/';
  const found = matchFirewall(recorded.map, path);
  const steps = [
    step('As typed', typed, typed, ''),
    step('As sent', typed, sent, sentNote(path)),
    step('As Express compares it', sent, path, compareNote(path, found?.firewall.path)),
    found
      ? step(
          'As its routes see it',
          path,
          found.below,
          `Express takes \`${found.firewall.path}\` off. Guard, lock and routes all see this.`,
        )
      : step('As it continues', path, path, 'Past both firewalls.'),
  ];
  return { steps, firewall: found?.firewall.name, path: found?.below ?? path };
}

function step(title: string, before: string, path: string, note: string): PathStep {
  const same = before === path && title !== 'As typed';
  return { title, path, note: same ? `No change. ${note}` : note };
}

/** A browser resolves dots, and treats a backslash as a slash, before it sends anything. */
function sentNote(path: string): string {
  const { pathname } = new URL(`http://cairn.example${path}`);
  const note = 'A program sends it as it is.';
  return pathname === path ? note : `${note} A browser would send \`${pathname}\`.`;
}

function compareNote(path: string, match: string | undefined): string {
  const odd = /%|\/\/|\/\.\.?(\/|$)/.test(path)
    ? ' Nothing is decoded, joined or resolved for that.'
    : '';
  return match === undefined
    ? `Capital letters and the query don’t count: neither \`/api\` nor \`/office\`, nor below them.${odd}`
    : `Capital letters and the query don’t count: it is \`${match}\`, or below.${odd}`;
}
