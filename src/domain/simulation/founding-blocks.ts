import { type Bytes32, parseBytes32 } from '../values/hex.js';

// Their CRC-32 is the first fork hash that EIP-2124 clients name for these chains (0xfc64ec04, 0xfe3366e7, 0xbef71d30).
// Other chains are only compared between providers.
const FOUNDING_BLOCKS: ReadonlyMap<number, Bytes32> = new Map([
  // Ethereum
  [1, parseBytes32('0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3')],
  // Sepolia
  [11155111, parseBytes32('0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9')],
  // Hoodi
  [560048, parseBytes32('0xbbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b')],
]);

/** The hash of a chain's block 0, if it is pinned here. It tells chains apart, whatever chain id they claim. */
export function foundingBlock(chainId: number): Bytes32 | undefined {
  return FOUNDING_BLOCKS.get(chainId);
}
