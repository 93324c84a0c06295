import type { Asset } from '../assets/asset.js';
import { DomainError, type ErrorCode, type Fault } from '../errors.js';
import type { Address } from '../values/address.js';
import { compareDecimals, parseAmount } from '../values/amount.js';
import type { AssetId, DestinationId } from '../values/identifier.js';
import { DAY_SECONDS, type UnixSeconds } from '../values/time.js';
import { type Destination, type DestinationContent, isInForce } from './destination.js';
import { canaryOf, limitOf } from './direction.js';
import { labelSkeleton } from './label.js';
import { compared, difference, isAlike, lookalikesOf, sideBySide } from './lookalike.js';
import type { FoundLookalike } from './lookalikes-found.js';
import { noDestination } from './no-destination.js';

/** What a proposed entry is checked against. */
export interface BookWorld {
  readonly now: UnixSeconds;
  readonly chainId: number;
  readonly assets: readonly { readonly asset: Asset; readonly isRemoved: boolean }[];
  /** Every entry that ever existed on this chain, including removed and expired ones. */
  readonly entries: readonly Destination[];
  readonly safes: readonly Address[];
  /** Keys that act for Sluice or for its Safes: owners, people, the relayer. */
  readonly keys: readonly Address[];
  /** The entry that the proposal replaces; null for a first version. */
  readonly before: Destination | null;
}

/** What an address can be, beside or inside the address book. */
export const KNOWN_AS = [
  ...(['destination', 'expired', 'removed', 'pending', 'safe', 'token', 'owner', 'key'] as const),
  ...(['relayer', 'counterparty', 'zero', 'lost', 'safe-contract'] as const),
] as const;

/** An address that people may have seen, and what it is. */
export interface KnownAddress {
  readonly address: Address;
  readonly what: string;
  /** The entry of the address book that has it, and its label. */
  readonly destination?: DestinationId;
  readonly label?: string;
}

/** The longest life of an entry before it must be confirmed again: a yearly review, with a month to do it. */
export const MAX_DAYS = 400;

/** The same without a proof of control, because deposit addresses rotate and are reassigned (THREATS C13). */
const MAX_DAYS_UNPROVEN = 90;

/** Whether compliance must approve an entry too: it has look-alikes, or nobody has proven who controls it. */
export function needsCompliance({ lookalikes, control }: DestinationContent): boolean {
  return lookalikes.length > 0 || control.kind === 'none';
}

/** What is wrong with a new version of an entry, whether it loosens or tightens. */
export function versionFaults(content: DestinationContent, world: BookWorld): readonly Fault[] {
  return [...addressFaults(content, world), ...lifeFaults(world)].slice(0, 1);
}

/** What is wrong with a proposed entry beside the others, whatever the chain and the clock say. */
export function misfitFaults(content: DestinationContent, world: Omit<BookWorld, 'now'>): readonly Fault[] {
  const moved = addressFaults(content, world);
  return moved.length > 0 ? moved : [...placeFaults(content, world), ...labelFaults(content, world)];
}

function addressFaults(
  { address, chainId }: DestinationContent,
  { before }: Pick<BookWorld, 'before'>,
): readonly Fault[] {
  if (before === null || (before.address === address && before.chainId === chainId)) return [];
  const detail = `an entry keeps its address (${before.address} on chain ${String(before.chainId)}): another address is another entry`;
  return [{ pointer: '/address', code: 'ENTRY_IMMUTABLE', detail }];
}

function lifeFaults({ before, now }: BookWorld): readonly Fault[] {
  if (before === null) return [];
  if (before.removedAt !== null)
    return [atRoot('STATE_CONFLICT', 'the entry was removed: propose a new one')];
  if (isInForce(before, now)) return [];
  return [atRoot('ENTRY_EXPIRED', 'the entry has expired: propose a new one, which cools off anew')];
}

/**
 * All that is wrong with a new entry, or with a version that loosens one, except look-alikes and the proof of control.
 */
