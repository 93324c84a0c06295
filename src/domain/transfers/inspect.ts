import type { Hex } from 'viem';
import { type Refusal, refusal } from '../errors.js';
import { statedVersion } from '../safes/safe-version.js';
import type { OwnerSignature } from '../signatures/owner-signature.js';
import type { Address } from '../values/address.js';
import type { UnixSeconds } from '../values/time.js';
import { callWords } from './call-words.js';
import { type WorldDestination, destinationFault } from './destination-fault.js';
import { destinationTermFault } from './destination-term.js';
import {
  type GivenDigests,
  type HashedFor,
  type TransactionDigests,
  givenDigestsFault,
  transactionDigests,
} from './given-digests.js';
import { type ParseContext, parseSafeTransaction, shapeFault } from './parse-safe-transaction.js';
import { fieldsOf } from './foreign/fields.js';
import { type StatedEffects, statedEffectsFault } from './foreign/stated-effects.js';
import { type KnownSafe, type SafeClaim, safeFitFault, versionRemarks } from './safe-fit.js';
import type { MovableAsset, ProposedSafeTransaction } from './safe-transaction.js';
import { type SafeTxDigests, calldataDigest, messageHash } from './safe-tx-hash.js';
import { signaturesFault } from './signatures-fault.js';
import { type TransferLimit, transferLimitFault } from './transfer-limit.js';
import type { Effect } from './would-do/effect.js';
import type { Names } from './would-do/names.js';
import { wouldDo } from './would-do/would-do.js';

/** A Safe transaction from anywhere, with all that came with it. */
export interface Proposal extends SafeClaim {
  readonly transaction: ProposedSafeTransaction;
  /** execTransaction has no nonce field: then the transaction's is a placeholder. */
  readonly isNonceUnknown?: boolean;
  readonly given?: GivenDigests | undefined;
  /** What is said beside the bytes of what they do. */
  readonly stated?: StatedEffects | undefined;
  /** What a wallet signs that is handed this, where it was brought as typed data. */
  readonly walletDigests?: SafeTxDigests | undefined;
  /** What is wrong with the form in which it was brought. */
  readonly formFaults?: readonly SafeFault[] | undefined;
  readonly remarks?: readonly string[] | undefined;
  /** The `signatures` argument of execTransaction. */
  readonly signatures?: Hex | undefined;
  /** Signatures that somebody stored under owners' names. */
  readonly confirmations?: readonly OwnerSignature[] | undefined;
  /** Signatures that came without a name. */
  readonly unnamed?: readonly Hex[] | undefined;
}

/** What is wrong with a Safe, whatever it is asked to do. */
export interface SafeFault {
  readonly verdict: 'FREEZE' | 'REFUSE';
  readonly refusal: Refusal;
}

/** What a Safe transaction from anywhere is held against; null is what nobody could say. */
export interface World<A extends MovableAsset = MovableAsset>
  extends KnownSafe, Omit<ParseContext<A>, 'assets' | 'safe' | 'chainId'> {
  readonly assets: readonly A[] | null;
  readonly destinations: readonly WorldDestination[] | null;
  readonly limits: readonly TransferLimit[] | null;
  /** By whose clock entries cool off and expire. */
  readonly now: UnixSeconds | null;
  readonly owners: readonly Address[] | null;
  readonly threshold: number | null;
  /** Of people's keys and of other Safes, for words alone. */
  readonly names?: ReadonlyMap<Address, string>;
  /** What is wrong with the Safe itself, as it is pinned or as it was read. */
  readonly safeFault: SafeFault | null;
  /** What whoever made the world could not look at. */
  readonly notChecked: readonly string[];
}

export type Verdict = 'ACCEPT' | 'ACCEPT_AS_CANCEL' | 'HOLD' | 'REFUSE' | 'REFUSE_AND_ALERT' | 'FREEZE';

/** A verdict with its code and reason; accepting ones have no code. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly code: Refusal['code'] | null;
  readonly reason: string;
}

export interface Inspection extends Judgement {
  readonly digests: KnownDigests;
  readonly notChecked: readonly string[];
  /** What the bytes hold, by the names of SafeTx; null if they are no Safe transaction. */
  readonly fields: Readonly<Record<string, string>> | null;
  /** What the bytes would do, call by call; empty where there are none. */
  readonly wouldDo: readonly Effect[];
  /** What a reader should know, and no check depends on. */
  readonly remarks: readonly string[];
}

