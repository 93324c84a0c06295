import { createRequire } from 'node:module';
import { type Hex, encodeFunctionData, numberToHex, parseAbi, parseEventLogs, zeroAddress } from 'viem';
import { z } from 'zod';
import { type Address, addressFromHex } from '../src/domain/values/address.js';
import type { SafeVersion } from '../src/domain/safes/known-deployments.js';
import { deployOnce, placeFactory } from '../sandbox/singleton-factory.js';
import { balanceSlotOf } from '../sandbox/token.js';
import type { FreshChain } from './world.js';

interface Artifacts {
  readonly package: string;
  readonly singleton: string;
  readonly l2: string;
  readonly factory: string;
  readonly handler: string;
}

const LATER = {
  singleton: 'Safe.sol/Safe.json',
  l2: 'SafeL2.sol/SafeL2.json',
  factory: 'proxies/SafeProxyFactory.sol/SafeProxyFactory.json',
  handler: 'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json',
};

// The packages that the Safe team published with each release; their bytecode hashes to the released code.
const RELEASES: Readonly<Record<SafeVersion, Artifacts>> = {
  '1.3.0': {
    package: '@gnosis.pm/safe-contracts',
    singleton: 'GnosisSafe.sol/GnosisSafe.json',
    l2: 'GnosisSafeL2.sol/GnosisSafeL2.json',
    factory: 'proxies/GnosisSafeProxyFactory.sol/GnosisSafeProxyFactory.json',
    handler: LATER.handler,
  },
  '1.4.1': { package: '@safe-global/safe-contracts', ...LATER },
  '1.5.0': { package: '@safe-global/safe-smart-account', ...LATER },
};

export const RELEASED_SAFES = (['1.3.0', '1.4.1', '1.5.0'] as const).flatMap((version) =>
  [false, true].map((l2) => ({ version, l2, name: `Safe${l2 ? 'L2' : ''} ${version}` })),
);

const abi = parseAbi([
  'function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address payable paymentReceiver)',
  'function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address proxy)',
]);
const indexedCreation = parseAbi(['event ProxyCreation(address indexed proxy, address singleton)']);
const plainCreation = parseAbi(['event ProxyCreation(address proxy, address singleton)']);

const Artifact = z.looseObject({ bytecode: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]+$/)]) });
const require = createRequire(import.meta.url);

function releasedCode(version: SafeVersion, path: string): Hex {
  return Artifact.parse(require(`${RELEASES[version].package}/build/artifacts/contracts/${path}`)).bytecode;
}

/** Puts one contract of a release at its canonical address. */
export async function deployReleased(
  chain: FreshChain,
  version: SafeVersion,
  path: string,
): Promise<Address> {
  await placeFactory(chain.client);
  return addressFromHex((await deployOnce(chain.client, releasedCode(version, path))).address);
}

export interface ReleasedSafe {
  readonly version: SafeVersion;
  readonly l2?: boolean;
  readonly saltNonce?: bigint;
  /** The fallback handler, instead of the release's compatibility handler. */
  readonly handler?: Address;
  /** What `setup` delegates to. */
  readonly initializer?: { readonly to: Address; readonly data: Hex };
}

/** Deploys a release at its canonical addresses and makes a Safe of the chain's owners by its factory. */
export async function createReleasedSafe(chain: FreshChain, options: ReleasedSafe): Promise<Address> {
  const { client, owners, threshold } = chain;
  const { version, l2 = false, saltNonce = 0n, initializer } = options;
  const release = RELEASES[version];
  const deploy = (path: string): Promise<Address> => deployReleased(chain, version, path);
  const singleton = await deploy(l2 ? release.l2 : release.singleton);
  const factory = await deploy(release.factory);
  const handler = options.handler ?? (await deploy(release.handler));
  const setup = encodeFunctionData({
    abi,
    functionName: 'setup',
    args: [
      ...([owners.map((each) => each.address), BigInt(threshold)] as const),
      ...([initializer?.to ?? zeroAddress, initializer?.data ?? '0x', handler] as const),
      ...([zeroAddress, 0n, zeroAddress] as const),
    ],
  });
  const args = [singleton, setup, saltNonce] as const;
  const data = encodeFunctionData({ abi, functionName: 'createProxyWithNonce', args });
  const hash = await client.sendTransaction({ to: factory, data, gas: 2_000_000n });
  const { status, logs } = await client.waitForTransactionReceipt({ hash });
  const creations = version === '1.3.0' ? plainCreation : indexedCreation;
  const [created] = parseEventLogs({ abi: creations, logs });
  if (status !== 'success' || !created) throw new Error(`the creation of a Safe ${version} failed`);
  return addressFromHex(created.args.proxy);
}

/** Writes a balance of the chain's token into its storage. */
export async function giveTokens(chain: FreshChain, holder: Address, units: bigint): Promise<void> {
  const value = numberToHex(units, { size: 32 });
  await chain.client.setStorageAt({ address: chain.token.address, index: balanceSlotOf(holder), value });
}
