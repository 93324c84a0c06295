import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { type Hex, keccak256 } from 'viem';
import { HOT_WALLET, providersOf } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import type { SignedTransaction } from './relayer/relayer.js';
import { RelayerChain } from './relayer-chain.js';

let chain: FreshChain;
let relayerChain: RelayerChain;
let key: Address;

const call = { to: HOT_WALLET, data: '0x1234' } as const;
const mined = (hash: Hex) => chain.client.waitForTransactionReceipt({ hash });

async function signed(change: { nonce?: number; gas?: bigint } = {}): Promise<SignedTransaction> {
  const nonce = change.nonce ?? Number(await relayerChain.executed(key, await relayerChain.block()));
  const rawTransaction = await chain.relayer.signTransaction({
    ...{ type: 'eip1559', chainId: 31337, nonce, ...call, gas: change.gas ?? 60_000n },
    ...{ maxFeePerGas: 10_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
  });
  return { rawTransaction, transactionHash: parseBytes32(keccak256(rawTransaction)) };
}

beforeAll(async () => {
  Logger.overrideLogger(false); // it warns of a provider that cannot be reached, which is meant here
  chain = await freshChain();
  relayerChain = new RelayerChain(providersOf(chain));
  key = addressFromHex(chain.relayer.address);
});

afterAll(async () => {
  await chain.stop();
  Logger.overrideLogger(new ConsoleLogger()); // it is the whole process's
});

afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});

describe(RelayerChain.name, () => {
  it('invariant 12: the same bytes, handed out any number of times, execute once', async () => {
    const before = await relayerChain.executed(key, await relayerChain.block());
    const bytes = await signed();
    await relayerChain.hand(bytes);
    expect((await mined(bytes.transactionHash)).status).toBe('success');
    for (const { words } of await relayerChain.hand(bytes)) expect(words).toBeNull();
    expect(await relayerChain.executed(key, await relayerChain.block())).toBe(before + 1n);
  });

  it("gives every node's own words, of one line", async () => {
    const handed = await relayerChain.hand(await signed({ gas: 60_000_000_000n }));
    expect(handed.map(({ provider }) => provider)).toHaveLength(2);
    for (const { words } of handed) expect(words).toMatch(/gas/i);
  });

  it('invariant 6: hands the bytes to whom it can reach, and says so when it can reach nobody', async () => {
    const bytes = await signed();
    chain.proxy.mode = 'down';
    expect(await relayerChain.hand(bytes)).toHaveLength(1);
    expect((await mined(bytes.transactionHash)).status).toBe('success');
    const none = { inForce: () => Promise.resolve([]) };
    await expect(new RelayerChain(none as never).hand(bytes)).rejects.toMatchObject({
      code: 'RPC_UNAVAILABLE',
    });
  });

  it('invariant 7: knows no account nonce that the providers disagree about', async () => {
    const block = await relayerChain.block();
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getTransactionCount' ? { ...response, result: '0x99' } : response;
    await expect(relayerChain.executed(key, block)).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('names who estimates what, and who says that the call fails', async () => {
    const block = await relayerChain.block();
    const honest = await relayerChain.estimates(key, call, block);
    expect(honest.map(({ gas }) => typeof gas)).toEqual(['bigint', 'bigint']);
    chain.proxy.tamper = (request, { id }) =>
      request.method === 'eth_estimateGas'
        ? { id, jsonrpc: '2.0', error: { code: 3, message: 'execution reverted' } }
        : { id, jsonrpc: '2.0', result: null };
    const [first, second] = await relayerChain.estimates(key, call, block);
    expect([first?.gas, second?.gas]).toEqual([honest[0]?.gas, null]);
    const hopeless = { to: addressFromHex(chain.token.address), data: '0xdeadbeef' } as const;
    chain.proxy.tamper = undefined;
    expect((await relayerChain.estimates(key, hopeless, block)).map(({ gas }) => gas)).toEqual([null, null]);
  });

  it('reads the tips of each provider that says any', async () => {
    const block = await relayerChain.block();
    expect(await relayerChain.tips(block)).toHaveLength(2);
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_feeHistory' ? { ...response, result: { reward: [['0x1']] } } : response;
    expect((await relayerChain.tips(block))[1]).toBe(1n);
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_feeHistory' ? { ...response, result: { reward: 'much' } } : response;
    expect(await relayerChain.tips(block)).toHaveLength(1);
  });
});
