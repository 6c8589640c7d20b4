import { computed, reactive, watch } from 'vue';
import type { AnswerView } from '../../../../../scripts/live/protocol.ts';
import { ask } from '../channel.ts';
import { live, onAnswer } from '../store.ts';
import { type Cookie, cookiesFor, takeCookies } from './cookies.ts';
import { type ConsoleRequest, fill, variablesIn } from './curl.ts';
import { headersOf, linesOf } from './message.ts';
import type { Api, Offer, Source, Step } from './offers.ts';

/** The jar of what is typed by hand, as most pages name theirs. */
const OWN_JAR = 'jar.txt';

/** What the console shows: a request to be sent, and what became of the last one. */
export const desk = reactive({
  method: 'GET',
  path: '/api/trails',
  headers: '',
  body: '',
  chapter: 0,
  whose: 'chapters' as Api['whose'],
  /** The jar whose cookies are sent; empty: none are. */
  sends: OWN_JAR,
  keeps: OWN_JAR,
  isWaiting: false,
  sent: undefined as ConsoleRequest | undefined,
  answer: undefined as AnswerView | undefined,
  problem: '',
  /** Requests that had to be sent before, in words. */
  before: [] as string[],
});

/** Cookies, by the jar that a page keeps them in. */
export const jars = reactive<Record<string, Cookie[]>>({});

/** The last value of each variable. */
const latest = reactive<Record<string, string>>({});

/** The answers to offers that others build on, by the offers' ids. */
const bodies = new Map<number, string>();
/** The steps that have been taken since the API was started. */
let taken = new Set<Step | Offer>();
let api = '';
let page: number | undefined;
let last = 0;
let settle: ((news: AnswerView | Error) => void) | undefined;

/** The request as it would be sent now. */
export const request = computed<ConsoleRequest>(() =>
  complete({ ...desk, headers: headersOf(desk.headers) }, desk.sends, latest),
);

// An answer belongs to the request that it answers.
watch(
  () => [desk.method, desk.path, desk.headers, desk.body, desk.chapter, desk.whose, desk.sends],
  () => {
    settle?.(new Error(''));
    desk.answer = undefined;
    desk.sent = undefined;
    desk.problem = '';
    desk.before = [];
  },
  { flush: 'sync' },
);
// A save starts the API again: its sessions are gone.
watch(
  () => live.running?.chapter,
  (chapter) => chapter !== undefined && desk.whose === 'chapters' && (api = ''),
);
watch(
  () => live.refused,
  (message) => message !== undefined && settle?.(new Error(message)),
);
watch(
  () => live.connected,
  (is) => is || settle?.(new Error('The workbook has stopped.')),
);

/** Another page was opened: what its offers build on is its own. */
export function openPage(chapter: number): void {
  if (page === chapter) return;
  page = chapter;
  desk.chapter = chapter;
  desk.whose = 'chapters';
  bodies.clear();
  taken = new Set();
}

/** Sends a request of the page, and before it what it builds on. */
export async function press(offer: Offer): Promise<void> {
  load(offer);
  await run(async () => {
    startAt(offer);
    for (const step of offer.before) await take(step);
    await sendOffer(offer, true);
  });
}

/** Sends what is on the desk. */
export async function send(): Promise<void> {
  await run(async () => {
    startAt(desk);
    const missing = variablesIn(request.value)[0];
    if (missing !== undefined) throw new Error(wordsForMissing(missing));
    const answer = await exchange(request.value, desk);
    keep(answer, request.value.path, desk.keeps);
    show(request.value, answer);
  });
}

/** Puts the solution's or the learner's API on the desk, and a request of the page. */
function load({ request: wanted, chapter, whose, sends, keeps }: Offer): void {
  desk.chapter = chapter;
  desk.whose = whose;
  desk.method = wanted.method;
  desk.path = wanted.path;
  desk.headers = linesOf(wanted.headers);
  desk.body = wanted.body;
  desk.sends = sends ?? '';
  desk.keeps = keeps ?? '';
}

