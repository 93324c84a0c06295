import { randomBytes } from 'node:crypto';
import { bytesToHex } from 'viem';
import { intentHash } from '../src/domain/transfers/intent.js';
import { parseBytes32 } from '../src/domain/values/hex.js';
import { parseId } from '../src/domain/values/identifier.js';
import { unixSeconds } from '../src/domain/values/time.js';
import { Database } from '../src/infra/database/database.js';
import { PgPool } from '../src/infra/database/pool.js';
import { IntentBuilder, TransferRequester } from '../src/transfer-api/transfer-requester.js';
import { TransferViews } from '../src/transfer-api/views/transfer-views.js';
import { sandboxChainId } from '../sandbox/anvil.js';
import type { Founding } from '../sandbox/founding.js';
import { DEMO_PEOPLE, confirmationKey } from '../sandbox/people.js';
import { type Question, questions } from './lists-questions.js';
import { ROWS, fillTransfers } from './lists-rows.js';
import { type Listed, type Started, openListsWorld } from './lists-world.js';
import { type Comparison, medians } from './table.js';

const P95_MS = 50;
const REQUESTS = { warmUp: 3, measured: 40 };
const CREATIONS = { warmUp: 10, measured: 60 };
const PERCENTILE = 0.95;
const SAID_EVERY = 10;

/** It takes minutes; the table comes at the end. */
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Lists, searches and counts over HTTP at a hundred thousand transfers, and what these cost whoever creates one. */
export async function benchLists(): Promise<readonly Comparison[]> {
  const world = await openListsWorld();
  try {
    const { filled, empty, founding } = world;
    say('writing transfers');
    const transfers = await fillTransfers(filled.app.get(PgPool).pool, founding);
    // Its session was idle meanwhile.
    await filled.approver.signIn(sandboxChainId);
    const asked = await answered(filled, questions(founding, transfers));
    return [...asked, await creations({ filled, empty, founding })];
  } finally {
    await world.stop();
  }
}

/** Every question once a round, so that a busy moment of the machine hits all of them alike. */
async function answered(listed: Listed, asked: readonly Question[]): Promise<readonly Comparison[]> {
  const times = new Map<Question, number[]>(asked.map((question) => [question, []]));
  const rounds = REQUESTS.warmUp + REQUESTS.measured;
  for (let round = 0; round < rounds; round += 1) {
    if (round % SAID_EVERY === 0) say(`asking, round ${String(round)} of ${String(rounds)}`);
    for (const question of asked) {
      const time = await answerTime(listed, question);
      if (round >= REQUESTS.warmUp) times.get(question)?.push(time);
    }
  }
  const against = { name: `${String(P95_MS)} ms at p95`, measured: P95_MS };
  return asked.map((question) => {
    const sorted = (times.get(question) ?? []).toSorted((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * PERCENTILE) - 1] ?? Number.NaN;
    return { name: question.name, measured: p95, against, goal: 1 };
  });
}

async function answerTime({ origin, approver }: Listed, question: Question): Promise<number> {
  const path = question.ask();
  const started = performance.now();
  const response = await fetch(`${origin}${path}`, { headers: { cookie: approver.cookie } });
  const text = await response.text();
  const took = performance.now() - started;
  if (response.status !== 200) throw new Error(`${question.name}: ${text}`);
  return took;
}

/** The part of a request that works in the database, with the same objects that answer it, in turns. */
async function creations({
  filled,
  empty,
  founding,
}: {
  readonly filled: Started;
  readonly empty: Started;
  readonly founding: Founding;
}): Promise<Comparison> {
  const gathered = { full: await prepared(filled, founding), none: await prepared(empty, founding) };
  const create =
    ({ app }: Started, all: Prepared) =>
    async () => {
      const next = all.pop();
      if (!next) throw new Error('too few intents were prepared');
      const [requester, views] = [app.get(TransferRequester), app.get(TransferViews)];
      await app.get(Database).transaction(async (tx) => views.view(await requester.request(tx, next), tx));
    };
  const times = await medians(
    { full: create(filled, gathered.full), none: create(empty, gathered.none) },
    CREATIONS,
  );
  return {
    name: `creating a transfer beside ${String(ROWS)}`,
    measured: times.full,
    against: { name: 'beside none', measured: times.none },
    goal: 1.2,
  };
}

type Prepared = Awaited<ReturnType<TransferRequester['gather']>>[];

async function prepared({ app }: Started, founding: Founding): Promise<Prepared> {
  const tessa = DEMO_PEOPLE.find(({ name }) => name === 'Tessa');
  const requester = founding.people.find(({ name }) => name === 'Tessa');
  const [safe, asset, destination] = [founding.safes[0], founding.assets[0], founding.destinations[0]];
  if (!tessa || !requester || !safe || !asset || !destination) throw new Error('the founding lacks somebody');
  const all: Prepared = [];
  for (let count = 0; count < CREATIONS.warmUp + CREATIONS.measured; count += 1) {
    const request = {
      safe: parseId('safe', safe.id),
      asset: parseId('ast', asset.id),
      destination: parseId('dst', destination.id),
      amount: '0.001',
      reference: 'Refill hot wallet 1',
      salt: parseBytes32(bytesToHex(randomBytes(32))),
      expiresAt: unixSeconds(Math.floor(Date.now() / 1000) + 3_600),
    };
    const intent = await app.get(IntentBuilder).build(request, parseId('per', requester.id));
    const signature = await confirmationKey(tessa).sign({ hash: intentHash(intent) });
    all.push(await app.get(TransferRequester).gather(intent, signature));
  }
  return all;
}
