import { Injectable } from '@nestjs/common';
import { clearanceStatement } from '../domain/confirmations/clearance.js';
import { type RekeyStanding } from '../domain/confirmations/rekeying.js';
import { DomainError } from '../domain/errors.js';
import { type Statement, statementDigest, statementJson } from '../domain/signatures/statement.js';
import { type ClearedTransfer, clearanceOf } from '../domain/transfers/clearance-of.js';
import { intentWords } from '../domain/transfers/transfer-words.js';
import { isBeforeRelay } from '../domain/transfers/transfer.js';
import type { Principal } from '../infra/http/access.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { type ClearanceView, type StatementView, TypedDataView } from './transfers.contract.js';
import { Veil } from '../veil/veil.js';

/** A clearance ready for wallets, to confirm or to reject. A person who must still re-key gets only `reject`. */
@Injectable()
export class ShownClearances {
  constructor(
    private readonly registries: TransferObjects,
    private readonly veil: Veil,
  ) {}

  async show(transfer: ClearedTransfer, by: Principal, reason: string) {
    const clearance = clearanceOf(transfer);
    const isHidden = await this.veil.hides(transfer, by);
    if (!isHidden && isBeforeRelay(transfer)) await this.requireOwnWords(transfer);
    return {
      revision: transfer.revision,
      require: transfer.evidence.cleared.require,
      masked: isHidden,
      rekeying: await this.rekeying(transfer, by),
      words: isHidden ? null : clearance.words,
      confirm: isHidden
        ? null
        : statementView(clearanceStatement(clearance, { decision: 'confirm', reason: '' })),
      reject: statementView(clearanceStatement(clearance, { decision: 'reject', reason })),
    };
  }

  /** Makes the sentence again from the signed intent, so that a sentence forged in the row is shown to nobody. */
  private async requireOwnWords({ intent, evidence }: ClearedTransfer): Promise<void> {
    const safe = await this.registries.safe(intent);
    const { asset } = await this.registries.asset(intent);
    const destination = await this.registries.destination(intent);
    const words = intentWords(intent, { safe: safe.label, destination: destination.label, asset });
    if (words === evidence.cleared.words) return;
    throw new DomainError('REVISION_STALE', 'the transfer reads otherwise now: a new revision is being made');
  }

  private async rekeying(transfer: ClearedTransfer, by: Principal): Promise<ClearanceView['rekeying']> {
    if (by.kind !== 'person' || !(await this.veil.asks(transfer))) return null;
    const standing: RekeyStanding = await this.veil.standing(transfer, by.personId);
    return standing.kind === 'open'
      ? { standing: standing.kind, attemptsLeft: standing.attemptsLeft }
      : { standing: standing.kind };
  }
}

export function statementView(statement: Statement): StatementView {
  return { typedData: TypedDataView.parse(statementJson(statement)), digest: statementDigest(statement) };
}
