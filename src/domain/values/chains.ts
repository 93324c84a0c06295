import { type Bytes32, parseBytes32 } from './hex.js';

/** A chain that Sluice runs on. Every form that a proof rests on (headers, receipts, transactions) is known of it. */
export interface Chain {
  /** EIP-155. */
  readonly id: number;
  /** What people call it. It is for reading beside the id, which alone is signed. */
  readonly name: string;
  /** The hash of block 0: no two chains share one, whatever id they claim. Null where each run founds its own. */
  readonly foundingBlock: Bytes32 | null;
  /** False only for the sandbox's own node: nothing of value can be there, so anyone may have its keys. */
  readonly isPublic: boolean;
  /** The least tip worth offering, in wei per gas. */
  readonly leastTip: bigint;
}

// 0.1 gwei: a hundred times what geth's miners ask by default (`miner.gasprice`, 0.001 gwei), and nothing beside a base
// fee. None of these chains asks for more; Polygon, which is not supported, asks for 25 to 30 gwei.
const LEAST_TIP = 100_000_000n;

// The names are those of ethereum-lists/chains. The CRC-32 of the founding blocks are the first fork hashes that
// EIP-2124 clients name for these chains (0xfc64ec04, 0xfe3366e7, 0xbef71d30).
export const CHAINS: readonly Chain[] = [
  {
    id: 1,
    name: 'Ethereum Mainnet',
    foundingBlock: parseBytes32('0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3'),
    isPublic: true,
    leastTip: LEAST_TIP,
  },
  {
    id: 11155111,
    name: 'Sepolia, a test network',
    foundingBlock: parseBytes32('0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9'),
    isPublic: true,
    leastTip: LEAST_TIP,
  },
  {
    id: 560048,
    name: 'Hoodi, a test network',
    foundingBlock: parseBytes32('0xbbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b'),
    isPublic: true,
    leastTip: LEAST_TIP,
  },
  { id: 31337, name: 'a local test chain', foundingBlock: null, isPublic: false, leastTip: LEAST_TIP },
];

/** The chain of that id, or undefined if Sluice does not run on it. */
export function chainOf(chainId: number): Chain | undefined {
  return CHAINS.find(({ id }) => id === chainId);
}

/** False only for the sandbox's chain: one that is not known is taken for one with money on it. */
export function isPublicChain(chainId: number): boolean {
  return chainOf(chainId)?.isPublic !== false;
}

/** Why Sluice does not run on a chain, in words; undefined if it does. */
export function chainFault(chainId: number): string | undefined {
  if (chainOf(chainId) !== undefined) return undefined;
  const supported = CHAINS.map(({ id, name }) => `${String(id)} (${name})`).join(', ');
  return (
    `chain ${String(chainId)} is not supported; supported are ${supported}. ` +
    'Other chains, such as OP Stack, Arbitrum and Polygon, have headers and receipts of forms that are not proven here, ' +
    'so that what was executed there could not be proven'
  );
}
