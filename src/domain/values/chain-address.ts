import { DomainError } from '../errors.js';
import { type Address, parseForeignAddress } from './address.js';
import { CHAIN_SHORT_NAMES } from './chain-short-names.js';

/** An address as it is passed on, and the chain that its prefix names; null without a prefix. */
export interface ChainAddress {
  readonly address: Address;
  readonly chainId: number | null;
}

/**
 * Parses an address that may have its chain in front: "eth:0x…" (EIP-3770, what Safe's copy button gives), "eip155:1:0x…"
 * (CAIP-10), or "chain:1:0x…" (Safe's command line, for a chain without a short name). The prefix is a claim about the
 * chain, which the caller compares.
 */
export function parseChainAddress(text: string): ChainAddress {
  const match = /^(?:(?:eip155|chain):([1-9][0-9]{0,15})|([A-Za-z0-9_-]{1,32})):(.*)$/s.exec(text);
  if (!match) return { address: parseForeignAddress(text), chainId: null };
  const [, caip, shortName = '', written = ''] = match;
  const chainId = caip === undefined ? CHAIN_SHORT_NAMES.get(shortName) : Number(caip);
  if (chainId !== undefined) return { address: parseForeignAddress(written), chainId };
  throw new DomainError(
    'ADDRESS_FORMAT',
    `the chain's prefix "${shortName}:" is not known here: write the address without it, and the chain by its number`,
  );
}
