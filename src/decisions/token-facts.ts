import { Injectable } from '@nestjs/common';
import type { RegisteredAsset } from '../domain/register/registered.js';
import type { Asset } from '../domain/assets/asset.js';
import type { TokenCode } from '../domain/assets/token-proxy.js';
import type { AssetFacts } from '../domain/policies/facts.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { Voices } from '../infra/chain/providers.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TokenReader } from '../infra/chain/token-reader.js';

/** An asset's code on the chain; both null for the native coin. */
export interface TokenOnChain {
  readonly assetCodeHash: Bytes32 | null;
  /** The present implementation behind a proxy; null if there is none, or the token is no proxy. */
  readonly assetImplementation: TokenCode | null;
}

@Injectable()
export class TokenFacts {
  constructor(
    private readonly reader: SafeReader,
    private readonly tokens: TokenReader,
  ) {}

  /** @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE */
  async read(asset: Asset, block: AgreedBlock, voices: Voices): Promise<TokenOnChain> {
    if (asset.kind === 'native') return { assetCodeHash: null, assetImplementation: null };
    const { address, proxy } = asset;
    const [assetCodeHash, assetImplementation] = await Promise.all([
      this.reader.codeHash(address, block, voices),
      proxy && this.tokens.implementation(address, proxy, block, voices),
    ]);
    return { assetCodeHash, assetImplementation };
  }
}

export function assetFacts({ asset, isRemoved: removed }: RegisteredAsset, token: TokenOnChain): AssetFacts {
  const { id, chainId, symbol } = asset;
  if (asset.kind === 'native') {
    const code = { codeHashPinned: null, codeHashActual: null };
    return { kind: 'native', id, chainId, decimals: 18, symbol, removed, ...code };
  }
  const { proxy, decimals } = asset;
  return {
    ...{ kind: 'erc20', id, chainId, decimals, symbol, removed },
    codeHashPinned: asset.codeHash,
    codeHashActual: token.assetCodeHash,
    ...(proxy && {
      proxy: {
        pinned: { implementation: proxy.implementation, codeHash: proxy.codeHash },
        actual: token.assetImplementation,
      },
    }),
  };
}
