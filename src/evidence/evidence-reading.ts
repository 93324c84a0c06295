import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { LogCoverage } from '../audit-log/tree/log-coverage.js';
import { DomainError } from '../domain/errors.js';
import { asOfRelay } from '../domain/evidence/as-of-relay.js';
import { type EvidenceBundle, printBundle } from '../domain/evidence/bundle.js';
import { isInLog } from '../domain/evidence/verify-bundle.js';
import type { TransferId } from '../domain/values/identifier.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { patiently } from '../infra/cadence/patiently.js';
import { Database } from '../infra/database/database.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { SignatureVeil } from '../veil/signature-veil.js';
import { EvidenceGatherer } from './evidence-gatherer.js';

/**
 * Gives out the evidence of a transfer. The read is logged first; if that fails, nothing is shown. Who may not see
 * owners' signatures yet gets it as it was at the relay.
 */
@Injectable()
export class EvidenceReading {
  constructor(
    private readonly database: Database,
    private readonly gatherer: EvidenceGatherer,
    private readonly audit: AuditLog,
    private readonly coverage: LogCoverage,
    private readonly cadence: Cadence,
    private readonly lookup: TransferLookup,
    private readonly signatures: SignatureVeil,
  ) {}

  async read(id: TransferId, reader: Principal): Promise<string> {
    await this.note(id, reader);
    return printBundle(await this.shown(await this.settled(id), id, reader));
  }

  /** Asked after everything was gathered, so that no signature of meanwhile gets through. */
  private async shown(bundle: EvidenceBundle, id: TransferId, reader: Principal): Promise<EvidenceBundle> {
    if (!(await this.signatures.hides(await this.lookup.find(id), reader))) return bundle;
    const relayed = asOfRelay(bundle);
    if (!relayed) throw new DomainError('AUDIT_UNAVAILABLE', 'the log does not have its relay yet');
    return relayed;
  }

  /**
   * Waits for the log to catch up: acts reach it a moment after the records, and owner signatures come from the log
   * alone. What the log still lacks then, the bundle lacks too, and verifying the bundle shows it.
   */
  private async settled(id: TransferId): Promise<EvidenceBundle> {
    const { evidencePatience: forMs, logAsked: everyMs } = this.cadence;
    const ask = async (): Promise<EvidenceBundle | undefined> => {
      const { kind } = await this.coverage.of(id);
      return kind === 'unsequenced' ? undefined : this.gatherer.gather(id);
    };
    const isEnough = (bundle?: EvidenceBundle) => bundle !== undefined && isInLog(bundle);
    return (await patiently(ask, isEnough, { forMs, everyMs })) ?? this.gatherer.gather(id);
  }

  private async note(id: TransferId, reader: Principal): Promise<void> {
    const entry = { type: 'evidence.read', actor: actorOf(reader), subject: id, detail: {} } as const;
    try {
      await this.database.transaction((tx) => this.audit.append(tx, entry));
    } catch (cause) {
      const detail = 'the reading could not be written to the audit log';
      throw new DomainError('AUDIT_UNAVAILABLE', detail, [], { cause });
    }
  }
}
