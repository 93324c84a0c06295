import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { DetailOf } from '../domain/audit-log/acts/acts.js';
import { type LiveHash, worstCases } from '../domain/transfers/exposure.js';
import { canonicalJson } from '../domain/values/canonical-json.js';
import type { SafeId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { ExposureRecordsRepository } from './exposure-records.repository.js';
import { Exposures } from './exposures.js';

type Recorded = DetailOf<'safe.exposed'>;

const NOTHING = canonicalJson(recordOf([]));

/**
 * Records the exposure of a Safe, and logs it, where it differs from the last record; once on any number of replicas.
 * It looks every half minute: what stands for less has no record. Each step that makes or ends an exposure has its own
 * entry in the log.
 */
@Injectable()
export class ExposureRecorder implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly exposures: Exposures,
    private readonly records: ExposureRecordsRepository,
    private readonly audit: AuditLog,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.regularly(() => this.record());
  }

  async record(): Promise<void> {
    for (const { safe, hashes } of await this.exposures.list())
      if (await this.hasChanged(safe.id, hashes))
        await this.database.transaction((tx) => this.recordOne(tx, safe.id));
  }

  /** Asked once more under the lock: another replica may have recorded it. */
  private async recordOne(tx: Tx, safeId: SafeId): Promise<void> {
    await this.records.lock(tx, safeId);
    const exposure = await this.exposures.find(safeId, tx);
    if (!exposure || !(await this.hasChanged(safeId, exposure.hashes, tx))) return;
    const detail = recordOf(exposure.hashes);
    await this.audit.append(tx, {
      type: 'safe.exposed',
      actor: 'system',
      safeId,
      subject: safeId,
      detail,
    });
    await this.records.insert(tx, safeId, detail, await this.database.now(tx));
  }

  private async hasChanged(safeId: SafeId, hashes: readonly LiveHash[], tx?: Tx): Promise<boolean> {
    const latest = (await this.records.latest(safeId, tx)) ?? NOTHING;
    return latest !== canonicalJson(recordOf(hashes));
  }
}

function recordOf(hashes: readonly LiveHash[]): Recorded {
  return {
    hashes: hashes.map((each) => {
      const { transfer, kind, safeTxHash, destination, owners, threshold, executableByAnyone, since } = each;
      const { cancel, assetId: asset } = each;
      return {
        ...{ transfer, kind, safeTxHash, nonce: each.nonce.toString(), asset, destination },
        ...{ amount: each.amount.toString(), owners: [...owners], threshold, executableByAnyone, since },
        cancel: typeof cancel === 'string' ? cancel : { ...cancel },
      };
    }),
    worstCases: worstCases(hashes).map(({ assetId, amount }) => ({
      ...{ asset: assetId, amount: amount.toString() },
    })),
  };
}
