import type { Address } from 'viem';
import type { SandboxClient } from './sandbox-client.js';

/**
 * Gives an account coin by a transaction. A balance that is set by hand is in no block, so nothing on the chain can be
 * proven until the next one, and the block before stays unprovable for good.
 */
export async function fund(client: SandboxClient, account: Address, wei: bigint): Promise<void> {
  const hash = await client.sendTransaction({ to: account, value: wei });
  await client.waitForTransactionReceipt({ hash });
}
