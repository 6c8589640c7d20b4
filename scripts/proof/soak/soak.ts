import { existsSync } from 'node:fs';
import pc from 'picocolors';
import { dataFile } from '../../serve/data-file.ts';
import { npmCommand, runCommand } from '../../cli/helpers/run-command.ts';
import { quote } from '../../lib/quote.ts';
import { courseRoot } from '../../course/root.ts';
import { makeScratch } from '../../course/scratch.ts';
import { UsageError } from '../../lib/usage-error.ts';
import { type Autocannon, installAutocannon } from './install-autocannon.ts';
import { runLoad } from './load.ts';
import { lookAtData, lostReports } from './look-at-data.ts';
import { postReports } from './post-reports.ts';
import { type ServedApi, serveCourse } from './served-course.ts';
import { makeTokens, type Tokens } from './tokens.ts';

/** Memory in use after the load, against after warming up: what is flat. */
const FLAT = 1.15;
/** A server that is asked to end has this long, in milliseconds. */
const TIMELY = 7_000;

const command = npmCommand('soak', 'Loads the finished chapter 6, stops it, and kills it.')
  .option('--requests <count>', 'how many requests the load has', toCount, 24_000)
  .option('--kills <count>', 'how often it is stopped, and how often killed', toCount, 6);

await runCommand(command, soak);

async function soak({ requests, kills }: { requests: number; kills: number }): Promise<number> {
  if (process.platform === 'win32') {
    console.error('Windows has no signals to stop a server by: run this on Linux or macOS.');
    return 1;
  }
  const autocannon = await installAutocannon();
  // A copy: the learner's own data stays out of it.
  const scratch = makeScratch(courseRoot);
  // However this ends, nothing of it stays.
  process.once('exit', scratch.remove);
  process.once('SIGINT', () => process.exit(130));
  try {
    const holds = [await load(scratch.root, autocannon, requests)];
    for (let round = 1; round <= kills; round++) holds.push(await stop(scratch.root, round));
    for (let round = 1; round <= kills; round++) holds.push(await kill(scratch.root, round));
    const all = holds.every(Boolean);
    console.log(all ? pc.green('Everything held.') : pc.red('Something did not hold: see above.'));
    return all ? 0 : 1;
  } finally {
    scratch.remove();
  }
}

/** Every answer right, and memory flat. */
async function load(root: string, autocannon: Autocannon, amount: number): Promise<boolean> {
  const { verdict, say } = reporter(
    `Load, ${amount} requests with valid, expired and forged tokens`,
  );
  const { api, tokens } = await start(root);
  const seeds = lookAtData(root).reports.size;
  const warmUp = await runLoad(autocannon, api.url, tokens, Math.ceil(amount / 6), 'warm-up');
  const accepted = new Map(warmUp.accepted);
  const memory = [await api.memory()];
  const parts = 4;
  for (let part = 1; part <= parts; part++) {
    const each = await runLoad(autocannon, api.url, tokens, Math.ceil(amount / parts), 'load');
    memory.push(await api.memory());
    for (const report of each.accepted) accepted.set(...report);
    if (part === 1) for (const [what, count] of each.right) say(`${what}: ${count}, and so on`);
    verdict(
      each.wrongCount === 0,
      `part ${part} of ${parts}: ${each.requests} answers, ${each.wrongCount} wrong, ${Math.round(each.perSecond)}/s`,
    );
    for (const wrong of each.wrong) say(wrong);
  }
  const code = await stopped(api);
  const data = lookAtData(root);
  const lost = lostReports(accepted, data);
  const refused = [...data.reports.values()].filter((title) => title.endsWith('refused'));
  verdict(warmUp.wrongCount === 0, `warming up: ${warmUp.wrongCount} wrong answers`);
  for (const wrong of warmUp.wrong) say(wrong);
  verdict(lost.length === 0, `${accepted.size} reports answered 201, ${lost.length} of them lost`);
  verdict(refused.length === 0, `${refused.length} reports of a bad token in the data`);
  verdict(data.reports.size === seeds + accepted.size, `${data.reports.size} reports in the data`);
  verdict(code.code === 0, `ended with ${code.code}, in ${code.milliseconds} ms`);
  for (const kind of ['rss', 'heapUsed', 'external'] as const) {
    const megabytes = memory.map((each) => (each[kind] / 1e6).toFixed(1));
    const ratio = (memory.at(-1)?.[kind] ?? 0) / (memory[0]?.[kind] ?? 1);
    const line = `${kind}: ${megabytes.join(', ')} MB; the last against the first ${ratio.toFixed(2)}`;
    verdict(ratio <= FLAT, line);
  }
  return verdict.all();
}

