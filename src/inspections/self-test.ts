import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import { type DecisionPath, type SelfTestResult, runSelfTest } from '../domain/self-test/run-self-test.js';
import { judge } from '../domain/simulation/compare.js';
import { inspect } from '../domain/transfers/inspect.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { Database } from '../infra/database/database.js';

/** How the last test of this process went; null if none has ended. */
export interface SelfTested {
  readonly ok: boolean;
  readonly at: Date | null;
  readonly nextAt: Date;
}

export const DECISION_PATH = Symbol('DECISION_PATH');

/** The same functions by which inspection, parse-back and simulation judge. */
export const LIVE_PATH: DecisionPath = { inspect, judge };

const HOUR_MS = 60 * 60_000;
// 1.5 times the interval of the tests, so that a late test does not count as a missing one.
const STALE_MS = HOUR_MS * 1.5;

/**
 * Runs the known attacks against this replica's decision path, at start-up and hourly (invariant 21). Relay gate and
 * submission require a passed test: before the first one, and after a failed one, nothing goes out.
 */
@Injectable()
export class SelfTest implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(SelfTest.name);
  private passedAt: number | undefined;
  private ranAt: number | undefined;
  private failures: readonly string[] = ['it has not run yet'];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DECISION_PATH) private readonly path: DecisionPath,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly cadence: Cadence,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.run();
    this.timer = setInterval(() => void this.runIfDue(), this.cadence.hourlyDue).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** For people to look at: `require` decides. By the clock of this process. */
  standing(): SelfTested {
    const [now, clock] = [performance.now(), Date.now()];
    const since = (at: number): number => clock - (now - at);
    const ok = this.failures.length === 0 && this.passedAt !== undefined && now - this.passedAt < STALE_MS;
    const due = this.passedAt === undefined ? clock : since(this.passedAt) + HOUR_MS;
    return {
      ok,
      at: this.ranAt === undefined ? null : new Date(since(this.ranAt)),
      nextAt: new Date(Math.max(due, clock)),
    };
  }

  /** @throws DomainError SELF_TEST_FAILED unless the last test passed recently */
  require(): void {
    const age = this.passedAt === undefined ? Number.POSITIVE_INFINITY : performance.now() - this.passedAt;
    if (this.failures.length === 0 && age < STALE_MS) return;
    const why = this.failures.length === 0 ? 'the last one is too long ago' : this.failures.join('; ');
    throw new DomainError('SELF_TEST_FAILED', `the self-test with known attacks has not passed: ${why}`);
  }

  /** Every error is a failure, also if the test could not be run or logged (invariant 6). */
  async run(): Promise<void> {
    try {
      const result = await runSelfTest(this.path);
      // A failure counts at once, even if it cannot be logged; a pass counts only once it is logged.
      if (result.failures.length > 0) this.fail(result.failures);
      await this.record(result);
      if (result.failures.length === 0) this.pass();
    } catch (error) {
      this.fail([`it could not be completed: ${error instanceof Error ? error.message : String(error)}`]);
    }
    this.ranAt = performance.now();
  }

  private async runIfDue(): Promise<void> {
    const isDue = this.passedAt === undefined || performance.now() - this.passedAt >= HOUR_MS;
    if (isDue) await this.run();
  }

  private pass(): void {
    this.failures = [];
    this.passedAt = performance.now();
  }

  private fail(failures: readonly string[]): void {
    this.failures = failures;
    this.passedAt = undefined;
    this.log.error(`The self-test failed, nothing is relayed or submitted: ${failures.join('; ')}`);
  }

  private async record({ attacks, failures }: SelfTestResult): Promise<void> {
    const type = failures.length === 0 ? 'self-test.passed' : 'self-test.failed';
    const event = { type, actor: 'system', detail: { attacks, failures } } as const;
    await this.database.transaction((tx) => this.audit.append(tx, event));
  }
}
