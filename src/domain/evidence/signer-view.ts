import { type Hex, hashDomain, hashStruct, hashTypedData } from 'viem';
import { parseCheckpoint } from '../audit-log/checkpoint.js';
import { parseSignedNote } from '../audit-log/signed-note.js';
import { evmKeyId } from '../identity/person.js';
import type { Registered } from '../register/registered.js';
import { type Enforcement, type Gap, enforcementOf } from '../safes/enforcement.js';
import { safeCode } from '../safes/onboarding.js';
import type { Asset } from '../assets/asset.js';
import { isConfirmed } from '../transfers/cancellation-of.js';
import { callWords } from '../transfers/call-words.js';
import { type TransactionDigests, transactionDigests } from '../transfers/given-digests.js';
import { ownerRequestText } from '../transfers/owner-request-text.js';
import { buildCancel } from '../transfers/safe-transaction.js';
import { type SafeTxTypedData, safeTxTypedData } from '../transfers/safe-tx-hash.js';
import type { Address } from '../values/address.js';
import { formatAmount } from '../values/amount.js';
import { chainOf } from '../values/chains.js';
import { parseId } from '../values/identifier.js';
import { type UnixSeconds, printUtc } from '../values/time.js';
import { cancelSteps } from './cancels/cancel-steps.js';
import type { Case } from './case.js';
import { relayedRevision } from './cleared-revisions.js';
import { type Confirmer, confirmersAtRelay } from './confirmations-count.js';
import { grantedIn, wordsIn } from './granted.js';
import { clearedTransaction } from './hashes-agree.js';

interface Party {
  readonly label: string;
  readonly address: Address;
}

interface Owner {
  readonly address: Address;
  /** The key's owner by the register; both null if the register does not know the key. */
  readonly person: string | null;
  readonly name: string | null;
  readonly hasSigned: boolean;
}

/** The cancel that a burn carries out. */
interface Cancels {
  readonly askedBy: string;
  /** By the register; null of Sluice itself, or if it does not know the person. */
  readonly askedByName: string | null;
  readonly why: string;
  readonly confirmedBy: string;
  readonly confirmedByName: string | null;
  /** The hash of the transfer, which the burn makes impossible. */
  readonly original: string;
  /** Owners who are known to have signed that: they should sign the burn first. */
  readonly signedOriginal: readonly string[];
}

/** What a Safe owner is asked to sign, in words and in the hashes that the device shows. */
export interface SignerView {
  readonly transfer: string;
  readonly state: string;
  readonly revision: number;
  /** The sentence that the confirmers signed. */
  readonly sentence: string;
  readonly chainId: number;
  /** The chain's common name; null if it is unknown here. */
  readonly chain: string | null;
  readonly safe: Party & { readonly version: string; readonly threshold: number };
  readonly owners: readonly Owner[];
  /** Null, as asset and amount are, if it moves nothing. */
  readonly destination: Party | null;
  readonly asset: {
    readonly symbol: string;
    readonly decimals: number;
    /** The token's contract; null for the native coin. */
    readonly token: Address | null;
  } | null;
  readonly amount: { readonly whole: string; readonly units: string } | null;
  /** Present if it burns the nonce, so that the transfer can no longer be executed. */
  readonly cancels?: Cancels;
  readonly nonce: string;
  readonly operation: 'CALL';
  /** What the call does, decoded from its bytes. */
  readonly call: string;
  /** The ten fields, in the order in which devices show them. */
  readonly message: SafeTxTypedData['message'];
  /** By their ERC-8213 names. The EIP-712 Digest is what Safe calls safeTxHash. */
  readonly digests: TransactionDigests;
  readonly requester: { readonly id: string; readonly name: string };
  /** What the requester wrote that it is for. */
  readonly reference: string;
  readonly confirmers: readonly Confirmer[];
  /** The exceptions for this transfer, in the words that were signed. */
  readonly exceptions: readonly string[];
  readonly enforcement: Enforcement;
  /** Every known way past Sluice, by the pinned profile. */
  readonly gaps: readonly Gap[];
  readonly relayedAt: string;
  readonly expiresAt: string;
  readonly founding: string;
  /** Which log, its size, and the time of its newest entry about this transfer. */
  readonly log: {
    readonly key: string;
    readonly origin: string;
    readonly size: string;
    readonly newest: string;
  };
}

/**
 * What a bundle asks the owners to sign; undefined if it was not relayed. Call it only for a bundle that holds. Names
 * come from the replayed register, the sentence is the confirmed one, and transaction and hashes are rebuilt from the
 * intent.
 */
