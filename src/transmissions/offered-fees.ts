import { parseTransaction } from 'viem';
import type { Fees } from '../domain/relay/fees.js';
import type { Flight } from './flights.repository.js';

/** What stored bytes offer. */
export function feesOf({ rawTransaction }: Pick<Flight, 'rawTransaction'>): Fees {
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(rawTransaction);
  return { maxFee: maxFeePerGas, tip: maxPriorityFeePerGas };
}
