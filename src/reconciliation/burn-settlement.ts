import { Injectable } from '@nestjs/common';
import type { Approval } from '../domain/signatures/executed-approvals.js';
import { isConfirmed } from '../domain/transfers/cancellation-of.js';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import type { ExecutedAs, TransferIn } from '../domain/transfers/transfer.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { ChainFindings } from './chain-findings.js';
import { type ExecutedTransfer, ExecutionComparison } from './execution-comparison.js';
import { NonceUses } from './nonce-uses.js';

type Cancelling = TransferIn<'cancelling'>;

/** Once the burn of a nonce is final, judges it by the rule of every execution; then the transfer is cancelled. */
@Injectable()
export class BurnSettlement {
  constructor(
    private readonly objects: TransferObjects,
    private readonly reader: SafeReader,
    private readonly uses: NonceUses,
    private readonly comparison: ExecutionComparison,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly findings: ChainFindings,
  ) {}

  /**
   * Only a final burn makes the owners' signatures over the transfer worthless, and its budget free (invariant 11).
   * @param seen a burn by a block that may not be final
   * @returns what it still looks for; undefined once the transfer is cancelled
   */
  async look(transfer: Cancelling, seen: ExecutedAs): Promise<string | undefined> {
    const { cleared, cancel } = transfer.evidence;
    if (!isConfirmed(cancel)) throw new Error(`nobody confirmed the burn of ${transfer.id}`);
    const finalized = await this.reader.block('finalized');
    const use = await this.uses.until(transfer, finalized);
    if (use.kind !== 'executed' || use.safeTxHash !== cancel.burn.safeTxHash) {
      const burnt = `nonce ${cleared.nonce.toString()} is burnt in block ${seen.blockNumber.toString()}`;
      return `${burnt}; that is not final yet`;
    }
    const { execution, safeTxHash } = use;
    const executed = await this.executed(transfer, { ...execution, safeTxHash });
    const { record, verdict } = await this.comparison.compare(executed, finalized);
    const collected = await this.signatures.list({ transferId: transfer.id, safeTxHash });
    const approvals = uncollected(
      verdict.approvals,
      collected.map(({ owner }) => owner),
    );
    await this.findings.burnt(transfer, { execution, record, verdict, approvals });
    return undefined;
  }

  private async executed(
    { intent, evidence }: Cancelling,
    found: Pick<ExecutedTransfer, 'safeTxHash' | 'transactionHash' | 'executor'>,
  ): Promise<ExecutedTransfer> {
    const { profile } = await this.objects.safe(intent);
    const { safeTxHash, transactionHash, executor } = found;
    const transaction = buildCancel(intent.safe, evidence.cleared.nonce);
    return { profile, movement: null, transaction, safeTxHash, transactionHash, executor };
  }
}

/** Owners whose approval Sluice never saw. The requester may burn what they requested. */
function uncollected(approvals: readonly Approval[], collected: readonly Approval['owner'][]) {
  return approvals
    .filter(({ owner }) => !collected.includes(owner))
    .map((each) => ({ ...each, isRequester: false }));
}
