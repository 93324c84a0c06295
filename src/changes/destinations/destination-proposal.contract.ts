import { z } from 'zod';
import { checkPerAsset } from '../../domain/address-book/destination.js';
import { DomainError } from '../../domain/errors.js';
import { compareDecimals, isDecimal } from '../../domain/values/amount.js';
import { parseHex } from '../../domain/values/hex.js';
import { type AssetId, parseId } from '../../domain/values/identifier.js';
import { parseLabel } from '../../domain/values/text.js';
import {
  parsed,
  wireAddress,
  wireBytes32,
  wireEvmSignature,
  wireText,
  wireTimestamp,
} from '../../infra/http/wire.contract.js';

const assetId = parsed<AssetId>((text) => parseId('ast', text), { pattern: '^ast_' });

const amount = parsed<string>(
  (text) => {
    if (isDecimal(text) && compareDecimals(text, '0') > 0) return text;
    throw new DomainError('AMOUNT_FORMAT', 'expected a plain decimal number above zero such as "1500000.25"');
  },
  { examples: ['1500000.25'] },
);

const signed = { challenge: wireBytes32, expiresAt: wireTimestamp };

const Control = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('eoa'), signature: wireEvmSignature, ...signed }),
  z.strictObject({
    kind: z.literal('eip1271'),
    signature: parsed(parseHex, { pattern: '^0x([0-9a-fA-F]{2})*$' }).refine(
      (bytes) => bytes.length <= 2 + 2 * 8_192,
      'expected at most 8192 bytes',
    ),
    ...signed,
  }),
  z.strictObject({ kind: z.literal('none'), reason: wireText(280) }),
]);

/** A proposed entry of the address book, parsed only. `DestinationPreparer` decides whether it is acceptable. */
export const DestinationProposal = z
  .strictObject({
    chainId: z.int().positive(),
    address: wireAddress,
    label: parsed<string>(parseLabel),
    owner: wireText(80),
    assetIds: z.array(assetId).min(1).max(100),
    expiresAt: wireTimestamp,
    limits: z.array(z.strictObject({ assetId, maxPerTransfer: amount })).max(100),
    canary: z.array(z.strictObject({ assetId, max: amount })).max(100),
    control: Control,
    lookalikes: z.array(z.strictObject({ address: wireAddress, difference: wireText(400) })).max(100),
  })
  .superRefine(checkPerAsset);
