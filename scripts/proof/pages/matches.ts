import type { Block } from './page-blocks.ts';

type Answer = Extract<Block['content'], { kind: 'answer' }>;

/** What a response was: the parts that a page shows. */
export interface Response {
  status: string;
  headers: [string, string][];
  body: string;
}

/**
 * Whether what a page shows is what came. A page may leave out: with `…` for anything, headers, and
 * lines of a text. What differs from run to run is made alike first.
 *
 * @returns what is missing, in a few words; undefined when it matches
 */
export function mismatch({ lang, text }: Answer, output: string): string | undefined {
  const [shown, came] = [normalise(text), normalise(output)];
  if (lang === 'http') return httpMismatch(shown, came);
  if (lang === 'json') return isSameJson(shown, lastBody(came)) ? undefined : 'another body';
  return textMismatch(shown, came);
}

/** What differs from run to run: ids, times of today, key ids, signatures, durations. */
export function normalise(text: string): string {
  return text
    .replaceAll('\r', '')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\b[0-9a-f]{8}-…/g, '<uuid>')
    .replace(/\b2026-(0[6-9]|1[0-2])-\d\dT[\d:.]+Z/g, '<now>')
    .replace(/\b20(2[7-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z/g, '<now>')
    .replace(/("(?:iat|exp)": ?)1[89]\d{8}\b|("(?:iat|exp)": ?)179\d{7}\b/g, '$1$2"<now>"')
    .replace(/("kid": ?)"[\w-]{43}"/g, '$1"<kid>"')
    .replace(/\beyJ[\w-]+…?\.(?:[\w-]+…?|…)\.(?:[\w-]+…?|…)/g, '<token>')
    .replace(/\b\d+(\.\d+)? ?ms\b|\b\d+\.\d+ ?s\b/g, '<ms>')
    .replace(/\b0\.\d{6}\b/g, '<s>');
}

function httpMismatch(shown: string, came: string): string | undefined {
  const responses = responsesIn(came);
  for (const wanted of responsesIn(shown)) {
    const found = responses.findIndex(
      (response) =>
        response.status === wanted.status &&
        wanted.headers.every(([name, value]) =>
          response.headers.some(
            ([other, given]) => other.toLowerCase() === name.toLowerCase() && isLike(value, given),
          ),
        ) &&
        isSameBody(wanted.body, response.body),
    );
    if (found < 0) return `no answer like: ${wanted.status}`;
    responses.splice(0, found + 1);
  }
  return undefined;
}

/** The responses in what `curl -i` printed, in their order. */
export function responsesIn(output: string): Response[] {
  // curl ends a body where it ends: the next answer follows on the same line.
  const text = output.replace(/(?<=.)(?=HTTP\/1\.1 \d{3} )/g, '\n');
  const starts = [...text.matchAll(/^HTTP\/1\.1 (\d{3}[^\n]*)$/gm)];
  return starts.map((start, index) => {
    const piece = text.slice(start.index, starts[index + 1]?.index ?? text.length);
    const [head = '', ...body] = piece.split(/\n\n/);
    const [, ...lines] = head.split('\n');
    return {
      status: (start[1] ?? '').trim(),
      headers: lines.flatMap((line): [string, string][] => {
        const at = line.indexOf(':');
        return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
      }),
      body: body.join('\n\n').trim(),
    };
  });
}

function isSameBody(shown: string, came: string): boolean {
  return shown === '' || shown === '…' || isSameJson(shown, came) || isLike(shown, came);
}

/** The body of the last response, or all of it when no headers were asked for. */
function lastBody(text: string): string {
  return responsesIn(text).at(-1)?.body ?? text;
}

function isSameJson(shown: string, came: string): boolean {
  if (isLike(squeeze(shown), squeeze(came))) return true;
  try {
    return JSON.stringify(JSON.parse(shown)) === JSON.stringify(JSON.parse(came));
  } catch {
    return false;
  }
}

/** Without the spaces that do not count in JSON, save those within texts, which all get one. */
function squeeze(json: string): string {
  return json
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}[\],:]) ?/g, '$1')
    .trim();
}

/** The lines shown occur in this order; others may come between. */
function textMismatch(shown: string, came: string): string | undefined {
  let rest = came;
  for (const line of shown.split('\n').map((each) => each.trim())) {
    if (line === '' || line === '…') continue;
    const found = patternOf(line).exec(rest);
    if (!found) return `no line like: ${line}`;
    rest = rest.slice(found.index + found[0].length);
  }
  return undefined;
}

/** Whether they are equal, when `…` stands for anything. */
function isLike(shown: string, came: string): boolean {
  return new RegExp(`^${patternOf(shown).source}$`, 's').test(came);
}

function patternOf(shown: string): RegExp {
  const pieces = shown.split('…').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(pieces.join('.*'));
}
