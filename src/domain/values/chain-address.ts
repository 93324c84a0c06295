import { DomainError } from '../errors.js';
import { type Address, parseForeignAddress } from './address.js';

/** An address as it is passed on, and the chain that its prefix names; null without a prefix. */
export interface ChainAddress {
  readonly address: Address;
  readonly chainId: number | null;
}

// Short names of ethereum-lists/chains (EIP-3770), as Safe's interface puts them before an address.
const SHORT_NAMES: ReadonlyMap<string, number> = new Map([
  ...([
    ['eth', 1],
    ['gor', 5],
    ['oeth', 10],
    ['bnb', 56],
    ['gno', 100],
    ['xdai', 100],
  ] as const),
  ...([
    ['unichain', 130],
    ['pol', 137],
    ['matic', 137],
    ['sonic', 146],
    ['zksync', 324],
  ] as const),
  ...([
    ['wc', 480],
    ['zkevm', 1101],
    ['mantle', 5000],
    ['base', 8453],
    ['arb1', 42161],
  ] as const),
  ...([
    ['celo', 42220],
    ['avax', 43114],
    ['linea', 59144],
    ['berachain', 80094],
    ['blast', 81457],
  ] as const),
  ...([
    ['basesep', 84532],
    ['scr', 534352],
    ['sep', 11155111],
    ['aurora', 1313161554],
  ] as const),
]);

/**
 * Parses an address that may have its chain in front: "eth:0x…" (EIP-3770, what Safe's copy button gives) or
 * "eip155:1:0x…" (CAIP-10). The prefix is a claim about the chain, which the caller compares.
 */
export function parseChainAddress(text: string): ChainAddress {
  const match = /^(?:eip155:([1-9][0-9]{0,15})|([A-Za-z0-9-]{1,32})):(.*)$/s.exec(text);
  if (!match) return { address: parseForeignAddress(text), chainId: null };
  const [, caip, shortName = '', written = ''] = match;
  const chainId = caip === undefined ? SHORT_NAMES.get(shortName) : Number(caip);
  if (chainId !== undefined) return { address: parseForeignAddress(written), chainId };
  throw new DomainError(
    'ADDRESS_FORMAT',
    `the chain's prefix "${shortName}:" is not known here: write the address without it, and the chain by its number`,
  );
}
