import { z } from 'zod';
import { PROXY_KINDS } from '../domain/assets/token-proxy.js';
import { pageOf, wireId } from '../infra/http/wire.contract.js';

const named = { id: wireId('ast'), chainId: z.int(), symbol: z.string(), isRemoved: z.boolean() };

const AssetView = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('native'), ...named, decimals: z.literal(18) }),
    z.strictObject({
      kind: z.literal('erc20'),
      ...named,
      address: z.string(),
      decimals: z.int(),
      codeHash: z.string(),
      /** Where the token keeps its balances. */
      balances: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('mapping'), base: z.string() }),
        z.strictObject({ kind: z.literal('solady') }),
      ]),
      /** The implementation behind a proxy, or null if the token is no proxy. */
      proxy: z
        .strictObject({ kind: z.enum(PROXY_KINDS), implementation: z.string(), codeHash: z.string() })
        .nullable(),
    }),
  ])
  .meta({ id: 'Asset' });

export const AssetPage = pageOf(AssetView).meta({ id: 'AssetPage' });
export type AssetPage = z.output<typeof AssetPage>;
