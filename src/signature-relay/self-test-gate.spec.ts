import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../domain/errors.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { RelayGate } from './relay-gate.js';
import { ExecutionCalls } from '../transmissions/execution-calls.js';
import { ExecutionSending } from '../transmissions/execution-sending.js';
import { Submitter } from './submitter.js';

const transfer = { id: 'tr_01890a5d-ac96-774b-bcce-b302099a8057', intent: {}, revision: 1 };

/** Stands where the job engine stands: what a part handles is run at once. */
class Handlers {
  readonly handled = new Map<string, (id: string) => Promise<void>>();
  readonly ordered: string[] = [];

  handle(name: string, handler: (id: string) => Promise<void>): void {
    this.handled.set(name, handler);
  }

  order(_tx: unknown, { name }: { name: string }): Promise<void> {
    this.ordered.push(name);
    return Promise.resolve();
  }

  async runAll(): Promise<void> {
    for (const handler of this.handled.values()) await handler(transfer.id);
  }
}

const database = {
  transaction: <T>(act: (tx: object) => Promise<T>) => act({}),
  now: () => Promise.resolve(1),
};

const failed = {
  require: () => {
    throw new DomainError('SELF_TEST_FAILED', 'an attack was accepted');
  },
};

const untouched = (what: string) => () => Promise.reject(new Error(`${what} must not be asked`));

function transferJobs(jobs: Handlers, state: string): TransferJobs {
  const transfers = { find: () => Promise.resolve({ ...transfer, state }) };
  return new TransferJobs(database as never, jobs as never, transfers as never);
}

describe('a failed self-test', () => {
  it('invariant 21: keeps a confirmed transfer at the relay gate, unexamined and unrevised', async () => {
    const jobs = new Handlers();
    const gate = new RelayGate(
      database as never,
      transferJobs(jobs, 'confirmed'),
      { advance: untouched('the transfer') } as never,
      { examine: untouched('the examiner') } as never,
      {} as never,
      {} as never,
      failed as never,
      { waitFor: untouched('the log') } as never,
    );
    Object.assign(gate, { log: { warn: () => undefined } });
    gate.onModuleInit();
    await jobs.runAll();
    expect(jobs.ordered).toEqual(['relay']);
  });

  it('invariant 21: keeps a signed transfer from being submitted, and tries again later', async () => {
    const jobs = new Handlers();
    const calls = new ExecutionCalls(
      { list: untouched('the signatures') } as never,
      { asset: untouched('the register') } as never,
      failed as never,
      { require: untouched('the evidence') } as never,
    );
    const executions = new ExecutionSending(
      {} as never,
      calls,
      { see: untouched('the last look') } as never,
      { draft: untouched('the relayer') } as never,
      { judge: untouched('the row'), execute: untouched('the row') } as never,
      { hand: untouched('the nodes') } as never,
      {} as never,
    );
    const sending = { send: () => executions.send({} as never, { turn: {}, safe: {} } as never) };
    const looks = { note: () => Promise.resolve() };
    const submitter = new Submitter(transferJobs(jobs, 'signed'), sending as never, looks as never);
    Object.assign(submitter, { log: { warn: () => undefined } });
    submitter.onModuleInit();
    await jobs.runAll();
    expect(jobs.ordered).toEqual(['submit', 'watch']);
  });
});
