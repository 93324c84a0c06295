import type { SafeCode } from '../safes/onboarding.js';
import type { Drift } from '../safes/profile.js';
import { approvedHashSlot } from '../safes/storage-layout.js';
import { type Approval, executedApprovals } from '../signatures/executed-approvals.js';
import { differences } from '../simulation/effect-words.js';
import {
  type Call,
  type NativeChange,
  type Section,
  canonicalText,
  effectsOf,
} from '../simulation/effects.js';
import { ascending } from '../simulation/exec-call.js';
import { type Expectation, expectedEffects } from '../simulation/expected-effects.js';
import type { ExecutedCall } from '../simulation/simulator.js';
import { readExecCalldata } from '../transfers/exec-calldata.js';
import type { Reason } from '../transfers/transfer.js';
import type { Address } from '../values/address.js';
import {
  type AroundFrame,
  allowances,
  isSafeActive,
  outflows,
  tokenDelta,
  writersAround,
} from './around-frame.js';
import { type ExecutionRecord, STATE_SECTIONS, undoneCalls } from './execution-record.js';

/** What was approved, with the Safe as it is pinned. */
export interface ApprovedExecution extends Omit<ExecutedCall, 'executor'> {
  readonly code: SafeCode;
  /** All owners of the Safe. */
  readonly owners: readonly Address[];
  readonly threshold: number;
  readonly fallbackHandler: Address;
}

export interface ExecutionVerdict {
  /** What is not as approved. None, and nothing unseen: the transfer is settled. */
  readonly reasons: readonly Reason[];
  /** Sections of the outcome that nobody looked at. */
  readonly unseen: readonly Section[];
  /** What is unusual and harms nothing, in words. */
  readonly notes: readonly string[];
  readonly approvals: readonly Approval[];
}

const SUCCESS = { outcome: 'success' } as const;

// The precompile that the Safe checks signatures with (Ethereum Yellow Paper, appendix E).
const ECRECOVER: string = '0x0000000000000000000000000000000000000001';

/**
 * Compares what the chain did with what was approved (invariant 24). Judged is the Safe's own frame: its execTransaction
 * and everything under it must be exactly the derived expectation. The transaction around it may be anybody's, as far as
 * it did nothing to the Safe. Gateway and offline verifier judge by this one rule.
 * @param record undefined if the transaction has no frame that executed what was approved
 */
export async function judgeExecution(
  record: ExecutionRecord | undefined,
  approved: ApprovedExecution,
): Promise<ExecutionVerdict> {
  const [entry] = record?.frame.calls ?? [];
  const called = entry && readExecCalldata(entry.input);
  if (!record || !entry || !called) {
    const reason = 'the transaction has no call of the Safe that executed what was approved';
    return { reasons: [mismatch(reason)], unseen: [], notes: [], approvals: [] };
  }
  const approvals = await executedApprovals(called.signatures, approved);
  const { code, owners, threshold, fallbackHandler: _, ...request } = approved;
  const approvers = ascending(owners).slice(0, threshold);
  const executed = { ...request, owners: approvers, executor: entry.from };
  const expected = expectedEffects(executed, code, called.signatures);
  const reasons = [
    ...(approvals ? [] : ['the calldata does not show a threshold of the owners']),
    ...frameFaults(record, expected, approved),
    ...stateFaults(record, expected, approved),
    ...aroundFaults(record.around, approved),
  ];
  return {
    reasons: reasons.map(mismatch),
    unseen: STATE_SECTIONS.filter((section) => record.state[section] === undefined),
    notes: notesOf(record, called.behind, approvals ?? []),
    approvals: approvals ?? [],
  };
}

/** How the Safe differs from its pinned profile at the block of the execution's finality, as reasons. */
export function driftReasons(drift: readonly Drift[]): readonly Reason[] {
  return drift.map((each) => mismatch(`the Safe's ${each.field} is ${each.actual}, pinned ${each.expected}`));
}

/** What nobody looked at, as a reason. */
export function unseenReasons({ unseen }: Pick<ExecutionVerdict, 'unseen'>): readonly Reason[] {
  if (unseen.length === 0) return [];
  return [mismatch(`nobody looked at the ${unseen.join(', ')} of the execution`)];
}

/** Whether a reason is about something that no record of an execution holds: the Safe afterwards, or what was not seen. */
export function isBeyondRecord({ code, reason }: Reason): boolean {
  if (code !== 'POST_EXEC_MISMATCH') return false;
  return (
    /^the Safe's [a-zA-Z]+ is .*, pinned /s.test(reason) ||
    /^nobody looked at the .* of the execution$/.test(reason)
  );
}

/** What happened inside the frame: its calls, its logs, and the coin that those calls moved. */
function frameFaults(
  { frame: { calls, logs }, state }: ExecutionRecord,
  expected: Expectation,
  { owners }: ApprovedExecution,
): readonly string[] {
  const depth = calls[0]?.depth ?? 0;
  const inside = calls.map((call) => ({ ...call, depth: call.depth - depth }));
  // Who has only the block's transaction and receipt has not seen what is under the call.
  const isTraced = state.storageWrites !== undefined;
  const seen = effectsOf(SUCCESS, { logs, ...(isTraced && { nativeChanges: movedUnder(inside) }) });
  return [
    ...differences(seen, expected).map(({ reason }) => reason),
    ...(isTraced ? callFaults(inside, expected.effects.calls ?? [], owners) : []),
  ];
}

