import type { ChangeKind } from '../changes/change.js';
import type { UnixSeconds } from '../values/time.js';
import type { Ledger } from './ledger.js';

/** From when an object will be in force by a change that is approved and waits for its delay; undefined without one. */
export function activeFrom(
  { changes, open }: Ledger,
  kind: ChangeKind,
  subject: string,
): UnixSeconds | undefined {
  for (const id of open) {
    const record = changes.get(id);
    const { change, status } = record ?? {};
    if (change?.kind !== kind || change.subject !== subject || change.content === null) continue;
    if (status?.state === 'approved') return status.activeFrom;
  }
  return undefined;
}
