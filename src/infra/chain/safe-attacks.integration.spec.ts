import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, encodeFunctionData, erc20Abi, numberToHex, parseAbi, parseEther, zeroAddress } from 'viem';
import { executeWithOwners, foreignTransaction } from '../../../test/builders/safe-execution.js';
import {
  RELEASED_SAFES,
  type ReleasedSafe,
  createReleasedSafe,
  deployReleased,
} from '../../../test/safe-releases.js';
import { providersOf } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { historyRefusals } from '../../domain/safes/history.js';
import { onboardingRefusals, safeCode } from '../../domain/safes/onboarding.js';
import { type Drift, profileDrift } from '../../domain/safes/profile.js';
import { OWNERS_POSITION, SINGLETON_SLOT, mappingSlot } from '../../domain/safes/storage-layout.js';
import { wordOfAddress } from '../../domain/simulation/abi-words.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { SafeHistoryReader } from './safe-history.js';
import { type SafeReading, SafeReader } from './safe-reader.js';

const EVIL = addressFromHex('0xbad0000000000000000000000000000000000001');
const TROJAN = addressFromHex('0xbad0000000000000000000000000000000000002');
const PLANTER = addressFromHex('0xbad0000000000000000000000000000000000003');
const AGREEABLE = addressFromHex('0xbad0000000000000000000000000000000000004');

const authority = parseAbi([
  'function enableModule(address module)',
  'function setGuard(address guard)',
  'function setModuleGuard(address guard)',
  'function setFallbackHandler(address handler)',
  'function approveHash(bytes32 hash)',
]);
const planter = parseAbi(['function plant(bytes32 slot, uint256 value)']);
const toL2 = parseAbi(['function setupToL2(address singleton)']);
const swap = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [EVIL, 0n] });

let chain: FreshChain;
let salt = 100n;

beforeAll(async () => {
  chain = await freshChain();
  // sstore(0, calldataload(4)): Bybit's trojan, whose transfer(to, amount) writes `to` over the singleton.
  await chain.client.setCode({ address: TROJAN, bytecode: '0x60043560005500' });
  // sstore(calldataload(4), calldataload(36))
  await chain.client.setCode({ address: PLANTER, bytecode: '0x6024356004355500' });
  // return(1), whatever it is asked: a guard that lets everything pass, also the question for ERC-165.
  await chain.client.setCode({ address: AGREEABLE, bytecode: '0x600160005260206000f3' });
});
afterAll(async () => {
  await chain.stop();
});

function freshSafe(options: ReleasedSafe): Promise<Address> {
  salt += 1n;
  return createReleasedSafe(chain, { ...options, saltNonce: salt });
}

const read = (safe: Address): Promise<SafeReading> =>
  new SafeReader(providersOf(chain)).readProfile(safe, 'all');

/** Lets the owners themselves execute something, past Sluice. */
async function execute(safe: Address, call: { to: Address; data: Hex; operation?: 0 | 1 }): Promise<void> {
  const { nonce } = await read(safe);
  const { operation = 0, ...change } = call;
  await executeWithOwners(chain, safe, { ...foreignTransaction(safe, nonce, change), operation });
}

async function drift(safe: Address, before: SafeReading): Promise<readonly Drift[]> {
  return profileDrift(before.profile, (await read(safe)).profile);
}

/** What an onboarding says of the Safe's past. */
async function taints(safe: Address, suspects: readonly Address[] = []): Promise<readonly string[]> {
  const { profile, nonce, block } = await read(safe);
  const reader = new SafeHistoryReader(providersOf(chain));
  const history = await reader.read({ safe, block }, profile.owners, suspects);
  const refusals = historyRefusals(history, profile, nonce);
  for (const { code } of refusals) expect(code).toBe('SAFE_HISTORY_TAINTED');
  return refusals.map((each) => each.reason);
}

