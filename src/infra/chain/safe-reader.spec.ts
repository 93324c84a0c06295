import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, keccak256, numberToHex, parseEther } from 'viem';
import { z } from 'zod';
import { HOT_WALLET, movementOf, providersOf, tokenAsset } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { onboardingRefusals } from '../../domain/safes/onboarding.js';
import { GUARD_SLOT, SENTINEL, mappingSlot, slotOf } from '../../domain/safes/storage-layout.js';
import { buildSafeTransaction } from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { type Address, ZERO_ADDRESS, addressFromHex } from '../../domain/values/address.js';
import { SafeReader } from './safe-reader.js';
import type { Likely } from './safe-storage.js';

let chain: FreshChain;
let reader: SafeReader;
let safe: Address;

beforeAll(async () => {
  chain = await freshChain();
  reader = new SafeReader(providersOf(chain));
  safe = addressFromHex(chain.safe);
});
afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});
afterAll(async () => {
  await chain.stop();
});

/** The block after it commits to the change; before, no proof shows it. */
async function store(slot: Hex, value: Hex): Promise<void> {
  await chain.client.setStorageAt({ address: safe, index: slot, value });
  await chain.mine(1);
}

/** Lets the second provider prove what stands in another slot than the one asked for. */
function swapProofs(asked: Hex, given: Hex): void {
  chain.proxy.tamper = async (request, response) => {
    if (request.method !== 'eth_getProof' || !JSON.stringify(request.params).includes(asked)) return response;
    const [account, slots, at] = z
      .tuple([z.string(), z.array(z.string()), z.unknown()])
      .parse(request.params);
    const params = [account, slots.map((slot) => (slot === asked ? given : slot)), at];
    const reply = await fetch(chain.rpcUrls[0], {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getProof', params }),
    });
    return { ...response, result: z.object({ result: z.unknown() }).parse(await reply.json()).result };
  };
}

/** The claims that stand beside the proofs, all of them lies. */
function withoutMeaning(result: unknown): unknown {
  const { storageProof } = z.object({ storageProof: z.array(z.looseObject({})) }).parse(result);
  const claims = { balance: '0x1', nonce: '0x7', codeHash: slotOf(1), storageHash: slotOf(1) };
  return {
    ...(result as object),
    ...claims,
    storageProof: storageProof.map((each) => ({ ...each, key: '0x9', value: '0xbad' })),
  };
}

