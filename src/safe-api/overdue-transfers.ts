import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import { type Aging, type Due, overdue } from '../domain/transfers/overdue.js';
import { type Transfer, isExposed } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
import { type UnixSeconds, parseUtc, printUtc } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { FindingsRepository } from '../safes/findings.repository.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { GenuineSignatures } from './genuine-signatures.js';

const Stated = z.object({ at: z.string() });

/** More often than a chain takes an execution away. */
const EXECUTIONS_MAX = 100;

/** Makes a finding, which freezes nothing, of each transfer after its relay that is open too long: once for each kind. */
@Injectable()
export class OverdueTransfers implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly safes: SafesRepository,
    private readonly transfers: TransfersRepository,
    private readonly signatures: GenuineSignatures,
    private readonly entries: AuditLogRepository,
    private readonly findings: FindingsRepository,
    private readonly freezer: SafeFreezer,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.regularly(() => this.find());
  }

  async find(): Promise<void> {
    for (const transfer of await this.transfers.live()) {
      if (!isExposed(transfer) && transfer.state !== 'executed') continue;
      for (const due of await this.unknown(transfer, this.database.read))
        await this.database.transaction((tx) => this.record(tx, transfer.id, due.kind));
    }
  }

  /** Asked once more under the transfer's lock: it may have gone on, or another replica may have recorded it. */
  private async record(tx: Tx, id: TransferId, kind: Due['kind']): Promise<void> {
    const transfer = await this.transfers.lock(id, tx);
    const due = transfer && (await this.unknown(transfer, tx)).find((each) => each.kind === kind);
    if (!due) return;
    const { safeId } = transfer.intent;
    const finding = { code: due.code, safeId, transferId: id, detail: detailOf(transfer, due) };
    await this.freezer.record(tx, finding, { actor: 'system', reason: wordsOf(due) });
  }

  /** What is due and not on record yet. */
  private async unknown(transfer: Transfer, tx: Tx): Promise<readonly Due[]> {
    const now = await this.database.now(tx);
    const due = overdue(transfer, await this.aging(transfer, now, tx), now);
    const known = await Promise.all(
      due.map((each) => this.findings.isKnown(tx, { code: each.code, detail: detailOf(transfer, each) })),
    );
    return due.filter((_, at) => known[at] === false);
  }

  private async aging(transfer: Transfer, now: UnixSeconds, tx: Tx): Promise<Aging> {
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    // Without a profile nobody can say that too few have signed: one signature is then taken for enough.
    const threshold = safe?.profile.threshold ?? 1;
    const signed = isExposed(transfer)
      ? ((await this.signatures.over([transfer], tx)).get(transfer.id) ?? [])
      : [];
    if (transfer.state !== 'executed') return { signed, threshold };
    return { signed, threshold, executedAt: (await this.executedAt(transfer.id)) ?? now };
  }

  /** By the log; undefined for the moment that an entry takes to get into it. */
  private async executedAt(subject: TransferId): Promise<UnixSeconds | undefined> {
    const asked = { subject, type: 'transfer.executed', after: -1n, limit: EXECUTIONS_MAX };
    const last = (await this.entries.list(asked)).at(-1);
    return last && parseUtc(Stated.parse(JSON.parse(last.body)).at);
  }
}

/** The same for as long as the same is meant, so that it is recorded once. */
function detailOf({ id }: Transfer, { kind }: Due) {
  return { kind, transfer: id };
}

function wordsOf({ kind, since }: Due): string {
  const from = printUtc(since);
  switch (kind) {
    case 'executable':
      return `anybody who has its signatures can execute it since ${from}, and nobody has: see it executed, or cancel it`;
    case 'signed':
      return `signed by too few owners since ${from}: have it signed, or cancel it`;
    case 'cancelling':
      return `its cancel was begun at ${from}, and its nonce is not burnt yet`;
    case 'executed':
      return `executed at ${from}, and not compared with what was approved yet`;
  }
}
