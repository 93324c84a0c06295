import { Injectable } from '@nestjs/common';
import { CancellationsRepository } from '../cancellations/cancellations.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { cancellationStatement } from '../domain/confirmations/cancellation.js';
import { DomainError } from '../domain/errors.js';
import { askerOf, cancellationOf } from '../domain/transfers/cancellation-of.js';
import type { BurnAs, Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { statementView } from '../transfer-api/shown-clearances.js';
import type { CancelView } from './cancels.contract.js';

/** A cancel as people see it, with what its confirmer signs. */
@Injectable()
export class ShownCancels {
  constructor(
    private readonly cancellations: CancellationsRepository,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly counted: CountingSignatures,
    private readonly objects: TransferObjects,
  ) {}

  /** @param reason why the reader would reject it */
  async show(transfer: Transfer, reason: string): Promise<CancelView> {
    if (transfer.state !== 'cancelling') {
      const detail = `it is not being cancelled on the chain: the transfer is ${transfer.state}`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    const { cleared, cancel } = transfer.evidence;
    const asked = await this.cancellations.find(transfer.id, askerOf(cancel));
    if (!asked) throw new Error(`nobody asked to cancel ${transfer.id}`);
    const burn = cancel.stage === 'asked' ? undefined : cancel.burn;
    return {
      ...{ transfer: transfer.id, cancellation: asked.id, stage: cancel.stage },
      ...{ askedBy: cancel.by, why: cancel.why, since: printTimestamp(cancel.at) },
      nonce: cleared.nonce.toString(),
      cancelledSafeTxHash: cleared.safeTxHash,
      burn: burn ? { ...burn, expiresAt: printTimestamp(burn.expiresAt) } : null,
      ownerSignatures: await this.signed(transfer, burn),
      confirmedBy: 'confirmedBy' in cancel ? cancel.confirmedBy : null,
      ...statements(transfer, reason),
    };
  }

  private async signed({ id, intent, evidence }: TransferIn<'cancelling'>, burn: BurnAs | undefined) {
    const { profile } = await this.objects.safe(intent);
    const { safeTxHash } = evidence.cleared;
    const original = await this.signatures.list({ transferId: id, safeTxHash });
    const over = burn && { transferId: id, safeTxHash: burn.safeTxHash };
    const burns = over ? (await this.counted.of(over, profile.owners)).counting : [];
    return { original: original.length, burn: burns.length, threshold: profile.threshold };
  }
}

function statements(transfer: TransferIn<'cancelling'>, reason: string) {
  const { cancel } = transfer.evidence;
  if (cancel.stage !== 'cleared') return { confirm: null, reject: null };
  const cancellation = cancellationOf(transfer, cancel.burn);
  const confirm = cancellationStatement(cancellation, { decision: 'confirm', reason: '' });
  const reject = cancellationStatement(cancellation, { decision: 'reject', reason });
  return {
    confirm: statementView(confirm),
    reject: cancel.by === 'system' ? null : statementView(reject),
  };
}
