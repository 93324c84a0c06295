import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Coverage } from '../audit-log/tree/log-coverage.js';
import type { Reason } from '../domain/transfers/transfer.js';
import { unixSeconds } from '../domain/values/time.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { LogGate } from '../transfers/log-gate.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { RelayGate } from './relay-gate.js';

const transfer = { id: 'tr_01890a5d-ac96-774b-bcce-b302099a8057', state: 'confirmed', revision: 1 };
const SEQUENCED: Coverage = { kind: 'covered' };
const BEHIND: Coverage = { kind: 'unsequenced' };

/** What was done, in order. */
let done: string[];
/** What is found of the log, one answer after the other; the last one for ever. */
let found: Coverage[];
/** The change of the Safe that is approved and waits. */
let held: Reason | undefined;

beforeEach(() => {
  held = undefined;
  done = [];
});

function covered(): Promise<Coverage> {
  const [next = BEHIND, ...later] = found;
  if (later.length > 0) found = later;
  done.push(next.kind);
  return Promise.resolve(next);
}

/** Sends the transfer through the gate, which waits for the log for 60 ms. */
async function pass(): Promise<void> {
  const database = {
    transaction: <T>(act: (tx: object) => Promise<T>) => act({}),
    now: () => Promise.resolve(unixSeconds(100)),
  };
  const jobs = {
    handle: (_name: string, handler: (id: string) => Promise<void>) => void (handled = handler),
    order: (_tx: object, { after }: { after?: string }) =>
      Promise.resolve(done.push(`again: ${String(after)}`)),
  };
  let handled: (id: string) => Promise<void> = () => Promise.reject(new Error('nothing handles it'));
  const sound = { require: () => undefined };
  const cadence = new Cadence({ relayPatience: 60, logAsked: 10 });
  const log = new LogGate(database as never, sound as never, { of: covered } as never, cadence);
  const transfers = { find: () => Promise.resolve(transfer) };
  const transferJobs = new TransferJobs(database as never, jobs as never, transfers as never);
  const examiner = { examine: () => Promise.resolve(done.push('examined')) };
  const gate = new RelayGate(
    database as never,
    transferJobs,
    {} as never,
    examiner as never,
    { heldByChange: () => Promise.resolve(held) } as never,
    {} as never,
    sound as never,
    log,
  );
  Object.assign(gate, { decide: () => Promise.resolve(done.push('decided')).then(() => []) });
  Object.assign(gate, { log: { warn: () => undefined } });
  gate.onModuleInit();
  await handled(transfer.id);
}

describe('the log at the relay gate', () => {
  it('is waited for in place, and what is looked at afterwards is fresh', async () => {
    found = [BEHIND, BEHIND, SEQUENCED];
    await pass();
    expect(done.slice(0, 3)).toEqual(['unsequenced', 'unsequenced', 'covered']);
    expect(done.filter((each) => each !== 'unsequenced' && each !== 'covered')).toEqual([
      'examined',
      'decided',
    ]);
    expect(done.indexOf('examined')).toBeGreaterThan(done.indexOf('covered'));
    expect(done.slice(done.indexOf('examined'))).toEqual(['examined', 'covered', 'decided']);
  });

  it('invariant 16: that does not come sends the transfer away for a while, before anything is looked at', async () => {
    found = [BEHIND];
    await pass();
    expect(done.at(-1)).toBe('again: relayUnlogged');
    expect(new Set(done.slice(0, -1))).toEqual(new Set(['unsequenced']));
    expect(done.length).toBeGreaterThan(3);
  });

  it('invariant 16: that lacks what was done during the look lets nothing through', async () => {
    found = [SEQUENCED, SEQUENCED, BEHIND];
    await pass();
    expect(done).toEqual(['covered', 'covered', 'examined', 'unsequenced', 'again: relayUnlogged']);
  });

  it('invariant 16: that enough witnesses have not cosigned for a minute is not waited for in place', async () => {
    found = [{ kind: 'unwitnessed', since: new Date(0) }];
    await pass();
    expect(done).toEqual(['unwitnessed', 'unwitnessed', 'again: relayAgain']);
  });
});

describe('a change of the Safe that is approved and waits', () => {
  it('invariant 12: lets nothing be relayed until it is active, for which nothing is examined', async () => {
    found = [SEQUENCED];
    held = { code: 'EXPOSURE_OPEN', reason: 'it is pinned otherwise then' };
    await pass();
    expect(done).toEqual(['again: relayAgain']);
  });
});
