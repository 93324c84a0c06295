import { z } from 'zod';
import { noneTwice } from '../../values/contradiction.js';
import { assetId, fixed, slug } from '../policy-parts.js';
import { allowed, denied } from '../rule-result.js';
import { assetName } from '../rule-words.js';
import type { RuleKind } from './rule-kind.js';

const shape = z.strictObject({
  id: slug,
  kind: z.literal('asset-allowed'),
  assetIds: z.array(assetId).min(1).max(100).superRefine(noneTwice('an asset is listed twice')),
  ...fixed,
});

/** Only assets that the policy lists may move. */
export const assetAllowed = {
  kind: 'asset-allowed',
  shape,
  needed: 'once',
  evaluate: (rule, facts) => {
    const { id, symbol } = facts.asset;
    if (rule.assetIds.includes(id))
      return allowed('policy', rule.id, `The policy allows transfers of ${symbol}.`);
    const words = `The policy does not allow transfers of ${symbol}.`;
    return denied('policy', rule.id, { code: 'ASSET_NOT_ALLOWED', words });
  },
  words: ({ assetIds }, names) =>
    `only ${assetIds
      .map((id) => assetName(id, names))
      .sort()
      .join(', ')}.`,
  compared: ['assetIds'],
  isTighter: (before, after) => after.assetIds.every((id) => before.assetIds.includes(id)),
} satisfies RuleKind<z.infer<typeof shape>>;
