// EIP-155 ids and names from ethereum-lists/chains, for chains with Safes, and for the sandbox.
const NAMES: Readonly<Record<number, string>> = {
  1: 'Ethereum Mainnet',
  10: 'OP Mainnet',
  56: 'BNB Smart Chain Mainnet',
  100: 'Gnosis',
  130: 'Unichain',
  137: 'Polygon Mainnet',
  146: 'Sonic Mainnet',
  324: 'zkSync Mainnet',
  5000: 'Mantle',
  8453: 'Base',
  31337: 'a local test chain',
  42161: 'Arbitrum One',
  42220: 'Celo Mainnet',
  43114: 'Avalanche C-Chain',
  59144: 'Linea',
  534352: 'Scroll',
  11155111: 'Sepolia, a test network',
};

/** A chain's common name, to read beside the id, which alone is signed; null if unknown here. */
export function chainName(chainId: number): string | null {
  return NAMES[chainId] ?? null;
}
