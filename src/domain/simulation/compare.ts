import type { ErrorCode } from '../errors.js';
import type { Bytes32 } from '../values/hex.js';
import { differences } from './effect-words.js';
import {
  type EffectSections,
  type Effects,
  type Section,
  SECTIONS,
  canonicalText,
  effectsDigest,
  effectsOf,
} from './effects.js';
import type { Expectation } from './expected-effects.js';
import type { FailedSimulation, SimulationReport } from './simulator.js';

/**
 * The number of distinct engines that must answer, and of distinct providers that must support every part of the
 * outcome. Below two, a single liar would be enough.
 */
export interface SimulationQuorum {
  readonly engines: number;
  readonly providers: number;
}

export const SIMULATION_QUORUM: SimulationQuorum = { engines: 2, providers: 2 };

export type Judgement =
  | { readonly verdict: 'agreed'; readonly effectsDigest: Bytes32; readonly effects: Effects }
  | { readonly verdict: 'refused'; readonly code: ErrorCode; readonly reasons: readonly string[] }
  | {
      readonly verdict: 'unavailable';
      readonly code: 'SIMULATION_UNAVAILABLE';
      readonly reasons: readonly string[];
    };

interface Objection {
  readonly rank: number;
  readonly code: ErrorCode;
  readonly reason: string;
}

// Ranks of objections. The lowest rank names the refusal; writes to the Safe itself come before all other effects.
const SAFE_STORAGE_RANK = 2;
const RANKS: Partial<Record<ErrorCode, number>> = {
  SIMULATORS_DISAGREE: 0,
  RPC_DISAGREE: 0,
  SIM_REVERT: 1,
  UNEXPECTED_CODE_CHANGE: 3,
  DELTA_MISMATCH: 4,
  UNEXPECTED_STATE_DIFF: 5,
  UNEXPECTED_CALL: 6,
  UNEXPECTED_LOG: 7,
};

/**
 * Whether the simulations allow a transfer (invariants 5, 6 and 7). The order of the reports does not matter.
 *
 * - Anything that any report shows against the transfer refuses it, even if others could not run.
 * - Any difference between two reports refuses it too, and so does an answer that contradicts itself or the agreed
 *   block, such as an invalid proof. Somebody is lying, and whoever lies about one thing is not believed about another.
 * - A failed engine makes the simulation unavailable, because the silent provider may be the one who would disagree.
 *   The one exception is a provider that does not offer the engine's method: it is not missed if the others make the
 *   quorum.
 * - The quorum is two engines, and two providers behind every part of the outcome. A part counts as shown by an engine
 *   on each provider, or by one engine on state that is proven against a header for which two providers vouch. A proof
 *   cannot lie, so it does not matter who served it, only who vouches for the header.
 * @throws RangeError if the quorum asks for fewer than two engines or providers
 */
export function judge(
  reports: readonly (SimulationReport | FailedSimulation)[],
  expected: Expectation,
  quorum: SimulationQuorum,
): Judgement {
  if (quorum.engines < 2 || quorum.providers < 2) throw new RangeError('a quorum below two is no quorum');
  const answered = reports.filter((each) => each.kind === 'answered');
  const failed = reports.filter((each) => each.kind === 'failed');
  const objections = [
    ...answered.flatMap((each) => objectionsTo(each, expected)),
    ...disagreements(answered),
    ...failed.flatMap(contradictions),
  ].toSorted((a, b) => a.rank - b.rank || (a.reason < b.reason ? -1 : 1));
  const [gravest] = objections;
  if (gravest) {
    const reasons = [...new Set(objections.map((each) => each.reason))];
    return { verdict: 'refused', code: gravest.code, reasons };
  }
  const gaps = gapsIn(answered, failed, quorum);
  if (gaps.length > 0) return { verdict: 'unavailable', code: 'SIMULATION_UNAVAILABLE', reasons: gaps };
  const effects = union(answered);
  return { verdict: 'agreed', effectsDigest: effectsDigest(effects), effects };
}

