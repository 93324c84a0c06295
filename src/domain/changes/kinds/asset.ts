import { z } from 'zod';
import { Erc20Pins } from '../../assets/asset.js';
import { idPattern } from '../../values/identifier.js';
import { storedAddress } from '../../values/stored.js';
import { isLabel } from '../../values/text.js';
import { type KindRules, nobody, quoted } from './kind-rules.js';

const chainId = z.int().positive();
const symbol = z
  .string()
  .min(1)
  .max(32)
  .refine((text) => isLabel(text), 'expected a plain label');

/**
 * An asset as governed. Before it is proposed, its pins are read from the chain and compared with what was reviewed.
 */
export const AssetContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('native'), chainId, symbol }),
  z.strictObject({
    kind: z.literal('erc20'),
    chainId,
    symbol,
    address: storedAddress,
    decimals: z.int().min(0).max(36),
    pins: Erc20Pins,
  }),
]);
export type AssetContent = z.output<typeof AssetContent>;

export const assetRules: KindRules<AssetContent> = {
  schema: AssetContent,
  proposers: ['admin', 'compliance'],
  isSubject: (subject) => idPattern('ast').test(subject),
  canBeRemoved: true,
  direction: ({ after }) => (after === null ? 'tightens' : 'loosens'),
  sentences: (subject, { before, after }) => {
    if (after === null) return [`Remove the asset ${quoted(before?.symbol ?? '')} (${subject}), at once.`];
    const now = assetWords(after);
    if (before === null) return [`Register the asset ${quoted(after.symbol)} (${subject}): ${now}.`];
    return [`The asset ${quoted(after.symbol)} (${subject}) is ${now}. Before: ${assetWords(before)}.`];
  },
  concerns: nobody,
};

function assetWords(content: AssetContent): string {
  const chain = `on chain ${String(content.chainId)}`;
  if (content.kind === 'native') return `the coin of chain ${String(content.chainId)}`;
  const { address, decimals, pins } = content;
  const proxy =
    pins.proxy === null
      ? 'no proxy'
      : `an ${pins.proxy.kind} proxy of ${pins.proxy.implementation} with the code ${pins.proxy.codeHash}`;
  const { balances } = pins;
  const where =
    balances.kind === 'mapping' ? `in the mapping at ${balances.base}` : `where ${balances.kind} has them`;
  return `the token ${address} ${chain}, ${String(decimals)} decimals, code ${pins.codeHash}, ${proxy}, balances ${where}`;
}
