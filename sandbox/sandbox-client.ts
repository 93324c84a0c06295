import { createTestClient, http, publicActions, walletActions, type Account, type Hex } from 'viem';
import { foundry } from 'viem/chains';
import { accountIndex, mnemonicAccount } from './mnemonic.js';

/** A viem client of the sandbox's chain that reads, sends as `account`, and may call anvil's own methods. */
export function sandboxClient(url: string, account: Account = mnemonicAccount(accountIndex.deployer)) {
  const transport = http(url, { retryCount: 0 });
  const client = createTestClient({ chain: foundry, mode: 'anvil', account, transport, pollingInterval: 30 })
    .extend(publicActions)
    .extend(walletActions);
  // Mines a block after each cheat: before that no state root covers it, so that no proof holds.
  const sealed =
    <Parameters>(pretend: (parameters: Parameters) => Promise<void>) =>
    async (parameters: Parameters): Promise<void> => {
      await pretend(parameters);
      await client.mine({ blocks: 1 });
    };
  return client.extend(() => ({
    setBalance: sealed(client.setBalance),
    setCode: sealed(client.setCode),
    setStorageAt: sealed(client.setStorageAt),
  }));
}

export type SandboxClient = ReturnType<typeof sandboxClient>;

/** The code at an address, as bytes that can be hashed: viem says undefined where there is none. */
export async function codeAt(client: SandboxClient, address: Hex): Promise<Hex> {
  return (await client.getCode({ address })) ?? '0x';
}