async function run(work: () => Promise<void>): Promise<void> {
  desk.isWaiting = true;
  desk.answer = undefined;
  desk.problem = '';
  desk.before = [];
  live.log = '';
  try {
    await work();
  } catch (error) {
    desk.problem = error instanceof Error ? error.message : String(error);
  } finally {
    desk.isWaiting = false;
  }
}

/** Another API, or one that was started again, knows nothing of what was sent before. */
function startAt({ chapter, whose }: Api): void {
  const wanted = `${whose} ${chapter}`;
  if (api !== wanted) taken = new Set();
  api = wanted;
}

async function take(step: Step): Promise<void> {
  const key = step.kind === 'request' ? step.offer : step;
  if (taken.has(key)) return;
  if (step.kind === 'copy') {
    for (const each of step.before) await take(each);
    jars[step.to] = [...(jars[step.from] ?? [])];
    taken.add(step);
    return;
  }
  const { offer } = step;
  for (const each of offer.before) await take(each);
  await sendOffer(offer, false);
  desk.before.push(`${offer.request.method} ${offer.request.path}`);
}

async function sendOffer(offer: Offer, isShown: boolean): Promise<void> {
  const values: Record<string, string> = {};
  for (const [name, source] of Object.entries(offer.values)) {
    const value = valueOf(source);
    if (value === undefined) throw new Error(wordsForMissing(name));
    values[name] = value;
    latest[name] = value;
  }
  const filled = complete(offer.request, offer.sends ?? '', values);
  const answer = await exchange(filled, offer);
  keep(answer, filled.path, offer.keeps ?? '');
  bodies.set(offer.id, answer.body);
  taken.add(offer);
  if (isShown) show(filled, answer);
}

function valueOf(source: Source): string | undefined {
  if (source.kind === 'literal') return source.value;
  if (source.kind === 'cookie') {
    return jars[source.jar]?.find(({ name }) => name === source.name)?.value;
  }
  return source.pattern.exec(bodies.get(source.id) ?? '')?.[1];
}

function complete(
  { method, path, headers, body }: ConsoleRequest,
  jar: string,
  values: Record<string, string>,
): ConsoleRequest {
  const cookie = jar === '' ? '' : cookiesFor(jars[jar] ?? [], path);
  const all: [string, string][] = cookie === '' ? headers : [...headers, ['cookie', cookie]];
  return fill({ method, path, headers: all, body }, values);
}

async function exchange(what: ConsoleRequest, { chapter, whose }: Api): Promise<AnswerView> {
  const id = (last += 1);
  const news = await new Promise<AnswerView | Error>((resolve) => {
    settle = resolve;
    onAnswer.value = (answer) => {
      if (answer.id !== id) return;
      resolve('status' in answer ? answer : new Error(answer.message));
    };
    ask({ kind: 'request', id, chapter, whose: chapter === 0 ? 'chapters' : whose, ...what });
  });
  settle = undefined;
  if (news instanceof Error) throw news;
  return news;
}

/** Keeps the cookies, the token and the form's secret of an answer. */
function keep({ headers, body }: AnswerView, path: string, jar: string): void {
  const token = /"access_token"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  if (token !== undefined) latest['TOKEN'] = token;
  const csrf = /name="_csrf" value="([^"]+)"/.exec(body)?.[1];
  if (csrf !== undefined) latest['CSRF'] = csrf;
  if (jar === '') return;
  const setCookies = headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value);
  if (setCookies.length === 0) return;
  jars[jar] = takeCookies(jars[jar] ?? [], setCookies, path, Date.now());
}

function show(sent: ConsoleRequest, answer: AnswerView): void {
  desk.sent = sent;
  desk.answer = answer;
}

function wordsForMissing(name: string): string {
  if (name === 'TOKEN') {
    return 'There is no token yet. Send POST /api/tokens with a password first.';
  }
  if (name === 'CSRF') return 'There is no CSRF token yet. Send GET /office/login first.';
  return `Replace $${name} with a value first.`;
}