/** The digests of a transaction; null where Safe, chain or nonce are not known that they depend on. */
export type KnownDigests = { readonly [K in keyof TransactionDigests]: TransactionDigests[K] | null };

/**
 * Says whether Sluice itself could have built and sent this Safe transaction: by the same reading that its own
 * transactions go through. Everything is asked; a freeze outranks a refusal, because it says that the Safe or its
 * owners are being lied to, and what cannot be asked is never passed (invariant 6).
 */
export async function inspect(proposal: Proposal, world: World): Promise<Inspection> {
  const { transaction, given, stated } = proposal;
  const hashedFor = hashedForOf(proposal, world);
  const digests = digestsOf(proposal, hashedFor);
  const hashes = hashedFor && givenDigestsFault(transaction, given ?? {}, hashedFor);
  const signatures = await signaturesFault(proposal, digests.eip712Digest, world);
  const effects = stated && statedEffectsFault(transaction, stated);
  const form = proposal.formFaults ?? [];
  const faults = [world.safeFault, ...form, hashes, effects, signatures]
    .filter((each) => each !== undefined && each !== null)
    .map(judged);
  const freeze = faults.find((each) => each.verdict === 'FREEZE');
  const judgement = judgeTransaction(proposal, world);
  const refused = refusedOf(form, judgement) ?? faults[0];
  return {
    ...(freeze ?? refused ?? judgement),
    digests,
    notChecked: [...unknowns(proposal, world, hashedFor !== undefined), ...world.notChecked],
    fields: fieldsOf(proposal, {
      safe: proposal.safe ?? world.safe,
      chainId: proposal.chainId ?? world.chainId,
    }),
    wouldDo: wouldDo([transaction], namesIn(world, proposal.safe)),
    remarks: [...(proposal.remarks ?? []), ...versionRemarks(proposal, world)],
  };
}

/** The names by which people know the accounts of a world. Its owners are those of its own Safe alone. */
export function namesIn(world: World, safe?: Address | null): Names {
  const { assets, destinations, owners, threshold, names } = world;
  const isOther = safe !== undefined && safe !== null && safe !== world.safe;
  return {
    ...{ safe: safe ?? world.safe, assets: assets ?? [], destinations },
    ...(isOther ? {} : { owners, threshold }),
    ...(names && { names }),
  };
}

/** A form that hides what is signed is named first, and with it what is wrong with the fields. */
function refusedOf(form: readonly SafeFault[], judgement: Judgement): Judgement | undefined {
  const [fault] = form.map(judged);
  if (!isRefused(judgement)) return fault;
  if (!fault || fault.code === judgement.code) return fault ?? judgement;
  return { ...fault, reason: `${fault.reason}. Besides, ${judgement.reason}` };
}

/** The part of the inspection that looks at the fields alone. */
export function judgeTransaction(proposal: Proposal, world: World): Judgement {
  const { transaction } = proposal;
  const safe = proposal.safe ?? world.safe;
  const nonce = proposal.isNonceUnknown === true ? null : world.nonce;
  const assets = world.assets ?? assumedAssets(transaction);
  const context = { ...world, safe, nonce, assets };
  // Words about the shape name only what is registered: an assumed token is no name for a library.
  const early =
    shapeFault(transaction, { ...context, assets: world.assets ?? [] }) ?? safeFitFault(proposal, world);
  if (early) return judged({ verdict: 'REFUSE', refusal: early });
  const parsed = parseSafeTransaction(transaction, context);
  if (parsed.kind === 'refused') return judged({ verdict: 'REFUSE', refusal: parsed.refusal });
  const missing = missingOf(world, parsed.kind);
  if (parsed.kind === 'cancel') {
    return missing ?? accepted('ACCEPT_AS_CANCEL', 'it does nothing but use up the next nonce: a cancel');
  }
  const { movement } = parsed;
  const { destinations } = world;
  const fault = destinations && destinationFault(movement, { ...context, destinations });
  if (fault) return judged(fault);
  const limit = transferLimitFault(movement, world.limits ?? []);
  if (limit) return judged({ verdict: 'REFUSE', refusal: limit });
  const term = destinationTermFault(movement.destination, destinations ?? [], world.now);
  if (term) return judged({ verdict: 'HOLD', refusal: term });
  return missing ?? accepted('ACCEPT', `it ${callWords(transaction, context)}, and nothing else`);
}

/** What is not checked of something that cannot be read to its end. */
export const UNREAD = ['all that follows from what could not be read'] as const;

