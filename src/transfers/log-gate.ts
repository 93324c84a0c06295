import { Injectable } from '@nestjs/common';
import { LogCheck } from '../audit-log/tree/log-check.js';
import { type Coverage, LogCoverage } from '../audit-log/tree/log-coverage.js';
import { DomainError, type Refusal, refusal } from '../domain/errors.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { patiently } from '../infra/cadence/patiently.js';
import { Database, fromDate } from '../infra/database/database.js';

/** How long witnesses may take before people are told that a transfer waits for them. */
const WITNESSED_SECONDS = 60;

/** Admits a transfer to the relay only once its log entries are signed and witnessed, so that none can be removed. */
@Injectable()
export class LogGate {
  constructor(
    private readonly database: Database,
    private readonly check: LogCheck,
    private readonly coverage: LogCoverage,
    private readonly cadence: Cadence,
  ) {}

  /** Null if the log does not stand in the way of the relay. */
  async standing(id: TransferId): Promise<Refusal | null> {
    return standingOf(await this.coverage.of(id), await this.database.now());
  }

  /** @throws DomainError LOG_UNCHECKED or LOG_UNWITNESSED */
  async require(id: TransferId): Promise<void> {
    this.check.require();
    const found = await this.standing(id);
    if (found) throw new DomainError(found.code, found.reason);
  }

  /** What `require` refuses of several, for people to see; nothing of those that it lets pass. */
  async holding(ids: readonly TransferId[], now: UnixSeconds): Promise<ReadonlyMap<TransferId, Refusal>> {
    const unchecked = this.unchecked();
    const covered = unchecked ? new Map<TransferId, Coverage>() : await this.coverage.ofEach(ids);
    const found = ids.map(
      (id) => [id, unchecked ?? standingOf(covered.get(id) ?? UNSEQUENCED, now)] as const,
    );
    return new Map(found.flatMap(([id, refused]) => (refused ? [[id, refused] as const] : [])));
  }

  private unchecked(): Refusal | undefined {
    try {
      this.check.require();
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return refusal(error.code, error.message);
      throw error;
    }
  }

  /** Waits for the log, usually a few hundredths of a second. @throws DomainError as `require` */
  async waitFor(id: TransferId): Promise<void> {
    const { relayPatience: forMs, logAsked: everyMs } = this.cadence;
    const isEnough = (found: Refusal | null) => found?.code !== 'LOG_UNCHECKED';
    await patiently(() => this.standing(id), isEnough, { forMs, everyMs });
    await this.require(id);
  }
}

const UNSEQUENCED: Coverage = { kind: 'unsequenced' };

function standingOf(covered: Coverage, now: UnixSeconds): Refusal | null {
  switch (covered.kind) {
    case 'covered':
      return null;
    case 'unsequenced':
      return refusal('LOG_UNCHECKED', 'what was done about it is not in the signed log yet');
    case 'unwitnessed': {
      const waited = now - fromDate(covered.since);
      if (waited < WITNESSED_SECONDS)
        return refusal('LOG_UNCHECKED', 'the witnesses have not cosigned the log yet');
      const reason = `not enough witnesses have cosigned what was done about it, for ${String(waited)} seconds`;
      return refusal('LOG_UNWITNESSED', reason);
    }
  }
}
