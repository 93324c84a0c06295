import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { concat, encodeFunctionData, parseAbi } from 'viem';
import { CHAIN_ID, HOT_WALLET, movementOf, tokenAsset } from '../../../test/simulated-transfer.js';
import { z } from 'zod';
import { type FreshChain, freshChain } from '../../../test/world.js';
import {
  type ProposedSafeTransaction,
  type SafeTransaction,
  buildCancel,
  buildSafeTransaction,
} from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { createSafe } from '../../../sandbox/safe-contracts.js';
import { type RpcProxy, type Tamper, startRpcProxy } from '../../../sandbox/rpc-proxy.js';
import { BlockProofs } from './block-proofs.js';
import { topicOf } from '../../domain/simulation/abi-words.js';
import { ExecutionFinder } from './execution-finder.js';
import { providersAt } from '../../../test/named-providers.js';
import type { Providers } from './providers.js';

const abi = parseAbi([
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
]);

let chain: FreshChain;
let safe: Address;
let proxies: readonly [RpcProxy, RpcProxy];
let providers: Providers;
let finder: ExecutionFinder;

const digestOf = (tx: ProposedSafeTransaction, of: Address = safe) => safeTxDigests(tx, CHAIN_ID, of).digest;

/** Executes a Safe transaction as anyone can who holds the owners' signatures. */
async function execute(tx: ProposedSafeTransaction, of: Address = safe): Promise<Bytes32> {
  const signers = chain.owners
    .slice(0, chain.threshold)
    .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const hash = digestOf(tx, of);
  const signatures = await Promise.all(signers.map((owner) => owner.sign({ hash })));
  const data = encodeFunctionData({
    abi,
    functionName: 'execTransaction',
    args: [
      ...([tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas] as const),
      ...([tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, concat(signatures)] as const),
    ],
  });
  const sent = await chain.client.sendTransaction({ to: of, data, gas: 1_000_000n });
  expect((await chain.client.waitForTransactionReceipt({ hash: sent })).status).toBe('success');
  return parseBytes32(sent);
}

/** Looks for the execution of a transaction of a Safe, over two providers that each stand behind a proxy. */
async function find(tx: ProposedSafeTransaction, { from = 0n, of = safe } = {}) {
  const wanted = { safe: of, safeTxHashes: [digestOf(tx, of)], nonce: tx.nonce };
  return finder.find(wanted, { from, to: await providers.agreedBlock('latest', 'all') });
}

const executedIn = (transactionHash: Bytes32) => ({ kind: 'executed', execution: { transactionHash } });

const answering =
  (method: string, result: unknown): Tamper =>
  (request, response) =>
    request.method === method ? { ...response, result } : response;

/** Refuses logs of more than so many blocks, as hosted nodes do. */
const refusing =
  (most: bigint): Tamper =>
  (request, { result: _, ...response }) => {
    if (request.method !== 'eth_getLogs') return { ...response, result: _ };
    const [{ fromBlock, toBlock }] = Filters.parse(request.params);
    if (BigInt(toBlock) - BigInt(fromBlock) < most) return { ...response, result: _ };
    return { ...response, error: { code: -32005, message: 'range too wide' } };
  };
const Filters = z.tuple([z.object({ fromBlock: z.string(), toBlock: z.string() })]);

function tamperBoth(tamper: Tamper | undefined): void {
  for (const proxy of proxies) proxy.tamper = tamper;
}

beforeAll(async () => {
  chain = await freshChain();
  safe = addressFromHex(chain.safe);
  proxies = [
    await startRpcProxy({ upstream: chain.rpcUrls[0] }),
    await startRpcProxy({ upstream: chain.rpcUrls[0] }),
  ];
  const endpoints = proxies.map(({ url }, at) => ({ name: `node-${String(at)}`, url }));
  providers = providersAt(endpoints, CHAIN_ID);
  finder = new ExecutionFinder(providers, new BlockProofs(providers));
});

afterEach(() => {
  tamperBoth(undefined);
});

afterAll(async () => {
  for (const proxy of proxies) await proxy.stop();
  await chain.stop();
});

