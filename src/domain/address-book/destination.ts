import { z } from 'zod';
import { parseAddress } from '../values/address.js';
import { compareDecimals, isDecimal } from '../values/amount.js';
import { contradiction } from '../values/contradiction.js';
import { type AssetId, type DestinationId, parseId } from '../values/identifier.js';
import { storedBytes32, storedText } from '../values/stored.js';
import { parseLabel, parsePlainText } from '../values/text.js';
import { DAY_SECONDS, type UnixSeconds, unixSeconds } from '../values/time.js';
import { type Control, type ControlClaim, ControlSchema } from './control.js';

const MANY = 100;

const moment = z.int().min(0).transform(unixSeconds);
const address = storedText(parseAddress);
const assetId = storedText((text) => parseId('ast', text));
/** Whole units of the asset. The number of decimals is checked where the asset is known. */
const amount = z
  .string()
  .refine((text) => isDecimal(text) && compareDecimals(text, '0') > 0, 'expected an amount above zero');

const limit = z.strictObject({ assetId, maxPerTransfer: amount });
const canary = z.strictObject({ assetId, max: amount });
/** An address that this one can be confused with, and the difference that compliance has seen. */
const lookalike = z.strictObject({ address, difference: storedText((text) => parsePlainText(text, 400)) });

/** The members of an entry that a person proposes. */
const destinationTerms = {
  chainId: z.int().positive(),
  address,
  label: storedText(parseLabel),
  owner: storedText((text) => parsePlainText(text, 80)),
  assetIds: z.array(assetId).min(1).max(MANY).readonly(),
  expiresAt: moment,
  limits: z.array(limit).max(MANY).readonly(),
  canary: z.array(canary).max(MANY).readonly(),
  lookalikes: z.array(lookalike).max(MANY).readonly(),
};

interface PerAsset {
  readonly assetIds: readonly AssetId[];
  readonly limits: readonly { readonly assetId: AssetId }[];
  readonly canary: readonly { readonly assetId: AssetId }[];
}

/** At most one line for each asset, and only for assets that the entry may receive, so that no line is overlooked. */
export function checkPerAsset(entry: PerAsset, context: z.RefinementCtx): void {
  const { assetIds, limits, canary: canaries } = entry;
  const lists = {
    assetIds,
    limits: limits.map((each) => each.assetId),
    canary: canaries.map((each) => each.assetId),
  };
  for (const [member, ids] of Object.entries(lists)) {
    ids.forEach((id, index) => {
      const message = !assetIds.includes(id)
        ? 'the entry may not receive this asset'
        : ids.indexOf(id) !== index
          ? 'this asset is there twice'
          : undefined;
      if (message !== undefined) context.addIssue(contradiction([member, index], message));
    });
  }
}

/** What an entry of the address book says, as it is proposed, signed and stored. */
export const DestinationContentSchema = z
  .strictObject({
    ...destinationTerms,
    /** EIP-1052 hash of the code at the time of the proposal; null means "no code". */
    codeHash: storedBytes32.nullable(),
    control: ControlSchema,
    /** When its cooling-off starts. Only the founding document may say so; else it starts at the first activation. */
    approvedAt: moment.exactOptional(),
  })
  .superRefine(checkPerAsset);

export type DestinationContent = z.output<typeof DestinationContentSchema>;
/** The content as plain JSON, as it is hashed and stored. */
export type DestinationContentJson = z.input<typeof DestinationContentSchema>;

/** @throws ZodError if the stored content is not exactly of its form */
export function parseDestinationContent(stored: unknown): DestinationContent {
  return DestinationContentSchema.parse(stored);
}

/** An address book entry. It is immutable: a change makes a new version. Transfers name the entry, never an address. */
export interface Destination extends DestinationContent {
  readonly id: DestinationId;
  readonly approvedAt: UnixSeconds;
  readonly removedAt: UnixSeconds | null;
}

/** The proof of an entry from the founding document: the founders who sign answer for it. */
export const FOUNDING_CONTROL: Control = {
  kind: 'none',
  reason: 'named in the founding document',
};

/** Whether an entry's own dates allow paying to it. */
export function isInForce(entry: Pick<Destination, 'removedAt' | 'expiresAt'>, now: UnixSeconds): boolean {
  return entry.removedAt === null && now < entry.expiresAt;
}

/** Whether an entry is in force and expires within this many days unless it is confirmed again. */
export function isDueWithin(entry: Destination, days: number, now: UnixSeconds): boolean {
  return isInForce(entry, now) && entry.expiresAt <= now + days * DAY_SECONDS;
}

/** What a proposer states about an entry. The rest is read from the chain. */
export type DestinationInput = Omit<DestinationContent, 'codeHash' | 'control' | 'approvedAt'> & {
  readonly control: ControlClaim;
};
