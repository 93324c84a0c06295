import { z } from 'zod';
import { parseForeignAddress } from '../domain/values/address.js';
import { parseUnits } from '../domain/values/amount.js';
import { EFFECT_ACTIONS } from '../domain/transfers/would-do/effect.js';
import { parseBytes32, parseHex } from '../domain/values/hex.js';
import { parsed, wireId } from '../infra/http/wire.contract.js';

const units = parsed(parseUnits, { pattern: '^(0|[1-9][0-9]*)$' });
// Proposals come from machines, so addresses may be in one case; a checksum must be right.
const address = parsed(parseForeignAddress, { pattern: '^0x[0-9a-fA-F]{40}$' });
const bytes = parsed(parseHex, { pattern: '^0x([0-9a-fA-F]{2})*$' });

export const InspectTransaction = z
  .strictObject({
    safe: wireId('safe'),
    transaction: z.strictObject({
      to: address,
      value: units,
      data: bytes,
      operation: z.int().min(0).max(255),
      safeTxGas: units,
      baseGas: units,
      gasPrice: units,
      gasToken: address,
      refundReceiver: address,
      nonce: units,
    }),
    /** The proposal's own hash, to compare with the hash of its fields. */
    safeTxHash: parsed(parseBytes32, { pattern: '^0x[0-9a-fA-F]{64}$' }).optional(),
    /** The `signatures` argument of execTransaction: owners' signatures, 65 bytes each, joined. */
    signatures: bytes.optional(),
  })
  .meta({ id: 'InspectSafeTransaction' });

/** What one call would do. It only informs people. */
const EffectView = z
  .strictObject({
    /** "1.2" is the second call within the first. */
    place: z.string(),
    action: z.enum(EFFECT_ACTIONS),
    sentence: z.string(),
    to: z.string().nullable(),
    operation: z.int().nullable(),
    /** Of the native coin, in whole units. */
    value: z.string().nullable(),
    /** With its types, if it is a known one. */
    function: z.string().nullable(),
    /** In whole units of a registered asset, else in the smallest units. */
    amount: z.string().nullable(),
    isUnlimited: z.boolean(),
    asset: z.string().nullable(),
    spender: z.string().nullable(),
    spenderName: z.string().nullable(),
    destination: z.string().nullable(),
    destinationName: z.string().nullable(),
  })
  .meta({ id: 'Effect' });

export const InspectionView = z
  .strictObject({
    verdict: z.enum(['ACCEPT', 'ACCEPT_AS_CANCEL', 'HOLD', 'REFUSE', 'REFUSE_AND_ALERT', 'FREEZE']),
    /** Null if it is accepted. */
    code: z.string().nullable(),
    reason: z.string(),
    digests: z.strictObject({
      domainHash: z.string().nullable(),
      messageHash: z.string().nullable(),
      eip712Digest: z.string().nullable(),
      calldataDigest: z.string().nullable(),
    }),
    /** Checks that could not be made, in words. */
    notChecked: z.array(z.string()).readonly(),
    /** What the bytes would do, call by call, with the calls within and each gas refund. */
    wouldDo: z.array(EffectView).readonly(),
  })
  .meta({ id: 'Inspection' });
export type InspectionView = z.output<typeof InspectionView>;
