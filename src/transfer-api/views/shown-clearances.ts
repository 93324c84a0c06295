import { Injectable } from '@nestjs/common';
import { clearanceStatement, clearanceText } from '../../domain/confirmations/clearance.js';
import { type RekeyStanding } from '../../domain/confirmations/rekeying.js';
import { ConfirmationsService } from '../../confirmations/confirmations.service.js';
import { confirmationFault } from '../../domain/duties/confirmation-fault.js';
import { DomainError, type Refusal, refusal } from '../../domain/errors.js';
import { Database } from '../../infra/database/database.js';
import { type Statement, statementDigest, statementJson } from '../../domain/signatures/statement.js';
import { type ClearedTransfer, clearanceOf } from '../../domain/transfers/clearance-of.js';
import { intentWords } from '../../domain/transfers/transfer-words.js';
import { isBeforeRelay } from '../../domain/transfers/transfer.js';
import type { Principal } from '../../infra/http/access.js';
import { TransferObjects } from '../../decisions/transfer-objects.js';
import { TypedDataView } from '../../infra/http/typed-data.contract.js';
import type { ClearanceView, StatementView } from './transfers.contract.js';
import { Veil } from '../../veil/veil.js';
import { Freezes } from '../../safes/freezes.js';

/** A clearance ready for wallets, to confirm or to reject. A person who must still re-key gets only `reject`. */
@Injectable()
export class ShownClearances {
  constructor(
    private readonly registries: TransferObjects,
    private readonly veil: Veil,
    private readonly counting: ConfirmationsService,
    private readonly database: Database,
    private readonly freezes: Freezes,
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
      text: isHidden ? null : clearanceText(clearance),
      confirm: isHidden
        ? null
        : statementView(clearanceStatement(clearance, { decision: 'confirm', reason: '' })),
      reject: statementView(clearanceStatement(clearance, { decision: 'reject', reason })),
      ...(await this.answering(transfer, by)),
    };
  }

  /** By the rules of the act: whether this reader's confirmation would be taken, and so count. */
  private async answering(transfer: ClearedTransfer, by: Principal) {
    const fault = await this.fault(transfer, by);
    return { mayAnswer: fault === undefined, because: fault ?? null };
  }

  private async fault(transfer: ClearedTransfer, by: Principal): Promise<Refusal | undefined> {
    const { id, state, intent, evidence } = transfer;
    if (by.kind !== 'person') return refusal('FORBIDDEN', 'only a person confirms');
    if (state !== 'awaiting-confirmation')
      return refusal('STATE_CONFLICT', `a transfer that is ${state} takes no confirm`);
    const person = await this.counting.person(by.personId);
    if (!person) return refusal('PERSON_NOT_FOUND', 'no such person');
    const answers = (await this.counting.answers([{ clearance: clearanceOf(transfer) }])).get(id) ?? [];
    const asked = { ...intent, require: evidence.cleared.require, answers };
    return (
      confirmationFault(person, asked, await this.database.now()) ??
      (await this.veil.fault(transfer, person.id)) ??
      (await this.frozen(transfer))
    );
  }

  private async frozen({ intent }: ClearedTransfer): Promise<Refusal | undefined> {
    if ((await this.freezes.frozen(intent.safeId)) === null) return undefined;
    return refusal('SAFE_FROZEN', 'the Safe is frozen: it takes no confirmation');
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
