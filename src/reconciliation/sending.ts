import { Injectable } from '@nestjs/common';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { Relayer } from '../infra/chain/relayer.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { Freezes } from '../safes/freezes.js';
import { JOBS } from '../transfers/transfer-life.js';

/** Hands the relayer's bytes to the nodes. */
@Injectable()
export class Sending {
  constructor(
    private readonly database: Database,
    private readonly relayer: Relayer,
    private readonly freezes: Freezes,
    private readonly jobs: Jobs,
  ) {}

  /** Resends the same bytes until they are in a block; signs new ones only when these can no longer get in. */
  async send(transfer: TransferIn<'submitted'>): Promise<void> {
    const latest = transfer.evidence.submissions.at(-1);
    if (!latest) throw new Error(`${transfer.id} was submitted without bytes`);
    const submission = { ...latest, rawTransaction: latest.rawTransaction as `0x${string}` };
    if (await this.relayer.isSpent(submission)) {
      await this.database.transaction((tx) => this.jobs.order(tx, { name: JOBS.submit, id: transfer.id }));
      return;
    }
    // Checked last: a freeze stops every send that has not begun, also of bytes that were stored before it.
    if (await this.freezes.frozen(transfer.intent.safeId)) return;
    await this.relayer.broadcast(submission);
  }
}
