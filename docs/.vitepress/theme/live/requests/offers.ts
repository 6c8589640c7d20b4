import { type ConsoleRequest, type CurlCommand, readCurl, variablesIn } from './curl.ts';
import { type Statement, statementsIn, wordsOf } from './shell.ts';

/** The API that a request is for. */
export interface Api {
  chapter: number;
  whose: 'chapters' | 'solutions';
}

/** What has to happen before a request: another request, or a copy of a jar of cookies. */
export type Step =
  { kind: 'request'; offer: Offer } | { kind: 'copy'; from: string; to: string; before: Step[] };

/** Where a variable's value comes from. */
export type Source =
  | { kind: 'literal'; value: string }
  /** The first group of this, in the answer to that request. */
  | { kind: 'answer'; id: number; pattern: RegExp }
  | { kind: 'cookie'; jar: string; name: string };

/** A request of the prose, and all that is needed to send it. */
export interface Offer extends Api, CurlCommand {
  /** Its place on the page. */
  id: number;
  /** The variables in it. */
  values: Record<string, Source>;
  /** The variable that its answer is kept in. */
  captures?: string;
  /** The steps that it builds on, in order. */
  before: Step[];
}

/** What a page has said so far. */
interface Told {
  /** Undefined: a server of the page's own is on the port. */
  api: Api | undefined;
  values: Map<string, Source>;
  /** The text that a function of the page's finds, by the function's name. */
  functions: Map<string, RegExp>;
  /** The last step that has written a jar, by the jar's file. */
  writers: Map<string, Step>;
  offers: number;
  /** The copies that this piece of shell has made. */
  copies: Step[];
}

/**
 * What each piece of shell on a page asks of an API: the one that the page has started last, with
 * `npm run api 4 -- --solution`; before that, the page's own. A piece that can't be sent as it
 * stands (it has a loop, or another program changes something) offers nothing.
 *
 * @param shells the page's pieces of shell, in order
 * @param own the number of the page's chapter
 */
export function offersIn(shells: readonly string[], own: number): Offer[][] {
  const told: Told = {
    api: { chapter: own, whose: 'chapters' },
    values: new Map(),
    functions: new Map(),
    writers: new Map(),
    offers: 0,
    copies: [],
  };
  return shells.map((shell) => {
    told.copies = [];
    const offers: Offer[] = [];
    let canSend = true;
    for (const statement of statementsIn(shell)) {
      const offer = read(statement, own, told);
      if (offer === 'foreign') canSend = false;
      else if (offer) offers.push(offer);
    }
    return canSend ? offers : [];
  });
}