export function destinationFaults(content: DestinationContent, world: BookWorld): readonly Fault[] {
  const moved = addressFaults(content, world);
  if (moved.length > 0) return moved;
  return [
    ...lifeFaults(world),
    ...placeFaults(content, world),
    ...presenceFaults(content, world),
    ...labelFaults(content, world),
    ...assetFaults(content, world),
    ...termFaults(content, world),
  ];
}

type Place = Pick<DestinationContent, 'address' | 'chainId'>;

function placeFaults({ address, chainId }: Place, world: Omit<BookWorld, 'now'>): readonly Fault[] {
  if (chainId !== world.chainId) {
    return [
      { pointer: '/chainId', code: 'CHAIN_MISMATCH', detail: `this is chain ${String(world.chainId)}` },
    ];
  }
  const refused = (detail: string): readonly Fault[] => [
    { pointer: '/address', code: 'DEST_NOT_ALLOWED', detail },
  ];
  const tokens = world.assets.flatMap(({ asset }) => (asset.kind === 'erc20' ? [asset] : []));
  const lost = noDestination(address, { safes: world.safes, tokens });
  if (lost !== undefined) return refused(`${address} is ${lost}: it is no destination`);
  if (!world.keys.includes(address)) return [];
  return refused(`${address} signs for Sluice or for a Safe: it is no destination`);
}

function presenceFaults({ address }: Place, world: BookWorld): readonly Fault[] {
  const there = world.entries.find((each) => each.address === address && isAnother(each, world));
  if (!there || !isInForce(there, world.now)) return [];
  const detail = `${address} is in the address book as "${there.label}": propose a new version of ${there.id}`;
  return [{ pointer: '/address', code: 'DEST_EXISTS', detail }];
}

/**
 * A label stays with its address for good. Otherwise a transfer of last year would seem to have gone elsewhere (THREATS
 * C11).
 */
function labelFaults(
  { label, address }: DestinationContent,
  world: Omit<BookWorld, 'now'>,
): readonly Fault[] {
  const skeleton = labelSkeleton(label);
  if (skeleton === '') {
    return [{ pointer: '/label', code: 'LABEL_CONFUSABLE', detail: 'a label needs letters or digits' }];
  }
  const same = world.entries.find(
    (each) => isAnother(each, world) && each.address !== address && labelSkeleton(each.label) === skeleton,
  );
  if (!same) return [];
  const detail = `"${label}" reads like "${same.label}", the label of ${same.address}`;
  return [{ pointer: '/label', code: 'LABEL_CONFUSABLE', detail }];
}

function isAnother(entry: Destination, { before }: Pick<BookWorld, 'before'>): boolean {
  return entry.id !== before?.id;
}

function assetFaults(content: DestinationContent, world: BookWorld): readonly Fault[] {
  return content.assetIds.flatMap((id, index) => {
    const found = world.assets.find((each) => each.asset.id === id && each.asset.chainId === world.chainId);
    if (found && !found.isRemoved) return amountFaults(content, found.asset);
    const fault = { code: 'ASSET_NOT_ALLOWED', detail: 'no such asset is registered on this chain' } as const;
    return [{ pointer: `/assetIds/${String(index)}`, ...fault }];
  });
}

function amountFaults(content: DestinationContent, asset: Asset): readonly Fault[] {
  const canary = canaryOf(content, asset.id);
  const limit = limitOf(content, asset.id);
  const limitAt = `/limits/${String(indexOf(content.limits, asset.id))}/maxPerTransfer`;
  const canaryAt = `/canary/${String(indexOf(content.canary, asset.id))}/max`;
  if (canary === undefined) {
    const detail = `say how much ${asset.symbol} the first transfer may move at most`;
    return [{ pointer: '/canary', code: 'FIRST_TRANSFER_CANARY', detail }];
  }
  if (limit === undefined && content.control.kind === 'none') {
    const detail = `an address that nobody signed for needs a limit of its own for ${asset.symbol}`;
    return [{ pointer: '/limits', code: 'LIMIT_DESTINATION', detail }];
  }
  const unreadable = [
    ...decimalsFault(canary, asset, canaryAt),
    ...(limit === undefined ? [] : decimalsFault(limit, asset, limitAt)),
  ];
  if (unreadable.length > 0 || limit === undefined || compareDecimals(canary, limit) <= 0) return unreadable;
  const detail = `the first transfer would be above the entry's own limit of ${limit} ${asset.symbol}`;
  return [{ pointer: canaryAt, code: 'FIRST_TRANSFER_CANARY', detail }];
}