describe(ExecutionFinder.name, () => {
  const first = buildSafeTransaction(movementOf('native', 5n), 0n);
  let second: SafeTransaction;
  let firstHash: Bytes32;
  let secondHash: Bytes32;

  beforeAll(async () => {
    second = buildSafeTransaction(movementOf(tokenAsset(chain), 7n), 1n);
    firstHash = await execute(first);
    await chain.mine(40);
  });

  it('invariant 23: says that a nonce is unused by the storage of the Safe', async () => {
    tamperBoth(answering('eth_getLogs', []));
    expect(await find(second)).toEqual({ kind: 'unused' });
  });

  it('invariant 12: finds the execution of our hash, whoever sent it, and not the next one', async () => {
    secondHash = await execute(second);
    const receipt = await chain.client.getTransactionReceipt({ hash: firstHash });
    expect(await find(first)).toEqual({
      kind: 'executed',
      safeTxHash: digestOf(first, safe),
      execution: {
        transactionHash: firstHash,
        blockNumber: receipt.blockNumber,
        blockHash: receipt.blockHash,
        executor: addressFromHex(chain.client.account.address),
      },
    });
    expect(await find(second)).toMatchObject(executedIn(secondHash));
  });

  it('says which of two approved transactions used the nonce', async () => {
    const burn = digestOf(buildCancel(safe, 0n), safe);
    const to = await providers.agreedBlock('latest', 'all');
    const either = { safe, safeTxHashes: [burn, digestOf(first, safe)], nonce: 0n };
    expect(await finder.find(either, { from: 0n, to })).toMatchObject({ safeTxHash: digestOf(first, safe) });
    const other = { ...either, safeTxHashes: [burn] };
    expect(await finder.find(other, { from: 0n, to })).toMatchObject({
      kind: 'other',
      hashes: [digestOf(first, safe)],
    });
  });

  it.each([
    ['one provider that answers with no logs', () => (proxies[0].tamper = answering('eth_getLogs', []))],
    [
      'both providers that answer with no logs',
      () => {
        tamperBoth(answering('eth_getLogs', []));
      },
    ],
    [
      'both providers that answer with null',
      () => {
        tamperBoth(answering('eth_getLogs', null));
      },
    ],
    [
      'both providers that refuse more than 5 blocks',
      () => {
        tamperBoth(refusing(5n));
      },
    ],
    ['a provider that refuses every range', () => (proxies[1].tamper = refusing(0n))],
  ])('invariant 23: finds it in spite of %s', async (_what, tamper) => {
    tamper();
    expect(await find(first)).toMatchObject(executedIn(firstHash));
    expect(await find(second)).toMatchObject(executedIn(secondHash));
  });

  it('invariant 23: another use of the nonce is proven by the block in which the nonce moved', async () => {
    const never = buildSafeTransaction(movementOf('native', 6n), 0n);
    const { blockNumber, blockHash } = await chain.client.getTransactionReceipt({ hash: firstHash });
    for (const tamper of [undefined, answering('eth_getLogs', [])]) {
      tamperBoth(tamper);
      expect(await find(never)).toMatchObject({
        ...{ kind: 'other', hashes: [digestOf(first)] },
        block: { number: blockNumber, hash: blockHash },
      });
    }
  });

  it.each(['eth_getBlockReceipts', 'eth_getProof', 'eth_getTransactionByBlockHashAndIndex'])(
    'invariant 23: concludes nothing from %s that both answer with null',
    async (method) => {
      tamperBoth(answering(method, null));
      const never = buildSafeTransaction(movementOf('native', 6n), 0n);
      const asked = method === 'eth_getTransactionByBlockHashAndIndex' ? first : never;
      await expect(find(asked)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
    },
  );

  it('invariant 23: receipts that leave the execution out are not those of the block', async () => {
    tamperBoth((request, response) =>
      request.method === 'eth_getBlockReceipts'
        ? {
            ...response,
            result: (response.result as { logs: unknown }[]).map((each) => ({ ...each, logs: [] })),
          }
        : response,
    );
    await expect(find(first)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
  });

  it('finds it below the height that is asked, where a reorganisation may have put it', async () => {
    const latest = await chain.client.getBlockNumber();
    expect(await find(first, { from: latest })).toMatchObject(executedIn(firstHash));
    const never = buildSafeTransaction(movementOf('native', 6n), 0n);
    expect(await find(never, { from: latest })).toMatchObject({ kind: 'other', hashes: [digestOf(first)] });
  });

  it('invariant 23: another use of the nonce is found although it logged one execution more', async () => {
    // Logs ExecutionSuccess in the place of the Safe that delegates to it.
    const topic = topicOf('ExecutionSuccess(bytes32,uint256)');
    const data = concat(['0x6027600c60003960276000f3', '0x7f', topic, '0x60006000a100']);
    const { contractAddress } = await chain.client.waitForTransactionReceipt({
      hash: await chain.client.sendTransaction({ data }),
    });
    const approved = buildSafeTransaction(movementOf('native', 5n), 2n);
    const to = addressFromHex(contractAddress ?? '0x');
    const used = { ...approved, to, value: 0n, data: '0x' as const, operation: 1 };
    await execute(used);
    const use = await find(approved);
    expect(use).toMatchObject({ kind: 'other' });
    expect(use.kind === 'other' && use.hashes).toContain(digestOf(used));
  });

  it('invariant 19: an execution whose inner call failed burnt the nonce all the same, and is found', async () => {
    const failing = {
      ...buildSafeTransaction(movementOf(tokenAsset(chain), 10n ** 30n), 3n),
      safeTxGas: 200_000n,
    };
    const hash = await execute(failing);
    expect(await find(failing)).toMatchObject(executedIn(hash));
  });

  it("takes no other Safe's event for ours", async () => {
    const owners = chain.owners.map(({ address }) => address);
    const created = await createSafe(chain.client, { owners, threshold: chain.threshold, saltNonce: 7n });
    const other = addressFromHex(created);
    await chain.client.setBalance({ address: other, value: 100n });
    const from = await chain.client.getBlockNumber();
    const tx = buildSafeTransaction(movementOf('native', 1n, HOT_WALLET), 0n);
    const hash = await execute(tx, other);
    expect(await find({ ...tx, nonce: 4n })).toEqual({ kind: 'unused' });
    expect(await find(tx, { from, of: other })).toMatchObject(executedIn(hash));
  });
});
