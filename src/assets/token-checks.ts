import { Injectable } from '@nestjs/common';
import type { Asset, Erc20Asset } from '../domain/assets/asset.js';
import type { TokenProxy } from '../domain/assets/token-proxy.js';
import { DomainError, type Fault } from '../domain/errors.js';
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

  /**
   * @throws DomainError TOKEN_NOT_PINNED, TOKEN_CODE_CHANGED with all that speaks against the token, each with its place
   *   in what was reviewed and a reason for people; RPC_*
   */
  async pins(
    named: ReviewedToken,
    block: AgreedBlock,
  ): Promise<Pick<Erc20Asset, 'codeHash' | 'balances' | 'proxy'>> {
    const { symbol, address, codeHash } = named;
    const [actual, found, hasHooks, balances] = await Promise.all([
      this.reader.codeHash(address, block, 'all'),
      this.proxyAt(address, block),
      this.tokens.hasHooks(address, block),
      this.tokens.findBalances(address, block),
    ]);
    if (actual === null)
      throw DomainError.at('/address', 'TOKEN_CODE_CHANGED', `There is no code of ${symbol} at ${address}.`);
    refuse([
      ...(actual === codeHash
        ? []
        : [changed('/codeHash', `The code of ${symbol} has the hash ${actual}, not ${codeHash}.`)]),
      ...(found instanceof DomainError
        ? [unpinned('/implementation', `${symbol}: ${found.message}.`)]
        : implementationFaults(named, found)),
      ...(hasHooks
        ? [unpinned('/address', `${symbol} is an ERC-777: its transfers run the recipient's code.`)]
        : []),
      ...(balances ? [] : [unpinned('/address', `${symbol} ${UNKNOWN_BALANCES}`)]),
    ]);
    // Whatever is missing here has been refused.
    if (!balances || found instanceof DomainError) throw new TypeError('a token without faults is whole');
    return { codeHash, balances, proxy: found };
  }

  /** What it runs that cannot be pinned is one fault among others. */
  private async proxyAt(address: Address, block: AgreedBlock): Promise<TokenProxy | DomainError | null> {
    try {
      return await this.tokens.findProxy(address, block);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'TOKEN_NOT_PINNED') return error;
      throw error;
    }
  }

  /** What `misread` says of every token and Safe. */
  async faults(assets: readonly Asset[], safes: readonly Held[], block: AgreedBlock): Promise<string[]> {
    const tokens = assets.filter((each): each is Erc20Asset => each.kind === 'erc20');
    const faults = await Promise.all(tokens.map((token) => this.misread(token, safes, block)));
    return faults.flat();
  }

  /**
   * A wrong balance slot would make every expected effect wrong, so it must hold what the token's `balanceOf` says.
   * Returns the Safes of which it does not, in words.
   */
  async misread(token: MeasuredToken, safes: readonly Held[], block: AgreedBlock): Promise<string[]> {
    const faults = await Promise.all(
      safes.map(async ({ label, profile }) => {
        const [stored, told] = await Promise.all([
          this.reader.tokenBalance(token, profile.address, block),
          this.reader.toldBalance(token, profile.address, block),
        ]);
        return stored === told ? [] : [`${token.symbol}: its storage does not hold the balance of ${label}`];
      }),
    );
    return faults.flat();
  }
}

type MeasuredToken = Pick<Erc20Asset, 'symbol' | 'address' | 'balances'>;
/** A Safe whose balance is compared. */
interface Held {
  readonly label: string;
  readonly profile: Pick<SafeProfile, 'address'>;
}

const UNKNOWN_BALANCES = 'keeps its balances in no way that Sluice knows, or changes them by itself.';

function implementationFaults(
  { symbol, implementation }: ReviewedToken,
  proxy: TokenProxy | null,
): readonly Fault[] {
  const actual = proxy ? `runs ${proxy.implementation} with the code hash ${proxy.codeHash}` : 'is no proxy';
  const detail = `${symbol} ${actual}, which is not what was reviewed.`;
  const at = '/implementation';
  if (!implementation || !proxy) return implementation || proxy ? [changed(at, detail)] : [];
  return [
    ...(implementation.address === proxy.implementation ? [] : [changed(`${at}/address`, detail)]),
    ...(implementation.codeHash === proxy.codeHash ? [] : [changed(`${at}/codeHash`, detail)]),
  ];
}

function changed(pointer: string, detail: string): Fault {
  return { pointer, code: 'TOKEN_CODE_CHANGED', detail };
}

function unpinned(pointer: string, detail: string): Fault {
  return { pointer, code: 'TOKEN_NOT_PINNED', detail };
}

/** In words that say all of it, also where nobody sees the single faults. */
function refuse(faults: readonly Fault[]): void {
  const [first] = faults;
  if (!first) return;
  const words = [...new Set(faults.map(({ detail }) => detail))];
  throw new DomainError(first.code, words.join(' '), faults);
}
