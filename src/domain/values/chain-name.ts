// EIP-155 ids with the names of ethereum-lists/chains, of chains that Safes live on, and of the sandbox's own.
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

/** What people call a chain. It is for reading beside the id, which alone is signed; null for one without a name here. */
export function chainName(chainId: number): string | null {
  return NAMES[chainId] ?? null;
}
