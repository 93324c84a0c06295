import { Injectable } from '@nestjs/common';
import { type Fees, type Purpose, quoteFees } from '../domain/relay/fees.js';
import { leastFunds } from '../domain/relay/funds.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { chainOf } from '../domain/values/chains.js';
import type { Address } from '../domain/values/address.js';
import { RelayerChain } from '../infra/chain/relayer-chain.js';

/** What sending costs now, and whether a key can pay for it. */
@Injectable()
export class RelayerPrices {
  constructor(private readonly chain: RelayerChain) {}

  block(): Promise<AgreedBlock> {
    return this.chain.block();
  }

  async quote(block: AgreedBlock, purpose: Purpose): Promise<Fees> {
    const leastTip = chainOf(this.chain.chainId)?.leastTip ?? 0n;
    const tips = await this.chain.tips(block);
    return quoteFees({ baseFee: block.baseFeePerGas, tips, leastTip }, purpose);
  }

  /** Whether a key has coin for some executions. */
  async hasFunds(key: Address, block: AgreedBlock): Promise<boolean> {
    const [balance, quote] = await Promise.all([
      this.chain.balance(key, block),
      this.quote(block, 'execute'),
    ]);
    return balance >= leastFunds(quote);
  }
}
