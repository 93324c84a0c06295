import { Injectable } from '@nestjs/common';
import type { ExecutionRecord } from '../domain/reconciliation/execution-record.js';
import type { ExecutionVerdict } from '../domain/reconciliation/judge-execution.js';
import type { Drift } from '../domain/safes/profile.js';
import type { Approval } from '../domain/signatures/executed-approvals.js';
import type { ExecutedAs, Exposed, JudgedAs, TransferIn } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { Database, type Tx } from '../infra/database/database.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { ExecutionRecordsRepository } from '../transfers/execution-records.repository.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

type Open = TransferIn<Exposed>;

/** How a final execution was judged, and who approved it without Sluice having seen it. */
export interface Ended {
  readonly record: ExecutionRecord | undefined;
  readonly verdict: ExecutionVerdict;
  readonly approvals: readonly (Approval & { readonly isRequester: boolean })[];
}

/** Writes down what the chain shows of a transfer; whatever was not approved freezes the Safe in the same transaction. */
@Injectable()
export class ChainFindings {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly life: TransferLife,
    private readonly records: ExecutionRecordsRepository,
    private readonly freezer: SafeFreezer,
  ) {}

  async executed(transfer: Open | TransferIn<'executed'>, execution: ExecutedAs): Promise<void> {
    await this.database.transaction((tx) =>
      this.life.advance(tx, transfer, { kind: 'execute', execution }, 'system'),
    );
  }

  /** The execution is off the chain: the transfer waits again for what it waited for before. */
  async reorganised(transfer: TransferIn<'executed'>): Promise<void> {
    await this.database.transaction((tx) =>
      this.life.advance(tx, transfer, { kind: 'reorganise' }, 'system'),
    );
  }

  async settled(transfer: TransferIn<'executed'>, ended: Ended): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (ended.approvals.some(({ isRequester }) => isRequester)) await this.takeTurn(tx, transfer);
      const judged = await this.judged(tx, transfer, ended);
      if (!judged) throw new Error(`${transfer.id} settles without a record`);
      const lost = isCancelLost(transfer) ? [CANCEL_LOST] : [];
      const notes = [...judged.notes, ...lost];
      await this.life.advance(tx, transfer, { kind: 'settle', judged: { ...judged, notes } }, 'system');
      await this.recordLost(tx, transfer);
      await this.recordApprovals(tx, transfer, { ...ended, ...transfer.evidence.execution });
    });
  }

  async mismatched(transfer: TransferIn<'executed'>, ended: Ended): Promise<void> {
    const { reasons } = ended.verdict;
    await this.database.transaction(async (tx) => {
      await this.takeTurn(tx, transfer);
      const judged = await this.judged(tx, transfer, ended);
      await this.life.advance(tx, transfer, { kind: 'mismatch', reasons, judged }, 'system');
      const detail = {
        transactionHash: transfer.evidence.execution.transactionHash,
        reasons: reasons.map((each) => each.reason),
      };
      const finding = { code: 'POST_EXEC_MISMATCH' as const, ...about(transfer), detail };
      await this.freezer.freeze(tx, finding, {
        actor: 'system',
        reason: 'the execution is not what was approved',
      });
      await this.recordLost(tx, transfer);
      await this.recordApprovals(tx, transfer, { ...ended, ...transfer.evidence.execution });
    });
  }

  /**
   * The burn is final: the transfer is cancelled, because nothing can execute it any more. Where the burn was not exactly
   * what was cleared, it is cancelled all the same, and the Safe is frozen.
   */
  async burnt(transfer: TransferIn<'cancelling'>, burnt: Ended & { execution: ExecutedAs }): Promise<void> {
    const { execution, verdict } = burnt;
    const { reasons } = verdict;
    const { transactionHash } = execution;
    await this.database.transaction(async (tx) => {
      if (reasons.length > 0) await this.takeTurn(tx, transfer);
      const judged = await this.judged(tx, transfer, burnt);
      await this.life.advance(tx, transfer, { kind: 'burn', execution, judged, reasons }, 'system');
      if (reasons.length > 0) {
        const detail = { transactionHash, reasons: reasons.map((each) => each.reason) };
        const finding = { code: 'POST_EXEC_MISMATCH' as const, ...about(transfer), detail };
        const reason = 'the burn of the nonce is not what was cleared';
        await this.freezer.freeze(tx, finding, { actor: 'system', reason });
      }
      await this.recordApprovals(tx, transfer, { ...burnt, transactionHash });
    });
  }

  /** Something else used the nonce, by a final block: whoever did holds enough owner signatures. */
  async superseded(
    transfer: Open,
    use: { readonly nonceNow: bigint; readonly blockHash: Bytes32; readonly hashes: readonly Bytes32[] },
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.takeTurn(tx, transfer);
      const { nonceNow, blockHash, hashes } = use;
      await this.life.advance(tx, transfer, { kind: 'supersede', nonceNow }, 'system');
      const nonce = transfer.evidence.cleared.nonce.toString();
      const detail = { nonce, nonceNow: nonceNow.toString(), blockHash, executed: [...hashes] };
      const finding = { code: 'NONCE_SUPERSEDED' as const, ...about(transfer), detail };
      const reason = 'the nonce of a relayed transfer was used by something that Sluice did not clear';
      await this.freezer.freeze(tx, finding, { actor: 'system', reason });
    });
  }

  /** At first sight: the Safe's storage proves it, and whoever wrote it there needed its owners or its code. */
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

  private async judged(
    tx: Tx,
    transfer: Open | TransferIn<'executed'>,
    { record, verdict }: Ended,
  ): Promise<JudgedAs | undefined> {
    if (!record) return undefined;
    const digest = await this.records.insert(tx, transfer.id, record);
    return { record: digest, notes: [...verdict.notes], approvals: [...verdict.approvals] };
  }

  /** An approval that Sluice did not collect is a finding; the requester's own breaks the separation of duties. */
  private async recordApprovals(
    tx: Tx,
    transfer: Open | TransferIn<'executed'>,
    { approvals, transactionHash }: Pick<Ended, 'approvals'> & Pick<ExecutedAs, 'transactionHash'>,
  ): Promise<void> {
    for (const { owner, form, isRequester } of approvals) {
      const detail = { transactionHash, owner, form };
      if (isRequester) {
        const reason = `${owner}, a key of the requester, approved the execution`;
        const finding = { code: 'SOD' as const, ...about(transfer), detail };
        await this.freezer.freeze(tx, finding, { actor: 'system', reason });
      } else {
        const reason = `${owner} approved the execution without Sluice having collected it`;
        const finding = { code: 'APPROVAL_NOT_COLLECTED' as const, ...about(transfer), detail };
        await this.freezer.record(tx, finding, { actor: 'system', reason });
      }
    }
  }

  /** The original was faster than its cancel. That is how a cancel may end, and no fault of anybody's. */
  private async recordLost(tx: Tx, transfer: TransferIn<'executed'>): Promise<void> {
    if (!isCancelLost(transfer)) return;
    const { transactionHash } = transfer.evidence.execution;
    const finding = { code: 'CANCEL_LOST' as const, ...about(transfer), detail: { transactionHash } };
    await this.freezer.record(tx, finding, { actor: 'system', reason: CANCEL_LOST });
  }

  /**
   * In the one order of locks: the transfer's row, its budget, the turn. And before the step orders the next job: whoever
   * goes on waits for jobs after its turn, too.
   */
  private async takeTurn(tx: Tx, transfer: Open | TransferIn<'executed'>): Promise<void> {
    await this.transfers.lock(transfer.id, tx);
    await this.life.lockBudget(tx, transfer);
    await this.freezer.takeTurn(tx, transfer.intent.safeId);
  }
}

const CANCEL_LOST = 'The cancel was lost: the transfer was executed before its nonce was burnt.';

function isCancelLost({ evidence }: TransferIn<'executed'>): boolean {
  return evidence.before?.state === 'cancelling';
}

function about(transfer: Open | TransferIn<'executed'>) {
  return { safeId: transfer.intent.safeId, transferId: transfer.id };
}
