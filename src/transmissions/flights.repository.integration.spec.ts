import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toHex } from 'viem';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { FlightsRepository, type NewFlight } from './flights.repository.js';

let fresh: FreshDatabase;
let database: Database;
let flights: FlightsRepository;
let address: Address;
let count = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
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
  flights = new FlightsRepository(database);
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await fresh.drop();
});

beforeEach(() => {
  count += 1;
  address = addressFromHex(toHex(count, { size: 20 }));
});

function flight(change: Partial<NewFlight> = {}): NewFlight {
  count += 1;
  const transactionHash = parseBytes32(toHex(count, { size: 32 }));
  return {
    ...{ address, nonce: 7n, transferId: parseId('tr', newId('tr')), purpose: 'execute' },
    ...{ transactionHash, rawTransaction: '0x02', signedAtBlock: 100n, versions: 1, said: {} },
    ...change,
  };
}

const put = (next: NewFlight, seen?: NewFlight) =>
  database.transaction((tx) => flights.put(tx, next, seen?.transactionHash));

describe(FlightsRepository.name, () => {
  it('keeps what is on its way, and what nodes say to it', async () => {
    const one = flight();
    await put(one);
    expect(await flights.find(address)).toMatchObject({ ...one, sentAtBlock: null });
    const said = { 'rpc-1': { of: one.transactionHash, words: 'underpriced', told: 1 } };
    await database.transaction((tx) => flights.handed(tx, one, { block: 101n, said }));
    expect(await flights.find(address)).toMatchObject({ sentAtBlock: 101n, said });
  });

  it('replaces only the bytes that were seen, and forgets that the others were sent', async () => {
    const [one, two] = [flight(), flight()];
    await put(one);
    await database.transaction((tx) => flights.handed(tx, one, { block: 101n, said: {} }));
    await expect(put(two)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await expect(put(two, flight())).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await put(two, one);
    // What nodes say to bytes that were replaced meanwhile changes nothing.
    await database.transaction((tx) => flights.handed(tx, one, { block: 102n, said: {} }));
    expect(await flights.find(address)).toMatchObject({ ...two, sentAtBlock: null });
  });

  it.each(['that is free', 'that has something on its way'])(
    'gives a key %s to one of many that ask at once, each in a transaction of its own',
    async (key) => {
      const before = key === 'that is free' ? undefined : flight();
      if (before) await put(before);
      const all = Array.from({ length: 8 }, () => flight());
      const outcomes = await Promise.allSettled(all.map((each) => put(each, before)));
      const won = all.filter((_, at) => outcomes[at]?.status === 'fulfilled');
      expect(won).toHaveLength(1);
      for (const each of outcomes)
        if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'STATE_CONFLICT' });
      expect(await flights.find(address)).toMatchObject({ transactionHash: won[0]?.transactionHash });
    },
  );
});
