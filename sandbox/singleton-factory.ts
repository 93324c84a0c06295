import { concatHex, getContractAddress, toHex, type Address, type Hex } from 'viem';
import { codeAt, type SandboxClient } from './sandbox-client.js';
import { SandboxError } from './sandbox-error.js';

/** The Safe singleton factory. It has one address and code on every chain, and so have the contracts it deploys. */
const factory: Address = '0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7';
const factoryCode: Hex =
  '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3';
const salt = toHex(0, { size: 32 });

/** On real chains a transaction signed by the Safe team deploys it; anvil is simply given the code. */
export async function placeFactory(client: SandboxClient): Promise<void> {
  const code = await codeAt(client, factory);
  if (code === factoryCode) return;
  if (code !== '0x') throw new SandboxError(`Other code than the Safe singleton factory's is at ${factory}.`);
  await client.setCode({ address: factory, bytecode: factoryCode });
}

export function factoryAddressOf(creationCode: Hex): Address {
  return getContractAddress({ opcode: 'CREATE2', from: factory, salt, bytecode: creationCode });
}

/** Deploys by CREATE2 with salt 0, unless the code is there already. @returns where, and whether it was new */
export async function deployOnce(
  client: SandboxClient,
  creationCode: Hex,
): Promise<{ address: Address; deployed: boolean }> {
  const address = factoryAddressOf(creationCode);
  if ((await codeAt(client, address)) !== '0x') return { address, deployed: false };
  const hash = await client.sendTransaction({
    to: factory,
    data: concatHex([salt, creationCode]),
    gas: 8_000_000n,
  });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new SandboxError(`The deployment of ${address} failed.`);
  return { address, deployed: true };
}
