import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../domain/errors.js';
import { LastLook, Submitter } from './submit-transfer.js';
import { Passage, RelayGate } from './relay-transfer.js';

const transfer = { id: 'tr_1', state: 'confirmed', revision: 1 };

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

describe('a failed self-test', () => {
  it('invariant 21: keeps a confirmed transfer at the relay gate, unexamined and unrevised', async () => {
    const jobs = new Handlers();
    const done: string[] = [];
    const steps = {
      wait: () => Promise.resolve(done.push('wait')),
      revise: untouched('a revision'),
      relay: untouched('the relay'),
    };
    const transfers = { lock: untouched('the transfer') };
    const passage = new Passage(transfers as never, {} as never, {} as never, steps as never, {} as never);
    Object.assign(passage, { current: () => Promise.resolve(transfer) });
    const examiner = { examine: untouched('the examiner') };
    const gate = new RelayGate(database as never, examiner as never, passage, jobs as never, failed as never);
    Object.assign(gate, { log: { warn: () => undefined } });
    gate.onModuleInit();
    await jobs.runAll();
    expect(done).toEqual(['wait']);
  });

  it('invariant 21: keeps a signed transfer from being submitted, and tries again later', async () => {
    const jobs = new Handlers();
    const preparation = {
      prepare: () => Promise.resolve({ transfer, call: {} }),
      keep: untouched('the row'),
    };
    const relayer = { sign: untouched('the relayer') };
    const lastLook = new LastLook(failed as never, { require: untouched('the evidence') } as never);
    const submitter = new Submitter(
      database as never,
      jobs as never,
      preparation as never,
      relayer as never,
      lastLook,
    );
    Object.assign(submitter, { log: { warn: () => undefined } });
    submitter.onModuleInit();
    await jobs.runAll();
    expect(jobs.ordered).toEqual(['submit', 'watch']);
  });
});
