import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { removePostgres, startPostgres } from '../sandbox/postgres.js';
import { applyMigrations } from '../src/infra/database/migrate.js';
import { until } from '../test/e2e/until.js';
import { Governance } from '../test/governance.js';
import { Replica, cookieIn } from '../test/http/replicas.js';
import { eventOf } from './audit-acts.js';
import { committed } from './events-commit.js';
import { type Recorded, Watcher } from './events-watcher.js';
import type { Comparison } from './table.js';

const SESSIONS = 40;
const STREAMS_EACH = 5;
const ACTS = 200;
const PAUSE_MS = 50;
/** Hints that only one slow reader may read, until its connection takes no more. */
const FLOOD = { rounds: 1_500, each: 90 };

const LATENCY_P50_MS = 50;
const LATENCY_P95_MS = 250;
const GROWTH_MAX = 1.1;

const Answer = z.object({ port: z.number().optional(), heap: z.number().optional() });

interface Served {
  readonly child: ChildProcess;
  readonly port: number;
}

/** 200 listeners at two replicas, one of which is killed, a session that ends, and a reader that takes nothing. */
export async function benchEvents(): Promise<readonly Comparison[]> {
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'sluice-postgres-')), 'data');
  const postgres = await startPostgres({ dataFolder });
  try {
    for (const name of ['heard', 'told', 'silent']) {
      await postgres.createDatabase(name);
      await applyMigrations(postgres.url(name));
    }
    const url = postgres.url('heard');
    const costs = await committed(postgres.url('told'), postgres.url('silent'));
    const governance = await Governance.found(url);
    const acting = await Replica.start(url, governance);
    try {
      return [...costs, ...(await heard({ url, governance, acting }))];
    } finally {
      await acting.stop();
    }
  } finally {
    await postgres.stop();
    await removePostgres(dataFolder);
  }
}

interface Bench {
  readonly url: string;
  readonly governance: Governance;
  readonly acting: Replica;
}

async function heard(bench: Bench): Promise<readonly Comparison[]> {
  const replicas = await Promise.all([serve(bench), serve(bench)]);
  const [stays, dies] = replicas;
  const watchers: Watcher[] = [];
  try {
    const leaving = await openAll(bench.acting, replicas, watchers);
    const slow = await openSlow(bench.acting, stays, watchers);
    const before = await acts(bench.acting, 'quiet');
    await allKnow(watchers, before);
    const during = acts(bench.acting, 'killed');
    await sleep((ACTS * PAUSE_MS) / 2);
    dies.child.kill('SIGKILL');
    const killed = await during;
    await allKnow(watchers, killed);
    const heapBefore = await heapOf(stays);
    slow.reader?.pause();
    const later = acts(bench.acting, 'flooded');
    await flood(bench.acting);
    await leaving();
    const flooded = await later;
    await allKnow(
      watchers.filter((each) => each !== slow),
      flooded,
    );
    const heapAfter = await heapOf(stays);
    slow.reader?.response.resume();
    await allKnow(watchers, [...before, ...killed, ...flooded]);
    const ended = (): number => watchers.filter(({ because }) => because === 'access-ended').length;
    await until('the streams of one session to end', () => Promise.resolve(ended() === STREAMS_EACH));
    return compared(latencies(watchers, before), heapBefore, heapAfter);
  } finally {
    for (const watcher of watchers) watcher.leave();
    for (const { child } of replicas) child.kill('SIGKILL');
  }
}

function compared(sorted: readonly number[], before: number, after: number): readonly Comparison[] {
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const limit = (name: string, measured: number, most: number): Comparison => ({
    name: `${name}, from the act's begin to ${String(SESSIONS * STREAMS_EACH)} listeners`,
    measured,
    against: { name: 'what it may take', measured: most },
    goal: 1,
  });
  const megabytes = (bytes: number): number => bytes / 2 ** 20;
  return [
    limit('hint, p50', at(0.5), LATENCY_P50_MS),
    limit('hint, p95', at(0.95), LATENCY_P95_MS),
    {
      name: 'heap after a flood, with a reader that takes nothing',
      measured: megabytes(after),
      against: { name: 'before', measured: megabytes(before) },
      goal: GROWTH_MAX,
      unit: 'MB',
    },
  ];
}

