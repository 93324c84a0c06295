import type { Json } from '../values/canonical-json.js';
import type { EvidenceBundle } from './bundle.js';
import { type LogEntry, readEntries, registerNamed } from './log-entries.js';
import { Memory } from './memory.js';

/**
 * The bundle of a relayed transfer as it was at its relay: nothing that an owner signed, and nothing that came of it. It
 * verifies by itself. Members are named one by one, so that one which is added later is left out.
 * @returns undefined if its log does not have the relay
 */
export function asOfRelay(bundle: EvidenceBundle): EvidenceBundle | undefined {
  const read = readEntries(bundle, new Memory());
  // A cancel that is taken back leads there again: the first is the relay.
  const relay = read.findIndex((entry) => entry?.type === 'transfer.relayed');
  const entries = read.slice(0, relay + 1).filter((entry) => entry !== undefined);
  const last = entries.at(-1);
  if (!last) return undefined;
  const has = (type: LogEntry['type'], member: string, id: Json): boolean =>
    entries.some((entry) => entry.type === type && entry.detail[member] === id);
  const { id, revision, intent, intentHash, signature } = bundle.transfer;
  const { key, witnesses, checkpoint } = bundle.log;
  const acts = Math.max(1, ...entries.map((entry) => registerNamed(entry)?.acts ?? 0));
  return {
    v: bundle.v,
    installation: bundle.installation,
    acts: bundle.acts.slice(0, acts),
    transfer: { id, state: 'relayed', revision, intent, intentHash, signature },
    decisions: bundle.decisions.filter((each) => has('transfer.decided', 'decision', each.id)),
    exceptions: bundle.exceptions.filter((each) => has('transfer.excepted', 'exceptionId', each.id)),
    simulations: bundle.simulations.filter((each) => has('simulation.recorded', 'simulation', each.id)),
    clearances: bundle.clearances.filter((each) => has('transfer.cleared', 'revision', each.revision)),
    confirmations: bundle.confirmations.filter((each) => has('transfer.answered', 'confirmation', each.id)),
    safeTransaction: bundle.safeTransaction,
    ownerSignatures: [],
    submissions: [],
    execution: null,
    log: { key, witnesses, checkpoint, entries: bundle.log.entries.slice(0, relay + 1) },
  };
}
