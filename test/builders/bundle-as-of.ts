import type { EvidenceBundle } from '../../src/domain/evidence/bundle.js';
import { readEntries, registerNamed } from '../../src/domain/evidence/log-entries.js';
import { Memory } from '../../src/domain/evidence/memory.js';
import { resealed } from './resealed.js';

/** A bundle as it was when a transfer came into a state before its relay, in a log of its own. */
export function bundleAsOf(
  bundle: EvidenceBundle,
  type: 'transfer.requested' | 'transfer.held' | 'transfer.cleared',
): EvidenceBundle {
  const entries = readEntries(bundle, new Memory()).flatMap((each) => each ?? []);
  const count = entries.findIndex((each) => each.type === type) + 1;
  const said = JSON.stringify(bundle.log.entries.slice(0, count).map(({ canonical }) => canonical));
  const isSaid = ({ id }: { readonly id: string }): boolean => said.includes(id);
  const acts = Math.max(1, ...entries.slice(0, count).map((each) => registerNamed(each)?.acts ?? 0));
  const state = (
    {
      'transfer.requested': 'requested',
      'transfer.held': 'needs-exception',
      'transfer.cleared': 'awaiting-confirmation',
    } as const
  )[type];
  const isCleared = type === 'transfer.cleared';
  const { id, intent, intentHash, signature } = bundle.transfer;
  return resealed(
    {
      ...{ v: bundle.v, installation: bundle.installation, acts: bundle.acts.slice(0, acts) },
      transfer: { id, state, revision: isCleared ? 1 : 0, intent, intentHash, signature },
      decisions: bundle.decisions.filter(isSaid),
      exceptions: bundle.exceptions.filter(isSaid),
      simulations: bundle.simulations.filter(isSaid),
      clearances: isCleared ? bundle.clearances.slice(0, 1) : [],
      confirmations: bundle.confirmations.filter(isSaid),
      ...{ safeTransaction: null, ownerSignatures: [], submissions: [], execution: null, log: bundle.log },
    },
    (all) => all.slice(0, count),
  );
}
