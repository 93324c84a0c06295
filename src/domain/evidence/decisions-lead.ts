import type { AuditType, DetailOf } from '../audit-log/acts/acts.js';
import { says } from '../audit-log/acts/detail-of.js';
import type { Case } from './case.js';
import type { Lines } from './line.js';
import { type LogEntry, registerNamed } from './log-entries.js';

/** The outcome that the policy's last decision must have before each of these steps. */
const OWED: Partial<Record<AuditType, DetailOf<'transfer.decided'>['outcome']>> = {
  'transfer.held': 'needs-exception',
  'transfer.queued': 'permit',
};

/** Steps after which policy and register are evaluated again. Earlier decisions no longer count. */
const ANEW: readonly AuditType[] = ['transfer.entered-lane', 'transfer.revised', 'transfer.confirmed'];

/**
 * Every step follows from the policy's last decision, and every decision was made at the right stage. A denied transfer
 * is not queued, the first decision is not one about an exception, and no decision uses a register older than a step
 * before it.
 */
export function decisionsLead(lines: Lines, { entries }: Pick<Case, 'entries'>): void {
  let last: LogEntry | undefined;
  let isQueued = false;
  let acts = 0;
  for (const entry of entries) {
    if (entry.type === 'transfer.decided') {
      const owed = isQueued ? 'relay' : last === undefined ? 'request' : 'exception';
      const isOwed = says(entry, 'transfer.decided', ['stage', owed]);
      lines.require(entry.part, isOwed, `it is not of the stage ${owed}`);
      lines.require(entry.part, actsOf(entry) >= acts, 'it names an older register than was known before');
      last = entry;
      continue;
    }
    const outcome = OWED[entry.type];
    if (outcome !== undefined) {
      const isAnswered = last !== undefined && says(last, 'transfer.decided', ['outcome', outcome]);
      lines.require(entry.part, isAnswered, `the policy did not answer ${outcome}`);
    }
    if (entry.type === 'transfer.queued') isQueued = true;
    if (ANEW.includes(entry.type)) acts = mostActs(entries, entry);
  }
}

/** The largest number of acts of any register that was used up to an entry. */
export function mostActs(entries: readonly LogEntry[], upTo: LogEntry): number {
  return Math.max(0, ...entries.filter(({ index }) => index <= upTo.index).map(actsOf));
}

export function actsOf(entry: LogEntry): number {
  return registerNamed(entry)?.acts ?? 0;
}

/** The last step before an entry after which everything had to be decided again. */
export function askedAnew({ entries }: Pick<Case, 'entries'>, before: LogEntry): LogEntry | undefined {
  return entries.findLast(({ type, index }) => ANEW.includes(type) && index < before.index);
}
