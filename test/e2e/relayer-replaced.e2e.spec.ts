import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, parseEther, parseGwei } from 'viem';
import { z } from 'zod';
import { newId } from '../../src/infra/database/new-id.js';
import { made } from './answers.js';
import { CancelStory } from './cancel-story.js';
import { Mempool, holdRelayer } from './mempool.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let mempool: Mempool;

beforeAll(async () => {
  story = await openStory({
    safes: 7,
  });
  mempool = new Mempool(story);
});

afterAll(() => story.close());

afterEach(async () => {
  story.chain.proxy.tamper = undefined;
  await story.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') });
  await mempool.release();
});

const OTHERS = ['Odile', 'Oona', 'Omar'] as const;

/** Its cancel is asked for and confirmed, and then the owners sign the burn. */
async function burnSigned(id: string, safe: Named): Promise<void> {
  const cancel = new CancelStory(story, safe, id, (await story.cleared(id)).nonce);
  await cancel.confirmed();
  await cancel.signBurn();
}

async function safeNonce(safe: Named): Promise<bigint> {
  const word = await story.chain.client.getStorageAt({ address: safe.address, slot: '0x5' });
  return BigInt(word ?? '0x0');
}

async function pending(hash: Hex) {
  const { nonce, maxPriorityFeePerGas = 0n } = await story.chain.client.getTransaction({ hash });
  return { nonce, maxPriorityFeePerGas };
}

async function flightOf(id: string): Promise<unknown> {
  const [flight] = await story.sql('SELECT purpose FROM relayer_flight WHERE transfer_id = $1', [id]);
  return flight?.['purpose'];
}

describe('a payment that must not be mined any more', () => {
  it('is replaced by the burn of its nonce, at the same account nonce and with twice the tip, also in a frozen Safe', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    const [payment, nonce] = [await mempool.submitted(id), await safeNonce(safe)];
    const first = await pending(payment);
    made(await story.person('Tessa').post('/v1/freezes', { scope: safe.id, reason: 'It looks odd' }));
    await burnSigned(id, safe);
    const burn = await mempool.handed(id, 'burn');
    expect(await mempool.isPending(payment)).toBe(false);
    const second = await pending(burn);
    expect(second.nonce).toBe(first.nonce);
    expect(second.maxPriorityFeePerGas).toBeGreaterThanOrEqual(first.maxPriorityFeePerGas * 2n);
    await mempool.release();
    expect(await safeNonce(safe)).toBe(nonce + 1n);
    expect(await story.balance('eth', safe.address)).toBe(parseEther('1000'));
    await story.chain.mine(3);
    await story.until(id, 'cancelled');
  });

  it('goes out with another account nonce once the freeze is lifted, and pays once', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    await mempool.submitted(id);
    const frozen = made(
      await story.person('Tessa').post('/v1/freezes', { scope: safe.id, reason: 'It looks odd' }),
    );
    const taken = await mempool.handed(id, 'void');
    await mempool.release();
    await until('the void to be mined', async () => !(await mempool.isPending(taken)));
    await story.govern('unfreeze', newId('ufr'), () => ({
      freezes: [z.string().parse(frozen['id'])],
      reason: 'All is well',
    }));
    await mempool.expectPaidOnce(id, safe);
  });

  it('is taken back by a void where too few signatures for the burn count any more', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    const payment = await mempool.submitted(id);
    const letGo = holdRelayer(story);
    await burnSigned(id, safe);
    await new RegisterEdits(story).revokeOwnerKey('Otto');
    expect(await flightOf(id)).toBe('execute');
    letGo();
    const taken = await mempool.handed(id, 'void');
    expect([await mempool.isPending(payment), await mempool.isPending(taken)]).toEqual([false, true]);
    await mempool.waitsFor(id, /2 owners signed, 3 are needed; the relayer takes back/);
    await mempool.release();
    await until('the void to be mined', async () => !(await mempool.isPending(taken)));
    expect([await mempool.executions(safe), await story.state(id)]).toEqual([0, 'cancelling']);
  });

  it('invariant 25: is taken back when a look finds that it no longer stands, and no provider sees another one', async () => {
    const [safe, next] = [story.freshSafe(), story.freshSafe()];
    const id = await story.relayed({ amount: '1', safe });
    const other = await story.relayed({ amount: '1', safe: next });
    await mempool.hold();
    const payment = await mempool.submitted(id, OTHERS);
    await story.signed(other, OTHERS);
    await mempool.waitsFor(other, new RegExp(`sends ${id} first`));
    const asked = new Set<string>();
    story.chain.proxy.tamper = (request, response) => {
      if (JSON.stringify(request.params).toLowerCase().includes(next.address.toLowerCase()))
        asked.add(request.method);
      return response;
    };
    await story.govern('destination', story.destination().id, () => null);
    await mempool.block(id, parseGwei('40'));
    const taken = await mempool.handed(id, 'void');
    expect([await mempool.isPending(payment), await mempool.isPending(taken)]).toEqual([false, true]);
    await mempool.release();
    await mempool.waitsFor(id, /it is not sent/);
    await mempool.waitsFor(other, /it is not sent/);
    expect([...asked]).toEqual(expect.arrayContaining(['eth_getProof']));
    expect([...asked]).not.toContain('eth_estimateGas');
    for (const [each, state] of [
      [safe, await story.state(id)],
      [next, await story.state(other)],
    ] as const)
      expect([await mempool.executions(each), state]).toEqual([0, each === safe ? 'submitted' : 'signed']);
  });
});
