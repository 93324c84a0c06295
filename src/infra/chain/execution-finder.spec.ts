import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { concat, encodeFunctionData, parseAbi } from 'viem';
import {
  CHAIN_ID,
  HOT_WALLET,
  movementOf,
  providersOf,
  tokenAsset,
} from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import {
  type ProposedSafeTransaction,
  type SafeTransaction,
  buildSafeTransaction,
} from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { createSafe } from '../../../sandbox/safe-contracts.js';
import { ExecutionFinder } from './execution-finder.js';
import type { Providers } from './providers.js';

const abi = parseAbi([
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
]);

let chain: FreshChain;
let safe: Address;
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

async function find(safeTxHash: Bytes32, from = 0n, of: Address = safe) {
  return finder.find(of, safeTxHash, { from, to: await providers.agreedBlock('latest', 'all') });
}

beforeAll(async () => {
  chain = await freshChain();
  safe = addressFromHex(chain.safe);
  providers = providersOf(chain);
  finder = new ExecutionFinder(providers);
});

afterAll(async () => {
  await chain.stop();
});

describe(ExecutionFinder.name, () => {
  let first: SafeTransaction;
  let second: SafeTransaction;
  let transactionHash: Bytes32;

  beforeAll(async () => {
    first = buildSafeTransaction(movementOf('native', 5n), 0n);
    second = buildSafeTransaction(movementOf(tokenAsset(chain), 7n), 1n);
    transactionHash = await execute(first);
  });

  it('finds nothing of a hash that was not executed', async () => {
    expect(await find(digestOf(second))).toBeUndefined();
  });

  it('invariant 12: finds the execution of our hash, whoever sent it, and not the next one', async () => {
    const nextHash = await execute(second);
    const receipt = await chain.client.getTransactionReceipt({ hash: transactionHash });
    expect(await find(digestOf(first))).toEqual({
      transactionHash,
      blockNumber: receipt.blockNumber,
      blockHash: receipt.blockHash,
    });
    expect(await find(digestOf(second))).toMatchObject({ transactionHash: nextHash });
  });

  it('looks in the asked span only', async () => {
    const found = await find(digestOf(first));
    expect(found).toBeDefined();
    expect(await find(digestOf(first), (found?.blockNumber ?? 0n) + 1n)).toBeUndefined();
  });

  it('invariant 19: an execution whose inner call failed burnt the nonce all the same, and is found', async () => {
    const failing = {
      ...buildSafeTransaction(movementOf(tokenAsset(chain), 10n ** 30n), 2n),
      safeTxGas: 200_000n,
    };
    const hash = await execute(failing);
    expect(await find(digestOf(failing))).toMatchObject({ transactionHash: hash });
  });

  it("takes no other Safe's event for ours", async () => {
    const owners = chain.owners.map(({ address }) => address);
    const created = await createSafe(chain.client, { owners, threshold: chain.threshold, saltNonce: 7n });
    const other = addressFromHex(created);
    await chain.client.setBalance({ address: other, value: 100n });
    const tx = buildSafeTransaction(movementOf('native', 1n, HOT_WALLET), 0n);
    const hash = await execute(tx, other);
    expect(await find(digestOf(tx, other))).toBeUndefined();
    expect(await find(digestOf(tx, other), 0n, other)).toMatchObject({ transactionHash: hash });
  });

  it('invariant 7: one provider that hides the event, or tells another place, is not believed', async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getLogs' ? { ...response, result: [] } : response;
    await expect(find(digestOf(first))).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
    chain.proxy.tamper = undefined;
    expect(await find(digestOf(first))).toBeDefined();
  });
});
