import type { AuditType } from '../audit-log/acts/acts.js';
import type { Members } from '../audit-log/acts/detail-of.js';
import { EVIDENCE, type TransferState } from '../transfers/transfer.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import type { Case } from './case.js';
import type { Lines } from './line.js';
import type { LogEntry } from './log-entries.js';

const ENDS = ['cancelled', 'expired'] as const;

/** The states that can follow each state, as `next` defines them. */
const AFTER: Readonly<Record<TransferState, readonly TransferState[]>> = {
  requested: ['refused', 'needs-exception', 'queued', ...ENDS],
  'needs-exception': ['refused', 'needs-exception', 'queued', ...ENDS],
  queued: ['refused', 'simulating', ...ENDS],
  simulating: ['refused', 'awaiting-confirmation', ...ENDS],
  'awaiting-confirmation': ['confirmed', 'simulating', 'rejected', ...ENDS],
  confirmed: ['simulating', 'rejected', 'relayed', ...ENDS],
  relayed: ['signed', 'cancelling', 'executed', 'superseded'],
  signed: ['submitted', 'cancelling', 'executed', 'superseded'],
  submitted: ['submitted', 'cancelling', 'executed', 'superseded'],
  // A cancel that is refused, or not confirmed in time, goes back to where the transfer stood.
  cancelling: [
    ...['cancelling', 'cancelled', 'executed', 'superseded'],
    ...['relayed', 'signed', 'submitted'],
  ] as TransferState[],
  // The others, when a reorganisation takes the execution away or puts it into another block.
  executed: ['settled', 'mismatched', 'executed', 'relayed', 'signed', 'submitted', 'cancelling'],
  settled: [],
  mismatched: [],
  superseded: [],
  refused: [],
  cancelled: [],
  rejected: [],
  expired: [],
};

/** The entry types that lead into a state. Every revision enters `simulating` again. */
const INTO: Readonly<Record<Exclude<TransferState, 'requested'>, readonly AuditType[]>> = {
  'needs-exception': ['transfer.held'],
  queued: ['transfer.queued'],
  simulating: ['transfer.entered-lane', 'transfer.revised'],
  'awaiting-confirmation': ['transfer.cleared'],
  confirmed: ['transfer.confirmed'],
  relayed: ['transfer.relayed'],
  signed: ['transfer.signed'],
  submitted: ['transfer.submitted'],
  cancelling: ['transfer.cancelling'],
  executed: ['transfer.executed'],
  settled: ['transfer.settled'],
  mismatched: ['transfer.mismatched'],
  superseded: ['transfer.superseded'],
  refused: ['transfer.refused'],
  cancelled: ['transfer.cancelled'],
  rejected: ['transfer.rejected'],
  expired: ['transfer.expired'],
};
const STEPS: readonly AuditType[] = Object.values(INTO).flat();

/**
 * The states follow one another without a gap, each with the evidence that it requires, up to the bundle's state. From
 * the relay on, all carry the relayed clearance.
 */
export function statesFollow(lines: Lines, { bundle, entries }: Case): void {
  let state: TransferState = 'requested';
  let revision = 0;
  let last: LogEntry | undefined;
  for (const entry of entries) {
    const { from, to, revision: next, evidence } = stepIn(entry);
    if (from === undefined && to === undefined && !STEPS.includes(entry.type)) continue;
    const into: TransferState | undefined = AFTER[state].find((each) => each === to);
    // Later checks find an entry by its type alone, so a step under a wrong type would escape them.
    if (into === undefined || from !== state || !isCalled(entry.type, state, into)) {
      lines.broken(entry.part, `no step leads from ${state} there`);
      return;
    }
    const isNext = next === (entry.type === 'transfer.cleared' ? revision + 1 : revision);
    if (!isNext || !EVIDENCE[into].safeParse(evidence).success) {
      lines.broken(entry.part, `it does not carry the evidence or the revision of ${into}`);
      return;
    }
    if (!isOfClearance(entry, bundle.clearances)) {
      lines.broken(entry.part, 'it is of another clearance');
      return;
    }
    [state, revision, last] = [into, next, entry];
  }
  lines.require('/transfer/state', state === bundle.transfer.state, `by the log it is ${state}`);
  lines.require(
    '/transfer/revision',
    revision === bundle.transfer.revision,
    `by the log it is ${String(revision)}`,
  );
  executionLines(lines, { bundle, entries });
  lines.require('/log/entries', last !== undefined, 'the log says of no state');
}

function isCalled(type: AuditType, from: TransferState, into: TransferState): boolean {
  if (into === 'requested') return false;
  if (into === 'simulating')
    return type === (from === 'queued' ? 'transfer.entered-lane' : 'transfer.revised');
  return INTO[into].includes(type);
}

/** The members that the details of all steps share, whatever the entry's type. */
function stepIn({ detail }: LogEntry): Members<'transfer.cleared'> {
  return detail;
}

function isOfClearance(entry: LogEntry, clearances: Case['bundle']['clearances']): boolean {
  const { evidence, revision } = stepIn(entry);
  const cleared = memberOf(evidence, 'cleared');
  if (cleared === undefined) return true;
  const own = clearances.find((each) => each.revision === revision);
  return own !== undefined && canonicalJson(own.cleared) === canonicalJson(cleared);
}

/** What was sent and executed, by the last states. */
function executionLines(lines: Lines, { bundle, entries }: Pick<Case, 'bundle' | 'entries'>): void {
  const submitted = entries.findLast(({ type }) => type === 'transfer.submitted');
  const submissions = (submitted && memberOf(stepIn(submitted).evidence, 'submissions')) ?? [];
  const isSent = canonicalJson(submissions) === canonicalJson(bundle.submissions);
  lines.require('/submissions', isSent, 'the log says that something else was sent');
  // A reorganisation may have taken earlier executions away: the last state says what there is.
  const last = entries.findLast(({ type }) => STEPS.includes(type));
  const executed = last && memberOf(stepIn(last).evidence, 'execution');
  lines.require(
    '/execution',
    (executed === undefined) === (bundle.execution === null),
    'the log says otherwise',
  );
  if (bundle.execution === null) return;
  const { inBlock: _inBlock, record: _record, ...execution } = bundle.execution;
  const isSame = canonicalJson(executed ?? null) === canonicalJson(execution);
  lines.require('/execution', isSame, 'the log says another execution');
}

/** The names of all members of evidence, of any state. */
type EvidenceName = { [S in TransferState]: keyof (typeof EVIDENCE)[S]['shape'] }[TransferState];

function memberOf(value: Json | undefined, name: EvidenceName): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, Json>>)[name];
}