/** Where no registry is at hand, the form is still read: as if what is called were a registered token. */
function assumedAssets({ to }: ProposedSafeTransaction): readonly MovableAsset[] {
  return [
    { kind: 'native', id: 'native', symbol: 'native coin', decimals: 18 },
    { kind: 'erc20', id: to, address: to, symbol: `units of the token ${to}`, decimals: 0, isAssumed: true },
  ];
}

/** What must be known before anything is accepted. */
function missingOf(world: World, kind: 'movement' | 'cancel'): Judgement | undefined {
  const needed = [
    world.safe === null ? 'which Safe it has to be for' : undefined,
    world.chainId === null ? 'which chain it has to be on' : undefined,
    world.nonce === null ? "the Safe's next nonce" : undefined,
    world.assets === null && kind === 'movement' ? 'which tokens are registered' : undefined,
    world.destinations === null && kind === 'movement' ? 'the address book' : undefined,
  ].filter((each) => each !== undefined);
  if (needed.length === 0) return undefined;
  const form = kind === 'cancel' ? 'a cancel' : 'a plain transfer';
  const reason = `its form is that of ${form}, but it cannot be accepted without knowing ${needed.join(', ')}`;
  return judged({ verdict: 'HOLD', refusal: refusal('WORLD_UNAVAILABLE', reason) });
}

function unknowns(
  { isNonceUnknown, signatures, confirmations, unnamed, given }: Proposal,
  world: World,
  isHashed: boolean,
): readonly string[] {
  const isSigned = signatures !== undefined || confirmations !== undefined || unnamed !== undefined;
  return [
    world.safe === null ? 'whether it is for the right Safe' : undefined,
    world.chainId === null ? 'whether it is for the right chain' : undefined,
    world.version === null ? "the Safe's version" : undefined,
    world.nonce === null || isNonceUnknown === true ? "whether the nonce is the Safe's next" : undefined,
    world.assets === null ? 'whether the token is registered' : undefined,
    world.destinations === null ? 'whether the destination is allowed' : undefined,
    world.limits === null ? 'limits' : undefined,
    world.now === null ? 'whether the destination still cools off, or has expired' : undefined,
    !isHashed && given?.eip712Digest !== undefined
      ? 'whether the hash that came with it is its own'
      : undefined,
    !isHashed && isSigned ? 'whether the signatures are over this transaction' : undefined,
    isSigned && world.owners === null ? 'whether the signers are owners' : undefined,
    isSigned ? undefined : "owners' signatures: none came with it",
  ].filter((each) => each !== undefined);
}

function hashedForOf(proposal: Proposal, world: World): HashedFor | undefined {
  const safe = proposal.safe ?? world.safe;
  const chainId = proposal.chainId ?? world.chainId;
  if (safe === null || chainId === null || proposal.isNonceUnknown === true) return undefined;
  // Which hash is signed goes by the release. Of one that names none, nobody knows.
  if (proposal.version !== undefined && !statedVersion(proposal.version).isReadable) return undefined;
  return { safe, chainId, version: proposal.version ?? world.version };
}

function digestsOf(proposal: Proposal, hashedFor: HashedFor | undefined): KnownDigests {
  const { transaction, walletDigests } = proposal;
  if (walletDigests) {
    const { domainHash, messageHash: message, digest } = walletDigests;
    const data = calldataDigest(transaction.data);
    return { domainHash, messageHash: message, eip712Digest: digest, calldataDigest: data };
  }
  return hashedFor ? transactionDigests(transaction, hashedFor) : partialDigests(proposal);
}

function partialDigests({ transaction, isNonceUnknown, version }: Proposal): KnownDigests {
  const isUnknown = isNonceUnknown === true || !statedVersion(version ?? '1.4.1').isReadable;
  const hash = isUnknown ? null : messageHash(transaction, statedVersion(version ?? '1.4.1'));
  const data = calldataDigest(transaction.data);
  return { domainHash: null, messageHash: hash, eip712Digest: null, calldataDigest: data };
}

function isRefused({ verdict }: Judgement): boolean {
  return verdict === 'REFUSE' || verdict === 'REFUSE_AND_ALERT' || verdict === 'FREEZE';
}

function judged(fault: { readonly verdict: Verdict; readonly refusal: Refusal }): Judgement {
  return { verdict: fault.verdict, code: fault.refusal.code, reason: fault.refusal.reason };
}

function accepted(verdict: Verdict, reason: string): Judgement {
  return { verdict, code: null, reason };
}
