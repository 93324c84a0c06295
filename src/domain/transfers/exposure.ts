import type { AssetId, DestinationId, TransferId } from '../values/identifier.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import type { BurnAs, Exposed, StoodBeforeCancel, TransferIn } from './transfer.js';

/** One genuine signature of a present owner, over a transfer's hash or over the one that burns its nonce. */
export interface SignedBy {
  readonly safeTxHash: Bytes32;
  readonly owner: Address;
  readonly at: UnixSeconds;
}

/** A transfer that only the chain can end, with what is signed of it. */
export interface ExposedTransfer {
  readonly transfer: TransferIn<Exposed>;
  readonly signed: readonly SignedBy[];
}

/** How far the cancel of a transfer has come; a count once its owners are asked. */
type CancelShown = 'none' | 'asked' | { readonly signatures: number; readonly threshold: number };

/** A Safe transaction that owners were asked to sign and whose nonce is not used yet. */
export interface LiveHash {
  readonly transfer: TransferId;
  readonly kind: 'original' | 'cancel';
  readonly safeTxHash: Bytes32;
  readonly nonce: bigint;
  readonly assetId: AssetId;
  readonly asset: Address;
  /** What leaves the Safe if it is executed: nothing by a cancel. */
  readonly amount: bigint;
  readonly destinationId: DestinationId;
  readonly destination: Address;
  readonly owners: readonly Address[];
  readonly threshold: number;
  /** Whoever has the signatures can execute it. */
  readonly executableByAnyone: boolean;
  /** There is no guard on the chain yet that asks for one. */
  readonly attestation: 'none';
  /** The first signature that counts; without one, when owners were asked. */
  readonly since: UnixSeconds;
  readonly cancel: CancelShown;
}

/** What may leave a Safe of one asset, in smallest units. */
export interface WorstCase {
  readonly assetId: AssetId;
  readonly asset: Address;
  readonly amount: bigint;
}

/**
 * The hashes by which something may still be executed. The chain asks nobody whether a key was revoked here, so every
 * genuine signature of a present owner counts.
 */
export function liveHashes(exposed: readonly ExposedTransfer[], threshold: number): readonly LiveHash[] {
  return exposed.flatMap((each) => {
    const burn = askedBurn(each.transfer);
    return [original(each, threshold), ...(burn ? [cancelOf(each, burn, threshold)] : [])];
  });
}

/** Hashes of one nonce exclude each other, so the largest of them counts; nonces add up. */
export function worstCases(hashes: readonly LiveHash[]): readonly WorstCase[] {
  const most = new Map<string, WorstCase & { readonly nonce: bigint }>();
  for (const { assetId, asset, amount, nonce } of hashes) {
    const key = `${assetId} ${nonce.toString()}`;
    const known = most.get(key);
    if (!known || known.amount < amount) most.set(key, { assetId, asset, amount, nonce });
  }
  return sumOf([...most.values()]);
}

/** What may leave several Safes together, or one by several nonces. */
export function sumOf(cases: readonly WorstCase[]): readonly WorstCase[] {
  const sums = new Map<AssetId, WorstCase>();
  for (const { assetId, asset, amount } of cases)
    sums.set(assetId, { assetId, asset, amount: amount + (sums.get(assetId)?.amount ?? 0n) });
  return [...sums.values()]
    .filter(({ amount }) => amount > 0n)
    .sort((one, other) => (one.assetId < other.assetId ? -1 : 1));
}

/** The owners over one hash, each once, with the moment of their first signature; the earliest first. */
export function signersOf(signed: readonly SignedBy[], safeTxHash: Bytes32): readonly SignedBy[] {
  const first = new Map<Address, SignedBy>();
  for (const each of signed) {
    const known = first.get(each.owner);
    if (each.safeTxHash === safeTxHash && (!known || each.at < known.at)) first.set(each.owner, each);
  }
  return [...first.values()].sort(
    (one, other) => one.at - other.at || (one.owner.toLowerCase() < other.owner.toLowerCase() ? -1 : 1),
  );
}

/** When owners were asked, or the earliest moment that is known instead. */
export function askedAt({ transfer }: Pick<ExposedTransfer, 'transfer'>): UnixSeconds {
  const stood: StoodBeforeCancel =
    transfer.state === 'cancelling'
      ? transfer.evidence.stood
      : ({ state: transfer.state, ...transfer.evidence } as StoodBeforeCancel);
  return stood.state === 'relayed' ? stood.relayedAt : transfer.createdAt;
}

function original({ transfer, signed }: ExposedTransfer, threshold: number): LiveHash {
  const { safeTxHash } = transfer.evidence.cleared;
  const signers = signersOf(signed, safeTxHash);
  return {
    ...common(transfer, signers, { threshold, signed }),
    ...{ kind: 'original', safeTxHash, amount: transfer.intent.amount },
    since: signers[0]?.at ?? askedAt({ transfer }),
  };
}

function cancelOf({ transfer, signed }: ExposedTransfer, burn: Burning, threshold: number): LiveHash {
  const signers = signersOf(signed, burn.safeTxHash);
  return {
    ...common(transfer, signers, { threshold, signed }),
    ...{ kind: 'cancel', safeTxHash: burn.safeTxHash, amount: 0n },
    since: signers[0]?.at ?? burn.at,
  };
}

function common(
  transfer: TransferIn<Exposed>,
  signers: readonly SignedBy[],
  { threshold, signed }: { readonly threshold: number; readonly signed: readonly SignedBy[] },
) {
  const { assetId, asset, destinationId, destination } = transfer.intent;
  return {
    ...{ transfer: transfer.id, nonce: transfer.evidence.cleared.nonce },
    ...{ assetId, asset, destinationId, destination, threshold },
    owners: signers.map(({ owner }) => owner),
    executableByAnyone: signers.length >= threshold,
    attestation: 'none' as const,
    cancel: cancelShown(transfer, signed, threshold),
  };
}

function cancelShown(
  transfer: TransferIn<Exposed>,
  signed: readonly SignedBy[],
  threshold: number,
): CancelShown {
  if (transfer.state !== 'cancelling') return 'none';
  const burn = askedBurn(transfer);
  return burn ? { signatures: signersOf(signed, burn.safeTxHash).length, threshold } : 'asked';
}

type Burning = Pick<BurnAs, 'safeTxHash'> & { readonly at: UnixSeconds };

/** The burn, once a person has confirmed it: before that no owner is asked for it. */
function askedBurn(transfer: TransferIn<Exposed>): Burning | undefined {
  if (transfer.state !== 'cancelling') return undefined;
  const { cancel } = transfer.evidence;
  if (cancel.stage === 'asked' || cancel.stage === 'cleared') return undefined;
  return { safeTxHash: cancel.burn.safeTxHash, at: cancel.at };
}
