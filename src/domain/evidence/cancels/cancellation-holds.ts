import type { Case } from '../case.js';
import { type Line, Lines } from '../line.js';
import { answersHold } from './answers-hold.js';
import { burnsFollow } from './burns-follow.js';
import { burnEnded } from './burn-ended.js';
import { cancelSteps, stepsFollow } from './cancel-steps.js';
import { burnSigned } from './burn-signed.js';

/**
 * A relayed transfer was cancelled only by burning its nonce: the burn is built from Safe and nonce alone and moves
 * nothing, one other confirmer signed its Cancellation, owners signed its hash, and the chain executed exactly that.
 */
export async function cancellationHolds(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('cancellation');
  const steps = cancelSteps(each);
  const { cancellations, cancel } = each.bundle;
  if (steps.length === 0) {
    lines.require('/cancellations', cancellations === undefined, 'the log says of no cancel');
    lines.require('/cancel', cancel === undefined, 'the log says of no cancel');
    return lines.list;
  }
  stepsFollow(lines, each);
  const burns = burnsFollow(lines, each, steps);
  await answersHold(lines, each, { steps, burns });
  await burnSigned(lines, each, burns);
  await burnEnded(lines, each, burns);
  return lines.list;
}
