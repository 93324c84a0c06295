import { z } from 'zod';
import type { ChangeKind } from '../../domain/changes/change.js';
import { parseLabel } from '../../domain/values/text.js';
import { parsed, wireAddress, wireBytes32, wireStoredAs } from '../../infra/http/wire.contract.js';
import { DestinationProposal } from '../destinations/destination-proposal.contract.js';
import { CONTENTS } from './contents.contract.js';

const label = parsed<string>(parseLabel);

/** An asset as reviewed. Its balance layout is found when it is drafted. */
export const ReviewedAsset = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('native'), symbol: label }),
  z.strictObject({
    kind: z.literal('erc20'),
    symbol: label,
    address: wireAddress,
    decimals: z.int().min(0).max(36),
    codeHash: wireBytes32.meta({ description: "EIP-1052 hash of the token's code." }),
    implementation: z
      .strictObject({ address: wireAddress, codeHash: wireBytes32 })
      .exactOptional()
      .meta({ description: 'What a proxy runs; left out for a token that is none.' }),
  }),
]);

/** A Safe by its address; everything else is read from the chain. */
export const NamedSafe = z.strictObject({ label, address: wireAddress });

/** A key is enrolled by whoever has it; here it is only revoked. */
const nothing = z
  .custom<null>((value) => value !== undefined)
  .meta({ type: 'null', description: 'null revokes the key; keys are enrolled by an invitation' });

const [destination, asset, safe] = [
  wireStoredAs('DestinationProposal', DestinationProposal),
  wireStoredAs('AssetProposal', ReviewedAsset),
  wireStoredAs('SafeProposal', NamedSafe),
];

/** What a person writes of each kind. It is parsed when the content is made of it. */
export const WISHES = {
  ...CONTENTS,
  key: nothing,
  ...{ destination, asset, safe },
} as const satisfies Record<ChangeKind, z.ZodType>;
