import type { AssetFacts, Facts } from '../facts.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

const RULE = 'asset-as-pinned';

/** A token whose code is not the pinned code is another token, even at the same address. */
export function assetAsPinned({ asset }: Facts): RuleResult {
  if (asset.removed) {
    const words = `${asset.symbol} was removed from the registry of assets.`;
    return denied('integrity', RULE, { code: 'ASSET_NOT_ALLOWED', words });
  }
  if (asset.kind === 'erc20' && asset.codeHashActual !== asset.codeHashPinned) {
    const words = `The code of ${asset.symbol} is not the code that was pinned.`;
    return denied('integrity', RULE, { code: 'TOKEN_CODE_CHANGED', words });
  }
  if (asset.kind === 'erc20' && asset.proxy && !isPinned(asset.proxy)) {
    const words = `${asset.symbol} runs another implementation than the one that was pinned.`;
    return denied('integrity', RULE, { code: 'TOKEN_CODE_CHANGED', words });
  }
  return allowed('integrity', RULE, `${asset.symbol} is as pinned.`);
}

type ProxyFacts = NonNullable<Extract<AssetFacts, { kind: 'erc20' }>['proxy']>;

/**
 * The same code behind another implementation address could still behave differently by its storage or address, so it
 * does not count as pinned.
 */
function isPinned({ pinned, actual }: ProxyFacts): boolean {
  return actual?.implementation === pinned.implementation && actual.codeHash === pinned.codeHash;
}
