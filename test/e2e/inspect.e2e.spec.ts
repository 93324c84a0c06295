import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, concat, encodeFunctionData, erc20Abi, maxUint256, parseEther } from 'viem';
import { z } from 'zod';
import type { ProposedSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests, safeTxTypedData } from '../../src/domain/transfers/safe-tx-hash.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { foreignTransaction } from '../builders/safe-execution.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

const Inspection = z.strictObject({
  verdict: z.string(),
  code: z.string().nullable(),
  reason: z.string(),
  digests: z.record(z.string(), z.string().nullable()),
  notChecked: z.array(z.string()),
  wouldDo: z.array(z.looseObject({ place: z.string(), action: z.string(), sentence: z.string() })),
});

let story: StorySteps;
let safe: Named;
let hot: Named;

beforeAll(async () => {
  // A founding of its own: in the template's log another gateway has started before.
  story = await openStory({ safes: 2, founding: (same) => same });
  safe = story.freshSafe();
  hot = story.destination();
});

afterAll(() => story.close());

const pay = (change: Partial<ProposedSafeTransaction> = {}): ProposedSafeTransaction => ({
  ...foreignTransaction(safe.address, 0n, { to: hot.address, value: parseEther('0.001') }),
  ...change,
});

async function ask(transaction: Readonly<Record<keyof ProposedSafeTransaction, unknown>>, also: object) {
  const texts = Object.fromEntries(
    Object.entries(transaction).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  );
  const body = { safe: safe.id, transaction: texts, ...also };
  return story.person('Audrey').post('/v1/safe-transactions/inspect', body);
}

async function inspect(transaction: ProposedSafeTransaction, also: object = {}) {
  const reply = await ask(transaction, also);
  expect(reply.status).toBe(200);
  return Inspection.parse(reply.body);
}

describe('POST /v1/safe-transactions/inspect', () => {
  it('accepts what Sluice could have built, with its digests and what was not looked at', async () => {
    const inspection = await inspect(pay());
    expect(inspection).toMatchObject({ verdict: 'ACCEPT', code: null });
    expect(inspection.digests['eip712Digest']).toBe(
      safeTxDigests(pay(), sandboxChainId, safe.address).digest,
    );
    expect(inspection.notChecked).toContain(
      'code of the token and of the destination, and what a simulation would show',
    );
  });

  it.each<[string, Partial<ProposedSafeTransaction>]>([
    ['OP_DELEGATECALL', { operation: 1 }],
    ['NONCE_MISMATCH', { nonce: 1n }],
    ['GAS_REFUND', { gasPrice: 1n }],
    ['NATIVE_WITH_DATA', { data: '0x00' }],
    ['LIMIT_PER_TX', { value: parseEther('1000000') }],
  ])('invariant 1: refuses by %s', async (code, change) => {
    expect(await inspect(pay(change))).toMatchObject({ verdict: 'REFUSE', code });
  });

  it('says what refused bytes would do, by the names of the gateway', async () => {
    const data = encodeFunctionData({
      abi: erc20Abi,
      functionName: 'approve',
      args: [hot.address, maxUint256],
    });
    const { wouldDo } = await inspect(pay({ to: safe.address, value: 0n, data, gasPrice: 1n, baseGas: 7n }));
    expect(wouldDo).toMatchObject([
      { action: 'allow', isUnlimited: true, spender: hot.address, spenderName: 'Hot wallet 1' },
      {
        action: 'gas-refund',
        sentence: expect.stringContaining('to whoever sends the transaction') as unknown,
      },
    ]);
    await story.integrated();
    const [logged] = await story.sql(
      "SELECT body::json -> 'detail' -> 'wouldDo' AS said FROM audit_entry WHERE type = 'safe-transaction.inspected' ORDER BY index DESC LIMIT 1",
    );
    expect(logged?.['said']).toEqual(wouldDo.map(({ place, sentence }) => `${place} ${sentence}`));
  });

  it('C04: takes an address all in one case, and repairs no checksum', async () => {
    expect((await ask({ ...pay(), to: hot.address.toLowerCase() }, {})).status).toBe(200);
    const other = (letter: string) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    const flipped = `0x${hot.address.slice(2).replaceAll(/[A-Fa-f]/g, other)}`;
    expect(await ask({ ...pay(), to: flipped }, {})).toMatchObject({
      status: 422,
      body: { code: 'ADDRESS_FORMAT' },
    });
  });

  it('invariant 12: knows the cancel of the next nonce from a call of the Safe to itself', async () => {
    const cancel = foreignTransaction(safe.address, 0n);
    expect(await inspect(cancel)).toMatchObject({ verdict: 'ACCEPT_AS_CANCEL', code: null });
    expect(await inspect({ ...cancel, data: '0x610b5925' })).toMatchObject({
      verdict: 'REFUSE',
      code: 'SELF_CALL',
    });
  });

  it('alerts on an address that only looks like the hot wallet', async () => {
    const alike = `${hot.address.slice(0, 8)}${'d'.repeat(28)}${hot.address.slice(-6)}`.toLowerCase();
    expect(await inspect(pay({ to: alike as never }))).toMatchObject({
      verdict: 'REFUSE_AND_ALERT',
      code: 'DEST_LOOKALIKE',
    });
  });

  it('freezes on a hash that is not that of the fields', async () => {
    const safeTxHash = safeTxDigests(pay({ value: 1n }), sandboxChainId, safe.address).digest;
    expect(await inspect(pay(), { safeTxHash })).toMatchObject({ verdict: 'FREEZE', code: 'HASH_MISMATCH' });
  });

  it("invariant 14: verifies owners' signatures, which may be over another transaction", async () => {
    const sorted = story.chain.owners.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
    const three = sorted.slice(0, 3);
    const over = async (tx: ProposedSafeTransaction): Promise<Hex> => {
      const { types, ...typed } = safeTxTypedData(tx, sandboxChainId, safe.address);
      const asked = { ...typed, types: { SafeTx: types.SafeTx } } as never;
      return concat(await Promise.all(three.map((owner) => owner.signTypedData(asked))));
    };
    expect(await inspect(pay(), { signatures: await over(pay()) })).toMatchObject({ verdict: 'ACCEPT' });
    const stolen = { signatures: await over(pay({ operation: 1 })) };
    expect(await inspect(pay(), stolen)).toMatchObject({ verdict: 'FREEZE', code: 'SIG_MISMATCH' });
    expect(await inspect(pay(), { signatures: '0x' })).toMatchObject({
      verdict: 'REFUSE',
      code: 'SIG_LENGTH',
    });
  });
});

describe('the self-test', () => {
  it('invariant 21: has run before anyone was served, and is in the log', async () => {
    await story.integrated();
    const entries = await story.sql(`SELECT actor, body FROM audit_entry WHERE type = 'self-test.passed'`);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actor: 'system' });
  });
});
