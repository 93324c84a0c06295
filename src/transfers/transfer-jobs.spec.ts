import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../domain/errors.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { type TransferJob, TransferJobs } from './transfer-jobs.js';

type Confirmed = TransferIn<'confirmed'>;

const id = 'tr_01890a5d-ac96-774b-bcce-b302099a8057';
const confirmed = { id, state: 'confirmed', revision: 1 } as Confirmed;

/** What the row says when it is looked at. */
let row: object | undefined;
let ordered: unknown[];

beforeEach(() => {
  row = confirmed;
  ordered = [];
});

function transferJobs() {
  const handlers: ((id: string) => Promise<void>)[] = [];
  const database = { transaction: <T>(act: (tx: object) => Promise<T>) => act({}) };
  const jobs = {
    handle: (_name: string, handler: (id: string) => Promise<void>) => handlers.push(handler),
    order: (_tx: object, order: object) => Promise.resolve(ordered.push(order)),
  };
  const transfers = { find: () => Promise.resolve(row), lock: () => Promise.resolve(row) };
  return { handlers, jobs: new TransferJobs(database as never, jobs as never, transfers as never) };
}

async function run(job: Omit<TransferJob<Confirmed>, 'isFor'>): Promise<void> {
  const { handlers, jobs } = transferJobs();
  const isFor = (each: Transfer): each is Confirmed => each.state === 'confirmed';
  jobs.handle('relay', { isFor, ...job });
  for (const handler of handlers) await handler(id);
}

const refusing = (error: Error) => () => Promise.reject(error);
const again = { name: 'relay', id, after: 'relayAgain' } as const;

describe('a job about a transfer', () => {
  it('orders what its act asks for', async () => {
    await run({ act: () => Promise.resolve([again]) });
    expect(ordered).toEqual([again]);
  });

  it.each([
    ['that is not there', undefined],
    ['that is in another state', { ...confirmed, state: 'relayed' }],
  ])('does nothing about one %s', async (_what, found) => {
    row = found;
    await run({ act: refusing(new Error('acted')) });
    expect(ordered).toEqual([]);
  });

  it('orders what follows of a refusal', async () => {
    const refusal = new DomainError('RPC_UNAVAILABLE', 'no provider answers');
    const stop = (_transfer: Confirmed, error: DomainError) =>
      Promise.resolve(error === refusal ? [again] : []);
    await run({ act: refusing(refusal), stop });
    expect(ordered).toEqual([again]);
  });

  it.each([
    ['a conflict', new DomainError('STATE_CONFLICT', 'it has moved on')],
    ['an error of Sluice', new Error('a bug')],
  ])('leaves %s to the engine, which runs it again', async (_what, error) => {
    const stop = () => Promise.resolve([again]);
    await expect(run({ act: refusing(error), stop })).rejects.toBe(error);
    expect(ordered).toEqual([]);
  });
});

describe('a transfer that a job has looked at', () => {
  it('is locked as it was seen', async () => {
    expect(await transferJobs().jobs.lock({} as never, confirmed)).toBe(confirmed);
  });

  it.each([
    ['is gone', undefined],
    ['has another state', { ...confirmed, state: 'relayed' }],
    ['has another revision', { ...confirmed, revision: 2 }],
  ])('is let go when it %s', async (_what, found) => {
    row = found;
    expect(await transferJobs().jobs.lock({} as never, confirmed)).toBeUndefined();
  });
});
