import type { Judgement } from '../domain/simulation/compare.js';
import { canonicalText } from '../domain/simulation/effects.js';
import { execCall, overridesOf } from '../domain/simulation/exec-call.js';
import type { SimulatedExecution } from '../domain/simulation/simulator.js';
import { calldataDigest } from '../domain/transfers/safe-tx-hash.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { Attempt } from './attempt.js';
import type { SimulationFacts } from './simulation-facts.js';

/** JSON-safe: the request, the overrides, each provider's answer with its block, and the judgement. */
export type SimulationRecord = Readonly<Record<string, Json>>;

/** @param execution null if the providers agreed on no block, so that nothing was run */
export function recordOf(
  facts: SimulationFacts,
  execution: SimulatedExecution | null,
  attempts: readonly Attempt[],
  judgement: Judgement,
): SimulationRecord {
  const { profile, movement, transaction, safeTxHash, executor } = facts;
  const record = {
    chainId: profile.chainId,
    safe: profile.address,
    safeTxHash,
    calldataDigest: calldataDigest(transaction.data),
    transaction,
    asset: movement?.asset.id ?? null,
    destination: movement?.destination ?? null,
    executor,
    block: execution?.block ?? null,
    execution,
    call: execution && execCall(execution),
    overrides: execution ? overridesOf(execution) : [],
    attempts,
    judgement,
  };
  return JSON.parse(canonicalText(record)) as SimulationRecord;
}
