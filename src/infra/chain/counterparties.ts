import { Injectable } from '@nestjs/common';
import { numberToHex } from 'viem';
import { z } from 'zod';
import { addressesIn } from '../../domain/safes/safe-events.js';
import { topicOf, wordOfAddress } from '../../domain/simulation/abi-words.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { Providers } from './providers.js';
import { LogAnswer, Quantity, Word } from './rpc-answers.js';

const TRANSFER = topicOf('Transfer(address,address,uint256)');

// Blocks per request for logs: the strictest bound among the usual providers.
const SPAN = 2_000n;

// Blocks; two weeks of Ethereum. A look-alike address is planted in a Safe's history to be copied soon.
const LOOKBACK = 100_000n;

const Logs = z.array(LogAnswer.extend({ transactionHash: Word, blockNumber: Quantity }));

type Topic = Bytes32 | readonly Bytes32[] | null;

interface Filter {
  readonly address: readonly Address[];
  readonly topics: readonly Topic[];
}

/** Reads the recent counterparties of Safes, as all providers agree: addresses to be found in their history. */
@Injectable()
export class Counterparties {
  constructor(private readonly providers: Providers) {}

  /**
   * Every address in transfers of these tokens from or to these Safes, of any amount, and in the Safes' own logs.
   * Native coin that a Safe sent is in no log, and logs of other tokens prove nothing (THREATS C03).
   * @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE
   */
  async of(
    safes: readonly Address[],
    tokens: readonly Address[],
    block: AgreedBlock,
  ): Promise<readonly Address[]> {
    const words = safes.map(wordOfAddress);
    const filters: readonly Filter[] = [
      { address: tokens, topics: [TRANSFER, words] },
      { address: tokens, topics: [TRANSFER, null, words] },
      { address: safes, topics: [] },
    ];
    // An empty list of addresses would ask for all logs.
    const asked = filters.filter((each) => each.address.length > 0 && words.length > 0);
    const found = new Set<Address>();
    for (let from = first(block); from <= block.number; from += SPAN) {
      const to = from + SPAN - 1n < block.number ? from + SPAN - 1n : block.number;
      const logs = await Promise.all(asked.map((filter) => this.#logs(filter, from, to)));
      // A token's data is an amount, not an address.
      const told = logs
        .flat()
        .map((log) => (tokens.includes(log.address) ? { ...log, data: '0x' as const } : log));
      for (const address of addressesIn(told)) found.add(address);
    }
    for (const address of [...safes, ...tokens]) found.delete(address);
    return [...found];
  }

  #logs(filter: Filter, from: bigint, to: bigint): Promise<z.output<typeof Logs>> {
    const params = [{ ...filter, fromBlock: numberToHex(from), toBlock: numberToHex(to) }];
    return this.providers.agreed((provider) => provider.request('eth_getLogs', params, Logs));
  }
}

function first(block: AgreedBlock): bigint {
  return block.number >= LOOKBACK ? block.number - LOOKBACK + 1n : 0n;
}
