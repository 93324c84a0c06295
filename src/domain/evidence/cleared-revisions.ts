import type { Registered } from '../register/registered.js';
import { says } from '../audit-log/acts/detail-of.js';
import type { ClearedAs } from '../transfers/transfer.js';
import type { Part } from './bundle.js';
import { type Case, clearedIn, decisionBefore, entryOf, registerAt } from './case.js';
import { askedAnew } from './decisions-lead.js';
import type { LogEntry } from './log-entries.js';

/** One clearance of a bundle, with the entry that made it and the register at that time. */
export interface ClearedRevision {
  readonly revision: number;
  readonly cleared: ClearedAs;
  readonly part: Part;
  readonly entry: LogEntry;
  /** The decision behind it. */
  readonly decided: LogEntry;
  readonly register: Registered;
}

/** Every clearance that can be read and has its entry and register. The check `records` reports the others. */
export function clearedRevisions(each: Case): readonly ClearedRevision[] {
  return each.bundle.clearances.flatMap(({ revision, cleared: stored }, at) => {
    const cleared = clearedIn({ cleared: stored });
    const entry = entryOf(each, 'transfer.cleared', ['revision', revision]);
    const decided = entry && decisionBefore(each, entry);
    const register = entry && registerAt(each, decided, entry.at);
    const since = entry && askedAnew(each, entry);
    if (!cleared || !entry || !decided || !register || !since || decided.index < since.index) return [];
    return [{ revision, cleared, part: `/clearances/${String(at)}`, entry, decided, register }];
  });
}

/** The clearance that was relayed, with the entry of the relay; undefined if none was. */
export function relayedRevision(each: Case): (ClearedRevision & { readonly relay: LogEntry }) | undefined {
  const relay = each.entries.find(({ type }) => type === 'transfer.relayed');
  const found =
    relay &&
    clearedRevisions(each).find(({ revision }) => says(relay, 'transfer.relayed', ['revision', revision]));
  return found && { ...found, relay };
}
