import { Injectable } from '@nestjs/common';
import { leastFunds } from '../../domain/relay/funds.js';
import { formatAmount } from '../../domain/values/amount.js';
import { RelayerChain } from '../../infra/chain/relayer-chain.js';
import { Relayer } from '../../infra/chain/relayer/relayer.js';
import { RelayerPrices } from '../../transmissions/relayer-prices.js';
import type { RelayerHealth } from './health-parts.contract.js';
import type { Found } from './shared-look.js';

/** Every chain that is supported counts its own coin so. */
const COIN_DECIMALS = 18;

/** Whether the keys that send can pay for it. */
@Injectable()
export class RelayerPart {
  constructor(
    private readonly relayer: Relayer,
    private readonly chain: RelayerChain,
    private readonly prices: RelayerPrices,
  ) {}

  async look(): Promise<Found<RelayerHealth[]>> {
    const block = await this.chain.block('answering');
    const needed = leastFunds(await this.prices.quote(block, 'execute'));
    const keys = await Promise.all(
      this.relayer.addresses.map(async (address) => ({
        address,
        balance: await this.chain.balance(address, block, 'answering'),
      })),
    );
    return relayerFound(keys, needed);
  }
}

export function relayerFound(
  keys: readonly { readonly address: string; readonly balance: bigint }[],
  needed: bigint,
): Found<RelayerHealth[]> {
  const data = keys.map(({ address, balance }) => ({
    ...{ address, balance: formatAmount(balance, COIN_DECIMALS), low: balance < needed },
  }));
  const low = data.filter(({ low: isLow }) => isLow).map(({ address }) => address);
  if (low.length === 0) return { status: 'ok', words: 'Every key can pay for 20 executions and more.', data };
  return { status: 'warn', words: `These keys need coin soon: ${low.join(', ')}.`, data };
}
