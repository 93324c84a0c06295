import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther, parseGwei } from 'viem';
import { CancelStory } from './cancel-story.js';
import { Mempool } from './mempool.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let mempool: Mempool;

beforeAll(async () => {
  story = await openStory({
    safes: 14,
    settings: () => Promise.resolve({ RELAYER_FEE_CAP_GWEI: '80' }),
  });
  mempool = new Mempool(story);
});

afterAll(() => story.close());

afterEach(async () => {
  await story.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') });
  await mempool.release();
});

describe('a relayed transfer whose bytes are not mined', () => {
  it('RELAY-01: is mined after a base-fee spike, with new bytes at the same account nonce, and executed once', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    await mempool.submitted(id);
    // Each time it rises above what the bytes offer, until new ones are signed.
    for (const [at, baseFee] of ['5', '12'].entries()) {
      const isBumped = async () => (await mempool.versions(id)).length > at + 1;
      while (!(await isBumped())) await mempool.block(id, parseGwei(baseFee));
    }
    const versions = await mempool.versions(id);
    expect(versions).toHaveLength(3);
    expect(new Set(versions.map(({ nonce }) => nonce)).size).toBe(1);
    for (const [at, { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n }] of versions.entries()) {
      const last = versions[at - 1];
      expect(maxFeePerGas * 8n).toBeGreaterThanOrEqual((last?.maxFeePerGas ?? 0n) * 9n);
      expect(maxPriorityFeePerGas * 8n).toBeGreaterThanOrEqual((last?.maxPriorityFeePerGas ?? 0n) * 9n);
    }
    await mempool.release();
    await mempool.expectPaidOnce(id, safe);
  });

  it('RELAY-02: waits at the fee cap with the bytes it has, is told of once, and goes out when fees fall', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    await story.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('100') });
    await story.chain.mine(1);
    let asked = 0;
    // As geth words it, with another number in each block.
    story.chain.proxy.tamper = (request, response) => {
      if (request.method !== 'eth_sendRawTransaction' || response.error === undefined) return response;
      const message = `max fee per gas less than block base fee: baseFee: ${String((asked += 1))}`;
      return { ...response, error: { code: -32000, message } };
    };
    const first = await mempool.submitted(id);
    for (const baseFee of ['101', '102', '103', '104']) await mempool.block(id, parseGwei(baseFee));
    const [version, ...later] = await mempool.versions(id);
    expect([version?.maxFeePerGas, later]).toEqual([parseGwei('80'), []]);
    await mempool.waitsFor(id, /higher fees than the relayer may offer/);
    expect(await story.findings(safe)).toEqual(['RELAYER_FEE_CAP']);
    const refused = (await story.audited(id)).filter(({ type }) => type === 'transaction.refused');
    // Each node once, whatever base fee it named since.
    expect([refused.length, asked > 1]).toEqual([2, true]);
    story.chain.proxy.tamper = undefined;
    await mempool.block(id, parseGwei('10'));
    await mempool.block(id, parseGwei('10'));
    expect(await mempool.isPending(first)).toBe(false);
    await mempool.expectPaidOnce(id, safe);
  });

  it('RELAY-04: keeps another that has the same key waiting, which goes after it', async () => {
    const [safe, next] = [story.freshSafe(), story.freshSafe()];
    const ids = [
      await story.relayed({ amount: '1', safe }),
      await story.relayed({ amount: '1', safe: next }),
    ];
    const [stuck = '', other = ''] = ids;
    await mempool.hold();
    await mempool.submitted(stuck);
    await story.signed(other);
    await mempool.waitsFor(other, new RegExp(`sends ${stuck} first`));
    expect(await story.state(other)).toBe('signed');
    await mempool.release();
    await mempool.expectPaidOnce(stuck, safe);
    await mempool.expectPaidOnce(other, next);
    expect(await mempool.words(other)).toBeUndefined();
  });

  it('RELAY-05: gets another account nonce when the key was used elsewhere by hand', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    await mempool.submitted(id);
    const [{ nonce = 0 } = {}] = await mempool.versions(id);
    const hand = mempool.byHand();
    const fees = { maxFeePerGas: parseGwei('200'), maxPriorityFeePerGas: parseGwei('20') };
    const to = story.destination().address;
    for (const used of [nonce, nonce + 1])
      await hand.sendTransaction({ to, value: 1n, nonce: used, ...fees });
    await mempool.release();
    await mempool.expectPaidOnce(id, safe);
    expect(await hand.getTransactionCount({ address: story.chain.relayer.address })).toBe(nonce + 3);
  });

  it('RELAY-06: is handed out again, the same bytes, after nodes have dropped it', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    const hash = await mempool.submitted(id);
    await story.chain.client.dropTransaction({ hash });
    expect(await mempool.isPending(hash)).toBe(false);
    await mempool.block(id);
    expect(await mempool.isPending(hash)).toBe(true);
    expect(await mempool.versions(id)).toHaveLength(1);
    await mempool.release();
    await mempool.expectPaidOnce(id, safe);
  });

  it('invariant 25: is replaced at its account nonce when its Safe is frozen, and moves nothing', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    const hash = await mempool.submitted(id);
    const scope = { scope: safe.id, reason: 'The signing page looks odd' };
    expect(await story.person('Tessa').post('/v1/freezes', scope)).toMatchObject({ status: 201 });
    const taken = await mempool.handed(id, 'void');
    expect([await mempool.isPending(hash), await mempool.isPending(taken)]).toEqual([false, true]);
    await mempool.waitsFor(id, /takes back/);
    await mempool.release();
    await story.watched(id);
    expect([await mempool.executions(safe), await story.balance('eth', safe.address)]).toEqual([
      ...[0, parseEther('1000')],
    ]);
    expect(await story.state(id)).toBe('submitted');
  });
});

