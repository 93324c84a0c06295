import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keccak256, toHex } from 'viem';
import { v7 } from 'uuid';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { StoredIntent, intentHash, storeIntent } from '../domain/transfers/intent.js';
import { parseSought } from '../domain/transfers/sought.js';
import { type TransferState, hasEnded } from '../domain/transfers/transfer.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database, toDate } from '../infra/database/database.js';
import { type TransferSearch, TransferSearchRepository } from './transfer-search.repository.js';

const START = 1_780_000_000;
const HOUR = 3_600;
const tail = (value: number): string => `01890a5d-ac96-774b-bcce-b30209900${String(value).padStart(3, '0')}`;
const safe = (value: number) => parseId('safe', `safe_${tail(value)}`);
const asset = (value: number) => parseId('ast', `ast_${tail(value)}`);
const destination = (value: number) => parseId('dst', `dst_${tail(value)}`);
const person = (value: number) => parseId('per', `per_${tail(value)}`);
const hash = (text: string) => parseBytes32(keccak256(toHex(text)));
const ADDRESSES = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
] as const;

let database: Database;
let found: TransferSearchRepository;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = () => fresh.drop();
  database = new Database(
    loadConfig({
      DATABASE_URL: fresh.url,
      RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
      ...LOG_SETTINGS,
      SESSION_SECRET: 'x'.repeat(32),
      PUBLIC_ORIGIN: 'http://localhost:3000',
    }),
  );
  found = new TransferSearchRepository(database);
  await fill();
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await drop();
});

interface Given {
  readonly state: TransferState;
  readonly safe: number;
  readonly to: 0 | 1;
  readonly reference: string;
  /** Seconds by which the clock of the replica was ahead of the database's. */
  readonly ahead?: number;
}

/** One an hour, in this order. */
const ROWS: readonly Given[] = [
  { state: 'requested', safe: 1, to: 0, reference: 'Refill 100% of it' },
  { state: 'queued', safe: 2, to: 1, reference: 'refill A_B' },
  { state: 'refused', safe: 1, to: 0, reference: 'REFILL AxB' },
  { state: 'expired', safe: 2, to: 1, reference: 'Payout C:\\dir', ahead: 600 },
  { state: 'expired', safe: 1, to: 0, reference: 'Payout Größe за НОЯбрь' },
];
const ids: TransferId[] = [];

async function fill(): Promise<void> {
  for (const [at, given] of ROWS.entries()) {
    const createdAt = unixSeconds(START + at * HOUR);
    const id = parseId('tr', `tr_${v7({ msecs: (createdAt + (given.ahead ?? 0)) * 1000 })}`);
    const intent = StoredIntent.parse({
      ...{
        safeId: safe(given.safe),
        chainId: 1,
        safe: ADDRESSES[1],
        assetId: asset(at % 2),
        asset: ADDRESSES[0],
      },
      ...{ destinationId: destination(given.to), destination: ADDRESSES[given.to], amount: String(at + 1) },
      ...{ reference: given.reference, requesterId: person(at % 3), salt: hash(`salt ${String(at)}`) },
      expiresAt: createdAt,
    });
    const evidence = given.state === 'refused' ? { reasons: [{ code: 'SIM_REVERT', reason: 'no' }] } : {};
    const [created, isOver] = [toDate(createdAt), hasEnded(given.state)];
    await database.read.transfer.create({
      data: {
        ...{ id, safeId: intent.safeId, requesterId: intent.requesterId, state: given.state, revision: 0 },
        ...{ intent: storeIntent(intent), intentHash: intentHash(intent), intentSignature: '0x00' },
        ...{ signerKeyId: 'key', evidence, safeTxHash: hash(`safe ${String(at)}`), createdAt: created },
        ...{ updatedAt: created, expiresAt: created, endedAt: isOver ? created : null },
        hashes: {
          create: [intentHash(intent), hash(`old ${String(at)}`), hash('of all')].map((each) => ({
            hash: each,
          })),
        },
      },
    });
    ids.push(id);
  }
}

/** Which of the rows are found, newest first; and the counts say the same. */
async function rows(search: TransferSearch): Promise<readonly number[]> {
  const transfers = await found.list(search, { limit: 50 });
  const counts = await found.counts(search);
  const states = transfers.map(({ state }) => state);
  for (const state of new Set([...states, ...counts.keys()]))
    expect([state, counts.get(state)]).toEqual([state, states.filter((each) => each === state).length]);
  return transfers.map(({ id }) => ids.indexOf(id));
}

const q = (text: string): TransferSearch => ({ sought: parseSought(text) });
const moment = (row: number, seconds = 0) => unixSeconds(START + row * HOUR + seconds);