describe('invariant 15: a Safe is read by slots and code', () => {
  it('invariant 15: reads a fresh Safe, which may be onboarded', async () => {
    const { profile, nonce } = await reader.readProfile(safe, 'all');
    expect(profile.owners).toEqual(chain.owners.map((owner) => owner.address));
    expect(profile).toMatchObject({ threshold: 3, modules: [], guard: ZERO_ADDRESS, chainId: 31337 });
    expect(nonce).toBe(0n);
    expect(onboardingRefusals(profile)).toEqual([]);
  });

  it.each([
    ['another singleton', slotOf(0), slotOf(3)],
    ['another nonce', slotOf(5), slotOf(4)],
    ['no guard slot that is asked for', GUARD_SLOT, slotOf(0)],
    ['another head of the owners', mappingSlot(SENTINEL, 2), slotOf(99)],
  ])('invariant 15: one provider that proves %s is refused', async (_what, asked, given) => {
    swapProofs(asked, given);
    await expect(reader.readProfile(safe, 'all')).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 15: the profile is read by proofs, so what one provider says of a slot is not asked', async () => {
    const honest = await reader.readProfile(safe, 'all');
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getProof' ? { ...response, result: withoutMeaning(response.result) } : response;
    expect(await reader.readProfile(safe, 'all')).toEqual(honest);
  });

  it('asks at once for the owners that are likely, one by one for others, and believes neither', async () => {
    const asked: string[] = [];
    chain.proxy.tamper = (request, response) => {
      asked.push(request.method);
      return response;
    };
    const proofsFor = async (likely?: Likely) => {
      asked.length = 0;
      const { profile } = await reader.readProfile(safe, 'all', likely);
      return { profile, proofs: asked.filter((method) => method === 'eth_getProof').length };
    };
    const { profile, proofs } = await proofsFor();
    expect(await proofsFor(profile)).toEqual({ profile, proofs: proofs - profile.owners.length });
    const [replaced, ...kept] = profile.owners;
    if (!replaced) throw new Error('no owner');
    const mistaken = { owners: [HOT_WALLET, ...kept], modules: [HOT_WALLET] };
    expect(await proofsFor(mistaken)).toEqual({ profile, proofs: proofs - kept.length });
  });

  it.each([0, 1, 4])(
    'invariant 15: a likely owner that one provider lies about is refused: %s',
    async (at) => {
      const { profile } = await reader.readProfile(safe, 'all');
      swapProofs(mappingSlot(profile.owners[at] ?? HOT_WALLET, 2), slotOf(3));
      await expect(reader.readProfile(safe, 'all', profile)).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
    },
  );

  it('invariant 6: a provider without proofs is unavailable by name', async () => {
    const error = { code: -32601, message: 'the method does not exist' };
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getProof' ? { ...response, result: undefined, error } : response;
    await expect(reader.readProfile(safe, 'all')).rejects.toMatchObject({
      code: 'RPC_UNAVAILABLE',
      message: 'provider b does not serve eth_getProof',
    });
  });

  it('invariant 15: an account without code is no Safe', async () => {
    await expect(reader.readProfile(HOT_WALLET, 'all')).rejects.toMatchObject({
      code: 'SAFE_VERSION_UNSUPPORTED',
    });
  });

  it('invariant 15: a contract that is no Safe is no Safe', async () => {
    await expect(reader.readProfile(tokenAsset(chain).address, 'all')).rejects.toMatchObject({
      code: 'SAFE_VERSION_UNSUPPORTED',
    });
  });

  it('invariant 15: an owner list without an end, and a lying owner count, are refused', async () => {
    const first = addressFromHex(chain.owners[0]?.address ?? '');
    const head = mappingSlot(SENTINEL, 2);
    const loop = mappingSlot(first, 2);
    const [oldLoop, oldCount] = await Promise.all([
      chain.client.getStorageAt({ address: safe, slot: loop }),
      chain.client.getStorageAt({ address: safe, slot: slotOf(3) }),
    ]);
    expect(await chain.client.getStorageAt({ address: safe, slot: head })).toMatch(/^0x0{24}/);
    await store(loop, `0x${first.slice(2).toLowerCase().padStart(64, '0')}`);
    await expect(reader.readProfile(safe, 'all')).rejects.toMatchObject({ code: 'SAFE_VERSION_UNSUPPORTED' });
    await store(loop, oldLoop ?? '0x');
    await store(slotOf(3), numberToHex(4, { size: 32 }));
    await expect(reader.readProfile(safe, 'all')).rejects.toMatchObject({ code: 'SAFE_HISTORY_TAINTED' });
    await store(slotOf(3), oldCount ?? '0x');
    expect((await reader.readProfile(safe, 'all')).profile.owners).toHaveLength(5);
  });

  it('invariant 15: shows a module that was planted in storage', async () => {
    const modules = mappingSlot(SENTINEL, 1);
    const planted = mappingSlot(HOT_WALLET, 1);
    await store(modules, `0x${HOT_WALLET.slice(2).toLowerCase().padStart(64, '0')}`);
    await store(planted, numberToHex(1, { size: 32 }));
    const { profile } = await reader.readProfile(safe, 'all');
    expect(profile.modules).toEqual([HOT_WALLET]);
    await store(modules, numberToHex(1, { size: 32 }));
  });
});

describe('balances, code and receipts', () => {
  it('reads balances of coin and token', async () => {
    const block = await reader.block('latest');
    expect(await reader.nativeBalance(safe, block)).toBe(parseEther('1000'));
    expect(await reader.tokenBalance(tokenAsset(chain), safe, block)).toBe(10_000_000_000_000n);
    expect(await reader.tokenBalance(tokenAsset(chain), HOT_WALLET, block)).toBe(0n);
  });

  it('takes an EIP-7702 delegation for code, and nothing for none', async () => {
    const delegated = addressFromHex(`0x${'77'.repeat(20)}`);
    const code: Hex = `0xef0100${'12'.repeat(20)}`;
    await chain.client.setCode({ address: delegated, bytecode: code });
    await chain.mine(1);
    const block = await reader.block('latest');
    expect(await reader.codeHash(delegated, block, 'all')).toBe(keccak256(code));
    expect(await reader.codeHash(HOT_WALLET, block, 'all')).toBeNull();
    expect(await reader.codeHash(tokenAsset(chain).address, block, 'all')).toBe(chain.token.codeHash);
  });

  it('invariant 3: the Safe itself gives the hash that we derive', async () => {
    const tx = buildSafeTransaction(movementOf(tokenAsset(chain), 5n), 0n);
    const hash = await reader.transactionHashOnChain(safe, tx, await reader.block('latest'));
    expect(hash).toBe(safeTxDigests(tx, 31337, safe).digest);
  });
});
