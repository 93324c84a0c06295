import { DomainError } from '../errors.js';
import { parseAmount } from '../values/amount.js';
import type { BookWorld, KnownAddress } from './destination-faults.js';
import type { DestinationContent } from './destination.js';
import { labelSkeleton } from './label.js';
import { difference, lookalikesOf } from './lookalike.js';
import { noDestination } from './no-destination.js';

export interface FoundingBook extends Pick<BookWorld, 'assets' | 'safes' | 'keys'> {
  readonly entries: readonly DestinationContent[];
  /** Every other address that the founding document names. */
  readonly known: readonly KnownAddress[];
}

/**
 * What is wrong with the first entries of an address book, in words. The founders vouch for control, first transfers
 * and terms. They cannot vouch for addresses that look alike, or where funds would be lost.
 */
export function foundingFaults(book: FoundingBook): readonly string[] {
  return book.entries.flatMap((entry, index) => {
    const faults = [
      ...placeFault(entry, book),
      ...amountFaults(entry, book),
      ...likenessFaults(entry, book.entries.slice(0, index), book.known),
    ];
    return faults.map((each) => `${entry.label}: ${each}`);
  });
}

function placeFault(
  { address }: DestinationContent,
  { assets, safes, keys }: FoundingBook,
): readonly string[] {
  const tokens = assets.flatMap(({ asset }) => (asset.kind === 'erc20' ? [asset] : []));
  if (safes.includes(address)) return ['a Safe is no destination of itself'];
  const lost = noDestination(address, { safes, tokens });
  if (lost !== undefined) return [`${address} is ${lost}, which is no destination`];
  return keys.includes(address) ? [`${address} signs for Sluice or for a Safe, which is no destination`] : [];
}

function amountFaults({ limits, canary }: DestinationContent, { assets }: FoundingBook): readonly string[] {
  const amounts = [
    ...limits.map(({ assetId, maxPerTransfer }) => ({ assetId, text: maxPerTransfer })),
    ...canary.map(({ assetId, max }) => ({ assetId, text: max })),
  ];
  return amounts.flatMap(({ assetId, text }) => {
    const found = assets.find(({ asset }) => asset.id === assetId)?.asset;
    if (!found) return [];
    try {
      parseAmount(text, found.decimals);
      return [];
    } catch (error) {
      if (error instanceof DomainError) return [`${text} ${found.symbol}: ${error.message}`];
      throw error;
    }
  });
}

function likenessFaults(
  { label, address }: DestinationContent,
  earlier: readonly DestinationContent[],
  known: readonly KnownAddress[],
): readonly string[] {
  const sameLabel = earlier.filter(
    (each) => each.label !== label && labelSkeleton(each.label) === labelSkeleton(label),
  );
  const entries = earlier.map((each) => ({ address: each.address, what: `the entry "${each.label}"` }));
  return [
    ...sameLabel.map((each) => `the label reads like "${each.label}"`),
    ...lookalikesOf(address, [...entries, ...known]).map(
      (each) => `it can be confused with ${each.what}: ${difference(address, each.address)}`,
    ),
  ];
}
