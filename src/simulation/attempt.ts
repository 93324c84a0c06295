import { DomainError } from '../domain/errors.js';
import type {
  FailedSimulation,
  SimulationReport,
  SimulationRequest,
  Simulator,
} from '../domain/simulation/simulator.js';
import { MethodNotServed } from '../infra/chain/rpc-provider.js';

const TIMEOUT_MS = 15_000;

/** One run of one engine on one provider: when it began and how long it took. */
export interface Attempt {
  readonly report: SimulationReport | FailedSimulation;
  /** Whole milliseconds after the simulation began. */
  readonly startedMs: number;
  /** Whole milliseconds. */
  readonly durationMs: number;
}

/**
 * Runs an engine. An error or a timeout becomes a failed report, never a missing one (invariant 6).
 * @param began when the whole simulation began, by `performance.now()`
 */
export async function attempt(
  engine: Simulator,
  request: SimulationRequest,
  began: number,
): Promise<Attempt> {
  const started = performance.now();
  const report = await inTime(engine.simulate(request)).catch((error: unknown) =>
    failed(engine.engine, request.provider, error),
  );
  const [startedMs, durationMs] = [started - began, performance.now() - started].map(Math.round);
  return { report, startedMs: startedMs ?? 0, durationMs: durationMs ?? 0 };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new DomainError('SIMULATION_UNAVAILABLE', `no answer within ${String(TIMEOUT_MS)} ms`));
  }, TIMEOUT_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(engine: string, provider: string, error: unknown): FailedSimulation {
  // Only our own texts go into the record: foreign ones may quote a URL that holds a key.
  const known = error instanceof DomainError;
  return {
    kind: 'failed',
    engine,
    provider,
    ...(error instanceof MethodNotServed && { notServed: error.method }),
    code: known ? error.code : 'SIMULATION_UNAVAILABLE',
    reason: known
      ? error.message
      : `the engine failed (${error instanceof Error ? error.name : typeof error})`,
  };
}
