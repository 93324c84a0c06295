import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { type Judgement, SIMULATION_QUORUM, judge } from '../domain/simulation/compare.js';
import { expectedEffects } from '../domain/simulation/expected-effects.js';
import { type SimulatedExecution, Simulator } from '../domain/simulation/simulator.js';
import { Providers } from '../infra/chain/providers.js';
import { type Attempt, attempt } from './attempt.js';
import { type SimulationFacts, checkedCode, executionOf } from './simulation-facts.js';
import { type SimulationRecord, recordOf } from './simulation-record.js';

/** Injection token of the engines, a list of `Simulator`. */
export const SIMULATORS = Symbol('simulators');

export interface SimulationOutcome {
  readonly judgement: Judgement;
  /** Where it ran, or null if the providers agreed on no block. */
  readonly block: AgreedBlock | null;
  /** Everything needed to run the simulation again, as JSON. */
  readonly record: SimulationRecord;
}

/** Runs every engine on every provider at one agreed block, and lets the domain judge what they report. */
@Injectable()
export class SimulationService {
  constructor(
    private readonly providers: Providers,
    @Inject(SIMULATORS) private readonly engines: readonly Simulator[],
  ) {
    const distinct = new Set(engines.map((each) => each.engine)).size;
    if (distinct !== engines.length || distinct < SIMULATION_QUORUM.engines) {
      throw new Error('at least two different simulation engines are needed');
    }
  }

  /**
   * Simulates the transaction that owners would sign. Every failure of the chain or an engine ends in a judgement.
   * @param at the agreed block, so that all checks judge the same state; the latest if omitted
   * @throws DomainError SIM_BINDING if the facts do not belong together; SAFE_VERSION_UNSUPPORTED
   */
  async simulate(facts: SimulationFacts, at?: AgreedBlock): Promise<SimulationOutcome> {
    const code = checkedCode(facts, this.providers.chainId);
    let block: AgreedBlock;
    try {
      block = at ?? (await this.providers.agreedBlock('latest', 'all'));
    } catch (error) {
      return this.#withoutBlock(facts, error);
    }
    const execution = executionOf(facts, block);
    const attempts = await this.#runAll(execution);
    const expected = expectedEffects(execution, code);
    const judgement = judge(
      attempts.map((each) => each.report),
      expected,
      SIMULATION_QUORUM,
    );
    return { judgement, block, record: recordOf(facts, execution, attempts, judgement) };
  }

  async #runAll(execution: SimulatedExecution): Promise<readonly Attempt[]> {
    const providers = (await this.providers.inForce()).map(({ name }) => name);
    const began = performance.now();
    const runs = this.engines.map((engine) =>
      engine.reach === 'each-provider'
        ? Promise.all(providers.map((provider) => attempt(engine, { ...execution, provider }, began)))
        : this.#onAny(engine, execution, { providers, began }),
    );
    return (await Promise.all(runs)).flat();
  }

  /** One provider after the other, until one serves what the engine needs. Any other failure is an end. */
  async #onAny(
    engine: Simulator,
    execution: SimulatedExecution,
    { providers, began }: { readonly providers: readonly string[]; readonly began: number },
  ): Promise<readonly Attempt[]> {
    const attempts: Attempt[] = [];
    for (const provider of providers) {
      const made = await attempt(engine, { ...execution, provider }, began);
      attempts.push(made);
      if (made.report.kind === 'answered' || made.report.notServed === undefined) break;
    }
    return attempts;
  }

  #withoutBlock(facts: SimulationFacts, error: unknown): SimulationOutcome {
    if (!(error instanceof DomainError)) throw error;
    const reasons = [error.message];
    const judgement: Judgement =
      error.code === 'RPC_UNAVAILABLE'
        ? { verdict: 'unavailable', code: 'SIMULATION_UNAVAILABLE', reasons }
        : { verdict: 'refused', code: error.code, reasons };
    return { judgement, block: null, record: recordOf(facts, null, [], judgement) };
  }
}