export async function signerView(each: Case): Promise<SignerView | undefined> {
  const relayed = relayedRevision(each);
  const built = relayed && clearedTransaction(each, relayed);
  const sentence = relayed && wordsIn(each, relayed.register);
  if (!built || sentence === undefined) return undefined;
  const { intent, bundle } = each;
  const { register, relay, revision } = relayed;
  const [safe, destination] = [register.safe(intent.safeId), register.destination(intent.destinationId)];
  const code = safe && safeCode(safe.profile);
  if (!destination || !code || !('version' in code)) return undefined;
  const { asset } = built.movement;
  const { chainId } = intent;
  const burn = askedBurn(each, register);
  const transaction = burn ? buildCancel(intent.safe, relayed.cleared.nonce) : built.transaction;
  const hasSigned = burn ? burn.signed : bundle.ownerSignatures;
  return {
    ...{ transfer: bundle.transfer.id, state: bundle.transfer.state, revision },
    sentence: burn ? burn.sentence : sentence,
    ...{ chainId, chain: chainOf(chainId)?.name ?? null },
    safe: {
      ...{ label: safe.label, address: intent.safe },
      ...{ version: code.version, threshold: safe.profile.threshold },
    },
    owners: ownersOf(hasSigned, safe.profile.owners, register),
    ...(burn ? MOVES_NOTHING : movedBy(each, asset, destination.label)),
    ...(burn && { cancels: burn.cancels }),
    ...{ nonce: transaction.nonce.toString(), operation: 'CALL' },
    call: callWords(transaction, {
      ...{ safe: intent.safe, assets: [asset] },
      destinations: [{ address: intent.destination, label: destination.label }],
    }),
    message: safeTxTypedData(transaction, chainId, intent.safe).message,
    digests: transactionDigests(transaction, { chainId, safe: intent.safe, version: code.version }),
    requester: { id: intent.requesterId, name: register.people.get(intent.requesterId)?.name ?? '' },
    reference: intent.reference,
    confirmers: await confirmersAtRelay(each),
    exceptions: exceptionsOf(each, relay.at),
    ...enforcementOf(safe.profile),
    ...{ relayedAt: printUtc(relay.at), expiresAt: printUtc(intent.expiresAt) },
    founding: bundle.installation.id,
    log: logOf(each),
  };
}

const MOVES_NOTHING = { destination: null, asset: null, amount: null } as const;

function movedBy(
  { intent }: Case,
  asset: Asset,
  label: string,
): Pick<SignerView, 'destination' | 'asset' | 'amount'> {
  const { symbol, decimals } = asset;
  return {
    destination: { label, address: intent.destination },
    asset: { symbol, decimals, token: asset.kind === 'erc20' ? asset.address : null },
    amount: { whole: formatAmount(intent.amount, decimals), units: intent.amount.toString() },
  };
}

/** The burn that a person has confirmed, if the transfer is being cancelled. */
function askedBurn(each: Case, { people }: Registered) {
  const { bundle } = each;
  const evidence = bundle.transfer.state === 'cancelling' ? cancelSteps(each).at(-1)?.to.evidence : undefined;
  if (!evidence || !isConfirmed(evidence.cancel) || !bundle.cancel) return undefined;
  const { by, why, confirmedBy, burn } = evidence.cancel;
  const original = evidence.cleared.safeTxHash;
  const signedOriginal = bundle.ownerSignatures.map(({ owner }) => owner);
  const cancels: Cancels = {
    ...{
      askedBy: by,
      askedByName: by === 'system' ? null : (people.get(parseId('per', by))?.name ?? null),
      why,
    },
    ...{ confirmedBy, confirmedByName: people.get(parseId('per', confirmedBy))?.name ?? null },
    ...{ original, signedOriginal },
  };
  return { sentence: burn.words, signed: bundle.cancel.ownerSignatures, cancels };
}

function ownersOf(
  signed: Case['bundle']['ownerSignatures'],
  owners: readonly Address[],
  register: Registered,
): readonly Owner[] {
  return owners.map((address) => {
    const person = register.personOfKey(evmKeyId(address));
    return {
      ...{ address, person: person?.id ?? null, name: person?.name ?? null },
      hasSigned: signed.some(({ owner }) => owner === address),
    };
  });
}

function exceptionsOf({ bundle }: Case, now: UnixSeconds): readonly string[] {
  return bundle.exceptions.flatMap((stored) => grantedIn(stored, now)?.exception.words ?? []);
}

function logOf({ bundle, entries }: Case): SignerView['log'] {
  const { origin, size } = parseCheckpoint(parseSignedNote(bundle.log.checkpoint).text);
  const newest = entries.at(-1)?.at;
  return {
    key: bundle.log.key,
    origin,
    size: size.toString(),
    newest: newest === undefined ? '' : printUtc(newest),
  };
}

/** The three hashes of the typed data as given, by another implementation of EIP-712 than that of `safeTxDigests`. */
export function hashedAgain(
  typedData: SafeTxTypedData,
): Readonly<Record<'domainHash' | 'messageHash' | 'eip712Digest', Hex>> {
  const { types, primaryType, domain, message } = typedData;
  // viem types integers as numbers, but encodes decimal strings the same. A spec pins that.
  const [data, plain] = [message, types as Record<string, TypeFields>];
  return {
    domainHash: hashDomain({ domain, types: plain }),
    messageHash: hashStruct({ data, primaryType, types: plain }),
    eip712Digest: hashTypedData({ domain, types: plain, primaryType, message: data }),
  };
}

type TypeFields = readonly { readonly name: string; readonly type: string }[];

/** The text of a request's QR code. */
export function requestText({ chainId, safe, nonce, digests }: SignerView): string {
  return ownerRequestText({ chainId, safe: safe.address, nonce, digest: digests.eip712Digest });
}
