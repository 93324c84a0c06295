import { createRequire } from 'node:module';
import {
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  getContractAddress,
  keccak256,
  parseAbi,
  concatHex,
  zeroAddress,
  type Address,
  type Hex,
} from 'viem';
import { z } from 'zod';
import { codeAt, type SandboxClient } from './sandbox-client.js';
import { SandboxError } from './sandbox-error.js';
import { deployOnce, factoryAddressOf, placeFactory } from './singleton-factory.js';

interface Pin {
  artifact: string;
  address: Address;
  /** keccak256 of the runtime code, as published in safe-deployments. */
  codeHash: Hex;
}

export const safeContracts = {
  safe: {
    artifact: 'Safe.sol/Safe.json',
    address: '0x41675C099F32341bf84BFc5382aF534df5C7461a',
    codeHash: '0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4',
  },
  safeL2: {
    artifact: 'SafeL2.sol/SafeL2.json',
    address: '0x29fcB43b46531BcA003ddC8FCB67FFE91900C762',
    codeHash: '0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff',
  },
  proxyFactory: {
    artifact: 'proxies/SafeProxyFactory.sol/SafeProxyFactory.json',
    address: '0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67',
    codeHash: '0x50c3cdc4074750a7a974204a716c999edd37482f907608d960b2b025ee0b3317',
  },
  fallbackHandler: {
    artifact: 'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json',
    address: '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99',
    codeHash: '0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9',
  },
} as const satisfies Record<string, Pin>;

export const safeProxyCodeHash: Hex = '0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c';

const abi = parseAbi([
  'function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address payable paymentReceiver)',
  'function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address proxy)',
]);

const require = createRequire(import.meta.url);
const artifact = z.looseObject({
  bytecode: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]+$/)]),
});

function creationCode(path: string): Hex {
  return artifact.parse(require(`@safe-global/safe-contracts/build/artifacts/contracts/${path}`)).bytecode;
}

async function checkCode(client: SandboxClient, address: Address, codeHash: Hex): Promise<void> {
  const found = keccak256(await codeAt(client, address));
  if (found !== codeHash)
    throw new SandboxError(`The code at ${address} hashes to ${found}, not to ${codeHash}.`);
}

async function deployPinned(client: SandboxClient, pin: Pin): Promise<void> {
  const code = creationCode(pin.artifact);
  const address = factoryAddressOf(code);
  if (address !== pin.address)
    throw new SandboxError(`${pin.artifact} deploys to ${address}, not to ${pin.address}.`);
  await deployOnce(client, code);
  await checkCode(client, pin.address, pin.codeHash);
}

/** Deploys the released Safe 1.4.1 at its canonical addresses; existing code is only checked. */
export async function deploySafeContracts(client: SandboxClient): Promise<void> {
  await placeFactory(client);
  for (const pin of Object.values(safeContracts)) await deployPinned(client, pin);
}

export interface NewSafe {
  owners: readonly Address[];
  threshold: number;
  saltNonce: bigint;
  singleton?: 'safe' | 'safeL2';
}

function setupCall({ owners, threshold }: NewSafe): Hex {
  const args = [
    ...([owners, BigInt(threshold), zeroAddress, '0x'] as const),
    ...([safeContracts.fallbackHandler.address, zeroAddress, 0n, zeroAddress] as const),
  ] as const;
  return encodeFunctionData({ abi, functionName: 'setup', args });
}

function addressOf(safe: NewSafe, singleton: Address): Address {
  const proxyCode = creationCode('proxies/SafeProxy.sol/SafeProxy.json');
  const salt = keccak256(encodePacked(['bytes32', 'uint256'], [keccak256(setupCall(safe)), safe.saltNonce]));
  const bytecode = concatHex([proxyCode, encodeAbiParameters([{ type: 'address' }], [singleton])]);
  return getContractAddress({ opcode: 'CREATE2', from: safeContracts.proxyFactory.address, salt, bytecode });
}

/** Creates a Safe. Idempotent: its address follows from the arguments, so a second call finds it. */
export async function createSafe(client: SandboxClient, safe: NewSafe): Promise<Address> {
  const singleton = safeContracts[safe.singleton ?? 'safe'].address;
  const address = addressOf(safe, singleton);
  if ((await codeAt(client, address)) === '0x') {
    const args = [singleton, setupCall(safe), safe.saltNonce] as const;
    const data = encodeFunctionData({ abi, functionName: 'createProxyWithNonce', args });
    const hash = await client.sendTransaction({
      to: safeContracts.proxyFactory.address,
      data,
      gas: 1_000_000n,
    });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new SandboxError(`The creation of the Safe ${address} failed.`);
  }
  await checkCode(client, address, safeProxyCodeHash);
  return address;
}