function objectionsTo(report: SimulationReport, expected: Expectation): readonly Objection[] {
  const { status } = report.effects;
  if (status.outcome === 'revert')
    return [objection('SIM_REVERT', `the transaction reverts: ${status.reason}`)];
  return differences(report.effects, expected).map(({ code, reason, ofSafe }) => ({
    code,
    reason,
    rank: ofSafe ? SAFE_STORAGE_RANK : rankOf(code),
  }));
}

function disagreements(reports: readonly SimulationReport[]): readonly Objection[] {
  const named = reports.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return named.flatMap((one, at) =>
    named
      .slice(at + 1)
      .flatMap((other) =>
        differingParts(one, other).map((part) =>
          objection('SIMULATORS_DISAGREE', `${nameOf(one)} and ${nameOf(other)} differ in ${part}`),
        ),
      ),
  );
}

function differingParts(one: SimulationReport, other: SimulationReport): readonly string[] {
  if (one.blockHash !== other.blockHash) return ['the block'];
  if (one.effects.status.outcome !== other.effects.status.outcome) return ['the status'];
  return SECTIONS.filter((section) => {
    const [a, b] = [one.effects[section], other.effects[section]];
    return a !== undefined && b !== undefined && canonicalText(a) !== canonicalText(b);
  });
}

function contradictions(failure: FailedSimulation): readonly Objection[] {
  const { code, reason } = failure;
  if (code !== 'SIMULATORS_DISAGREE' && code !== 'RPC_DISAGREE') return [];
  const what = code === 'RPC_DISAGREE' ? 'the agreed block' : 'itself';
  return [objection(code, `${nameOf(failure)} contradicts ${what}: ${reason}`)];
}

/**
 * Why these answers are too few: a failure, too few engines or providers, or a part with too few providers behind it.
 */
function gapsIn(
  answered: readonly SimulationReport[],
  failed: readonly FailedSimulation[],
  quorum: SimulationQuorum,
): readonly string[] {
  const broken = failed.filter((each) => each.notServed === undefined);
  if (broken.length > 0) return failureReasons(failed);
  const engines = new Set(answered.map((each) => each.engine)).size;
  const providers = new Set(answered.flatMap(vouchers)).size;
  const counts = [
    engines < quorum.engines ? `${String(engines)} engines answered, ${String(quorum.engines)} must` : null,
    providers < quorum.providers
      ? `the answers rest on ${String(providers)} providers, they must on ${String(quorum.providers)}`
      : null,
  ].filter((each) => each !== null);
  const unseen = SECTIONS.filter((section) => witnesses(answered, section) < quorum.providers);
  const parts = unseen.map(
    (section) => `the ${section} were seen on fewer than ${String(quorum.providers)} providers`,
  );
  const gaps = [...counts, ...parts];
  return gaps.length === 0 ? [] : [...failureReasons(failed), ...gaps];
}

function failureReasons(failed: readonly FailedSimulation[]): readonly string[] {
  return failed.map((each) => `${nameOf(each)} could not run: ${each.reason}`).toSorted();
}

/** The largest number of providers behind what the reports show of a section. */
function witnesses(reports: readonly SimulationReport[], section: Section): number {
  const seeing = reports.filter((each) => each.effects[section]);
  const proofs = seeing.map((each) => new Set(each.proven?.headerFrom).size);
  return Math.max(new Set(seeing.map((each) => each.provider)).size, ...proofs);
}

/** The providers behind a report. */
function vouchers(report: SimulationReport): readonly string[] {
  return [report.provider, ...(report.proven?.headerFrom ?? [])];
}

function union(reports: readonly SimulationReport[]): Effects {
  const sections: Partial<EffectSections> = Object.assign(
    {},
    ...reports.map(({ effects }) =>
      Object.fromEntries(effects.seen.map((section) => [section, effects[section]])),
    ),
  ) as Partial<EffectSections>;
  return effectsOf({ outcome: 'success' }, sections);
}

function nameOf(report: { readonly engine: string; readonly provider: string }): string {
  return `${report.engine} on ${report.provider}`;
}

function objection(code: ErrorCode, reason: string): Objection {
  return { rank: rankOf(code), code, reason };
}

function rankOf(code: ErrorCode): number {
  return RANKS[code] ?? 0;
}
