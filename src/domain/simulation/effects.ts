import { z } from 'zod';
import { type Json, canonicalHash, canonicalJson, plain } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { storedAddress, storedBytes32, storedHex } from '../values/stored.js';

/** The sections of an outcome. An engine declares which of them it can observe. */
export const SECTIONS = [
  'nativeChanges',
  'tokenChanges',
  'storageWrites',
  'safeSlots',
  'calls',
  'logs',
  'codeChanges',
  'nonceChanges',
] as const;

export type Section = (typeof SECTIONS)[number];

const [address, bytes32, bytes] = [storedAddress, storedBytes32, storedHex];
const units = z
  .string()
  .regex(/^-?(0|[1-9][0-9]{0,77})$/)
  .transform(BigInt);

const Status = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('success') }),
  z.strictObject({ outcome: z.literal('revert'), reason: z.string() }),
]);

const NativeChange = z.strictObject({ account: address, delta: units });
const TokenChange = z.strictObject({ token: address, account: address, delta: units });
const SlotChange = z.strictObject({ slot: bytes32, before: bytes32, after: bytes32 });
const StorageWrite = SlotChange.extend({ account: address });
const Call = z.strictObject({
  depth: z.int().min(0),
  kind: z.enum(['CALL', 'DELEGATECALL', 'STATICCALL', 'CALLCODE', 'CREATE', 'CREATE2', 'SELFDESTRUCT']),
  from: address,
  to: address,
  value: units,
  input: bytes,
  failed: z.boolean(),
});
const Log = z.strictObject({ address, topics: z.array(bytes32), data: bytes });
const CodeChange = z.strictObject({ account: address, codeHash: bytes32 });
const NonceChange = z.strictObject({ account: address, before: units, after: units });

/**
 * A change of the native balance by a transfer of value. Gas fees are not included, because they depend on the block's
 * prices.
 */
export type NativeChange = Readonly<z.output<typeof NativeChange>>;
/** A change of the pinned asset's balance of the Safe or the destination, in smallest units. */
export type TokenChange = Readonly<z.output<typeof TokenChange>>;
/** A change of one of the Safe's own slots that decide who controls it. */
export type SlotChange = Readonly<z.output<typeof SlotChange>>;
/** Any change of storage that is not a `TokenChange`. */
export type StorageWrite = Readonly<z.output<typeof StorageWrite>>;
/** One call frame, in the order in which execution entered it. */
export type Call = Readonly<z.output<typeof Call>>;
export type Log = Readonly<z.output<typeof Log>>;
/** An account whose code changed, with the hash of its new code. */
export type CodeChange = Readonly<z.output<typeof CodeChange>>;
/** A changed nonce of any account but the executor. */
export type NonceChange = Readonly<z.output<typeof NonceChange>>;
export type Status = Readonly<z.output<typeof Status>>;

export interface EffectSections {
  readonly nativeChanges: readonly NativeChange[];
  readonly tokenChanges: readonly TokenChange[];
  readonly storageWrites: readonly StorageWrite[];
  readonly safeSlots: readonly SlotChange[];
  readonly calls: readonly Call[];
  readonly logs: readonly Log[];
  readonly codeChanges: readonly CodeChange[];
  readonly nonceChanges: readonly NonceChange[];
}

/**
 * The normalised outcome of a simulation. An absent section was not observed; an empty one was, and nothing happened
 * there. `seen` names the sections that are present.
 */
export interface Effects extends Partial<EffectSections> {
  readonly status: Status;
  readonly seen: readonly Section[];
}

/** Stored effects, parsed. Numbers are decimal strings there. */
export const EffectsSchema = z
  .strictObject({
    status: Status,
    seen: z.array(z.enum(SECTIONS)),
    nativeChanges: z.array(NativeChange).exactOptional(),
    tokenChanges: z.array(TokenChange).exactOptional(),
    storageWrites: z.array(StorageWrite).exactOptional(),
    safeSlots: z.array(SlotChange).exactOptional(),
    calls: z.array(Call).exactOptional(),
    logs: z.array(Log).exactOptional(),
    codeChanges: z.array(CodeChange).exactOptional(),
    nonceChanges: z.array(NonceChange).exactOptional(),
  })
  .refine((effects) => {
    const present = SECTIONS.filter((section) => effects[section] !== undefined);
    return (
      present.length === effects.seen.length && present.every((section, at) => effects.seen[at] === section)
    );
  }, 'seen must name exactly the sections that are there, in their order');

/**
 * Normalises sections so that equal outcomes are equal: entries without a change are dropped, unordered parts sorted.
 */
export function effectsOf(status: Status, sections: Partial<EffectSections>): Effects {
  const { nativeChanges, tokenChanges, storageWrites, safeSlots, codeChanges, nonceChanges } = sections;
  const normal = {
    ...sections,
    ...(nativeChanges && { nativeChanges: sorted(nativeChanges.filter((each) => each.delta !== 0n)) }),
    ...(tokenChanges && { tokenChanges: sorted(tokenChanges.filter((each) => each.delta !== 0n)) }),
    ...(storageWrites && { storageWrites: sorted(storageWrites.filter(changed)) }),
    ...(safeSlots && { safeSlots: sorted(safeSlots.filter(changed)) }),
    ...(codeChanges && { codeChanges: sorted(codeChanges) }),
    ...(nonceChanges && { nonceChanges: sorted(nonceChanges.filter(changed)) }),
  };
  return { status, seen: SECTIONS.filter((section) => normal[section] !== undefined), ...normal };
}

function changed<T>(each: { readonly before: T; readonly after: T }): boolean {
  return each.before !== each.after;
}

function sorted<T>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));
}

/** RFC 8785 text of any part of effects; equal parts have equal texts. */
export function canonicalText(part: unknown): string {
  return canonicalJson(plain(part));
}

/** Effects as they are stored and hashed: every integer of the chain is a decimal string. */
export function effectsJson(effects: Effects): Json {
  return plain(effects);
}

/** Hash of an outcome, which confirmers sign. It does not depend on the block (invariant 4). */
export function effectsDigest(effects: Effects): Bytes32 {
  return parseBytes32(canonicalHash(effectsJson(effects)));
}
