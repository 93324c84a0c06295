import { Injectable } from '@nestjs/common';
import { type Drift, profileDrift } from '../domain/safes/profile.js';
import type { Amount } from '../domain/values/amount.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { BalanceReader, type Sides } from '../infra/chain/balance-reader.js';
import type { Voices } from '../infra/chain/providers.js';
import { type SafeReading, SafeReader } from '../infra/chain/safe-reader.js';
import { PriceFacts, type PriceOnChain } from './price-facts.js';
import type { GovernedObjects } from './transfer-objects.js';
import { type TokenOnChain, TokenFacts } from './token-facts.js';

/** The chain's facts about a transfer's objects, all at the block of the reading. */
export interface ChainFacts extends TokenOnChain, PriceOnChain {
  readonly reading: SafeReading;
  readonly drift: readonly Drift[];
  readonly destinationCodeHash: Bytes32 | null;
  /** Balances of the transfer's asset in smallest units; null if they could not be read. */
  readonly balances: Sides<Amount> | null;
}

/** Reads everything that a decision needs of the chain, at one block that all providers agree on. */
@Injectable()
export class ChainFactsReader {
  constructor(
    private readonly reader: SafeReader,
    private readonly tokens: TokenFacts,
    private readonly balances: BalanceReader,
    private readonly prices: PriceFacts,
  ) {}

  /** @throws DomainError RPC_UNAVAILABLE, RPC_DISAGREE, CHAIN_MISMATCH; as `SafeReader.readProfile` */
  async read({ safe, asset, destination }: GovernedObjects, voices: Voices): Promise<ChainFacts> {
    const reading = await this.reader.readProfile(safe.address, voices, safe.profile);
    const { block } = reading;
    const sides = { safe: safe.address, destination: destination.address };
    const [token, destinationCodeHash, balances, price] = await Promise.all([
      this.tokens.read(asset.asset, block, voices),
      this.reader.codeHash(destination.address, block, voices),
      this.balances.read(asset.asset, sides, block, voices),
      this.prices.read(asset.asset.id, block, voices),
    ]);
    const drift = profileDrift(safe.profile, reading.profile);
    return { reading, drift, destinationCodeHash, balances, ...token, ...price };
  }
}