/** Reads a statement. `foreign`: it does something that a request can't do. */
function read(statement: Statement, own: number, told: Told): Offer | 'foreign' | undefined {
  const { text, pipe } = statement;
  const [, api] = /^npm run api\b(.*)/.exec(text) ?? [];
  if (api !== undefined) {
    const chapter = /\s(\d+)/.exec(api)?.[1];
    told.api = {
      chapter: Number(chapter ?? own),
      whose: api.includes('--solution') ? 'solutions' : 'chapters',
    };
    return undefined;
  }
  if (/listen\(3000\b/.test(text)) told.api = undefined;
  if (/^(npm|cd|rm -f)\b/.test(text)) return undefined;

  const [, name, body] = /^(\w+)\(\)\s*\{(.*)\}$/s.exec(text) ?? [];
  if (name !== undefined && body !== undefined) {
    const pattern = patternOf(body.trim().replace(/;$/, ''), told);
    if (pattern) told.functions.set(name, pattern);
    return undefined;
  }
  const [, from, to] = /^cp (\S+\.txt) (\S+\.txt)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    const writer = told.writers.get(from);
    const copy: Step = { kind: 'copy', from, to, before: writer ? [writer] : [] };
    told.writers.set(to, copy);
    told.copies.push(copy);
    return undefined;
  }
  const [, variable, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (variable !== undefined && value !== undefined) return readValue(variable, value, told);
  if (pipe[0]?.startsWith('curl ')) return readRequest(pipe[0], told) ?? 'foreign';
  return 'foreign';
}

function readValue(name: string, value: string, told: Told): Offer | 'foreign' | undefined {
  const inner = /^"?\$\((.*)\)"?$/s.exec(value)?.[1];
  told.values.delete(name);
  if (inner === undefined) {
    const [word = ''] = wordsOf(value);
    if (!word.includes('$')) told.values.set(name, { kind: 'literal', value: word });
    return undefined;
  }
  const [statement] = statementsIn(inner);
  const [, cookie, jar] =
    /^awk '\$6 == "([^"]+)" \{ ?print \$7 ?\}' (\S+)$/.exec(statement?.text ?? '') ?? [];
  if (cookie !== undefined && jar !== undefined) {
    told.values.set(name, { kind: 'cookie', jar, name: cookie });
    return undefined;
  }
  const [first = '', filter] = statement?.pipe ?? [];
  // What another program makes has no value here: requests with it aren't offered.
  if (!first.startsWith('curl ')) return undefined;
  const offer = readRequest(first, told);
  const pattern = filter === undefined ? /([^]*)/ : patternOf(filter, told);
  if (!offer || !pattern) return 'foreign';
  offer.captures = name;
  told.values.set(name, { kind: 'answer', id: offer.id, pattern });
  told.writers.set(`$${name}`, { kind: 'request', offer });
  return offer;
}

function readRequest(command: string, told: Told): Offer | undefined {
  const curl = readCurl(command);
  if (!curl || !told.api) return undefined;
  const values: Record<string, Source> = {};
  const before: Step[] = [...told.copies];
  const add = (step: Step | undefined) => {
    if (step && !before.some((each) => isSame(each, step))) before.push(step);
  };
  if (curl.sends !== undefined) add(told.writers.get(curl.sends));
  for (const name of variablesIn(curl.request)) {
    const source = told.values.get(name);
    if (!source) return undefined;
    values[name] = source;
    add(told.writers.get(source.kind === 'cookie' ? source.jar : `$${name}`));
  }
  const offer: Offer = { ...told.api, ...curl, id: (told.offers += 1), values, before };
  if (curl.keeps !== undefined) told.writers.set(curl.keeps, { kind: 'request', offer });
  return offer;
}

function isSame(one: Step, other: Step): boolean {
  if (one.kind === 'request' && other.kind === 'request') return one.offer === other.offer;
  return one === other;
}

/** What a filter takes out of an answer: `sed 's/.*"access_token":"\([^"]*\)".*\/\1/'`. */
function patternOf(filter: string, told: Told): RegExp | undefined {
  const known = told.functions.get(filter.trim());
  if (known) return known;
  const [command, ...words] = wordsOf(filter);
  if (command === 'jq') {
    const [, name] = /^\.(\w+)$/.exec(words.at(-1) ?? '') ?? [];
    return name === undefined ? undefined : new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`);
  }
  const script = command === 'sed' ? words.find((word) => word.startsWith('s/')) : undefined;
  const [, found] = /^s\/(.*)\/\\1\/p?$/s.exec(script ?? '') ?? [];
  if (found === undefined) return undefined;
  // What stands before it stays: with `.*` there, sed takes the last of a line.
  return new RegExp(
    found
      .replace(/\.\*\$?$/, '')
      // sed's own regular expressions group with \( and \).
      .replace(
        /\\([()])|([(){}+?|])/g,
        (_all, group?: string, plain?: string) => group ?? `\\${plain ?? ''}`,
      ),
    'm',
  );
}

/** What the button of a request says: no two of a piece of shell say the same. */
export function labelOf(offer: Offer, siblings: readonly Offer[]): string {
  const named = (each: Offer) => `Send ${each.request.method} ${each.request.path}`;
  const alike = siblings.filter((each) => named(each) === named(offer));
  if (alike.length === 1) return named(offer);
  const detailed = (each: Offer) => `${named(each)} · ${credentialsOf(each.request)}`;
  const same = alike.filter((each) => detailed(each) === detailed(offer));
  return same.length === 1
    ? detailed(offer)
    : `${detailed(offer)} (${same.indexOf(offer) + 1} of ${same.length})`;
}

function credentialsOf({ headers }: ConsoleRequest): string {
  const value = headers.find(([name]) => /^(authorization|cookie)$/i.test(name))?.[1];
  if (value === undefined) return 'no credentials';
  return value.length > 28 ? `${value.slice(0, 27)}…` : value;
}
