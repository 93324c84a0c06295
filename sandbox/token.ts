import { readFileSync } from 'node:fs';
import { concatHex, encodeAbiParameters, hexToBigInt, isHex, keccak256, type Address, type Hex } from 'viem';
import { z } from 'zod';
import { codeAt, type SandboxClient } from './sandbox-client.js';
import { SandboxError } from './sandbox-error.js';
import { deployOnce, placeFactory } from './singleton-factory.js';

const hex = z.custom<Hex>((value) => isHex(value));
const artifact = z
  .looseObject({ bytecode: hex, deployedBytecode: hex })
  .parse(
    JSON.parse(readFileSync(new URL('../contracts/artifacts/SandboxUsd.json', import.meta.url), 'utf8')),
  );

export interface SandboxToken {
  address: Address;
  decimals: number;
  symbol: string;
  /** keccak256 of the runtime code. */
  codeHash: Hex;
  /** The slot of the mapping of balances. */
  balanceSlot: bigint;
}

const balanceSlot = 0n;

export function balanceSlotOf(holder: Address): Hex {
  return keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [holder, balanceSlot]));
}

/** Deploys the sandbox's dollar with its whole supply at one holder. Idempotent. */
export async function deployToken(
  client: SandboxClient,
  { holder, supply }: { holder: Address; supply: bigint },
): Promise<SandboxToken> {
  await placeFactory(client);
  const constructor = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [holder, supply]);
  const { address, deployed } = await deployOnce(client, concatHex([artifact.bytecode, constructor]));
  const code = await codeAt(client, address);
  if (code !== artifact.deployedBytecode)
    throw new SandboxError(`The code at ${address} is not SandboxUsd's.`);
  if (deployed) {
    // The pinned slot decides which storage writes a transfer may make, so it is measured, not assumed.
    const stored = await client.getStorageAt({ address, slot: balanceSlotOf(holder) });
    if (hexToBigInt(stored ?? '0x0') !== supply)
      throw new SandboxError('SandboxUsd keeps its balances elsewhere.');
  }
  return { address, decimals: 6, symbol: 'sUSD', codeHash: keccak256(code), balanceSlot };
}
