import { burnWords } from '../../confirmations/cancellation-statement.js';
import type { Registered } from '../../register/registered.js';
import { CANCEL_SECONDS } from '../../transfers/cancellation-of.js';
import { buildCancel } from '../../transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from '../../transfers/safe-tx-hash.js';
import type { BurnAs } from '../../transfers/transfer.js';
import { type Json, canonicalJson } from '../../values/canonical-json.js';
import { parseId } from '../../values/identifier.js';
import type { Case } from '../case.js';
import { entryOf, registerAt } from '../case.js';
import { relayedRevision } from '../cleared-revisions.js';
import type { Lines } from '../line.js';
import type { LogEntry } from '../log-entries.js';
import type { CancelStep } from './cancel-steps.js';

/** A burn that was cleared for a confirmer, with its step and the register that it was examined by. */
export interface ClearedBurn {
  readonly step: CancelStep;
  readonly burn: BurnAs;
  readonly register: Registered;
}

/** Every burn that was cleared is built again from Safe and nonce; its effects are those of its simulation. */
export function burnsFollow(lines: Lines, each: Case, steps: readonly CancelStep[]): readonly ClearedBurn[] {
  const found: ClearedBurn[] = [];
  for (const [at, step] of steps.entries()) {
    const { cancel } = step.to.evidence;
    if (cancel.stage !== 'cleared' || step.from !== 'cancelling') continue;
    const register = burnLines(lines, each, { step, burn: cancel.burn, since: steps[at - 1]?.entry });
    if (register) found.push({ step, burn: cancel.burn, register });
  }
  shownLines(lines, each);
  return found;
}

interface Asked {
  readonly step: CancelStep;
  readonly burn: BurnAs;
  /** The step that it was examined after. */
  readonly since: LogEntry | undefined;
}

function burnLines(lines: Lines, each: Case, { step, burn, since }: Asked): Registered | undefined {
  const { entry, to } = step;
  const { nonce, safeTxHash, words } = to.evidence.cleared;
  const { chainId, safe } = each.intent;
  const { digest } = safeTxDigests(buildCancel(safe, nonce), chainId, safe);
  const isBuilt = digest === burn.safeTxHash;
  lines.require(entry.part, isBuilt, `Safe and nonce build the burn ${digest}`);
  const simulation = each.bundle.simulations.findLast(({ id, stage, revision }) => {
    const recorded = entryOf(each, 'simulation.recorded', ['simulation', id]);
    const isOfIt = stage === 'cancel' && revision === to.revision && recorded !== undefined;
    return isOfIt && recorded.index < entry.index && recorded.index > (since?.index ?? -1n);
  });
  const recorded = simulation && entryOf(each, 'simulation.recorded', ['simulation', simulation.id]);
  const register = registerAt(each, recorded, entry.at);
  const pinned = register?.safe(each.intent.safeId);
  if (!simulation || !register || !pinned) {
    lines.broken(entry.part, 'nothing was simulated for it, or no register of its time holds');
    return undefined;
  }
  const isSeen = agreedDigest(simulation.record) === burn.effectsDigest;
  lines.require(entry.part, isSeen, 'its simulation did not show these effects');
  const named = { label: pinned.label, address: safe };
  const said = burnWords({ nonce, safe: named, transferId: parseId('tr', each.bundle.transfer.id), words });
  lines.require(entry.part, said === burn.words, `it reads: ${said}`);
  const { by, at } = to.evidence.cancel;
  const isInTime =
    by === 'system'
      ? burn.expiresAt <= entry.at + CANCEL_SECONDS.system
      : burn.expiresAt === at + CANCEL_SECONDS.person;
  lines.require(entry.part, isInTime, 'it may be confirmed for too long');
  const isOfRelay = relayedRevision(each)?.cleared.safeTxHash === safeTxHash;
  lines.require(entry.part, isOfRelay, 'it cancels something that was not relayed');
  if (isBuilt && isSeen && isOfRelay)
    lines.proven(
      entry.part,
      `The burn ${burn.safeTxHash} of nonce ${nonce.toString()} cancels ${safeTxHash}: it is built again from Safe and nonce, and moves nothing.`,
    );
  return register;
}

function agreedDigest(record: Json): string | undefined {
  const { judgement } = record as { judgement?: { verdict?: Json; effectsDigest?: string } };
  return judgement?.verdict === 'agreed' ? judgement.effectsDigest : undefined;
}

/** What owners were shown: typed data and digests, built again. */
function shownLines(lines: Lines, each: Case): void {
  const { cancel } = each.bundle;
  const cleared = relayedRevision(each)?.cleared;
  if (!cancel || !cleared) return;
  const { chainId, safe } = each.intent;
  const burn = buildCancel(safe, cleared.nonce);
  const typedData = safeTxTypedData(burn, chainId, safe) as unknown as Json;
  const isTyped = canonicalJson(typedData) === canonicalJson(cancel.typedData);
  lines.require('/cancel/typedData', isTyped, 'the typed data is not that of the burn');
  const { domainHash, messageHash, digest } = safeTxDigests(burn, chainId, safe);
  const digests = {
    ...{ domainHash, messageHash, eip712Digest: digest, calldataDigest: calldataDigest(burn.data) },
  };
  for (const [name, owed] of Object.entries(digests)) {
    const given = cancel.digests[name as keyof typeof digests];
    lines.require(`/cancel/digests/${name}`, given === owed, `it is ${owed}`);
  }
}