function decimalsFault(text: string, { decimals }: Asset, pointer: string): readonly Fault[] {
  try {
    parseAmount(text, decimals);
    return [];
  } catch (error) {
    if (error instanceof DomainError) return [{ pointer, code: error.code, detail: error.message }];
    throw error;
  }
}

function indexOf(list: readonly { readonly assetId: AssetId }[], id: AssetId): number {
  return list.findIndex((each) => each.assetId === id);
}

function termFaults(
  { expiresAt, control, codeHash }: DestinationContent,
  { now }: BookWorld,
): readonly Fault[] {
  const days = control.kind === 'none' ? MAX_DAYS_UNPROVEN : MAX_DAYS;
  const faults: Fault[] = [];
  if (expiresAt <= now) {
    faults.push({ pointer: '/expiresAt', code: 'EXPIRED', detail: 'the entry would have expired already' });
  } else if (expiresAt > now + days * DAY_SECONDS) {
    const detail = `at most ${String(days)} days ahead${control.kind === 'none' ? ' where nobody signed for the address' : ''}`;
    faults.push({ pointer: '/expiresAt', code: 'EXPIRY_TOO_FAR', detail });
  }
  if (control.kind === 'eoa' && codeHash !== null) {
    const detail = 'there is code at the address: what it says decides (EIP-1271), not a key';
    faults.push({ pointer: '/control/kind', code: 'CONTROL_NOT_PROVEN', detail });
  }
  if (control.kind === 'eip1271' && codeHash === null) {
    const detail = 'there is no code at the address that could be asked (EIP-1271)';
    faults.push({ pointer: '/control/kind', code: 'CONTROL_NOT_PROVEN', detail });
  }
  return faults;
}

/**
 * Look-alike addresses that a proposed entry does not name, each shown side by side with it (THREATS C01). Also those
 * that it names although they are no look-alikes, or with a wrong difference.
 */
export function lookalikeFaults(
  { address, lookalikes }: Pick<DestinationContent, 'address' | 'lookalikes'>,
  known: readonly KnownAddress[],
): readonly Fault[] {
  const wrong = lookalikes.flatMap((each, index): readonly Fault[] => {
    if (isAlike(address, each.address) && each.difference === difference(address, each.address)) return [];
    const detail = isAlike(address, each.address)
      ? `name the difference in these words: ${difference(address, each.address)}`
      : `${each.address} is no look-alike of ${address}`;
    return [{ pointer: `/lookalikes/${String(index)}`, code: 'DEST_LOOKALIKE', detail }];
  });
  const named = lookalikes.map((each) => each.address);
  const unnamed = lookalikesOf(address, known).filter((each) => !named.includes(each.address));
  return [...wrong, ...unnamed.map((each) => unnamedFault(address, each))];
}

/** The known addresses that this one can be confused with, each compared with it digit by digit. */
export function foundLookalikes(address: Address, known: readonly KnownAddress[]): readonly FoundLookalike[] {
  return lookalikesOf(address, known).map(({ address: other, what, destination = null, label = null }) => ({
    ...{ destination, label, what, address: other },
    difference: difference(address, other),
    ...compared(other, address),
  }));
}

function unnamedFault(address: Address, { address: other, what }: KnownAddress): Fault {
  const detail = [
    `${address} can be confused with ${what}:`,
    ...sideBySide(address, other),
    `To propose it all the same, name ${other} in "lookalikes" with this difference: ${difference(address, other)}`,
  ].join('\n');
  return { pointer: '/lookalikes', code: 'DEST_LOOKALIKE', detail };
}

function atRoot(code: ErrorCode, detail: string): Fault {
  return { pointer: '', code, detail };
}
