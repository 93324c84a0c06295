import {
  type Judgement as SimulationJudgement,
  type judge,
  SIMULATION_QUORUM,
} from '../simulation/compare.js';
import type { inspect } from '../transfers/inspect.js';
import { BUILT_IN_ATTACKS, type BuiltInAttack, CONTROL } from './built-in-attacks.js';
import { EXPECTED, HONEST_REPORTS, LONE_REPORT, SWAPPED_REPORTS } from './forged-simulation.js';
import { SAFE, TEST_WORLD } from './test-world.js';

/** The functions by which the running service decides. */
export interface DecisionPath {
  readonly inspect: typeof inspect;
  readonly judge: typeof judge;
}

export interface SelfTestResult {
  /** The number of attacks that were tried. */
  readonly attacks: number;
  /** Wrong answers. If empty, the path may be relied on. */
  readonly failures: readonly string[];
}

/**
 * Runs the built-in attacks through a decision path (invariant 21). This finds logic that was rewritten to say yes
 * (BigONE) and a release that lost a rule. The expected code matters: each attack differs from a good transaction in
 * one thing, so another code means that its own rule is missing.
 */
export async function runSelfTest(path: DecisionPath): Promise<SelfTestResult> {
  const inspected = await Promise.all(BUILT_IN_ATTACKS.map((attack) => failureOf(attack, path)));
  const control = await guarded('a good transfer', async () => {
    const { verdict, code } = await path.inspect(CONTROL, TEST_WORLD);
    return verdict === 'ACCEPT' ? undefined : `a good transfer is answered ${verdict} ${code ?? ''}`;
  });
  const simulated = await Promise.all(SIMULATION_TRIALS.map((trial) => trial(path)));
  const failures = [control, ...inspected, ...simulated].filter((each) => each !== undefined);
  return { attacks: BUILT_IN_ATTACKS.length + SIMULATION_TRIALS.length - 1, failures };
}

function failureOf(attack: BuiltInAttack, path: DecisionPath): Promise<string | undefined> {
  return guarded(attack.name, async () => {
    const { verdict, code } = await path.inspect(attack.proposal, TEST_WORLD);
    if (verdict === attack.verdict && code === attack.code) return undefined;
    return `${attack.name}: owed ${said(attack)}, got ${said({ verdict, code })}`;
  });
}

/** An answer, with its code where it has one. */
function said({ verdict, code }: { readonly verdict: string; readonly code: string | null }): string {
  return [verdict, code].filter((each) => each !== null).join(' ');
}

type Trial = (path: DecisionPath) => Promise<string | undefined>;

const SIMULATION_TRIALS: readonly Trial[] = [
  trial('a simulation that does what it must', HONEST_REPORTS, (judgement) => judgement.verdict === 'agreed'),
  trial(
    'a simulation that writes slot 0 of the Safe',
    SWAPPED_REPORTS,
    (judgement) => judgement.verdict === 'refused' && judgement.code === 'UNEXPECTED_STATE_DIFF',
  ),
  trial('a single simulation', LONE_REPORT, (judgement) => judgement.verdict === 'unavailable'),
];

function trial(
  name: string,
  reports: typeof HONEST_REPORTS,
  isOwed: (judgement: SimulationJudgement) => boolean,
): Trial {
  return ({ judge: judging }) =>
    guarded(name, () => {
      const judgement = judging(reports, { safe: SAFE, effects: EXPECTED }, SIMULATION_QUORUM);
      return Promise.resolve(isOwed(judgement) ? undefined : `${name}: judged ${judgement.verdict}`);
    });
}

/** A path that throws has failed the test: an exception is no refusal, and may be swallowed elsewhere. */
async function guarded(name: string, look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    return `${name}: ${String(error)}`;
  }
}
