import { Injectable } from '@nestjs/common';
import type { Drift } from '../domain/safes/profile.js';
import type { ExecutedAs, Reason, TransferIn } from '../domain/transfers/transfer.js';
import { Database } from '../infra/database/database.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { TransferLife } from '../transfers/transfer-life.js';

type Open = TransferIn<'relayed' | 'signed' | 'submitted'>;

/** Records what the chain shows of a transfer; anything not approved freezes the Safe in the same transaction. */
@Injectable()
export class ChainFindings {
  constructor(
    private readonly database: Database,
    private readonly life: TransferLife,
    private readonly freezer: SafeFreezer,
  ) {}

  async executed(transfer: Open, execution: ExecutedAs): Promise<void> {
    await this.database.transaction((tx) =>
      this.life.advance(tx, transfer, { kind: 'execute', execution }, 'system'),
    );
  }

  async settled(transfer: TransferIn<'executed'>): Promise<void> {
    await this.database.transaction((tx) => this.life.advance(tx, transfer, { kind: 'settle' }, 'system'));
  }

  async mismatched(transfer: TransferIn<'executed'>, reasons: readonly Reason[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Against deadlock, take the freeze's lock before the step orders a job, as every step does.
      await this.freezer.takeTurn(tx, transfer.intent.safeId);
      await this.life.advance(tx, transfer, { kind: 'mismatch', reasons }, 'system');
      const detail = {
        transactionHash: transfer.evidence.execution.transactionHash,
        reasons: reasons.map((each) => each.reason),
      };
      const finding = { code: 'POST_EXEC_MISMATCH' as const, ...about(transfer), detail };
      await this.freezer.freeze(tx, finding, {
        actor: 'system',
        reason: 'the execution is not what was approved',
      });
    });
  }

  async superseded(transfer: Open, nonceNow: bigint): Promise<void> {
    await this.database.transaction((tx) =>
      this.life.advance(tx, transfer, { kind: 'supersede', nonceNow }, 'system'),
    );
  }

  /** Acts at first sight, long before finality: whoever used the nonce has enough owner signatures. */
  async contended(transfer: Open, nonceNow: bigint): Promise<void> {
    await this.database.transaction(async (tx) => {
      const detail = { nonce: transfer.evidence.cleared.nonce.toString(), nonceNow: nonceNow.toString() };
      const finding = { code: 'NONCE_SUPERSEDED' as const, ...about(transfer), detail };
      const reason = 'the nonce of a relayed transfer was used by something that Sluice did not clear';
      await this.freezer.freeze(tx, finding, { actor: 'system', reason });
    });
  }

  async drifted(transfer: Open, drift: readonly Drift[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const finding = {
        code: 'SAFE_STATE_DRIFT' as const,
        ...about(transfer),
        detail: { drift: drift.map((each) => ({ ...each })) },
      };
      const words = drift.map((each) => `${each.field} is ${each.actual}, pinned ${each.expected}`);
      await this.freezer.freeze(tx, finding, { actor: 'system', reason: words.join('; ') });
    });
  }
}

function about(transfer: Open | TransferIn<'executed'>) {
  return { safeId: transfer.intent.safeId, transferId: transfer.id };
}