describe(TransferSearchRepository.name, () => {
  it.each<[string, () => TransferSearch, readonly number[]]>([
    ['everything', () => ({}), [4, 3, 2, 1, 0]],
    ['several states', () => ({ states: ['requested', 'expired'] }), [4, 3, 0]],
    ['no state', () => ({ states: [] }), []],
    ['a Safe', () => ({ safeId: safe(2) }), [3, 1]],
    ['an asset', () => ({ assetId: asset(0) }), [4, 2, 0]],
    ['a destination', () => ({ destinationId: destination(1) }), [3, 1]],
    ['a requester', () => ({ requesterId: person(0) }), [3, 0]],
    ['a moment and later', () => ({ from: moment(3) }), [4, 3]],
    ['before a moment', () => ({ to: moment(3) }), [2, 1, 0]],
    ['between, by the time of the database', () => ({ from: moment(3), to: moment(3, 1) }), [3]],
    ['a Safe transaction', () => ({ safeTxHash: hash('safe 2') }), [2]],
    ['several of these', () => ({ safeId: safe(1), assetId: asset(0), states: ['expired'] }), [4]],
    ['several that exclude each other', () => ({ safeId: safe(1), destinationId: destination(1) }), []],
    ['an id', () => q(ids[3] ?? ''), [3]],
    ['an earlier hash', () => q(hash('old 1')), [1]],
    ['a hash of several', () => q(hash('of all')), [4, 3, 2, 1, 0]],
    ['a hash of none', () => q(hash('none')), []],
    ['the address of a destination', () => q(ADDRESSES[1].toLowerCase()), [3, 1]],
    ['a word in any case', () => q('ReFILL'), [2, 1, 0]],
    ['a part of a word', () => q('ayou'), [4, 3]],
    ['a percent sign as itself', () => q('100%'), [0]],
    ['an underscore as itself', () => q('refill a_b'), [1]],
    ['a backslash as itself', () => q('C:\\dir'), [3]],
    ['letters beyond ASCII', () => q('PAYOUT GRÖSSE'.replace('SS', 'ß')), [4]],
    ['capital letters beyond ASCII, as they are written', () => q('payout größe за НОЯ'), [4]],
    ['a word and a Safe', () => ({ ...q('refill'), safeId: safe(2) }), [1]],
  ])('finds and counts by %s', async (_, search, expected) => {
    expect(await rows(search())).toEqual(expected);
  });

  it('finds by an address also what leaves a Safe there', async () => {
    const { sought } = q(ADDRESSES[1]);
    if (sought?.by !== 'address') throw new Error('it is an address');
    expect(await rows({ sought: { ...sought, safeIds: [safe(1)] } })).toEqual([4, 3, 2, 1, 0]);
  });

  it('goes through all pages, each transfer once', async () => {
    const seen: number[] = [];
    for (let before: TransferId | undefined; ; before = ids[seen.at(-1) ?? 0]) {
      const page = await found.list({}, { limit: 2, before });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => ids.indexOf(id)));
    }
    expect(seen).toEqual([4, 3, 2, 1, 0]);
  });

  it('gives up a text that takes too long, and nothing else', async () => {
    const late = { readWithin: () => Promise.resolve('too-long'), read: database.read };
    const busy = new TransferSearchRepository(late as unknown as Database);
    const refused = { faults: [{ code: 'QUERY_SCHEMA', pointer: '/q' }] };
    await expect(busy.list(q('refill'), { limit: 1 })).rejects.toMatchObject(refused);
    await expect(busy.counts(q('refill'))).rejects.toMatchObject(refused);
    expect((await busy.list(q(ids[3] ?? ''), { limit: 1 })).map(({ id }) => id)).toEqual([ids[3]]);
  });

  it('finds what is not shown by nothing that depends on destination or reference, and by all else', async () => {
    const [first = parseId('tr', '')] = ids;
    const shownBeforeRelay = [first];
    const all = {
      safeIds: [safe(2)],
      by: 'address',
      address: ADDRESSES[1],
    } as unknown as TransferSearch['sought'];
    expect(await rows({ destinationId: destination(1), shownBeforeRelay })).toEqual([3]);
    expect(await rows({ ...q(ADDRESSES[1]), shownBeforeRelay })).toEqual([3]);
    expect(await rows({ sought: all, shownBeforeRelay })).toEqual([3, 1]);
    expect(await rows({ ...q('refill'), shownBeforeRelay })).toEqual([2, 0]);
    expect(await rows({ ...q('refill'), shownBeforeRelay: [] })).toEqual([2]);
    expect(await rows({ ...q(hash('old 1')), shownBeforeRelay })).toEqual([]);
    expect(await rows({ ...q(hash('old 3')), shownBeforeRelay })).toEqual([3]);
    expect(await rows({ ...q(hash('of all')), shownBeforeRelay })).toEqual([4, 3, 2, 0]);
    expect(await rows({ safeTxHash: hash('safe 1'), shownBeforeRelay })).toEqual([]);
    expect(await rows({ safeTxHash: hash('safe 1') })).toEqual([1]);
    expect(await rows({ safeTxHash: hash('safe 0'), shownBeforeRelay })).toEqual([0]);
    // The one hash that nobody can try: its salt is as secret as the rest.
    const [, hidden] = await found.list({}, { limit: 50 }).then((all) => all.toReversed());
    expect(await rows({ ...q(hidden?.intentHash ?? ''), shownBeforeRelay })).toEqual([1]);
    expect(await rows({ ...q(ids[1] ?? ''), shownBeforeRelay })).toEqual([1]);
    expect(await rows({ safeId: safe(2), shownBeforeRelay })).toEqual([3, 1]);
  });
});
