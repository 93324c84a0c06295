import type { Registered } from '../register/registered.js';
import { says } from '../audit-log/acts/detail-of.js';
import { safeCode } from '../safes/onboarding.js';
import type { SafeProfile } from '../safes/profile.js';
import { SIMULATION_QUORUM, judge } from '../simulation/compare.js';
import { canonicalText } from '../simulation/effects.js';
import { ascending, execCall, overridesOf } from '../simulation/exec-call.js';
import { expectedEffects } from '../simulation/expected-effects.js';
import type { SimulatedExecution } from '../simulation/simulator.js';
import { safeTxDigests } from '../transfers/safe-tx-hash.js';
import type { Part } from './bundle.js';
import { type Case, decisionBefore, entryOf, registerAt } from './case.js';
import { type Line, Lines } from './line.js';
import { SimulationRecord } from './simulation-record.js';
import { stateLines } from './state-proven.js';

/**
 * Every simulation ran the exact transaction of the intent, and overrode only the owners' approvals of its hash
 * (invariant 4). The effects that the engines saw are those derived again from the intent (invariants 5 and 7).
 */
export async function effectsFollow(each: Case): Promise<readonly Line[]> {
  const all = await Promise.all(each.bundle.simulations.map((_, at) => oneSimulation(each, at)));
  return all.flat();
}

async function oneSimulation(each: Case, at: number): Promise<readonly Line[]> {
  const lines = new Lines('effects');
  const part: Part = `/simulations/${String(at)}`;
  const stored = each.bundle.simulations[at];
  const entry = stored && entryOf(each, 'simulation.recorded', ['simulation', stored.id]);
  if (!stored || !entry) {
    lines.broken(`${part}/id`, 'the log has no such simulation');
    return lines.list;
  }
  const hash = each.memory.hash(stored.record);
  const isBound = says(entry, 'simulation.recorded', ['record', hash]);
  if (!lines.require(`${part}/record`, isBound, 'the record is not the one that the log names'))
    return lines.list;
  const isStage = says(entry, 'simulation.recorded', ['stage', stored.stage]);
  lines.require(`${part}/stage`, isStage, 'the log says another stage');
  const isRevision = says(entry, 'simulation.recorded', ['revision', stored.revision]);
  lines.require(`${part}/revision`, isRevision, 'the log says another revision');
  // A burn is simulated without a decision, by the register that its entry names.
  const isBurn = stored.stage === 'cancel';
  const register = registerAt(each, isBurn ? entry : decisionBefore(each, entry), entry.at);
  if (!register) {
    lines.unproven(part, 'No register that holds is named for it.');
    return lines.list;
  }
  // The key commits to every input of the judgement, so a cached answer is safe.
  const found = await each.memory.of(
    `simulation ${hash} ${stored.stage} ${each.intentHash} ${register.ledger.head} ${String(entry.at)}`,
    () => Promise.resolve(judged(each, stored, register)),
  );
  return [...lines.list, ...found.map((line) => ({ ...line, part: `${part}/record${line.part}` as Part }))];
}

type Stored = Case['bundle']['simulations'][number];

/** The parts of these lines are pointers relative to the record. */
function judged(each: Case, { stage, record }: Stored, register: Registered): readonly Line[] {
  const lines = new Lines('effects');
  const parsed = SimulationRecord.safeParse(record);
  if (!parsed.success) {
    lines.broken('', 'it is no record of a simulation');
    return lines.list;
  }
  const { execution, judgement } = parsed.data;
  const profile = register.safe(each.intent.safeId)?.profile;
  if (!profile) {
    lines.broken('/execution', 'the register has no such Safe');
    return lines.list;
  }
  if (!execution) {
    const isJudged = judgement.verdict !== 'agreed';
    if (lines.require('/judgement', isJudged, 'nothing was simulated that it could be agreed on'))
      lines.unproven('', 'The providers agreed on no block: nothing was simulated.');
    return lines.list;
  }
  const movement = stage === 'cancel' ? null : movementIn(each, register);
  const fault = bindingFault(parsed.data, execution, { each, movement, profile });
  if (fault !== undefined) {
    lines.broken('/execution', fault);
    return lines.list;
  }
  const code = safeCode(profile);
  if (!('version' in code)) {
    lines.broken('/execution', code.reason);
    return lines.list;
  }
  const reports = parsed.data.attempts.map(({ report }) => report);
  const elsewhere = reports.findIndex(
    (report) => report.kind === 'answered' && report.blockHash !== execution.block.hash,
  );
  if (elsewhere !== -1) {
    lines.broken(`/attempts/${String(elsewhere)}/report/blockHash`, 'it ran at another block');
    return lines.list;
  }
  const expected = expectedEffects(execution, code);
  const again = judge(reports, expected, SIMULATION_QUORUM);
  const isSame = canonicalText(again) === canonicalText(judgement);
  if (!lines.require('/judgement', isSame, `these reports are judged otherwise: ${again.verdict}`))
    return lines.list;
  if (again.verdict === 'agreed') {
    const engines = [...new Set(reports.map(({ engine }) => engine))].join(', ');
    const isDerived = canonicalText(again.effects) === canonicalText(expected.effects);
    lines.say('/judgement', isDerived, {
      words: `${engines} saw exactly the effects that follow from ${stage === 'cancel' ? 'burning the nonce' : 'the intent'} at block ${String(execution.block.number)}: effects digest ${again.effectsDigest}.`,
      otherwise: 'what the engines saw does not follow from the intent',
    });
  } else lines.proven('/judgement', `The simulation is judged ${again.verdict}, as it was.`);
  return [...lines.list, ...stateLines(parsed.data, execution, { profile })];
}

/** What the intent moves. */
function movementIn({ intent }: Case, register: Registered): object {
  const { destination, amount } = intent;
  return { asset: register.asset(intent.assetId)?.asset, destination, amount };
}

/** Why the record belongs to another transfer; undefined if it does not. */
function bindingFault(
  record: SimulationRecord,
  execution: SimulatedExecution,
  {
    each,
    movement,
    profile,
  }: { readonly each: Case; readonly movement: object | null; readonly profile: SafeProfile },
): string | undefined {
  const { intent } = each;
  if (canonicalText(execution.movement) !== canonicalText(movement))
    return 'it moves something else than the intent';
  const { digest } = safeTxDigests(execution.transaction, intent.chainId, intent.safe);
  const isSafe = execution.safe === intent.safe && execution.chainId === intent.chainId;
  if (!isSafe || digest !== execution.safeTxHash) return 'it is of another Safe, or another transaction';
  const owners = ascending(profile.owners).slice(0, profile.threshold);
  if (canonicalText(owners) !== canonicalText(execution.owners))
    return 'other owners stand for the threshold';
  if (profile.owners.includes(execution.executor))
    return 'an owner executes it, whose call would count as a signature';
  if (canonicalText(record.call) !== canonicalText(execCall(execution))) return 'another call was run';
  return canonicalText(record.overrides) === canonicalText(overridesOf(execution))
    ? undefined
    : 'more was pretended';
}
