import { Injectable } from '@nestjs/common';
import { addressesIn } from '../../domain/safes/safe-events.js';
import { topicOf, wordOfAddress } from '../../domain/simulation/abi-words.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import { type LogFilter, logsIn } from './log-ranges.js';
import { Providers } from './providers.js';

const TRANSFER = topicOf('Transfer(address,address,uint256)');

// Two weeks of Ethereum. A look-alike that is planted in a Safe's history is planted to be copied soon.
const LOOKBACK = 100_000n;

/** Reads whom Safes had to do with lately, as all providers tell it: what a person may find in their history. */
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
    const filters: readonly (LogFilter & { readonly address: readonly Address[] })[] = [
      { address: tokens, topics: [TRANSFER, words] },
      { address: tokens, topics: [TRANSFER, null, words] },
      { address: safes, topics: [] },
    ];
    // An empty list of addresses would ask for all logs.
    const asked = filters.filter((each) => each.address.length > 0 && words.length > 0);
    const found = new Set<Address>();
    const span = { from: first(block), to: block.number };
    const logs = await Promise.all(
      asked.map((filter) => this.providers.agreed((provider) => logsIn(provider, filter, span))),
    );
    // A token's data is an amount, not an address.
    const told = logs
      .flat()
      .map((log) => (tokens.includes(log.address) ? { ...log, data: '0x' as const } : log));
    for (const address of addressesIn(told)) found.add(address);
    for (const address of [...safes, ...tokens]) found.delete(address);
    return [...found];
  }
}

function first(block: AgreedBlock): bigint {
  return block.number >= LOOKBACK ? block.number - LOOKBACK + 1n : 0n;
}
