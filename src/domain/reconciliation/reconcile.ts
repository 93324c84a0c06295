import type { Drift } from '../safes/profile.js';
import { differences } from '../simulation/effect-words.js';
import { type Call, type Effects, SECTIONS, canonicalText, effectsOf } from '../simulation/effects.js';
import type { Expectation } from '../simulation/expected-effects.js';
import type { Reason } from '../transfers/transfer.js';

/** What the chain shows of an executed transfer. */
export interface Execution {
  readonly effects: Effects;
  /** How the Safe differs from its pinned profile at the block where the execution is final. */
  readonly drift: readonly Drift[];
}

// The precompile by which the Safe checks signatures (Ethereum Yellow Paper, appendix E).
const ECRECOVER: string = '0x0000000000000000000000000000000000000001';

/**
 * Compares what the chain did with what was approved, as the last step of a transfer. The expectation is the one the
 * simulation was judged by. Only the check of owners' signatures may differ, because the simulation had none. An empty
 * list means that the transfer is settled.
 */
export function reconcile(execution: Execution, expected: Expectation): readonly Reason[] {
  const { effects, drift } = execution;
  if (effects.status.outcome === 'revert') {
    return [{ code: 'POST_EXEC_MISMATCH', reason: `the execution reverted: ${effects.status.reason}` }];
  }
  const unseen = SECTIONS.filter((section) => effects[section] === undefined);
  if (unseen.length > 0) return [mismatch(`nobody looked at the ${unseen.join(', ')} of the execution`)];
  const { calls = [], ...sections } = effects;
  const observed = effectsOf(effects.status, withoutHead(sections));
  return [
    ...differences(observed, expected).map(({ reason }) => mismatch(reason)),
    ...callFaults(calls, expected.effects.calls ?? []).map(mismatch),
    ...drift.map((each) => mismatch(`the Safe's ${each.field} is ${each.actual}, pinned ${each.expected}`)),
  ];
}

function withoutHead({ status: _status, seen: _seen, ...sections }: Omit<Effects, 'calls'>) {
  return sections;
}

/**
 * Compares entry and delegatecall by target only, because their input holds signatures. What the Safe then calls must
 * match exactly.
 */
function callFaults(calls: readonly Call[], expected: readonly Call[]): readonly string[] {
  const seen = calls.filter((call) => !(call.kind === 'STATICCALL' && call.to === ECRECOVER));
  const shape = (call: Call | undefined): string =>
    call
      ? canonicalText({ depth: call.depth, kind: call.kind, to: call.to, failed: call.failed })
      : 'nothing';
  const [entry, logic, ...inner] = seen;
  const [wantedEntry, wantedLogic, ...wantedInner] = expected;
  const faults: string[] = [];
  if (shape(entry) !== shape(wantedEntry)) faults.push('the Safe was not called directly');
  if (shape(logic) !== shape(wantedLogic)) faults.push('the Safe did not run its pinned singleton first');
  if (canonicalText(inner) !== canonicalText(wantedInner))
    faults.push('the Safe made other calls than the approved one');
  return faults;
}

function mismatch(reason: string): Reason {
  return { code: 'POST_EXEC_MISMATCH', reason };
}
