import { gapWords } from '../safes/enforcement.js';
import { buildCancel } from '../transfers/safe-transaction.js';
import { type SafeTxTypedData, safeTxTypedData } from '../transfers/safe-tx-hash.js';
import type { Address } from '../values/address.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { readBundle } from './bundle.js';
import type { Case } from './case.js';
import { relayedRevision } from './cleared-revisions.js';
import { clearedTransaction } from './hashes-agree.js';
import { type Line, Lines } from './line.js';
import { Memory } from './memory.js';
import type { Roots } from './roots.js';
import { type SignerView, hashedAgain, signerView } from './signer-view.js';
import { type BundleVerdict, caseOf, judged } from './verify-bundle.js';

/** States in which owners are asked to sign. */
const ASKING: readonly string[] = ['relayed', 'signed'];

export interface RequestVerdict extends BundleVerdict {
  /** What there is to sign; null unless it is proven: nothing is wrong with it, and the verdict is rooted. */
  readonly request: SignerView | null;
}

/**
 * Verifies what a Safe owner is asked to sign: all checks of `verifyBundle` over a relayed transfer, and that a
 * signature is still wanted. A request with any fault, or without roots, is not shown at all.
 */
export async function verifyRequest(
  text: string,
  roots: Roots = {},
  memory = new Memory(),
): Promise<RequestVerdict> {
  const read = readBundle(text);
  const verdict = await judged(read, roots, memory);
  const each = read.isRead && verdict.holds ? await caseOf(read.bundle, roots, memory) : undefined;
  if (!each) return { ...verdict, request: null };
  const view = await viewOf(each);
  const asked = requestLines(each, view);
  const holds = asked.every(({ ok }) => ok !== false);
  const request = holds && verdict.isRooted ? (view ?? null) : null;
  return { ...verdict, lines: [...verdict.lines, ...asked], holds, request };
}

/**
 * The same for one owner: may they sign it at all? Nobody signs their own request or signs twice (invariants 10 and
 * 14). A signature that is not needed is refused too, because signatures never expire.
 */
export function forOwner(verdict: RequestVerdict, owner: Address): RequestVerdict {
  if (!verdict.request) return verdict;
  const lines = new Lines('request');
  const fault = ownerFault(verdict.request, owner);
  const found = verdict.request.owners.find(({ address }) => address === owner);
  lines.say('/ownerSignatures', fault === undefined, {
    words: `${owner}, the key of ${found?.name ?? 'nobody in the register'}, is an owner's, and its signature is asked for.`,
    otherwise: fault ?? '',
  });
  return {
    ...{ ...verdict, lines: [...verdict.lines, ...lines.list] },
    ...(fault !== undefined && { holds: false, request: null }),
  };
}

function ownerFault({ owners, safe, requester, cancels }: SignerView, owner: Address): string | undefined {
  const found = owners.find(({ address }) => address === owner);
  if (!found) return `${owner} is no owner of the Safe ${safe.address}`;
  if (!cancels && found.person === requester.id)
    return `${owner} is a key of ${requester.name}, who requested the transfer`;
  if (found.hasSigned) return `${owner} has signed it already: if somebody asks again, something is wrong`;
  const signed = owners.filter(({ hasSigned }) => hasSigned).length;
  if (signed >= safe.threshold) return 'enough owners have signed it already';
  return undefined;
}

/**
 * A view that cannot be built asks for no signature, so that a crafted file gains nothing by making it fail (invariant
 * 6).
 */
async function viewOf(each: Case): Promise<SignerView | undefined> {
  try {
    return await signerView(each);
  } catch {
    return undefined; // `requestLines` reports it
  }
}

function requestLines(each: Case, view: SignerView | undefined): readonly Line[] {
  const lines = new Lines('request');
  const { state } = each.bundle.transfer;
  const isCancelled = state === 'cancelling';
  const isAsking = ASKING.includes(state) || (isCancelled && view?.cancels !== undefined);
  const nothing = isCancelled
    ? 'sign nothing: the transfer is being cancelled, and no burn is confirmed yet'
    : `there is nothing to sign: the transfer is ${state}`;
  if (!lines.require('/transfer/state', isAsking, nothing)) return lines.list;
  if (!view) {
    lines.broken('/transfer', 'what there is to sign cannot be said');
    return lines.list;
  }
  askedLine(lines, view);
  hashLines(lines, each, view);
  lines.unproven('/transfer/state', nowWords(view));
  lines.unproven(
    '/safeTransaction',
    'That the owners of this Safe sign only what Sluice relays: it has no guard on chain, so this is advisory.',
  );
  for (const gap of view.gaps)
    lines.unproven('/safeTransaction', `That there is no way round Sluice besides. ${gapWords(gap)}.`);
  return lines.list;
}

function nowWords({ nonce, transfer, cancels }: SignerView): string {
  const state = `its next nonce is still ${nonce}, and its code, owners, modules and guard are still as pinned`;
  return cancels
    ? `That now, as you sign, the burn is still asked for, and of the Safe ${state}: a file cannot say. GET /v1/transfers/${transfer}/cancel/signature-request says whether it is asked for; for the rest ask a node of your own.`
    : `That now, as you sign, the transfer is not being cancelled, and the Safe is not frozen, ${state}: a file cannot say. GET /v1/transfers/${transfer}/signature-request refuses both; for the rest ask a node of your own.`;
}

function askedLine(lines: Lines, { owners, safe, relayedAt, nonce, cancels }: SignerView): void {
  const signed = owners.filter(({ hasSigned }) => hasSigned).length;
  const count = `${String(signed)} of ${String(safe.threshold)} owners' signatures are there`;
  const asked = cancels
    ? `Asked for is the burn of nonce ${nonce}, which cancels the transfer; ${count}`
    : `It was relayed to the owners at ${relayedAt}; ${count}`;
  const isEnough = signed >= safe.threshold;
  lines.proven('/transfer/state', isEnough ? `${asked}: no further signature is needed.` : `${asked}.`);
}

/** The file's typed data, hashed as given by independent code. */
function hashLines(lines: Lines, each: Case, { digests, call, operation, cancels }: SignerView): void {
  const relayed = relayedRevision(each);
  const built = relayed && clearedTransaction(each, relayed);
  const [part, asked] = cancels
    ? (['/cancel/typedData', each.bundle.cancel] as const)
    : (['/safeTransaction/typedData', each.bundle.safeTransaction] as const);
  const stated = asked?.typedData;
  const { chainId, safe } = each.intent;
  const transaction = cancels && relayed ? buildCancel(safe, relayed.cleared.nonce) : built?.transaction;
  const typedData = transaction && safeTxTypedData(transaction, chainId, safe);
  const isSame =
    typedData !== undefined &&
    stated !== undefined &&
    canonicalJson(stated) === canonicalJson(typedData as unknown as Json);
  if (!lines.require(part, isSame, 'the typed data is not that of the intent')) return;
  const again = hashedAgain(stated as unknown as SafeTxTypedData);
  const isAgreed =
    again.domainHash === digests.domainHash &&
    again.messageHash === digests.messageHash &&
    again.eip712Digest === digests.eip712Digest;
  lines.say(part, isAgreed, {
    words: `The typed data gives the same Domain Hash, Message Hash and EIP-712 Digest by two implementations of EIP-712. It is a ${operation} that ${call}.`,
    otherwise: `another implementation of EIP-712 hashes it as ${again.eip712Digest}`,
  });
}
