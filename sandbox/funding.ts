import type { Address } from 'viem';
import type { SandboxClient } from './sandbox-client.js';

/**
 * Funds an account by a transaction. A balance set by `anvil_setBalance` is in no block: nothing on the chain can be
 * proven until the next block, and the block before stays unprovable for good.
 */
export async function fund(client: SandboxClient, account: Address, wei: bigint): Promise<void> {
  const hash = await client.sendTransaction({ to: account, value: wei });
  await client.waitForTransactionReceipt({ hash });
}
