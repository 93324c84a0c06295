import { Injectable } from '@nestjs/common';
import type { Asset, Erc20Asset } from '../../domain/assets/asset.js';
import { balanceSlot } from '../../domain/assets/balance-layout.js';
import { DomainError, isPassing } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import { type Amount, amountOf } from '../../domain/values/amount.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads, provenSlot } from './account-reads.js';
import { Providers, type Voices } from './providers.js';
import type { RpcProvider } from './rpc-provider.js';

/** The two sides of a transfer. */
export interface Sides<T> {
  readonly safe: T;
  readonly destination: T;
}

/** Reads the balances of both sides of a transfer. */
@Injectable()
export class BalanceReader {
  constructor(private readonly providers: Providers) {}

  /**
   * Balances in the asset's smallest units, proven against the block's state root by every provider: the account's own
   * balance, or the token's pinned slot, without calling the token's code.
   * @returns null if the providers do not answer or disagree
   */
  async read(
    asset: Asset,
    sides: Sides<Address>,
    block: AgreedBlock,
    voices: Voices,
  ): Promise<Sides<Amount> | null> {
    const read = asset.kind === 'native' ? nativeBalances(sides) : tokenBalances(asset, sides);
    return this.#unless(() => this.providers.agreedRead(read, block, voices));
  }

  /** As `read`, of one account. */
  async held(asset: Asset, account: Address, block: AgreedBlock, voices: Voices): Promise<Amount | null> {
    return this.#unless(() =>
      this.providers.agreedRead((provider, at) => balanceAt(provider, at, asset, account), block, voices),
    );
  }

  async #unless<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof DomainError && isPassing(error.code)) return null;
      throw error;
    }
  }
}

type Read = (provider: RpcProvider, block: AgreedBlock) => Promise<Sides<Amount>>;

async function balanceAt(
  provider: RpcProvider,
  block: AgreedBlock,
  asset: Asset,
  account: Address,
): Promise<Amount> {
  if (asset.kind === 'native') return amountOf(await new AccountReads(provider, block, account).balance());
  const slot = balanceSlot(asset.balances, account);
  return amountOf(BigInt(await new AccountReads(provider, block, asset.address).slot(slot)));
}

function nativeBalances(sides: Sides<Address>): Read {
  return async (provider, block) => {
    const of = (account: Address) => new AccountReads(provider, block, account).balance();
    const [safe, destination] = await Promise.all([of(sides.safe), of(sides.destination)]);
    return { safe: amountOf(safe), destination: amountOf(destination) };
  };
}

function tokenBalances(asset: Erc20Asset, sides: Sides<Address>): Read {
  const safe = balanceSlot(asset.balances, sides.safe);
  const destination = balanceSlot(asset.balances, sides.destination);
  return async (provider, block) => {
    const proven = await new AccountReads(provider, block, asset.address).prove([safe, destination]);
    const balanceIn = (slot: Bytes32) => amountOf(BigInt(provenSlot(proven, slot)));
    return { safe: balanceIn(safe), destination: balanceIn(destination) };
  };
}