describe.each(RELEASED_SAFES)('$name, attacked with the signatures of its own owners', (release) => {
  it('invariant 15: a singleton swapped by delegatecall (Bybit) is drift of the singleton', async () => {
    const safe = await freshSafe(release);
    const before = await read(safe);
    await execute(safe, { to: TROJAN, data: swap, operation: 1 });
    const after = await drift(safe, before);
    expect(after.map((each) => each.field)).toEqual(['singleton', 'singletonCodeHash']);
    expect(after[0]).toMatchObject({ actual: EVIL });
    expect(onboardingRefusals((await read(safe)).profile).map((each) => each.code)).toEqual([
      'SAFE_VERSION_UNSUPPORTED',
    ]);
    expect(await taints(safe)).toContainEqual(expect.stringContaining(`it ran the code of ${TROJAN}`));
  });

  it('invariant 15: an owner planted by delegatecall is no drift, but its trace taints the history', async () => {
    const safe = await freshSafe(release);
    const before = await read(safe);
    const slot = mappingSlot(EVIL, OWNERS_POSITION);
    const data = encodeFunctionData({ abi: planter, functionName: 'plant', args: [slot, 1n] });
    await execute(safe, { to: PLANTER, data, operation: 1 });
    // Nothing that can be enumerated shows it: that is why only a whole history passes.
    expect(await drift(safe, before)).toEqual([]);
    expect(await taints(safe)).toEqual([expect.stringContaining(`it ran the code of ${PLANTER}`)]);
    expect(await taints(safe, [EVIL])).toContain(
      `${EVIL} counts as an owner, but is not in the list of owners`,
    );
  });

  it('invariant 15: an enabled module is drift and taints', async () => {
    const safe = await freshSafe(release);
    const before = await read(safe);
    const data = encodeFunctionData({ abi: authority, functionName: 'enableModule', args: [EVIL] });
    await execute(safe, { to: safe, data });
    expect((await drift(safe, before)).map((each) => each.field)).toEqual(['modules']);
    expect(await taints(safe)).toEqual(['its history has EnabledModule, which no fresh Safe has']);
  });

  it('invariant 15: a set guard is drift and taints', async () => {
    const safe = await freshSafe(release);
    const before = await read(safe);
    const data = encodeFunctionData({ abi: authority, functionName: 'setGuard', args: [AGREEABLE] });
    await execute(safe, { to: safe, data });
    expect((await drift(safe, before)).map((each) => each.field)).toEqual(['guard']);
    expect(await taints(safe)).toEqual(['its history has ChangedGuard, which no fresh Safe has']);
  });

  it('invariant 15: a changed fallback handler (THREATS A09) is drift and taints', async () => {
    const safe = await freshSafe(release);
    const before = await read(safe);
    const args = [chain.token.address] as const;
    const data = encodeFunctionData({ abi: authority, functionName: 'setFallbackHandler', args });
    await execute(safe, { to: safe, data });
    const fields = (await drift(safe, before)).map((each) => each.field);
    expect(fields).toEqual(['fallbackHandler', 'fallbackHandlerCodeHash']);
    const words = await taints(safe);
    expect(words).toContain('its history has ChangedFallbackHandler, which no fresh Safe has');
    expect(words).toContain('its fallback handler is not the one it was set up with');
  });
});