/** Coin moved by the calls under the frame. What came with the frame itself is a gift to the Safe. */
function movedUnder(calls: readonly Call[]): readonly NativeChange[] {
  const undone = undoneCalls(calls);
  const balances = new Map<Address, bigint>();
  for (const [at, { from, to, value }] of calls.entries()) {
    if (at === 0 || undone.has(at) || value === 0n) continue;
    balances.set(from, (balances.get(from) ?? 0n) - value);
    balances.set(to, (balances.get(to) ?? 0n) + value);
  }
  return [...balances].map(([account, delta]) => ({ account, delta }));
}

/** Entry and delegatecall by their targets, because their input holds signatures; what the Safe then calls, exactly. */
function callFaults(
  calls: readonly Call[],
  expected: readonly Call[],
  owners: readonly Address[],
): readonly string[] {
  const [entry, logic, ...inner] = withoutChecks(calls, owners);
  const [wantedEntry, wantedLogic, ...wantedInner] = expected;
  const shape = (call: Call | undefined): string =>
    call
      ? canonicalText({ depth: call.depth, kind: call.kind, to: call.to, failed: call.failed })
      : 'nothing';
  const faults: string[] = [];
  if (shape(entry) !== shape(wantedEntry)) faults.push('the Safe was not called');
  if (shape(logic) !== shape(wantedLogic)) faults.push('the Safe did not run its pinned singleton first');
  if (canonicalText(inner) !== canonicalText(wantedInner))
    faults.push('the Safe made other calls than the approved one');
  return faults;
}

/**
 * Without the Safe's questions whether signatures are good: of the precompile, and of an owner that is a contract with
 * all that it calls then. A static call changes nothing, whatever is under it.
 */
function withoutChecks(calls: readonly Call[], owners: readonly Address[]): readonly Call[] {
  let asked = Infinity;
  return calls.filter(({ depth, kind, to }) => {
    if (depth > asked) return false;
    const isCheck = kind === 'STATICCALL' && depth === 2;
    asked = isCheck && owners.includes(to) ? depth : Infinity;
    return !isCheck || (to !== ECRECOVER && asked === Infinity);
  });
}

/** What the whole transaction left behind in the accounts that the transfer is about. */
function stateFaults(
  { state, around }: ExecutionRecord,
  expected: Expectation,
  { safe, owners, safeTxHash }: ApprovedExecution,
): readonly string[] {
  const writers = writersAround(around);
  const approvals = owners.map((owner) => approvedHashSlot(owner, safeTxHash));
  const { storageWrites, tokenChanges, codeChanges, nonceChanges } = state;
  const seen = effectsOf(SUCCESS, {
    ...(storageWrites && {
      // Only the Safe's own frame writes its storage, but for an approval before; other accounts have other callers.
      storageWrites: storageWrites.filter(({ account, slot }) =>
        account === safe ? !approvals.includes(slot) : !writers.has(account),
      ),
    }),
    ...(tokenChanges && {
      tokenChanges: tokenChanges.map((each) => ({
        ...each,
        delta: each.delta - tokenDelta(around, each.token, each.account),
      })),
    }),
    ...(codeChanges && { codeChanges }),
    ...(nonceChanges && { nonceChanges: nonceChanges.filter(({ account }) => account === safe) }),
  });
  return differences(seen, expected).map(({ reason }) => reason);
}

function aroundFaults(around: AroundFrame, approved: ApprovedExecution): readonly string[] {
  const { safe, code, fallbackHandler, movement } = approved;
  const asset = movement?.asset;
  const faults: string[] = [];
  if (isSafeActive(around, safe, { singleton: code.singleton, fallbackHandler }))
    faults.push('the Safe did something else in the same transaction');
  if (asset?.kind !== 'erc20') return faults;
  for (const to of outflows(around, asset.address, safe))
    faults.push(`the Safe's ${asset.symbol} also went to ${to}, outside of the approved call`);
  for (const spender of allowances(around, asset.address, safe))
    faults.push(
      `${spender} may spend the Safe's ${asset.symbol} now, by what happened outside of the approved call`,
    );
  return faults;
}

function notesOf(
  { frame: { calls } }: ExecutionRecord,
  behind: number,
  approvals: readonly Approval[],
): readonly string[] {
  const { depth = 0, from, value = 0n } = calls[0] ?? {};
  return [
    ...(depth > 0 ? [`The Safe was called by ${String(from)}, inside another transaction.`] : []),
    ...(value > 0n ? [`${String(value)} wei came to the Safe with the call.`] : []),
    ...(behind > 0 ? [`${String(behind)} bytes stand behind the calldata; no contract reads them.`] : []),
    ...approvals
      .filter(({ form }) => form !== 'eip712')
      .map(({ owner, form }) => `${owner} approved ${FORM_WORDS[form]}.`),
  ];
}

const FORM_WORDS = {
  eip712: 'by a signature over the hash',
  'eth-sign': 'by a signed message (eth_sign), where the device shows a bare hash',
  'on-chain': 'on the chain (v = 1), by calling the Safe or by approveHash',
  contract: 'as a contract (ERC-1271)',
} as const satisfies Record<Approval['form'], string>;

function mismatch(reason: string): Reason {
  return { code: 'POST_EXEC_MISMATCH', reason };
}