describe('a key whose bytes nobody needs any more', () => {
  /** The first is on its way, but no node has its bytes; the other has the same key. */
  async function two() {
    const [safe, next] = [story.freshSafe(), story.freshSafe()];
    const id = await story.relayed({ amount: '1', safe });
    const other = await story.relayed({ amount: '1', safe: next });
    await mempool.hold();
    return { id, safe, other, next };
  }

  async function dropped(id: string) {
    const hash = await mempool.submitted(id);
    await story.chain.client.dropTransaction({ hash });
    const [{ data = '0x' as const, nonce } = {}] = await mempool.versions(id);
    return { data, nonce };
  }

  it('leaves it to the next transfer when somebody else has executed the one before', async () => {
    const { id, safe, other, next } = await two();
    const { data } = await dropped(id);
    await mempool.strangerCalls(safe, data);
    await story.until(id, 'executed', 'settled');
    await mempool.submitted(other);
    await mempool.release();
    await mempool.expectPaidOnce(other, next);
    await mempool.expectPaidOnce(id, safe);
  });

  it('leaves it to the next transfer when something else has used the nonce of its Safe, before that is final', async () => {
    const { id, safe, other, next } = await two();
    const { nonce } = await dropped(id);
    const cancel = new CancelStory(story, safe, id, (await story.cleared(id)).nonce);
    await mempool.strangerCalls(safe, await cancel.callOf(cancel.burn));
    await mempool.submitted(other);
    expect(await story.state(id)).toBe('submitted');
    expect((await mempool.versions(other)).map((each) => each.nonce)).toEqual([nonce]);
    await mempool.release();
    await mempool.expectPaidOnce(other, next);
  });

  it('leaves it to the next transfer also where the cap allows that no increase: by a void, which may cost more', async () => {
    const { id, safe, other, next } = await two();
    await story.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('100') });
    await story.chain.mine(1);
    await mempool.submitted(id);
    const [{ data = '0x', maxFeePerGas } = {}] = await mempool.versions(id);
    expect(maxFeePerGas).toBe(parseGwei('80'));
    await mempool.strangerCalls(safe, data);
    await story.until(id, 'executed', 'settled');
    await story.signed(other);
    const taken = await mempool.handed(other, 'void');
    await story.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') });
    await mempool.release();
    await mempool.expectPaidOnce(other, next);
    expect(await mempool.isPending(taken)).toBe(false);
    await mempool.expectPaidOnce(id, safe);
  });
});