async function serve({ url, governance }: Bench): Promise<Served> {
  const child = fork(new URL('./events-replica.ts', import.meta.url), [url, governance.digest], {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  const { port } = await answerOf(child);
  if (port === undefined) throw new Error('the replica named no port');
  return { child, port };
}

async function answerOf(child: ChildProcess): Promise<z.output<typeof Answer>> {
  const [message] = (await once(child, 'message')) as unknown[];
  return Answer.parse(message);
}

async function heapOf({ child }: Served): Promise<number> {
  child.send('memory');
  return (await answerOf(child)).heap ?? Number.NaN;
}

/** Half of each session's streams at one replica, half at the other. @returns what ends one session */
async function openAll(
  acting: Replica,
  replicas: readonly Served[],
  watchers: Watcher[],
): Promise<() => Promise<void>> {
  const { world } = acting;
  const agents: ReturnType<typeof world.browser>[] = [];
  for (let session = 0; session < SESSIONS; session += 1) {
    // A person of their own each: one person has at most twenty streams.
    const member = await world.enrol(['operator']);
    const agent = world.browser();
    const { headers } = await world.signIn(agent, member.account);
    agents.push(agent);
    for (let stream = 0; stream < STREAMS_EACH; stream += 1) {
      const ports = (): number[] => {
        const alive = replicas.filter(({ child }) => !child.killed);
        return [...alive.slice((session + stream) % 2), ...alive].map(({ port }) => port);
      };
      const watcher = new Watcher(ports, { Cookie: cookieIn(headers) });
      await watcher.start();
      watchers.push(watcher);
    }
  }
  return async () => {
    const answer = await agents[0]?.delete('/v1/sessions/current');
    if (answer?.status !== 204) throw new Error(`the session did not end: ${JSON.stringify(answer?.body)}`);
  };
}

async function openSlow(acting: Replica, { port }: Served, watchers: Watcher[]): Promise<Watcher> {
  const member = await acting.world.enrol(['admin']);
  const slow = new Watcher(() => [port], { Cookie: await acting.cookieOf(member) });
  await slow.start();
  watchers.push(slow);
  return slow;
}

async function acts(acting: Replica, name: string): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  for (let act = 0; act < ACTS; act += 1) {
    const subject = `tr_${name}_${String(act)}`;
    const begunAt = performance.now();
    await acting.record(eventOf(subject));
    recorded.push({ subject, begunAt, committedAt: performance.now() });
    await sleep(PAUSE_MS);
  }
  return recorded;
}

/** Notices of API keys, of which operators are not told. */
async function flood({ world }: Replica): Promise<void> {
  for (let round = 0; round < FLOOD.rounds; round += 1)
    await world.database.read.$executeRawUnsafe(
      `SELECT pg_notify('sluice_acts', json_build_object('type', 'api-key.created', 'subject', $1 || n)::text)
       FROM generate_series(1, $2::int) AS n`,
      `key_${String(round)}_${'x'.repeat(80)}`,
      FLOOD.each,
    );
}

/** Waits until every watcher has heard of every act, or has been told to fetch everything after it. */
async function allKnow(watchers: readonly Watcher[], recorded: readonly Recorded[]): Promise<void> {
  await until('every listener to know of every act', () =>
    Promise.resolve(watchers.every((watcher) => recorded.every((act) => watcher.knows(act)))),
  );
}

function latencies(watchers: readonly Watcher[], recorded: readonly Recorded[]): readonly number[] {
  return watchers
    .flatMap(({ heardAt }) =>
      recorded.flatMap(({ subject, begunAt }) => {
        const at = heardAt.get(subject);
        return at === undefined ? [] : [at - begunAt];
      }),
    )
    .sort((a, b) => a - b);
}