describe('what a Safe went through before', () => {
  it('invariant 15: a module guard (1.5.0) is drift and taints', async () => {
    const safe = await freshSafe({ version: '1.5.0' });
    const before = await read(safe);
    const data = encodeFunctionData({ abi: authority, functionName: 'setModuleGuard', args: [AGREEABLE] });
    await execute(safe, { to: safe, data });
    expect((await drift(safe, before)).map((each) => each.field)).toEqual(['moduleGuard']);
    expect(onboardingRefusals((await read(safe)).profile)).toHaveLength(1);
    expect(await taints(safe)).toEqual(['its history has ChangedModuleGuard, which no fresh Safe has']);
  });

  it('invariant 15: a hash approved on chain (THREATS F11) taints', async () => {
    const safe = await freshSafe({ version: '1.4.1' });
    const [owner] = chain.owners;
    if (!owner) throw new Error('the Safe has owners');
    await chain.client.impersonateAccount({ address: owner.address });
    await chain.client.setBalance({ address: owner.address, value: parseEther('1') });
    const args = [`0x${'ab'.repeat(32)}`] as const;
    const data = encodeFunctionData({ abi: authority, functionName: 'approveHash', args });
    const hash = await chain.client.sendTransaction({ account: owner.address, to: safe, data });
    await chain.client.waitForTransactionReceipt({ hash });
    expect(await taints(safe)).toEqual(['its history has ApproveHash, which no fresh Safe has']);
  });

  it('invariant 15: a setup that ran foreign code inside the Safe taints', async () => {
    const slot = mappingSlot(EVIL, OWNERS_POSITION);
    const data = encodeFunctionData({ abi: planter, functionName: 'plant', args: [slot, 1n] });
    const safe = await freshSafe({ version: '1.4.1', initializer: { to: PLANTER, data } });
    expect(onboardingRefusals((await read(safe)).profile)).toEqual([]);
    expect(await taints(safe)).toEqual([`its setup ran the code of ${PLANTER} inside the Safe`]);
  });

  it('invariant 15: a setup that SafeToL2Setup moved to the released L2 variant is fresh, to another is not', async () => {
    const to = await deployReleased(chain, '1.5.0', 'libraries/SafeToL2Setup.sol/SafeToL2Setup.json');
    const l2 = await deployReleased(chain, '1.5.0', 'SafeL2.sol/SafeL2.json');
    const move = (singleton: Address): Hex =>
      encodeFunctionData({ abi: toL2, functionName: 'setupToL2', args: [singleton] });
    const moved = await freshSafe({ version: '1.5.0', initializer: { to, data: move(l2) } });
    const { profile } = await read(moved);
    expect(safeCode(profile)).toEqual({ version: '1.5.0', l2: true, singleton: l2 });
    expect(await taints(moved)).toEqual([]);

    const elsewhere = await freshSafe({ version: '1.5.0', initializer: { to, data: move(AGREEABLE) } });
    // As if the code there had put the released singleton back after planting an owner.
    const back = wordOfAddress(l2);
    await chain.client.setStorageAt({ address: elsewhere, index: SINGLETON_SLOT, value: back });
    await chain.mine(1);
    expect(await taints(elsewhere)).toEqual([
      `its history ends with the singleton ${AGREEABLE}, but slot 0 names ${l2}`,
    ]);
  });

  it('invariant 15: a proxy that no released factory made taints, whatever its code', async () => {
    const made = await freshSafe({ version: '1.4.1' });
    const forged = addressFromHex('0x5afe000000000000000000000000000000000001');
    const slots = [0, 1, 2, 3, 4, 5].map((each) => numberToHex(each, { size: 32 }));
    const { profile } = await read(made);
    const chained = [addressFromHex(numberToHex(1n, { size: 20 })), ...profile.owners];
    const keys = [
      ...slots,
      ...chained.map((each) => mappingSlot(each, OWNERS_POSITION)),
      mappingSlot(addressFromHex(numberToHex(1n, { size: 20 })), 1),
      '0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5' as const,
    ];
    for (const slot of keys) {
      const value = (await chain.client.getStorageAt({ address: made, slot })) ?? zeroAddress;
      await chain.client.setStorageAt({ address: forged, index: slot, value });
    }
    const code = await chain.client.getCode({ address: made });
    await chain.client.setCode({ address: forged, bytecode: code ?? '0x' });
    await chain.mine(1);
    expect(onboardingRefusals((await read(forged)).profile)).toEqual([]);
    expect(await taints(forged)).toEqual([
      'no released factory says that it made this proxy',
      'it was set up 0 times, not once',
    ]);
  });

  it('invariant 15: an owner written by the node itself is found only if its address is asked for', async () => {
    const safe = await freshSafe({ version: '1.4.1' });
    const index = mappingSlot(EVIL, OWNERS_POSITION);
    await chain.client.setStorageAt({ address: safe, index, value: numberToHex(1, { size: 32 }) });
    await chain.mine(1);
    // No transaction did it, so there is no trace; on a real chain there is no such way.
    expect(await taints(safe)).toEqual([]);
    expect(await taints(safe, [EVIL])).toHaveLength(1);
  });

  it('invariant 15: coin that came in taints nothing, and its sender is asked for', async () => {
    const safe = await freshSafe({ version: '1.4.1' });
    const hash = await chain.client.sendTransaction({ to: safe, value: 5n });
    await chain.client.waitForTransactionReceipt({ hash });
    expect(await taints(safe)).toEqual([]);
    const index = mappingSlot(addressFromHex(chain.deployer.address), OWNERS_POSITION);
    await chain.client.setStorageAt({ address: safe, index, value: numberToHex(1, { size: 32 }) });
    await chain.mine(1);
    expect(await taints(safe)).toEqual([expect.stringContaining(chain.deployer.address)]);
  });

  it.each(['eth_getLogs', 'eth_getCode', 'eth_getTransactionReceipt'])(
    'invariant 7: a provider that lies by %s is a disagreement',
    async (method) => {
      const safe = await freshSafe({ version: '1.4.1' });
      const { profile, block } = await read(safe);
      chain.proxy.tamper = (request, response) =>
        request.method === method ? { ...response, result: lieOf(method, response.result) } : response;
      const reader = new SafeHistoryReader(providersOf(chain));
      await expect(reader.read({ safe, block }, profile.owners, [])).rejects.toMatchObject({
        code: 'RPC_DISAGREE',
      });
      chain.proxy.tamper = undefined;
    },
  );

  it('invariant 6: a provider without traces leaves the past of a used Safe unknown', async () => {
    const safe = await freshSafe({ version: '1.4.1' });
    await execute(safe, { to: EVIL, data: '0x' });
    const error = { code: -32601, message: 'the method does not exist' };
    chain.proxy.tamper = (request, response) =>
      request.method === 'debug_traceTransaction' ? { ...response, result: undefined, error } : response;
    await expect(taints(safe)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
    chain.proxy.tamper = undefined;
    expect(await taints(safe)).toEqual([]);
  });
});

function lieOf(method: string, result: unknown): unknown {
  switch (method) {
    case 'eth_getLogs':
      return [];
    case 'eth_getCode':
      return '0x00';
    default:
      return { ...(result as object), from: EVIL };
  }
}
