import { type Rekeyed, rekeyMatches } from '../../../src/domain/confirmations/rekeying.js';
import { parseAddress } from '../../../src/domain/values/address.js';
import { parseUnits } from '../../../src/domain/values/amount.js';
import type { Check } from './check.js';
import type { WholeTransfer } from './intent-checks.js';

/** Not the gateway's word alone: what was entered from the ticket is held against what is shown for it. */
export function ticketDifferences(
  { destination, asset, amount, amountUnits }: WholeTransfer,
  entered: Rekeyed,
): readonly Check[] {
  const actual = {
    destination: parseAddress(destination.address),
    ...{ amount: parseUnits(amountUnits ?? ''), decimals: asset.decimals },
  };
  if (rekeyMatches(entered, actual)) return [];
  return [
    {
      what: 'What your ticket says',
      computed: `${entered.amount}, to an address that ends in ${entered.destinationEnding}`,
      sent: `${amount ?? ''}, to ${destination.address}`,
    },
  ];
}
