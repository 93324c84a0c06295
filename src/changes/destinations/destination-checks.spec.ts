import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../domain/errors.js';
import { parseAddress } from '../../domain/values/address.js';
import { RateLimited } from '../../infra/http/problems/rate-limited.js';
import { DestinationChecksController } from './destination-checks.controller.js';
import { DestinationChecks } from './destination-checks.js';

const ADDRESS = parseAddress('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC');
const WORLD = { known: [], safes: [], assets: [], entries: [], keys: [] };

/** Checks on a chain whose histories are counted. */
class Chain {
  histories = 0;
  head = 'a head';
  fails = false;
  readonly checks = new DestinationChecks(
    { of: () => Promise.resolve(WORLD), met: () => this.history() } as never,
    { block: () => Promise.resolve({}), codeHash: () => Promise.resolve(null) } as never,
    { current: () => Promise.resolve({ ledger: { head: this.head, open: [] } }) } as never,
  );

  async isRead(): Promise<boolean> {
    return (await this.checks.check(ADDRESS)).isHistoryRead;
  }

  private history(): Promise<never[]> {
    this.histories += 1;
    if (this.fails) return Promise.reject(new DomainError('RPC_UNAVAILABLE', 'no provider'));
    return Promise.resolve([]);
  }
}

describe(DestinationChecks.name, () => {
  it('reads the history once for several checks, and anew when the register has changed', async () => {
    const chain = new Chain();
    expect(await Promise.all([chain.isRead(), chain.isRead()])).toEqual([true, true]);
    expect([await chain.isRead(), chain.histories]).toEqual([true, 1]);
    chain.head = 'another head';
    expect([await chain.isRead(), chain.histories]).toEqual([true, 2]);
  });

  it('keeps no history that could not be read', async () => {
    const chain = new Chain();
    chain.fails = true;
    expect([await chain.isRead(), chain.histories]).toEqual([false, 1]);
    chain.fails = false;
    expect([await chain.isRead(), chain.histories]).toEqual([true, 2]);
  });

  it('are made thirty times an hour for one person', async () => {
    const controller = new DestinationChecksController(
      { check: () => Promise.resolve({ lookalikes: [] }) } as never,
      { transaction: () => Promise.resolve() } as never,
      {} as never,
    );
    const check = (personId: string): Promise<unknown> =>
      controller.check({ kind: 'person', personId } as never, { address: ADDRESS });
    for (let time = 0; time < 30; time += 1) await check('per_a');
    await expect(check('per_a')).rejects.toBeInstanceOf(RateLimited);
    await expect(check('per_b')).resolves.toBeDefined();
  });
});
