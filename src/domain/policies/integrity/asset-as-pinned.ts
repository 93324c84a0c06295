import type { Facts } from '../facts.js';
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
  return allowed('integrity', RULE, `${asset.symbol} is as pinned.`);
}
