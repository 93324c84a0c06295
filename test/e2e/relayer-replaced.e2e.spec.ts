import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, parseEther, parseGwei } from 'viem';
import { z } from 'zod';
import { buildCancel } from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { newId } from '../../src/infra/database/new-id.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { made } from './answers.js';
import { Mempool } from './mempool.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let mempool: Mempool;

beforeAll(async () => {
  story = await openStory({ safes: 5 });
  mempool = new Mempool(story);
});

afterAll(() => story.close());

afterEach(async () => {
  await story.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') });
  await mempool.release();
});

const OWNERS = ['Otto', 'Omar', 'Orson'] as const;
const Evidence = z.tuple([z.object({ evidence: z.record(z.string(), z.unknown()) })]);

/** A transfer on its way whose cancel the owners have signed; their signatures, and nothing else, are genuine. */
async function burnSigned(id: string, safe: Named, signers: readonly string[] = OWNERS): Promise<void> {
  const { nonce } = await story.cleared(id);
  const { digest } = safeTxDigests(buildCancel(safe.address, nonce), sandboxChainId, safe.address);
  for (const name of signers) {
    const owner = story.ownerAccount(name);
    await story.sql(
      `INSERT INTO owner_signature (transfer_id, owner, person_id, safe_tx_hash, signature, created_at)
       VALUES ($1, $2, $3, $4, $5, now())`,
      [id, owner.address, story.personId(name), digest, await owner.sign({ hash: digest })],
    );
  }
  const [{ evidence }] = Evidence.parse(await story.sql('SELECT evidence FROM transfer WHERE id = $1', [id]));
  const { cleared, submissions } = evidence;
  const cancel = {
    ...{
      stage: 'signed',
      by: 'system',
      why: 'it expired',
      at: 1_800_000_000,
      confirmedBy: story.personId('Ada'),
    },
    burn: { safeTxHash: digest, effectsDigest: digest, words: 'burns the nonce', expiresAt: 1_800_000_000 },
    signers: OWNERS.map((name) => story.ownerAccount(name).address),
  };
  await story.sql(`UPDATE transfer SET state = 'cancelling', evidence = $2 WHERE id = $1`, [
    ...[id, JSON.stringify({ cleared, stood: { state: 'submitted', submissions }, cancel })],
  ]);
  await story.sql(
    `SELECT graphile_worker.add_job('submit', json_build_object('id', $1::text), job_key => 'submit:' || $1)`,
    [id],
  );
}

async function safeNonce(safe: Named): Promise<bigint> {
  const word = await story.chain.client.getStorageAt({ address: safe.address, slot: '0x5' });
  return BigInt(word ?? '0x0');
}

async function pending(hash: Hex) {
  const { nonce, maxPriorityFeePerGas = 0n } = await story.chain.client.getTransaction({ hash });
  return { nonce, maxPriorityFeePerGas };
}

describe('a payment that must not be mined any more', () => {
  it('is replaced by the burn of its nonce, at the same account nonce and with twice the tip, also in a frozen Safe', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    const [payment, nonce] = [await mempool.submitted(id), await safeNonce(safe)];
    const first = await pending(payment);
    await burnSigned(id, safe);
    made(await story.person('Tessa').post('/v1/freezes', { scope: safe.id, reason: 'It looks odd' }));
    const burn = await mempool.handed(id, 'burn');
    expect(await mempool.isPending(payment)).toBe(false);
    const second = await pending(burn);
    expect(second.nonce).toBe(first.nonce);
    expect(second.maxPriorityFeePerGas).toBeGreaterThanOrEqual(first.maxPriorityFeePerGas * 2n);
    await mempool.release();
    expect(await safeNonce(safe)).toBe(nonce + 1n);
    expect(await story.balance('eth', safe.address)).toBe(parseEther('1000'));
    const types = (await story.audited(id)).map(({ type }) => type);
    expect(types.at(-1)).toBe('transfer.cancelling');
  });

  it('is not burnt by fewer owners than the Safe wants', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    await mempool.submitted(id);
    await burnSigned(id, safe, ['Otto', 'Omar']);
    await mempool.waitsFor(id, /2 owners signed, 3 are needed/);
    expect(await story.sql('SELECT purpose FROM relayer_flight WHERE transfer_id = $1', [id])).toEqual([
      ...[{ purpose: 'execute' }],
    ]);
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

  it('invariant 25: is taken back when a look finds that it no longer stands', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    const payment = await mempool.submitted(id);
    await story.govern('destination', story.destination().id, () => null);
    await mempool.block(id, parseGwei('40'));
    const taken = await mempool.handed(id, 'void');
    expect([await mempool.isPending(payment), await mempool.isPending(taken)]).toEqual([false, true]);
    await mempool.release();
    await mempool.waitsFor(id, /it is not sent/);
    expect([await mempool.executions(safe), await story.state(id)]).toEqual([0, 'submitted']);
  });
});
