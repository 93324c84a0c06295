import { Injectable } from '@nestjs/common';
import type { Asset, Erc20Asset } from '../domain/assets/asset.js';
import type { TokenProxy } from '../domain/assets/token-proxy.js';
import { DomainError } from '../domain/errors.js';
import type { SafeProfile } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { Address } from '../domain/values/address.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TokenReader } from '../infra/chain/token-reader.js';

/** A token as somebody reviewed it. */
interface ReviewedToken {
  readonly symbol: string;
  readonly address: Address;
  readonly codeHash: Bytes32;
  readonly implementation?: { readonly address: Address; readonly codeHash: Bytes32 };
}

/** Reads a token's code and layout before it is pinned, and compares them with what was reviewed. */
@Injectable()
export class TokenChecks {
  constructor(
    private readonly reader: SafeReader,
    private readonly tokens: TokenReader,
  ) {}

  /** @throws DomainError TOKEN_NOT_PINNED, TOKEN_CODE_CHANGED with a reason for people; RPC_* */
  async pins(
    named: ReviewedToken,
    block: AgreedBlock,
  ): Promise<Pick<Erc20Asset, 'codeHash' | 'balances' | 'proxy'>> {
    const { symbol, address, codeHash } = named;
    const [actual, proxy, hasHooks, balances] = await Promise.all([
      this.reader.codeHash(address, block, 'all'),
      this.tokens.findProxy(address, block),
      this.tokens.hasHooks(address, block),
      this.tokens.findBalances(address, block),
    ]);
    if (actual !== codeHash) {
      const detail = `The code of ${symbol} has the hash ${actual ?? 'of nothing'}, not ${codeHash}.`;
      throw new DomainError('TOKEN_CODE_CHANGED', detail);
    }
    checkImplementation(named, proxy);
    if (hasHooks) {
      const detail = `${symbol} is an ERC-777: its transfers run the recipient's code.`;
      throw new DomainError('TOKEN_NOT_PINNED', detail);
    }
    if (balances) return { codeHash, balances, proxy };
    const detail = `${symbol} keeps its balances in no way that Sluice knows, or changes them by itself.`;
    throw new DomainError('TOKEN_NOT_PINNED', detail);
  }

  /** A wrong balance slot would make every expected effect wrong, so it must hold what the token's `balanceOf` says. */
  async faults(
    assets: readonly Asset[],
    safes: readonly { readonly profile: SafeProfile }[],
    block: AgreedBlock,
  ): Promise<string[]> {
    const tokens = assets.filter((each): each is Erc20Asset => each.kind === 'erc20');
    const checks = tokens.flatMap((token) =>
      safes.map(({ profile }) => ({ token, holder: profile.address })),
    );
    const faults = await Promise.all(
      checks.map(async ({ token, holder }) => {
        const [stored, told] = await Promise.all([
          this.reader.tokenBalance(token, holder, block),
          this.reader.toldBalance(token, holder, block),
        ]);
        return stored === told ? [] : [`${token.symbol}: its storage does not hold the Safe's balance`];
      }),
    );
    return faults.flat();
  }
}

function checkImplementation({ symbol, implementation }: ReviewedToken, proxy: TokenProxy | null): void {
  const isReviewed =
    implementation?.address === proxy?.implementation && implementation?.codeHash === proxy?.codeHash;
  if (isReviewed) return;
  const actual = proxy ? `runs ${proxy.implementation} with the code hash ${proxy.codeHash}` : 'is no proxy';
  throw new DomainError('TOKEN_CODE_CHANGED', `${symbol} ${actual}, which is not what was reviewed.`);
}