/** SIGTERM while reports are posted: each is answered, or turned away and not saved. */
async function stop(root: string, round: number): Promise<boolean> {
  const { verdict } = reporter(`SIGTERM under load, ${round}`);
  const { api, tokens } = await start(root);
  let stopping: ReturnType<typeof stopped> | undefined;
  const posted = await postReports(api.url, tokens.valid, `stop ${round}`, (count) => {
    if (count === 60 + 17 * round) stopping = stopped(api);
  });
  const code = await stopping;
  const data = lookAtData(root);
  const saved = new Set(data.reports.values());
  const halfDone = [...posted.dropped, ...posted.refused].filter((title) => saved.has(title));
  const lost = lostReports(posted.accepted, data);
  verdict(lost.length === 0, `${posted.accepted.size} answered 201, ${lost.length} of them lost`);
  verdict(
    posted.otherwise.length === 0,
    `${posted.otherwise.length} answered otherwise ${posted.otherwise[0] ?? ''}`,
  );
  verdict(
    posted.dropped.length === 0,
    `${posted.dropped.length} dropped on a connection that was in use, ${posted.refused.length} refused`,
  );
  verdict(halfDone.length === 0, `${halfDone.length} that were not answered are in the data`);
  verdict(
    code?.code === 0 && code.milliseconds < TIMELY,
    `ended with ${code?.code}, in ${code?.milliseconds} ms`,
  );
  verdict(data.integrity === 'ok', `the data is ${data.integrity}`);
  return verdict.all();
}

/** kill -9 while reports are posted: what was answered 201 is there when it starts again. */
async function kill(root: string, round: number): Promise<boolean> {
  const { verdict, say } = reporter(`kill -9 under load, ${round}`);
  const { api, tokens } = await start(root);
  const posted = await postReports(api.url, tokens.valid, `kill ${round}`, (count) => {
    if (count !== 40 + 13 * round) return;
    // At another moment of a transaction each time.
    setTimeout(
      () => {
        process.kill(api.pid, 'SIGKILL');
        api.child.kill('SIGKILL');
      },
      (round * 1.7) % 5,
    );
  });
  await api.ended;
  const file = dataFile(root);
  const left = [
    existsSync(`${file}.lock`) && 'its lock',
    existsSync(`${file}-journal`) && 'a journal',
  ];
  say(`it left ${left.filter(Boolean).join(' and ') || 'nothing'} behind`);
  const again = await start(root);
  const answers = [...posted.accepted.keys()].map(
    async (id) => (await fetch(`${again.api.url}/api/reports/${id}`)).status,
  );
  const missing = (await Promise.all(answers)).filter((status) => status !== 200).length;
  verdict(
    missing === 0,
    `${posted.accepted.size} answered 201, ${missing} not served after a new start`,
  );
  verdict((await stopped(again.api)).code === 0, 'the new one ends well');
  const data = lookAtData(root);
  const lost = lostReports(posted.accepted, data);
  verdict(lost.length === 0, `${lost.length} of them lost from the data`);
  verdict(
    posted.otherwise.length === 0,
    `${posted.otherwise.length} answered otherwise ${posted.otherwise[0] ?? ''}`,
  );
  verdict(data.integrity === 'ok', `the data is ${data.integrity}`);
  return verdict.all();
}

async function start(root: string): Promise<{ api: ServedApi; tokens: Tokens }> {
  const api = await serveCourse(root);
  return { api, tokens: await makeTokens(api.url, root) };
}

/** Asks it to end, as a system that shuts down does. */
async function stopped(api: ServedApi): Promise<{ code: number | null; milliseconds: number }> {
  const began = performance.now();
  api.child.kill('SIGTERM');
  const code = await api.ended;
  return { code, milliseconds: Math.round(performance.now() - began) };
}

/** Prints what held and what did not, under a heading. */
function reporter(heading: string) {
  console.log(pc.bold(heading));
  let all = true;
  const verdict = (holds: boolean, line: string) => {
    all &&= holds;
    console.log(`  ${holds ? pc.green('✓') : pc.red('✗ NOT:')} ${line}`);
  };
  verdict.all = () => {
    console.log();
    return all;
  };
  return { verdict, say: (line: string) => console.log(`    ${line}`) };
}

function toCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UsageError(
    `${quote(text)} is no count: type npm run soak -- --requests 24000 --kills 6`,
  );
}
