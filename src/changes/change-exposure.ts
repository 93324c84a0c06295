import type { ChangeKind } from '../domain/changes/change.js';
import { SafeContent } from '../domain/changes/kinds/safe.js';
import { DomainError } from '../domain/errors.js';
import type { Registered } from '../domain/register/registered.js';
import { profileHash } from '../domain/safes/profile.js';
import type { Json } from '../domain/values/canonical-json.js';
import { type ChangeId, type SafeId, type TransferId, parseId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import type { ExposureGate } from './exposure-gate.js';

interface Change {
  readonly kind: ChangeKind | 'founding';
  readonly subject: string;
  readonly content: Json;
}

/** What is exposed on the Safe that a change is about; nothing, for a change of anything else. */
export async function openOn(
  tx: Tx,
  exposures: ExposureGate,
  change: Change | undefined,
): Promise<readonly TransferId[]> {
  return change?.kind === 'safe' ? exposures.open(tx, parseId('safe', change.subject)) : [];
}

/**
 * A Safe is not pinned otherwise while owners' signatures are out: they were given under its present owners and guard,
 * and another guard or threshold could revive them. Its label alone may change.
 * @throws DomainError EXPOSURE_OPEN
 */
export function requireNoneOpen(register: Registered, change: Change, open: readonly TransferId[]): void {
  const [first] = open;
  if (first === undefined || change.kind !== 'safe' || !isPinnedOtherwise(register, change)) return;
  throw new DomainError(
    'EXPOSURE_OPEN',
    `owners were asked to sign ${open.join(', ')}, and the nonce is not used: see it executed, or cancel it first`,
  );
}

/** The change that will pin this Safe otherwise once its delay is over; undefined if none is approved. */
export function waitingToPin(register: Registered, safeId: SafeId): ChangeId | undefined {
  const { changes, open } = register.ledger;
  return [...open].find((id) => {
    const record = changes.get(id);
    if (record?.status.state !== 'approved') return false;
    const { change } = record;
    return change.kind === 'safe' && change.subject === safeId && isPinnedOtherwise(register, change);
  });
}

/** Why a confirmed transfer is not relayed meanwhile. */
export function heldByChangeWords(change: ChangeId): string {
  return `the change ${change} of this Safe is approved: it is relayed once that is active or withdrawn`;
}

function isPinnedOtherwise(register: Registered, { subject, content }: Change): boolean {
  const before = register.safe(parseId('safe', subject));
  const after = content === null ? undefined : SafeContent.parse(content);
  return !before || !after || profileHash(before.profile) !== profileHash(after.profile);
}
