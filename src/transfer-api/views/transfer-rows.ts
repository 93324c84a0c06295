import { Injectable } from '@nestjs/common';
import { ConfirmationsService } from '../../confirmations/confirmations.service.js';
import { DecisionsRepository, type StoredWorth } from '../../decisions/decisions.repository.js';
import { objectsIn } from '../../decisions/transfer-objects.js';
import type { GroupProgress } from '../../domain/confirmations/quorum.js';
import { DomainError } from '../../domain/errors.js';
import type { Registered } from '../../domain/register/registered.js';
import { clearanceOf } from '../../domain/transfers/clearance-of.js';
import type { Intent } from '../../domain/transfers/intent.js';
import { type Names, intentWords } from '../../domain/transfers/transfer-words.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { formatAmount } from '../../domain/values/amount.js';
import type { TransferId } from '../../domain/values/identifier.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import type { Tx } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Register } from '../../register/register.js';
import { TransfersRepository } from '../../transfers/transfers.repository.js';
import { shownEvidence } from './shown-evidence.js';
import type { TransferView } from './transfer-row.contract.js';

/** What the rows of one page are made of, beside the transfers. */
interface Gathered {
  readonly register: Registered;
  readonly since: ReadonlyMap<TransferId, UnixSeconds>;
  readonly worths: ReadonlyMap<TransferId, StoredWorth>;
  readonly quorums: ReadonlyMap<TransferId, readonly GroupProgress[]>;
}

/** Transfers as the API shows them in lists and answers, in as many queries for a page as for one. */
@Injectable()
export class TransferRows {
  constructor(
    private readonly register: Register,
    private readonly transfers: TransfersRepository,
    private readonly decisions: DecisionsRepository,
    private readonly confirmations: ConfirmationsService,
  ) {}

  /**
   * Without the bytes of owners' signatures while they can execute something: an answer may be stored, and given out
   * again. With `tx` it reads inside that transaction and sees its writes.
   */
  async of(transfers: readonly Transfer[], tx?: Tx): Promise<readonly TransferView[]> {
    const ids = transfers.map(({ id }) => id);
    const gathered = {
      register: await this.register.current(tx),
      since: await this.transfers.sinceEach(ids, tx),
      worths: await this.decisions.worths(ids, tx),
      quorums: await this.confirmations.progress(transfers.flatMap(questionOf), tx),
    };
    return transfers.map((transfer) => rowOf(transfer, gathered));
  }
}

function questionOf(transfer: Transfer) {
  if (transfer.state !== 'awaiting-confirmation') return [];
  const { require } = transfer.evidence.cleared;
  return [{ clearance: clearanceOf(transfer), require, requesterId: transfer.intent.requesterId }];
}

function rowOf(transfer: Transfer, { register, since, worths, quorums }: Gathered): TransferView {
  const { id, intent } = transfer;
  const { safe, asset, destination } = objectsIn(register, intent);
  const worth = worths.get(id);
  return {
    id,
    state: transfer.state,
    since: printTimestamp(since.get(id) ?? transfer.createdAt),
    revision: transfer.revision,
    safe: { id: intent.safeId, label: safe.label, chainId: intent.chainId, address: intent.safe },
    asset: { id: asset.id, symbol: asset.symbol, decimals: asset.decimals, address: intent.asset },
    masked: false,
    destination: { id: destination.id, label: destination.label, address: intent.destination },
    amount: formatAmount(intent.amount, asset.decimals),
    amountUnits: intent.amount.toString(),
    usd: worth ? { ...worth, at: printTimestamp(worth.at) } : null,
    reference: intent.reference,
    words: wordsOrNull(intent, { safe: safe.label, destination: destination.label, asset }),
    requester: intent.requesterId,
    requesterName: register.people.get(intent.requesterId)?.name ?? null,
    quorum: quorums.get(id)?.map((each) => ({ ...each })) ?? null,
    intentHash: transfer.intentHash,
    createdAt: printTimestamp(transfer.createdAt),
    expiresAt: printTimestamp(intent.expiresAt),
    evidence: shownEvidence(transfer),
  };
}

/** Null if the names do not fit into one line. Such a transfer is refused before anyone signs, but still shown. */
function wordsOrNull(intent: Intent, names: Names): string | null {
  try {
    return intentWords(intent, names);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
