import { type Hex, concat, size } from 'viem';
import { execTransactionData } from '../../src/domain/simulation/exec-call.js';
import { joinSignatures } from '../../src/domain/signatures/owner-signature.js';
import type {
  ProposedSafeTransaction,
  SafeTransaction,
} from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { type Address, ZERO_ADDRESS, parseAddress } from '../../src/domain/values/address.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import type { FreshChain } from '../world.js';

/** A Safe transaction that Sluice never saw; left to itself it is a call of the Safe to itself that does nothing. */
export function foreignTransaction(
  safe: Address,
  nonce: bigint,
  change: Partial<Pick<SafeTransaction, 'to' | 'value' | 'data'>> = {},
): SafeTransaction {
  const gas = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n } as const;
  const accounts = { gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS };
  return { to: safe, value: 0n, data: '0x', operation: 0, ...gas, ...accounts, nonce, ...change };
}

/** Executes a Safe transaction with the owners' own keys, past Sluice, as anyone who holds them can. */
export async function executeWithOwners(
  chain: FreshChain,
  safe: Address,
  transaction: ProposedSafeTransaction,
): Promise<Hex> {
  const { digest: hash } = safeTxDigests(transaction, sandboxChainId, safe);
  const signatures = await Promise.all(
    chain.owners.map(async (owner) => ({
      owner: parseAddress(owner.address),
      signature: await owner.sign({ hash }),
    })),
  );
  return sendExecution(
    chain,
    safe,
    execTransactionData(transaction, joinSignatures(signatures, chain.threshold)),
  );
}

/** Sends ready calldata to the Safe by the deployer, who owns nothing. */
export async function sendExecution(chain: FreshChain, safe: Address, data: Hex): Promise<Hex> {
  const hash = await chain.client.sendTransaction({ to: safe, data, gas: 1_000_000n });
  const { status } = await chain.client.waitForTransactionReceipt({ hash });
  if (status !== 'success') throw new Error('the execution past Sluice failed');
  return hash;
}

/** Signature bytes with another last byte. */
export function withV(signature: Hex, v: number): Hex {
  if (size(signature) !== 65) throw new Error('no signature of 65 bytes');
  return concat([signature.slice(0, -2) as Hex, `0x${v.toString(16).padStart(2, '0')}`]);
}
