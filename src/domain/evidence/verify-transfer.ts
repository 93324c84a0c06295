import type { Asset } from '../assets/asset.js';
import type { Clearance } from '../confirmations/clearance.js';
import type { Decision } from '../policies/decision.js';
import type { Registered } from '../register/registered.js';
import type { Signature } from '../signatures/signature.js';
import type { Effects } from '../simulation/effects.js';
import type { Intent } from '../transfers/intent.js';
import { type CancelAs, type ClearedAs, EVIDENCE, type TransferState } from '../transfers/transfer.js';
import type { Bytes32 } from '../values/hex.js';
import { type TransferId, parseId } from '../values/identifier.js';
import { readBundle } from './bundle.js';
import { cancelSteps } from './cancels/cancel-steps.js';
import { type Case, decisionOf, registerAt } from './case.js';
import { type ClearedRevision, clearedRevisions } from './cleared-revisions.js';
import { clearanceOf, clearedSimulation } from './confirmations-count.js';
import { grantedIn, wordsIn } from './granted.js';
import { Memory } from './memory.js';
import type { Roots } from './roots.js';
import { shownSimulation } from './shown-simulation.js';
import { type BundleVerdict, caseOf, judged } from './verify-bundle.js';

/** What a revision was cleared as, with what its decision and its simulation say. */
export interface ProvenClearance {
  readonly as: ClearedAs;
  readonly clearance: Clearance;
  /** What every engine saw: exactly what follows from the intent. */
  readonly effects: Effects;
  /** The words of the exceptions that it rests on. */
  readonly exceptions: readonly string[];
}

/** A transfer as its evidence proves it, at any state. Nothing in it is taken from elsewhere. */
export interface ProvenTransfer {
  readonly id: TransferId;
  readonly state: TransferState;
  readonly revision: number;
  readonly intent: Intent;
  readonly intentHash: Bytes32;
  /** By a key of the requester's that they could use for it. */
  readonly signature: Signature;
  /** By the register of the decision. */
  readonly names: { readonly safe: string; readonly destination: string; readonly requester: string };
  readonly asset: Asset;
  /** The line that people sign. */
  readonly words: string;
  /** The decision behind the clearance, or the last one there is. */
  readonly decision: Decision;
  /** Null if the present revision is not cleared. */
  readonly cleared: ProvenClearance | null;
  /** Null if nobody cancels it, and for those who get its evidence as it was at the relay. */
  readonly cancel: CancelAs | null;
}

export interface TransferVerdict extends BundleVerdict {
  /** Null unless it is proven: nothing is wrong with it, and the verdict is rooted. */
  readonly transfer: ProvenTransfer | null;
}

/** Verifies the evidence of a transfer for somebody who is to answer it: all checks of `verifyBundle`. */
export async function verifyTransfer(
  text: string,
  roots: Roots = {},
  memory = new Memory(),
): Promise<TransferVerdict> {
  const read = readBundle(text);
  const verdict = await judged(read, roots, memory);
  const isProven = read.isRead && verdict.holds && verdict.isRooted;
  const each = isProven ? await caseOf(read.bundle, roots, memory) : undefined;
  return { ...verdict, transfer: (each && provenIn(each)) ?? null };
}

/** Call it only for a bundle that holds. Undefined if nothing was decided yet, so that no register names its parts. */
function provenIn(each: Case): ProvenTransfer | undefined {
  const { bundle, intent, intentHash, entries } = each;
  const { id, state, revision, signature } = bundle.transfer;
  // While it is examined anew, what was cleared before does not count any more.
  const isCleared = 'cleared' in EVIDENCE[state].shape;
  const cleared = isCleared ? clearedRevisions(each).find((one) => one.revision === revision) : undefined;
  const last = entries.at(-1);
  const decided = cleared?.decided ?? entries.findLast(({ type }) => type === 'transfer.decided');
  const register = cleared?.register ?? registerAt(each, decided, last?.at);
  const decision = decided && decisionOf(each, decided);
  const words = register && wordsIn(each, register);
  const named = register && namesIn(each, register);
  if (!decision || !named || words === undefined) return undefined;
  return {
    ...{ id: parseId('tr', id), state, revision, intent, intentHash, signature, words, decision, ...named },
    cleared: (cleared && clearanceIn(each, cleared, decision)) ?? null,
    cancel: (state === 'cancelling' && cancelSteps(each).at(-1)?.to.evidence.cancel) || null,
  };
}

function namesIn(
  { intent }: Case,
  register: Registered,
): Pick<ProvenTransfer, 'names' | 'asset'> | undefined {
  const asset = register.asset(intent.assetId)?.asset;
  const [safe, destination] = [register.safe(intent.safeId), register.destination(intent.destinationId)];
  const requester = register.people.get(intent.requesterId);
  if (!asset || !safe || !destination || !requester) return undefined;
  return { asset, names: { safe: safe.label, destination: destination.label, requester: requester.name } };
}

function clearanceIn(
  each: Case,
  revision: ClearedRevision,
  { reasons }: Decision,
): ProvenClearance | undefined {
  const effects = shownSimulation(clearedSimulation(each, revision)?.record)?.agreed?.effects;
  if (!effects) return undefined;
  const used = reasons.flatMap(({ exceptionIds }) => exceptionIds);
  const granted = each.bundle.exceptions.filter(({ id }) => used.includes(id));
  return {
    ...{ as: revision.cleared, clearance: clearanceOf(each, revision), effects },
    exceptions: granted.flatMap((stored) => grantedIn(stored, revision.entry.at)?.exception.words ?? []),
  };
}
