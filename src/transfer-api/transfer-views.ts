import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Intent } from '../domain/transfers/intent.js';
import { type Names, intentWords } from '../domain/transfers/transfer-words.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { formatAmount } from '../domain/values/amount.js';
import type { Tx } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import type { TransferView } from './transfers.contract.js';
import { shownEvidence } from './detail/shown-evidence.js';

/** A transfer as the API shows it. */
@Injectable()
export class TransferViews {
  constructor(private readonly registries: TransferObjects) {}

  /**
   * Without the bytes of owners' signatures while they can execute something: an answer may be stored, and given out
   * again. With `tx` it reads inside that transaction and sees its writes.
   */
  async view(transfer: Transfer, tx?: Tx): Promise<TransferView> {
    const { intent } = transfer;
    const { asset } = await this.registries.asset(intent, tx);
    const destination = await this.registries.destination(intent, tx);
    const safe = await this.registries.safe(intent, tx);
    return {
      id: transfer.id,
      state: transfer.state,
      revision: transfer.revision,
      safe: { id: intent.safeId, chainId: intent.chainId, address: intent.safe },
      asset: { id: asset.id, symbol: asset.symbol, decimals: asset.decimals, address: intent.asset },
      masked: false,
      destination: { id: destination.id, label: destination.label, address: intent.destination },
      amount: formatAmount(intent.amount, asset.decimals),
      amountUnits: intent.amount.toString(),
      reference: intent.reference,
      words: wordsOrNull(intent, { safe: safe.label, destination: destination.label, asset }),
      requester: intent.requesterId,
      intentHash: transfer.intentHash,
      createdAt: printTimestamp(transfer.createdAt),
      expiresAt: printTimestamp(intent.expiresAt),
      evidence: shownEvidence(transfer),
    };
  }
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
