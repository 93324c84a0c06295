import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { type Hex, keccak256, parseTransaction, recoverTransactionAddress, toHex } from 'viem';
import { LOG_SETTINGS } from '../../../test/log-settings.js';
import { CHAIN_ID, HOT_WALLET, providersOf } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { loadConfig } from '../../config/config.js';
import { addressFromHex } from '../../domain/values/address.js';
import { type RpcProxy, startRpcProxy } from '../../../sandbox/rpc-proxy.js';
import { Providers } from './providers.js';
import { Relayer } from './relayer.js';
import { rpcUrls } from '../../../sandbox/rpc-urls.js';
import { providersAt } from '../../../test/named-providers.js';

let chain: FreshChain;
let second: RpcProxy;
let relayer: Relayer;

function relayerOver(providers: Providers): Relayer {
  const { privateKey } = chain.relayer.getHdKey();
  const config = loadConfig({
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    RPC_URLS: rpcUrls(chain.rpcUrls),
    CHAIN_ID: String(CHAIN_ID),
    RELAYER_PRIVATE_KEY: toHex(privateKey ?? new Uint8Array()),
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  return new Relayer(config, providers);
}

const call = { to: HOT_WALLET, data: '0x1234' } as const;
const mined = (hash: Hex) => chain.client.waitForTransactionReceipt({ hash });

beforeAll(async () => {
  Logger.overrideLogger(false); // it warns of bytes that a provider will not take, which is meant here
  chain = await freshChain();
  second = await startRpcProxy({ upstream: chain.rpcUrls[0] });
  relayer = relayerOver(providersOf(chain));
});

afterAll(async () => {
  await second.stop();
  await chain.stop();
  Logger.overrideLogger(new ConsoleLogger()); // it is the whole process's
});

afterEach(() => {
  for (const proxy of [chain.proxy, second]) {
    proxy.tamper = undefined;
    proxy.mode = 'pass';
  }
});

describe(Relayer.name, () => {
  it('signs a call of this chain and no other, of its own next nonce and without value', async () => {
    const { rawTransaction, transactionHash } = await relayer.sign(call);
    const parsed = parseTransaction(rawTransaction);
    expect(parsed).toMatchObject({
      type: 'eip1559',
      chainId: CHAIN_ID,
      to: HOT_WALLET.toLowerCase(),
      data: '0x1234',
    });
    expect(parsed.nonce ?? 0).toBe(await relayer.executed());
    expect(parsed.value ?? 0n).toBe(0n);
    expect(transactionHash).toBe(keccak256(rawTransaction));
    const serializedTransaction = rawTransaction as `0x02${string}`;
    expect(await recoverTransactionAddress({ serializedTransaction })).toBe(relayer.address);
    expect(relayer.address).toBe(chain.relayer.address);
  });

  it("gives a quarter more gas than the providers' highest estimate", async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_estimateGas' ? { ...response, result: '0x186a0' } : response;
    const { gas } = parseTransaction((await relayer.sign(call)).rawTransaction);
    expect(gas).toBe(125_000n);
  });

  it('invariant 12: the same bytes, sent any number of times, execute once', async () => {
    const before = await relayer.executed();
    const signed = await relayer.sign(call);
    expect(await relayer.isSpent(signed)).toBe(false);
    await relayer.broadcast(signed);
    expect((await mined(signed.transactionHash)).status).toBe('success');
    await relayer.broadcast(signed);
    await relayer.broadcast(signed);
    expect(await relayer.executed()).toBe(before + 1);
    expect(await relayer.isSpent(signed)).toBe(true);
  });

  it('knows that another transaction of its own took the place', async () => {
    const [first, replacement] = [await relayer.sign(call), await relayer.sign({ ...call, data: '0x5678' })];
    await relayer.broadcast(replacement);
    await mined(replacement.transactionHash);
    expect(await relayer.isSpent(first)).toBe(true);
    await relayer.broadcast(first);
    expect(
      await chain.client.getTransactionReceipt({ hash: first.transactionHash }).catch(() => null),
    ).toBeNull();
  });

  it('invariant 6: hands the bytes to whom it can reach, and says that it could not reach the other', async () => {
    const signed = await relayer.sign(call);
    chain.proxy.mode = 'down';
    await expect(relayer.broadcast(signed)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
    expect((await mined(signed.transactionHash)).status).toBe('success');
    chain.proxy.mode = 'pass';
    await relayer.broadcast(signed);
  });

  it('invariant 6: says so when no provider could be reached, and can be asked again', async () => {
    const signed = await relayer.sign(call);
    const endpoints = [chain.proxy, second].map(({ url }, at) => ({ name: `proxy-${String(at)}`, url }));
    const over = relayerOver(providersAt(endpoints, CHAIN_ID));
    chain.proxy.mode = 'down';
    second.mode = 'down';
    await expect(over.broadcast(signed)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
    chain.proxy.mode = 'pass';
    second.mode = 'pass';
    await over.broadcast(signed);
    expect((await mined(signed.transactionHash)).status).toBe('success');
  });

  it("invariant 7: signs nothing when the providers disagree about the relayer's nonce", async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getTransactionCount' ? { ...response, result: '0x99' } : response;
    await expect(relayer.sign(call)).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 6: signs nothing for a call that would fail, or while a provider is silent', async () => {
    const hopeless = { to: addressFromHex(chain.token.address), data: '0xdeadbeef' } as const;
    await expect(relayer.sign(hopeless)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
    chain.proxy.mode = 'down';
    await expect(relayer.sign(call)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
  });

  it('shows its key to nobody who prints it', () => {
    const { privateKey } = chain.relayer.getHdKey();
    const secret = Buffer.from(privateKey ?? []).toString('hex');
    expect(JSON.stringify(relayer)).not.toContain(secret);
    expect(Object.values(relayer)).toHaveLength(1);
  });
});
