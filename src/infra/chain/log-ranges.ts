import { numberToHex } from 'viem';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { LogAnswer, Quantity, Word } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

const Logs = z.array(LogAnswer.extend({ transactionHash: Word, blockNumber: Quantity }));

/** A log with its place on the chain, as one provider tells it. */
export type PlacedLog = z.output<typeof Logs>[number];

export interface LogFilter {
  readonly address?: Address | readonly Address[];
  readonly topics?: readonly (Bytes32 | readonly Bytes32[] | null)[];
}

/** Heights, both inclusive. */
export interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

// Blocks per question. Providers refuse longer ranges at 10,000, 2,000, 500, ... blocks: a refused range is halved.
const MOST = 2_000n;
// The narrowest limit in use is 5 blocks (hosted free tiers). Who refuses less than that refuses for another reason.
const LEAST = 4n;

/**
 * The logs of a span, as one provider tells them. An empty answer is no proof of absence: a node that lags, or lies, gives
 * one too. Callers compare providers, and hold the sum against what is proven.
 * @throws DomainError RPC_UNAVAILABLE
 */
export async function logsIn(
  provider: RpcProvider,
  filter: LogFilter,
  { from, to }: Span,
): Promise<readonly PlacedLog[]> {
  const found: PlacedLog[] = [];
  let width = MOST;
  for (let first = from; first <= to;) {
    const last = first + width - 1n < to ? first + width - 1n : to;
    const params = [{ ...filter, fromBlock: numberToHex(first), toBlock: numberToHex(last) }];
    try {
      found.push(...(await provider.request('eth_getLogs', params, Logs)));
      first = last + 1n;
    } catch (error) {
      const isNarrow = last - first < LEAST;
      if (!(error instanceof DomainError) || isNarrow) throw error;
      // Kept for the rest of the span: the next question would be refused for the same reason.
      width = (last - first + 1n) / 2n;
    }
  }
  return found;
}
